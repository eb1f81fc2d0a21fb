"""Pictures without what is no picture: camera, place, time, words, previews, and whatever stands behind the end.

A picture is a row of parts with a name and a length. Those that draw it are kept, all others left out; how it is turned
is the one thing that is written anew. Nothing is decoded, so a small file that unfolds into a huge one does no harm.
"""

import struct
from collections.abc import Iterator
from typing import Literal

LARGEST = 100_000_000  # dots: what opens such a picture may not close it again

# JPEG: markers, of which most have a length
START, END, SCAN, RESTART = 0xD8, 0xD9, 0xDA, range(0xD0, 0xD8)
JFIF, EXIF, PROFILE, ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
LEFT_OUT = {*range(0xE0, 0xF0), 0xFE}
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
ORIENTATION, SHORT = 0x0112, 3

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"),
    *(b"acTL", b"fcTL", b"fdAT"),
}
WEBP_KEPT = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
WEBP_EXIF, WEBP_XMP = 0x08, 0x04


class DamagedError(Exception):
    """It is no picture that can be taken apart."""


def strip_jpeg(content: bytes) -> bytes:
    kept, turned, drawn = [b"\xff\xd8"], 1, set()
    for marker, body in _segments(content):
        drawn.add(SCAN if marker == SCAN else marker in FRAMES)
        if marker in FRAMES:
            height, width = struct.unpack(">HH", body[1:5].ljust(4, b"\0"))
            _check(width, height)
        if marker == EXIF:
            turned = _orientation(body) or turned
        if marker == SCAN or marker not in LEFT_OUT or _draws(marker, body):
            kept.append(_segment(marker, body))
    if not {SCAN, True} <= drawn:
        raise DamagedError
    if turned != 1:
        kept.insert(1, _segment(EXIF, _only_turned(turned)))
    return b"".join([*kept, b"\xff\xd9"])


def _draws(marker: int, body: bytes) -> bool:
    """Whether an application's segment is needed to draw: the kind of colours, without a preview of its own."""
    if marker == JFIF:
        return body.startswith(b"JFIF\0") and body[12:14] == b"\0\0"
    return (marker == PROFILE and body.startswith(b"ICC_PROFILE\0")) or (marker == ADOBE and body.startswith(b"Adobe"))


def _segment(marker: int, body: bytes) -> bytes:
    """A segment; a scan comes with the length of its head and the picture behind it."""
    if marker == SCAN:
        return bytes([0xFF, marker]) + body
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with what belongs to it, up to the end of the picture."""
    at = 2
    while True:
        at = _marker(content, at)
        marker = content[at + 1]
        if marker == END:
            return
        if marker == START or marker in RESTART or at + 4 > len(content):
            raise DamagedError
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        last = at + 2 + length
        if length < 2 or last > len(content):  # noqa: PLR2004 - it counts its own two bytes
            raise DamagedError
        if marker == SCAN:
            end = _scan_ends(content, last)
            yield marker, content[at + 2 : end]
            at = end
        else:
            yield marker, content[at + 4 : last]
            at = last


def _marker(content: bytes, at: int) -> int:
    """Where the next marker stands; more than one 0xFF may stand before it."""
    if content[at : at + 1] != b"\xff":
        raise DamagedError
    while content[at + 1 : at + 2] == b"\xff":
        at += 1
    if at + 1 >= len(content):
        raise DamagedError
    return at


def _scan_ends(content: bytes, at: int) -> int:
    """Where the picture of a scan ends: at a marker that is none of those which may stand inside."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] not in (0, *RESTART):
            return at
        at += 2
    raise DamagedError


def _orientation(body: bytes) -> int | None:
    """How the camera was held, of all that it wrote down."""
    order = {b"II": "<", b"MM": ">"}.get(body[6:8])
    if not body.startswith(b"Exif\0\0") or order is None:
        return None
    try:
        (first,) = struct.unpack_from(f"{order}I", body, 10)
        (entries,) = struct.unpack_from(f"{order}H", body, 6 + first)
        for nth in range(min(entries, 500)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", body, 8 + first + nth * 12)
            if (tag, kind) == (ORIENTATION, SHORT):
                return value if value in range(1, 9) else None
    except struct.error:
        return None
    return None


def _only_turned(turned: int) -> bytes:
    entry = struct.pack(">HHIHH", ORIENTATION, SHORT, 1, turned, 0)
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)


def strip_png(content: bytes) -> bytes:
    kept, at = [PNG_BEGINS], len(PNG_BEGINS)
    while True:
        length, name = _number(content, at, "big"), content[at + 4 : at + 8]
        whole = content[at : at + length + 12]
        if len(whole) < length + 12:
            raise DamagedError
        if at == len(PNG_BEGINS):
            if name != b"IHDR" or length != 13:  # noqa: PLR2004 - what its head has
                raise DamagedError
            _check(*struct.unpack(">II", whole[8:16]))
        if name in PNG_KEPT:
            kept.append(whole)
        if name == b"IEND":
            return b"".join(kept)
        at += len(whole)


def strip_webp(content: bytes) -> bytes:
    (size,) = struct.unpack("<I", content[4:8])
    end = min(size + 8, len(content))
    if size + 8 > len(content):
        raise DamagedError
    kept, at = [], 12
    while at < end:
        name, length = content[at : at + 4], _number(content, at + 4, "little")
        body = content[at + 8 : at + 8 + length]
        if len(body) < length:
            raise DamagedError
        if name == b"VP8X":
            body = _without_flags(body)
        if name in WEBP_KEPT:
            kept.append(name + struct.pack("<I", length) + body + b"\0" * (length % 2))
        at += 8 + length + length % 2
    whole = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(whole) + 4) + b"WEBP" + whole


def _without_flags(body: bytes) -> bytes:
    """Its list of what else there is, without what is left out."""
    if len(body) < 10:  # noqa: PLR2004 - as it is written down
        raise DamagedError
    width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
    _check(width, height)
    return bytes([body[0] & ~(WEBP_EXIF | WEBP_XMP)]) + body[1:]


def _number(content: bytes, at: int, order: Literal["big", "little"]) -> int:
    if at + 4 > len(content):
        raise DamagedError
    return int.from_bytes(content[at : at + 4], order)


def _check(width: int, height: int) -> None:
    if not 0 < width * height <= LARGEST:
        raise DamagedError
