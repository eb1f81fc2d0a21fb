"""Frozen dataclasses as the standard library makes them, in a tenth of the time.

The standard library compiles six functions for each of our four hundred kinds of records, which was a quarter of the
bot's start. Here one is compiled, `__init__`, when the first record of its kind is made; the others are the same for
all kinds (docs/decisions/0053-frozen.md). Whatever is not frozen with slots is the standard library's own.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: Any = None, /, *, frozen: bool = False, slots: bool = False, **more: bool) -> Any:
        """As `dataclasses.dataclass`."""

        def make(cls: type) -> type:
            if frozen and slots and not {*more} - {"kw_only"}:
                return _frozen(cls, **more)
            return dataclasses.dataclass(cls, frozen=frozen, slots=slots, **more)

        return make if cls is None else make(cls)


def _frozen(cls: Any, *, kw_only: bool = False) -> type:
    cls.__doc__ = cls.__doc__ or cls.__name__  # else its signature is looked up for one
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    fields = dataclasses.fields(made)
    for name, function in _functions(made, fields).items():
        if name not in made.__dict__:
            setattr(made, name, function)
    return made  # type: ignore[no-any-return]


def _functions(cls: Any, fields: Sequence[Field[Any]]) -> dict[str, Callable[..., Any]]:
    shown = [field.name for field in fields if field.repr]
    compared = [field.name for field in fields if field.compare]
    values: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda _: ()

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807
        """Makes the one that the next records of this kind begin with."""
        cls.__init__ = made = _init(cls, fields)
        made(self, *given, **named)

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    @recursive_repr()
    def __repr__(self: Any) -> str:  # noqa: N807
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({told})"

    return {
        "__init__": __init__,
        "__eq__": __eq__,
        "__hash__": __hash__,
        "__repr__": __repr__,
        "__setattr__": _set,
        "__delattr__": _delete,
        "__getstate__": _state,
        "__setstate__": _put,
    }


def _init(cls: Any, fields: Sequence[Field[Any]]) -> Callable[..., None]:
    """`__init__`, which puts each value into its slot."""
    known: dict[str, Any] = {"_UNSAID": MISSING}
    lines: list[str] = []
    alone: list[str] = []
    named: list[str] = []
    for field in fields:
        name, value = field.name, field.name
        known[f"_set_{name}"] = getattr(cls, name).__set__
        if field.default is not MISSING:
            known[f"_of_{name}"] = field.default
            told = f"{name}=_of_{name}"
        elif field.default_factory is not MISSING:
            known[f"_of_{name}"] = field.default_factory
            told, value = f"{name}=_UNSAID", f"_of_{name}() if {name} is _UNSAID else {name}"
        else:
            told = name
        (named if field.kw_only else alone).append(told)
        lines.append(f"  _set_{name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("  self.__post_init__()")
    heading = ", ".join(["self", *alone, *(["*", *named] if named else [])])
    exec("\n".join([f"def __init__({heading}):", *lines, "  return"]), known)  # noqa: S102 - names of fields alone
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _set(_: object, name: str, __: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(record: Any) -> list[Any]:
    return [getattr(record, field.name) for field in dataclasses.fields(record)]


def _put(record: Any, state: Sequence[Any]) -> None:
    for field, value in zip(dataclasses.fields(record), state, strict=True):
        object.__setattr__(record, field.name, value)
