"""What the door's pure parts make of what Teams sends."""

import pytest

from bot.platforms.teams_payloads import plain_text, pressed_of, turn_of

BOT = "28:bot"


def said(text: str, *mentions: tuple[str, str]) -> str:
    entities = [{"type": "mention", "text": words, "mentioned": {"id": who}} for who, words in mentions]
    activity = {"type": "message", "text": text, "recipient": {"id": BOT}, "entities": entities}
    return turn_of(activity).text


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("car gate is broken", "car gate is broken"),
        ("/car gate is broken", "car gate is broken"),
        ("  help \n", "help"),
        ("<at>Kaizen</at> car list", "car list"),
        ("<at>Kaizen</at>&nbsp;car list", "car list"),
        ("car <at>Jane</at> saw it", "car Jane saw it"),
        ("car 3 &lt; 4 &amp; so on", "car 3 < 4 & so on"),
    ],
)
def test_what_was_typed_is_read_without_the_mention_of_the_bot(typed: str, means: str) -> None:
    assert said(typed, (BOT, "<at>Kaizen</at>"), ("29:jane", "<at>Jane</at>")) == means


@pytest.mark.parametrize(
    ("html", "means"),
    [
        ("<p>The gate</p><p>is broken</p>", "The gate\nis broken"),
        ('<div>Hi <at id="0">Jane Doe</at>, look</div>', "Hi somebody, look"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("3 &lt; 4 &amp;&nbsp;5", "3 < 4 & 5"),
        ("<script>x</script>", "x"),
        ("", ""),
    ],
)
def test_the_words_of_a_message_are_read_and_nobodys_name(html: str, means: str) -> None:
    assert plain_text(html) == means


def test_answers_are_read_by_the_kind_of_their_question() -> None:
    kinds = {
        "what": "paragraph",
        "link": "link",
        "when": "date",
        "where": "choice",
        "owner": "person",
        "marks": "ticks",
        "photos": "photos",
        "digest": "channel",
        "none": "choice",
    }
    ours = {"form": "car.file", "about": "CAR-1", "kinds": kinds, "kept": {"digest": "19:x"}, "memo": {"nonce": "n"}}
    typed = {
        "what": " The gate ",
        "when": "2026-03-09",
        "where": "east",
        "owner": "ABC-1,ABC-2",
        "marks": "urgent,sealed",
        "photos": "https://a.example/1\nhttps://a.example/2 ",
        "stranger": "x",
    }
    found = pressed_of({"kaizen": ours, **typed})

    assert (found.does, found.about, found.form, found.memo) == ("car.file", "CAR-1", True, {"nonce": "n"})
    assert found.persons == {"owner": "abc-1"}
    assert found.values == {
        "digest": "19:x",
        "what": "The gate",
        "link": "",
        "when": "2026-03-09",
        "where": "east",
        "marks": ["urgent", "sealed"],
        "photos": ["https://a.example/1", "https://a.example/2"],
    }


def test_who_and_where_is_read_from_an_activity() -> None:
    turn = turn_of(
        {
            "type": "message",
            "id": "7",
            "from": {"id": "29:1", "aadObjectId": "ABC", "name": "Teacher"},
            "conversation": {"id": "19:x;messageid=7", "conversationType": "channel", "tenantId": "T"},
            "channelData": {"tenant": {"id": "TEN"}, "channel": {"id": "19:x", "name": "Cabinet"}},
            "entities": [{"type": "clientInfo", "timezone": "America/Denver", "locale": "es-MX"}],
        }
    )

    assert (turn.tenant, turn.person, turn.called, turn.personal) == ("ten", "abc", "Teacher", False)
    assert (turn.channel, turn.channel_name, turn.zone, turn.locale) == ("19:x", "Cabinet", "America/Denver", "es-MX")
