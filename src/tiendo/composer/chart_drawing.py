"""The program that draws specifications: JSON comes in, pictures go out, each as base64."""

from __future__ import annotations

import base64
import json
import sys
from typing import Any


def main() -> None:
    """Draw what stands on the standard input."""
    import vl_convert

    asked = json.load(sys.stdin.buffer)
    if asked["fonts"]:
        vl_convert.register_font_directory(asked["fonts"])
    # No address may be read: neither files nor the network.
    options: dict[str, Any] = {"allowed_base_urls": []}

    def draw(spec: Any, form: str) -> bytes:
        if form == "svg":
            return vl_convert.vegalite_to_svg(spec, **options).encode()
        drawn: bytes = vl_convert.vegalite_to_png(spec, scale=asked["scale"], **options)
        return drawn

    drawn = [[draw(spec, form) for form in asked["forms"]] for spec in asked["specs"]]
    json.dump([[base64.b64encode(each).decode() for each in forms] for forms in drawn], sys.stdout)


if __name__ == "__main__":
    main()
