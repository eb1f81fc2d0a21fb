"""Messages that were posted keep no words from those who may not read them any more."""

import pytest

from bot.delivery import NOT_SHOWN
from bot.platforms.slack_replies import Replies
from tests.bot.conftest import Workspace, until
from tests.conftest import ADMIN, DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.office import setting
from tests.story import CHIEF, OFFICER, filed, with_seats

CANARY = "xyzzy"


def readers(workspace: Workspace) -> set[str]:
    """In whose messages the word stands."""
    return {who for who, messages in workspace.slack.standing().items() if CANARY in str(messages)}


def told(workspace: Workspace, **form: str) -> str:
    """A report that was filed, and everybody told."""
    number = filed(workspace.district, what=f"The {CANARY} gate", **form).number
    workspace.file(OTHER, "Something else", "V0")  # the bot wakes up
    workspace.settled()
    return number


@pytest.fixture
def small(workspace: Workspace) -> District:
    """Principals decide as well, so they get a copy."""
    with_seats(workspace.district)
    setting(workspace.district, "preset", "small")
    return workspace.district


def test_sealing_takes_the_words_from_those_who_got_them_before(workspace: Workspace, small: District) -> None:
    del small
    number = told(workspace)
    assert readers(workspace) == {TEACHER, MR, DEPUTY, PRINCIPAL}

    workspace.press(MR, "car.seal", number)
    until(lambda: readers(workspace) == {TEACHER, MR, DEPUTY})
    until(lambda: NOT_SHOWN in str(workspace.slack.standing()[PRINCIPAL]))

    workspace.press(MR, "car.unseal", number, at="2.0")
    until(lambda: readers(workspace) == {TEACHER, MR, DEPUTY, PRINCIPAL})


def test_handing_over_leaves_number_time_and_office_in_the_copies(workspace: Workspace, small: District) -> None:
    del small
    number = told(workspace)

    workspace.submit(MR, "car.hand_over", "V5", {"office": {"option": "title_ix"}}, about=number)

    until(lambda: readers(workspace) == {TEACHER, OFFICER})
    for who in (MR, DEPUTY):
        assert "was handed to the Title IX office" in str(workspace.slack.standing()[who])
    assert NOT_SHOWN in str(workspace.slack.standing()[PRINCIPAL])


def test_an_acceptance_that_is_taken_back_changes_what_its_owner_was_told(workspace: Workspace) -> None:
    number = told(workspace)
    workspace.press(MR, "car.accept", number)
    until(lambda: PRINCIPAL in readers(workspace))

    workspace.press(MR, "car.undo", number, at="2.0")

    until(lambda: "This was taken back for now." in str(workspace.slack.standing()[PRINCIPAL]))
    assert len(workspace.slack.standing()[PRINCIPAL]) == 1
    assert PRINCIPAL not in readers(workspace)


@pytest.mark.parametrize("guarded", [{"marks": ["sealed"]}, {"concerns": "quality_office"}])
def test_whoever_leaves_a_seat_keeps_no_words_of_a_sealed_report(
    workspace: Workspace, small: District, guarded: dict[str, str]
) -> None:
    number = told(workspace, **guarded)
    before = DEPUTY if "marks" in guarded else CHIEF
    assert before in readers(workspace)
    role = "management_representative" if before == DEPUTY else "superintendent"

    workspace.press(MR, "people.take", f"{role}//{small.person(before)}")

    until(lambda: before not in readers(workspace))
    assert number in str(workspace.slack.standing()[before])
    assert TEACHER in readers(workspace)


def test_an_officer_who_is_replaced_keeps_no_words(workspace: Workspace, small: District) -> None:
    del small
    number = told(workspace)
    workspace.submit(MR, "car.hand_over", "V5", {"office": {"option": "title_ix"}}, about=number)
    until(lambda: OFFICER in readers(workspace))

    workspace.submit(MR, "offices.save", "V6", {"title_ix": {"user": ADMIN}})

    until(lambda: OFFICER not in readers(workspace))


