"""The program that draws one specification: JSON comes in, a picture goes out."""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Draw what stands on the standard input."""
    import vl_convert

    asked = json.load(sys.stdin.buffer)
    if asked["fonts"]:
        vl_convert.register_font_directory(asked["fonts"])
    # No address may be read: neither files nor the network.
    options = {"allowed_base_urls": []}
    if asked["form"] == "svg":
        drawn = vl_convert.vegalite_to_svg(asked["spec"], **options).encode()
    else:
        drawn = vl_convert.vegalite_to_png(asked["spec"], scale=asked["scale"], **options)
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
