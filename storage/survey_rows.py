"""How questions and results of surveys are kept: as JSON, by the keys of questions and answers."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from domain.anonymity import Published, Shown
from domain.cars import REDACTED
from domain.pulses import Answer, Asks, Choice, Question, Results


def written(questions: Sequence[Question]) -> str:
    return json.dumps([_plain(one) for one in questions], ensure_ascii=False) if questions else ""


def _plain(question: Question) -> dict[str, Any]:
    choices = [{"key": one.key, "text": one.text, "also": dict(one.also)} for one in question.choices]
    kept = {"key": question.key, "asks": question.asks, "text": question.text, "also": dict(question.also)}
    return {**kept, "choices": choices}


def read_questions(kept: str | None) -> list[Question]:
    if not kept or kept == REDACTED:
        return []
    return [
        Question(**{**one, "asks": Asks(one["asks"]), "choices": [Choice(**choice) for choice in one["choices"]]})
        for one in json.loads(kept)
    ]


def read_said(kept: str | None) -> dict[str, Answer]:
    found: dict[str, Answer] = {} if not kept or kept == REDACTED else json.loads(kept)
    return found


def written_results(results: Results) -> str:
    shown = {
        key: {
            "total": _ranges(one.total),
            "groups": {group: _ranges(part) for group, part in sorted(one.groups.items())},
        }
        for key, one in sorted(results.shown.items())
    }
    return json.dumps({"n": results.n, "shown": shown})


def _ranges(shown: Shown | None) -> dict[str, Any] | None:
    return {"n": shown.n, "ranges": {key: list(both) for key, both in shown.ranges.items()}} if shown else None


def read_results(kept: str, said: str | None) -> Results:
    found = json.loads(kept)
    comments = {} if not said or said == REDACTED else json.loads(said)
    shown = {
        key: Published(
            total=_shown(one["total"]),
            groups={group: part for group, given in one["groups"].items() if (part := _shown(given))},
        )
        for key, one in found["shown"].items()
    }
    return Results(n=found["n"], shown=shown, comments=comments)


def _shown(given: Mapping[str, Any] | None) -> Shown | None:
    if given is None:
        return None
    return Shown(n=given["n"], ranges={key: (least, most) for key, (least, most) in given["ranges"].items()})
