"""PDF files written by hand: any letter, at any place, in any direction, without a font file."""

import math
import zlib
from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842
# All glyphs are half as wide as high.
_HALF = 500


class Letters:
    """The codes under which a file's font holds its letters."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}

    def code(self, text: str) -> str:
        """A text as codes in hexadecimal digits."""
        found = (self.codes.setdefault(letter, len(self.codes) + 1) for letter in text)
        return "".join(f"{code:04x}" for code in found)

    def map(self) -> bytes:
        """What each code means."""
        lines = [
            f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>"
            for letter, code in self.codes.items()
        ]
        parts = [lines[at : at + 100] for at in range(0, len(lines), 100)]
        body = "\n".join(
            f"{len(part)} beginbfchar\n{chr(10).join(part)}\nendbfchar" for part in parts
        )
        head = "/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange\n"
        return f"{head}<0000> <ffff>\nendcodespacerange\n{body}\nendcmap end".encode()


LETTERS = Letters()


def say(
    text: str, left: float, top: float, *, size: float = 14, angle: float = 0, font: str = "F1"
) -> str:
    """Commands that print a text with its foot ``top`` points below the head of the page; turned
    against the clock by an angle."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    matrix = f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {left:.2f} {HEIGHT - top:.2f}"
    return f"BT /{font} {size} Tf {matrix} Tm <{LETTERS.code(text)}> Tj ET\n"


def rule(left: float, top: float, right: float, bottom: float) -> str:
    """Commands that draw a straight line."""
    return f"{left} {HEIGHT - top} m {right} {HEIGHT - bottom} l S\n"


def lines(*texts: str, left: float = 85, top: float = 80, lead: float = 18) -> str:
    """Commands that print lines one under another."""
    return "".join(say(text, left, top + lead * at) for at, text in enumerate(texts))


def packed(data: bytes, more: str = "") -> bytes:
    """A packed stream object."""
    body = zlib.compress(data, 9)
    head = f"<< /Length {len(body)} /Filter /FlateDecode {more}>>"
    return head.encode() + b"\nstream\n" + body + b"\nendstream"


def picture(width: float = WIDTH, height: float = HEIGHT) -> str:
    """Commands that set the picture of a file over a part of the page."""
    return f"q {width} 0 0 {height} 0 {HEIGHT - height} cm /I Do Q\n"


def pdf(*pages: str, attributes: str = "", has_meaning: bool = True, font: str = "Times") -> bytes:
    """A file of some pages; ``attributes`` are added to each, ``has_meaning`` False leaves out
    what the codes of its letters mean."""
    fonts = [_font(name, 6 + 3 * at, has_meaning) for at, name in enumerate((font, f"{font}-Bold"))]
    head = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{_references(12, len(pages))}] >>".encode(),
        b"<< /Font << /F1 5 0 R /F2 8 0 R >> /XObject << /I 11 0 R >> >>",
        packed(LETTERS.map()),
    ]
    image = packed(
        b"\0",
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 "
        "/ColorSpace /DeviceGray /BitsPerComponent 8 ",
    )
    kids = [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources 3 0 R "
        f"/Contents {12 + len(pages) + at} 0 R {attributes}>>".encode()
        for at in range(len(pages))
    ]
    contents = [packed(page.encode("latin-1")) for page in pages]
    return build([*head, *fonts[0], *fonts[1], image, *kids, *contents])


def _references(first: int, count: int) -> str:
    return " ".join(f"{number} 0 R" for number in range(first, first + count))


def _font(name: str, at: int, has_meaning: bool) -> tuple[bytes, bytes, bytes]:
    meaning = "/ToUnicode 4 0 R " if has_meaning else ""
    return (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H {meaning}"
        f"/DescendantFonts [{at} 0 R] >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /DW {_HALF} "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {at + 1} 0 R >>".encode(),
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /Ascent 800 /Descent -200 "
        f"/FontBBox [0 -200 1000 800] >>".encode(),
    )


def build(objects: Sequence[bytes]) -> bytes:
    """A file of numbered objects, the first of them its catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    tail = (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    )
    return out + tail.encode() + f"startxref\n{len(out)}\n%%EOF".encode()
