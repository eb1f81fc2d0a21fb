"""What may be kept as evidence, and what is taken out of it first."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.evidence import Problem, UnfitError, fit_to_keep
from domain.files import MB
from tests.domain import pictures
from tests.domain.pictures import CANARY, FULL_JPEG, FULL_PNG, FULL_WEBP, exif, jpeg, png, segment, webp


def problem(name: str, content: bytes) -> Problem | None:
    try:
        fit_to_keep(name, content)
    except UnfitError as unfit:
        return unfit.problem
    return None


def zipped(*names: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for name in names:
            written.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize("full", [FULL_JPEG, FULL_PNG, FULL_WEBP])
def test_place_and_all_else_that_is_no_picture_is_taken_out(full: bytes) -> None:
    kept = fit_to_keep("gate", full).content

    assert CANARY in full
    assert CANARY not in kept
    assert len(kept) < len(full) - 2 * len(CANARY)


def test_a_jpeg_stays_the_same_picture_and_stays_turned_as_it_was() -> None:
    kept = fit_to_keep("gate.jpg", FULL_JPEG).content

    assert kept == b"\xff\xd8" + segment(0xE1, _turned(6)) + jpeg(pictures.PROFILE)[2:]
    assert fit_to_keep("gate.jpg", jpeg(segment(0xE1, exif(1)))).content == jpeg()
    assert fit_to_keep("gate.jpg", jpeg(segment(0xE1, exif(8, "<")))).content == jpeg(segment(0xE1, _turned(8)))[:2] + (
        segment(0xE1, _turned(8)) + jpeg()[2:]
    )


def _turned(how: int) -> bytes:
    return b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HH", how, 0) + bytes(4)


def test_a_png_and_a_webp_stay_the_same_picture() -> None:
    gamma = pictures.chunk(b"gAMA", struct.pack(">I", 45455))

    assert fit_to_keep("a.png", FULL_PNG).content == png(gamma)
    assert fit_to_keep("a.webp", FULL_WEBP).content == webp(
        pictures.canvas(0x20), pictures.part(b"ICCP", b"colours"), pictures.DRAWN
    )


def test_what_was_stripped_once_stays_as_it_is() -> None:
    for full in (FULL_JPEG, FULL_PNG, FULL_WEBP):
        once = fit_to_keep("x", full).content
        assert fit_to_keep("x", once).content == once


@pytest.mark.parametrize(
    ("name", "content", "saved", "media"),
    [
        ("gate.exe", FULL_JPEG, "gate.jpg", "image/jpeg"),
        ("gate.JPEG", FULL_JPEG, "gate.JPEG", "image/jpeg"),
        ("gate", FULL_PNG, "gate.png", "image/png"),
        ("a.b.webp", FULL_WEBP, "a.b.webp", "image/webp"),
        ("list.pdf", b"%PDF-1.7\n", "list.pdf", "application/pdf"),
        ("list.doc", zipped("[Content_Types].xml", "word/document.xml"), "list.docx", "wordprocessingml.document"),
        ("list.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "list.xlsx", "spreadsheetml.sheet"),
        ("list.csv", b"\xef\xbb\xbfa;b\r\n1;2\r\n", "list.csv", "text/csv"),
        ("list.md", "Tür\n".encode(), "list.txt", "text/plain"),
    ],
)
def test_what_a_file_is_is_read_from_it_and_its_name_follows(name: str, content: bytes, saved: str, media: str) -> None:
    kept = fit_to_keep(name, content)

    assert kept.name == saved
    assert kept.media.endswith(media)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.jpg", b"", Problem.EMPTY),
        ("a.txt", b"x" * (10 * MB + 1), Problem.SIZE),
        ("a.jpg", b"MZ\x90\0", Problem.KIND),
        ("a.txt", b"<html><script>", Problem.KIND),
        ("a.jpg", b"  <!DOCTYPE html>", Problem.KIND),
        ("a.txt", b"a\0b", Problem.KIND),
        ("a.svg", b"<svg xmlns='x'>", Problem.KIND),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0", Problem.PHONE),
        ("a.zip", zipped("a.txt"), Problem.KIND),
        ("a.docx", zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), Problem.MACROS),
        ("a.docx", b"PK\x03\x04nothing", Problem.DAMAGED),
        ("a.jpg", FULL_JPEG[:40], Problem.DAMAGED),
        ("a.jpg", b"\xff\xd8\xff\xd9", Problem.DAMAGED),
        ("a.png", FULL_PNG[:60], Problem.DAMAGED),
        ("a.png", png(size=(20_000, 20_000)), Problem.DAMAGED),
        ("a.jpg", jpeg(frame=segment(0xC2, b"\x08\xff\xff\xff\xff\x01\x01\x11\x00")), Problem.DAMAGED),
        ("a.webp", FULL_WEBP[:30], Problem.DAMAGED),
        ("a.webp", webp(pictures.canvas(0, 16_000, 16_000)), Problem.DAMAGED),
    ],
)
def test_what_is_not_kept_says_why(name: str, content: bytes, why: Problem) -> None:
    assert problem(name, content) is why


@given(st.sampled_from([FULL_JPEG, FULL_PNG, FULL_WEBP]), st.integers(0, 400), st.binary(max_size=4))
@settings(max_examples=300, deadline=None)
def test_whatever_is_broken_in_a_picture_it_is_kept_or_refused(full: bytes, at: int, other: bytes) -> None:
    broken = full[:at] + other + full[at + len(other) :]

    assert problem("x", broken) in (None, *Problem)
