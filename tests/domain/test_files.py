"""Files: how large one may be, and what it is called where somebody saves it."""

import pytest

from domain.errors import RefusedError
from domain.files import MB, MOST, NAME_MAX, Purpose, check_size, name_to_save, size_said


@pytest.mark.parametrize(
    ("given", "saved"),
    [
        ("log 2026.xlsx", "log 2026.xlsx"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("C:\\secret\\a.pdf", "C--secret-a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a--Set-Cookie- x.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("Pièce jointe.pdf", "Pièce jointe.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("?.pdf", "-.pdf"),
    ],
)
def test_a_name_to_save_names_no_folder_and_hides_nothing(given: str, saved: str) -> None:
    assert name_to_save(given) == saved


def test_a_long_name_keeps_its_ending() -> None:
    saved = name_to_save("x" * 500 + ".pdf")

    assert len(saved) == NAME_MAX
    assert saved.endswith("x.pdf")


@pytest.mark.parametrize("purpose", Purpose)
def test_a_file_has_something_in_it_and_is_not_too_large(purpose: Purpose) -> None:
    check_size("a.pdf", 1, purpose)
    check_size("a.pdf", MOST[purpose], purpose)

    with pytest.raises(RefusedError, match=r"a\.pdf is empty\."):
        check_size("a.pdf", 0, purpose)
    with pytest.raises(RefusedError, match=rf"a\.pdf has \d+\.1 MB; a file may have {MOST[purpose] // MB} MB\."):
        check_size("a.pdf", MOST[purpose] + 1, purpose)


def test_a_size_is_said_in_whole_kilobytes_or_tenths_of_a_megabyte() -> None:
    assert [size_said(n) for n in (1, 1024, 1025, MB - 1, MB, MB + 1)] == [
        "1 kB",
        "1 kB",
        "2 kB",
        "1024 kB",
        "1 MB",
        "1.1 MB",
    ]
