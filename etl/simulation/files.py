"""Bytes that depend on nothing but the world."""

import io
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Cells = list[list[str | None]]
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_zip(path: Path, member: str, content: bytes) -> None:
    """Write a zip with one member, dated 1980 and owned by nobody, so that the same content gives the same bytes."""
    path.write_bytes(zipped({member: content}))


def zipped(contents: dict[str, bytes]) -> bytes:
    """Return a zip of the contents by their names; the same contents give the same bytes."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in contents.items():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, content, compresslevel=6)
    return buffer.getvalue()


def spreadsheet(sheets: dict[str, Cells]) -> bytes:
    """Return an Excel workbook (ECMA-376) of text cells, one list a row, by the sheets' names."""
    numbered = list(enumerate(sheets.items(), start=1))
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{k}" r:id="r{k}"/>' for k, (name, _) in numbered)
    links = "".join(
        f'<Relationship Id="r{k}" Type="{_LINK}/worksheet" Target="worksheets/{k}.xml"/>' for k, _ in numbered
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/{k}.xml" ContentType="{_KIND}.worksheet+xml"/>' for k, _ in numbered
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }
    parts |= {f"xl/worksheets/{k}.xml": _sheet(cells) for k, (_, cells) in numbered}
    return zipped({name: (_XML + text).encode() for name, text in parts.items()})


def _sheet(cells: Cells) -> str:
    rows = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in cells)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _cell(text: str | None) -> str:
    return "<c/>" if text is None else f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'
