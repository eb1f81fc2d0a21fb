"""What sections of a digest say in the words of a district, and what happens where those do not work."""

import pytest

from handlers.routing import FormError
from scheduled.cabinet import digest as run
from scheduled.jobs import Occasion
from storage.history import History
from storage.outbox import outbox
from storage.wordings import Wordings
from tests.conftest import MR, District
from tests.digesting import MONDAY, posted, read, with_cabinet
from tests.story import ask
from views.fallback import in_words

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def cabinet(district: District) -> District:
    return with_cabinet(district)


@SQLITE
def test_the_office_writes_a_section_in_its_own_words_and_takes_them_back(cabinet: District) -> None:
    own = "{% if n %}{{ n }} to decide, friends.{% else %}A free Monday.{% endif %}"
    ask(cabinet, MR, "cabinet.word", {"text": own}, about="decisions")
    assert "A free Monday." in in_words(read(cabinet, posted(cabinet).slot))
    assert cabinet.do(lambda tx: Wordings(tx).all()) == {"digest_decisions": own}

    ask(cabinet, MR, "cabinet.word", {"text": ""}, about="decisions")

    assert cabinet.do(lambda tx: Wordings(tx).all()) == {}
    history = cabinet.do(lambda tx: History(tx).about("wordings:digest_decisions"))
    assert len(history) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{% if n %}", "Line 1: It cannot be read"),
        ("Good morning\n{{ oldest }}", "Line 2: There is no oldest. There are: n."),
        ("{% for one in n %}{% endfor %}", "Line 1: A template cannot have this: for."),
        ("{{ n.__class__ }}", "Line 1: A template cannot have this: getattr."),
        ("{{ n * 99999999 }}", "Line 1: A template cannot have this: mul."),
        ("{{ cycler(1) }}", "Line 1: Nothing but say and say_many can be called."),
        ("{{ say('{gone}', n=n) }}", "Line 1: It cannot be filled in"),
        ("{{ say('{n.__class__}', n=n) }}", "Line 1: It cannot be filled in: {n.__class__} is no name"),
        ("{{ say('{n!r}', n=n) }}", "Line 1: It cannot be filled in"),
        ("{{ say('{n:999999999}', n=n) }}", "Line 1: It cannot be filled in"),
        ("{{ say(n, x=n) }}" * 2000, "Line 1: It is longer than 2000 characters."),
    ],
)
@SQLITE
def test_words_that_do_not_work_are_refused_with_the_line(cabinet: District, text: str, says: str) -> None:
    with pytest.raises(FormError) as refused:
        ask(cabinet, MR, "cabinet.word", {"text": text}, about="decisions")

    assert str(refused.value.faults["text"]).startswith(says)


@SQLITE
def test_words_that_fail_at_a_digest_are_said_in_ours_and_the_office_is_told(cabinet: District) -> None:
    broken = "{{ say('{gone}', n=n) }}"
    cabinet.do(lambda tx: Wordings(tx).write("digest_decisions", broken, by="system"))

    cabinet.do(lambda tx: run(tx, Occasion(job="cabinet.digest", slot="2026-03-16", due=MONDAY)), now=MONDAY)

    assert "Nothing waits for a decision." in in_words(read(cabinet, "2026-03-16"))
    rows = cabinet.do(lambda tx: tx.rows(outbox, outbox.c.what == "cabinet.broken"))
    assert {row["about"] for row in rows} == {"2026-03-16 decisions"}
    told = in_words(read(cabinet, "2026-03-16 decisions", "cabinet.broken"))
    assert told.startswith("Your words for “Needs a decision” did not work")
