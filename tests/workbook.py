"""An Excel workbook with one sheet, as small as it may be: what a test needs to read one."""

from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

DAY = 1  # the style of a day

PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
    '<Relationship Id="r2" Target="styles.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Log" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
}


def workbook(file: Path, rows: Sequence[Sequence[str]], *, more: bytes = b"") -> Path:
    """Each cell is XML: `text`, `number`, `day` or `formula` below make one. `more` is a part that nobody reads."""
    lines = "".join(f"<row>{''.join(row)}</row>" for row in rows)
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{lines}</sheetData></worksheet>"
    )
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, part in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            packed.writestr(name, part)
        packed.writestr("docProps/rest.bin", more)
    return file


def text(said: str) -> str:
    return f'<c t="inlineStr"><is><t>{said}</t></is></c>'


def number(value: float) -> str:
    return f"<c><v>{value}</v></c>"


def day(serial: int) -> str:
    return f'<c s="{DAY}"><v>{serial}</v></c>'


def formula(said: str, value: str) -> str:
    return f'<c t="str"><f>{said}</f><v>{value}</v></c>'