def test_a_message_that_slack_does_not_let_us_change_is_taken_away(workspace: Workspace) -> None:
    number = told(workspace)
    workspace.slack.say["chat.update"] = {"ok": False, "error": "edit_window_closed"}
    removes(workspace, number)

    until(lambda: readers(workspace) == set())
    assert workspace.settled()["failed"] == 0
    assert len(workspace.slack.told("chat.delete")) == 3


def test_one_that_cannot_be_taken_away_either_is_told_to_whoever_looks_after_the_report(workspace: Workspace) -> None:
    number = told(workspace)
    workspace.slack.say["chat.update"] = {"ok": False, "error": "edit_window_closed"}
    workspace.slack.say["chat.delete"] = {"ok": False, "error": "cant_delete_message"}
    removes(workspace, number)

    until(lambda: "3 messages of Kaizen about this report could not be changed" in str(workspace.slack.standing()[MR]))
    until(lambda: "3 messages of Kaizen" in str(workspace.slack.standing()[DEPUTY]))
    assert "3 messages of Kaizen" not in str(workspace.slack.standing()[TEACHER])
    assert readers(workspace) == {TEACHER, MR, DEPUTY}

    workspace.slack.say.clear()
    workspace.press(MR, "redaction.again", number, at="2.0")

    until(lambda: readers(workspace) == set())
    until(lambda: "No message of Kaizen shows what it should not" in str(workspace.slack.standing()[DEPUTY]))


def test_of_a_report_that_anybody_may_read_it_is_nobodys_news(workspace: Workspace) -> None:
    number = told(workspace)
    workspace.slack.say["chat.update"] = {"ok": False, "error": "edit_window_closed"}
    workspace.slack.say["chat.delete"] = {"ok": False, "error": "cant_delete_message"}
    workspace.press(MR, "car.accept", number)
    workspace.settled()

    assert "could not be changed" not in str(workspace.slack.standing())


def test_after_a_report_was_handed_over_it_is_its_officer_who_hears_of_it(
    workspace: Workspace, small: District
) -> None:
    del small
    number = told(workspace)
    workspace.slack.say["chat.update"] = {"ok": False, "error": "edit_window_closed"}
    workspace.slack.say["chat.delete"] = {"ok": False, "error": "cant_delete_message"}
    workspace.submit(MR, "car.hand_over", "V5", {"office": {"option": "title_ix"}}, about=number)

    until(lambda: "4 messages of Kaizen" in str(workspace.slack.standing().get(OFFICER)))
    assert "could not be changed" not in str(workspace.slack.standing()[MR])


def removes(workspace: Workspace, number: str) -> None:
    form = {"parts": {"ticks": ["everything"]}, "reason": "A name"}
    workspace.submit(MR, "redaction.make", "V7", form, about=number)


@pytest.mark.parametrize(("action", "named"), [("car.show", True), ("car.page", False)])
def test_an_answer_that_could_only_come_as_a_message_changes_as_the_others_do(
    workspace: Workspace, action: str, *, named: bool
) -> None:
    number = told(workspace)
    workspace.slack.say["chat.postEphemeral"] = {"ok": False, "error": "not_in_channel"}
    workspace.slack.say["respond"] = {"ok": False, "status": 404}
    workspace.press(
        PRINCIPAL, action, number if named else "open 0", container={"message_ts": "1.0", "channel_id": "C9"}
    )
    until(lambda: PRINCIPAL in readers(workspace))
    until(lambda: workspace.count("posted") > 5)

    workspace.press(MR, "car.seal", number)

    until(lambda: readers(workspace) == {TEACHER, MR, DEPUTY})
    until(lambda: NOT_SHOWN in str(workspace.slack.standing()[PRINCIPAL]))


def test_what_somebody_typed_and_reads_again_in_an_apology_goes_with_the_words(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Replies, "give", broken)
        workspace.command(OTHER, f"/car the {CANARY} gate")
        until(lambda: OTHER in readers(workspace))
    number = told(workspace)

    removes(workspace, number)

    until(lambda: readers(workspace) == set())
    assert NOT_SHOWN in str(workspace.slack.standing()[OTHER])


def broken(*_: object) -> None:
    raise ValueError("a mistake of ours")
