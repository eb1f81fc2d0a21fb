"""Small pictures with everything in them that a phone writes beside the picture."""

import struct
import zlib

CANARY = b"Xyzzy 41.8781 N 87.6298 W"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int, order: str = ">") -> bytes:
    """How it is turned, and a place."""
    head = (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(f"{order}I", 8)
    entries = struct.pack(f"{order}HHHIHH", 2, 0x0112, 3, 1, turned, 0) + struct.pack(f"{order}HHII", 0x8825, 4, 1, 50)
    return b"Exif\0\0" + head + entries + struct.pack(f"{order}I", 0) + CANARY


SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
FRAME = segment(0xC0, b"\x08" + struct.pack(">HH", 2, 3) + b"\x01\x01\x11\x00")
TABLE = segment(0xDB, b"\x00" + bytes(64))
PROFILE = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours")


def jpeg(*beside: bytes, behind: bytes = b"", frame: bytes = FRAME) -> bytes:
    jfif = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0")
    return b"\xff\xd8" + jfif + b"".join(beside) + TABLE + frame + SCAN + b"\xff\xd9" + behind


FULL_JPEG = jpeg(
    segment(0xE1, exif(6)),
    segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + CANARY),
    segment(0xED, b"Photoshop 3.0\0" + CANARY),
    segment(0xFE, CANARY),
    segment(0xE0, b"JFXX\0" + CANARY),
    segment(0xE2, b"MPF\0" + CANARY),
    PROFILE,
    behind=b"\0\0\0\x18ftypmp42" + CANARY,
)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*beside: bytes, size: tuple[int, int] = (2, 1), behind: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0))
    drawn = chunk(b"IDAT", zlib.compress(b"\0\1\2"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(beside) + drawn + chunk(b"IEND", b"") + behind


FULL_PNG = png(
    chunk(b"eXIf", exif(1)[6:]),
    chunk(b"tEXt", b"Comment\0" + CANARY),
    chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + CANARY),
    chunk(b"tIME", bytes(7)),
    chunk(b"gAMA", struct.pack(">I", 45455)),
    behind=CANARY,
)


def part(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def webp(*parts: bytes, behind: bytes = b"") -> bytes:
    whole = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole + behind


def canvas(flags: int, width: int = 3, height: int = 2) -> bytes:
    return part(
        b"VP8X", bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )


DRAWN = part(b"VP8L", b"\x2f\x02\x40\x00\x00")
FULL_WEBP = webp(
    canvas(0x2C), part(b"ICCP", b"colours"), DRAWN, part(b"EXIF", CANARY), part(b"XMP ", CANARY), behind=CANARY
)
