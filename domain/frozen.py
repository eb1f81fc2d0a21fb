"""Frozen dataclasses as the standard library makes them, in a tenth of the time.

The standard library compiles six functions for each of our four hundred kinds of records, which was a quarter of the
bot's start. Here one is compiled, `__init__`, when the first record of its kind is made; the others are the same for
all kinds (docs/decisions/0053-frozen.md). Whatever is not frozen with slots is the standard library's own.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from inspect import get_annotations
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, ClassVar, get_origin

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


@dataclasses.dataclass(init=False, repr=False, eq=False)
class _Standard:
    """One of the standard library's, for what it keeps of a class and of a field that is nothing special."""

    plain: int


_PARAMETERS: Any = _Standard.__dataclass_params__  # type: ignore[attr-defined]
_PLAIN: Any = _Standard.__dataclass_fields__["plain"]._field_type  # type: ignore[attr-defined]  # noqa: SLF001


def _frozen(cls: Any, *, kw_only: bool = False) -> type:
    """The class again, with a slot for each field, and what the standard library knows a dataclass by."""
    body = dict(cls.__dict__)
    fields: dict[str, Any] = {}
    for base in reversed(cls.__mro__[1:]):
        fields |= base.__dict__.get("__dataclass_fields__", {})
    annotations: dict[str, Any] = get_annotations(cls)
    for name, kind in annotations.items():
        if ClassVar not in (kind, get_origin(kind)):
            fields[name] = _field(name, kind, body.pop(name, MISSING), kw_only=kw_only)
    slots = {slot for base in cls.__mro__[1:-1] for slot in base.__dict__.get("__slots__", ())}
    for made_anew in ("__dict__", "__weakref__"):
        body.pop(made_anew, None)
    body |= {
        "__doc__": cls.__doc__ or cls.__name__,
        "__slots__": tuple(name for name in fields if name not in slots),
        "__dataclass_fields__": fields,
        "__dataclass_params__": _PARAMETERS,
        "__match_args__": tuple(name for name, field in fields.items() if not field.kw_only),
    }
    made: Any = type(cls)(cls.__name__, cls.__bases__, _functions([*fields.values()]) | body)
    made.__qualname__ = cls.__qualname__
    if "__init__" not in body:
        made.__init__ = _first_init(made, [*fields.values()])
    return made  # type: ignore[no-any-return]


def _field(name: str, kind: Any, given: Any, *, kw_only: bool) -> Field[Any]:
    """A field, given what stands for it in the class: nothing, its default, or what `dataclasses.field` made."""
    made: Any = given if isinstance(given, Field) else dataclasses.field(default=given)
    if made.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(given)} for field {name} is not allowed: use default_factory")
    made.name, made.type, made._field_type = name, kind, _PLAIN  # noqa: SLF001
    if made.kw_only is MISSING:
        made.kw_only = kw_only
    return made  # type: ignore[no-any-return]


def _functions(fields: Sequence[Field[Any]]) -> dict[str, Callable[..., Any]]:
    compared = [field.name for field in fields if field.compare]
    values: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda _: ()

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    return {"__eq__": __eq__, "__hash__": __hash__, **_OF_ALL}


def _first_init(cls: Any, fields: Sequence[Field[Any]]) -> Callable[..., None]:
    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807
        """Makes the one that the next records of this kind begin with."""
        cls.__init__ = made = _init(cls, fields)
        made(self, *given, **named)

    return __init__


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


@recursive_repr()
def _told(record: Any) -> str:
    told = (f"{one.name}={getattr(record, one.name)!r}" for one in dataclasses.fields(record) if one.repr)
    return f"{record.__class__.__qualname__}({', '.join(told)})"


def _state(record: Any) -> list[Any]:
    return [getattr(record, field.name) for field in dataclasses.fields(record)]


def _put(record: Any, state: Sequence[Any]) -> None:
    for field, value in zip(dataclasses.fields(record), state, strict=True):
        object.__setattr__(record, field.name, value)


_OF_ALL: dict[str, Callable[..., Any]] = {
    "__repr__": _told,
    "__setattr__": _set,
    "__delattr__": _delete,
    "__getstate__": _state,
    "__setstate__": _put,
}
