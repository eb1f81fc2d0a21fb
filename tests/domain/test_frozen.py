"""Records behave as the standard library's frozen dataclasses do."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Any, ClassVar

import pytest
from pydantic import TypeAdapter, ValidationError

from domain import frozen


@frozen.dataclass(frozen=True, slots=True)
class Base:
    one: int
    two: list[int] = field(default_factory=list)


@frozen.dataclass(frozen=True, kw_only=True, slots=True)
class Ours(Base):
    """A record with a bit of everything."""

    KIND: ClassVar[str] = "kind"
    name: str = "x"
    hidden: str = field(default="secret", repr=False, compare=False)
    whole: str = ""

    def __post_init__(self) -> None:
        if self.one < 0:
            raise ValueError("one is too small")
        object.__setattr__(self, "whole", f"{self.name} {self.one}")

    @property
    def twice(self) -> int:
        return self.one * 2


@dataclasses.dataclass(frozen=True, slots=True)
class StandardBase:
    one: int
    two: list[int] = field(default_factory=list)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Standard(StandardBase):
    """A record with a bit of everything."""

    KIND: ClassVar[str] = "kind"
    name: str = "x"
    hidden: str = field(default="secret", repr=False, compare=False)
    whole: str = ""

    def __post_init__(self) -> None:
        if self.one < 0:
            raise ValueError("one is too small")
        object.__setattr__(self, "whole", f"{self.name} {self.one}")

    @property
    def twice(self) -> int:
        return self.one * 2


BOTH = pytest.mark.parametrize("kind", [Ours, Standard])


@BOTH
def test_it_is_made_by_place_and_by_name_with_what_is_not_said(kind: Any) -> None:
    made = kind(3, name="a")

    assert (made.one, made.two, made.name, made.hidden, made.whole) == (3, [], "a", "secret", "a 3")
    assert kind(3).two is not kind(3).two
    assert kind(two=[1], one=2).two == [1]
    assert (made.twice, kind.KIND, kind.__match_args__) == (6, "kind", ("one", "two"))
    assert [one.name for one in fields(kind)] == ["one", "two", "name", "hidden", "whole"]
    assert not hasattr(made, "__dict__")


@BOTH
@pytest.mark.parametrize("given", [{}, {"one": 1, "other": 2}])
def test_what_is_missing_or_unknown_is_named(kind: Any, given: Any) -> None:
    with pytest.raises(TypeError, match=rf"{kind.__name__}.__init__\(\) (missing|got)"):
        kind(**given)
    with pytest.raises(TypeError):
        kind(1, [], "name")
    with pytest.raises(ValueError, match="too small"):
        kind(-1)


@BOTH
def test_nobody_changes_it(kind: Any) -> None:
    made = kind(1)

    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'name'"):
        made.name = "b"
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del made.name


@BOTH
def test_two_are_the_same_where_they_hold_the_same(kind: Any) -> None:
    assert kind(1) == kind(1, hidden="other")
    assert kind(1) != kind(2)
    assert kind(1) != 1
    assert hash(kind(1, ())) == hash(kind(1, (), hidden="other"))
    assert len({kind(1, ()), kind(1, ()), kind(2, ())}) == 2
    with pytest.raises(TypeError):
        hash(kind(1))


def test_no_two_of_different_kinds_are_the_same() -> None:
    assert Ours(1) != Base(1)
    assert Base(1) != Standard(1)


@BOTH
def test_it_says_what_it_holds(kind: Any) -> None:
    assert repr(kind(1, [2], name="a")) == f"{kind.__name__}(one=1, two=[2], name='a', whole='a 1')"

    inner: list[Any] = []
    inner.append(kind(1, inner))
    assert "..." in repr(inner[0])


@BOTH
def test_it_is_replaced_taken_apart_and_copied(kind: Any) -> None:
    made = kind(1, [2])

    assert replace(made, one=2, name="b").whole == "b 2"
    assert asdict(made) == {"one": 1, "two": [2], "name": "x", "hidden": "secret", "whole": "x 1"}
    assert [copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))] == [made] * 3  # noqa: S301 - ours
    match made:
        case Base(one, two) | StandardBase(one, two):
            assert (one, two) == (1, [2])


@BOTH
def test_pydantic_reads_one(kind: Any) -> None:
    reads = TypeAdapter(kind)

    assert reads.validate_python({"one": "1", "name": "b"}) == kind(1, name="b")
    assert reads.dump_python(kind(1))["whole"] == "x 1"
    with pytest.raises(ValidationError):
        reads.validate_python({"one": "none"})


def test_what_a_class_says_itself_stays() -> None:
    @frozen.dataclass(frozen=True, slots=True)
    class Own:
        one: int

        def __repr__(self) -> str:
            return "mine"

        def __eq__(self, other: object) -> bool:
            return other == "mine"

        def __hash__(self) -> int:
            return 7

    assert (repr(Own(1)), Own(1) == "mine", hash(Own(1))) == ("mine", True, 7)


def test_none_and_one_field_are_enough() -> None:
    @frozen.dataclass(frozen=True, slots=True)
    class Nothing:
        pass

    @frozen.dataclass(frozen=True, slots=True)
    class Single:
        one: tuple[int, ...]

    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
    assert repr(Nothing()).endswith("Nothing()")
    assert Single((1,)) == Single((1,))
    assert Single((1,)) != Single((2,))


@pytest.mark.parametrize("how", [{}, {"frozen": True}, {"slots": True}, {"frozen": True, "slots": True, "order": True}])
def test_all_others_are_the_standard_librarys(how: Any) -> None:
    @frozen.dataclass(**how)
    class Other:
        one: int

    params: Any = Other.__dataclass_params__  # type: ignore[attr-defined]
    assert (params.frozen, params.order, params.init) == (how.get("frozen", False), how.get("order", False), True)
    assert Other(1) == Other(one=1)
