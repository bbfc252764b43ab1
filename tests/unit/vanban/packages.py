"""Small DOCX packages for tests: the body is given as WordprocessingML."""

import io
import zipfile
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{WORD}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str = "", properties: str = "", inner: str = "") -> str:
    """A paragraph of one run, or of the given inner XML."""
    properties = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{properties}{inner or (run(text) if text else '')}</w:p>"


def numbered(text: str, number: int = 1, level: int = 0) -> str:
    """A paragraph of an automatic list."""
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, numbering)


def cell(text: str = "", properties: str = "", inner: str = "") -> str:
    """A cell; every line of the text is a paragraph."""
    properties = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{properties}{inner or ''.join(map(paragraph, text.split(chr(10))))}</w:tc>"


def table(*rows: list[str]) -> str:
    """A table of rows of cells; a plain string becomes a cell of that text."""
    cells = [[c if c.startswith("<w:tc") else cell(c) for c in row] for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells) + "</w:tbl>"


def docx(*body: str, **parts: str) -> bytes:
    """A package with a body and further parts by relation kind (numbering, styles, footnotes)."""
    document = f"<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>"
    return package(
        document, **{kind: part.replace("XMLNS", _SPACES) for kind, part in parts.items()}
    )


def package(document: str, **parts: str) -> bytes:
    """A package whose document part is given whole."""
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for at, kind in enumerate(parts)
    )
    content = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r0" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}'
        "</Relationships>",
        **{f"word/{kind}.xml": part for kind, part in parts.items()},
    }
    return archive(content)


def archive(content: dict[str, str]) -> bytes:
    """A zip archive of texts by name."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in content.items():
            written.writestr(name, text)
    return raw.getvalue()


def numbering(*levels: tuple[str, str], overrides: str = "") -> str:
    """A numbering part with one list (number 1) of (format, text) levels."""
    shown = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    return (
        f'<w:numbering XMLNS><w:abstractNum w:abstractNumId="7">{shown}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{overrides}</w:numbering>'
    )
