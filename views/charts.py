"""Charts as SVG: pure text, which bot/pictures.py turns into a PNG.

Drawn 360 units wide, as a phone shows them: nothing is smaller than 12 units. The title says the finding, what is meant
stands beside its bar or line instead of in a legend, the axis begins at nothing, and the corner says how many reports
there were and up to when. The ground is opaque, so that it reads the same in a dark chat. Blue, vermilion and grey of
Okabe and Ito's palette are told apart by people who see no red or no green, and by their lightness.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape, unescape
from math import floor, log10

from domain.frozen import dataclass

WIDTH, PAD = 360, 16
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 17, 13, 12
WIDE = 0.5  # of an average letter, in its size
BLUE, VERMILION, GREY = "#0072B2", "#B84A00", "#767676"
INK, QUIET, RULE, GROUND = "#1A1A1A", "#595959", "#D9D9D9", "#FFFFFF"
FAMILY = "Source Sans Pro"
BAR, ROW = 16, 40  # height of a bar, and of it with its words
PLOT = 150  # height of the area of a line
STEPS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """`said` stands at the end of the bar: its number, and what else there is to know."""

    label: str
    value: float
    said: str
    quiet: bool = False  # what is only left over


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    title: str
    rows: Sequence[Row]
    corner: str
    whole: float = 0  # what the longest bar stands for; else the largest value


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    label: str  # below it, where there is room
    value: float
    upper: float | None = None  # the limits of this very point
    lower: float | None = None
    marked: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """`centre` and `limits` are what their lines are called."""

    title: str
    points: Sequence[Point]
    middle: float
    centre: str
    corner: str
    limits: str = ""
    unit: str = ""


Chart = Bars | Line
Scale = Callable[[float], float]
Drawn = str | float


DESCRIBED = re.compile(r"(<svg[^>]*>)<desc>(.*?)</desc>", re.DOTALL)


def svg(chart: Chart) -> str:
    return _bars(chart) if isinstance(chart, Bars) else _line(chart)


def described(drawn: str, said: str) -> str:
    """A picture that says in words what it shows, wherever it is kept."""
    head, end, rest = drawn.partition(">")
    return f"{head}{end}<desc>{escape(said)}</desc>{rest}"


def description(drawn: str) -> str:
    found = DESCRIBED.match(drawn)
    return unescape(found[2]) if found else ""


def _bars(chart: Bars) -> str:
    head, top = _title(chart.title)
    most = chart.whole or max((row.value for row in chart.rows), default=0) or 1
    widest = WIDTH - 2 * PAD - max((_width(row.said, TEXT_SIZE) for row in chart.rows), default=0) - 8
    drawn = [_bar(row, top + nth * ROW, widest * row.value / most) for nth, row in enumerate(chart.rows)]
    return _sheet([*head, *drawn], top + len(chart.rows) * ROW, chart.corner)


def _bar(row: Row, top: float, width: float) -> str:
    colour = GREY if row.quiet else BLUE
    label = _text(PAD, top + TEXT_SIZE, _cut(row.label, WIDTH - 2 * PAD, TEXT_SIZE), TEXT_SIZE)
    bar = _tag("rect", x=PAD, y=top + 18, width=width, height=BAR, rx=2, fill=colour)
    said = _text(PAD + (width + 6 if width else 0), top + 18 + TEXT_SIZE, row.said, TEXT_SIZE, font_weight=600)
    return label + (bar if width else "") + said


def _line(chart: Line) -> str:
    head, top = _title(chart.title)
    top += 8
    most = _ceiling(max([chart.middle, *(value for p in chart.points for value in (p.value, p.upper or 0))]))
    scale = f"{most:g}{chart.unit}"
    left, right, foot = PAD + _width(scale, SMALL_SIZE) + 8, WIDTH - PAD - 8, top + PLOT
    step = (right - left) / max(1, len(chart.points) - 1)

    def x(nth: float) -> float:
        return left + step * nth

    def y(value: float) -> float:
        return foot - PLOT * value / most

    middle = y(chart.middle)
    parts = [
        _axis(left, right, foot, y(most), scale),
        *_limits(chart, x, y),
        _rule(left, right, middle, QUIET, stroke_dasharray="6 4"),
        _stroke(((x(n), y(p.value)) for n, p in enumerate(chart.points)), stroke=BLUE, stroke_width=2),
        *(_dot(x(n), y(p.value), marked=p.marked) for n, p in enumerate(chart.points)),
        *_months(chart.points, x, foot + 16),
        *_named(chart, foot + 38),
    ]
    return _sheet([*head, *parts], foot + (62 if chart.limits else 44), chart.corner)


def _ceiling(most: float) -> float:
    """The round number at which the axis ends."""
    power = 10.0 ** floor(log10(most)) if most > 0 else 1
    return next(step * power for step in STEPS if most <= step * power * (1 + 1e-9))


def _axis(left: float, right: float, foot: float, high: float, most: str) -> str:
    marks = [(high, most), (foot, "0")]
    lines = "".join(_rule(left, right, at, RULE) for at, _ in marks)
    return lines + "".join(
        _text(left - 6, at + 4, said, SMALL_SIZE, text_anchor="end", ink=QUIET) for at, said in marks
    )


def _limits(chart: Line, x: Scale, y: Scale) -> list[str]:
    """A step for each point: months with fewer reports have wider limits."""
    if not chart.limits:
        return []
    last = len(chart.points) - 1
    steps = [(max(0, n - 0.5), min(last, n + 0.5), p) for n, p in enumerate(chart.points)]
    paths = [
        [(x(at), y(value)) for begin, end, p in steps if (value := getattr(p, side)) is not None for at in (begin, end)]
        for side in ("upper", "lower")
    ]
    return [_stroke(path, stroke=VERMILION, stroke_dasharray="2 3") for path in paths]


def _months(points: Sequence[Point], x: Scale, at: float) -> list[str]:
    """So many names of months as have room, the last one among them."""
    widest = max(_width(point.label, SMALL_SIZE) for point in points) + 8
    every = max(1, -int(-widest // max(1.0, x(1) - x(0))))
    shown = [nth for nth in range(len(points)) if (len(points) - 1 - nth) % every == 0]
    return [_text(x(nth), at, points[nth].label, SMALL_SIZE, text_anchor="middle", ink=QUIET) for nth in shown]


def _named(chart: Line, at: float) -> list[str]:
    """What the lines are, each in its own stroke, below the months: beside a line a name would cover points."""
    named = [(chart.centre, QUIET, "6 4"), *([(chart.limits, VERMILION, "2 3")] if chart.limits else [])]
    return [
        _tag("line", x1=PAD, x2=PAD + 24, y1=at + 18 * n - 4, y2=at + 18 * n - 4, stroke=ink, stroke_dasharray=dash)
        + _text(PAD + 30, at + 18 * n, name, SMALL_SIZE, ink=ink)
        for n, (name, ink, dash) in enumerate(named)
    ]


def _rule(left: float, right: float, at: float, ink: str, **more: str) -> str:
    return _tag("line", x1=left, x2=right, y1=at, y2=at, stroke=ink, **more)


def _dot(x: float, y: float, *, marked: bool) -> str:
    """What stands out is larger as well, and a ring, for those who tell no colours apart."""
    if marked:
        return _tag("circle", cx=x, cy=y, r=6, fill=GROUND, stroke=VERMILION, stroke_width=3)
    return _tag("circle", cx=x, cy=y, r=3.5, fill=BLUE)


def _stroke(points: Iterable[tuple[float, float]], **how: Drawn) -> str:
    return _tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), fill="none", **how)


def _title(title: str) -> tuple[list[str], float]:
    """In as many lines as it needs, and where what follows begins."""
    lines = _wrapped(title, WIDTH - 2 * PAD, TITLE_SIZE)
    drawn = [_text(PAD, PAD + 14 + 21 * n, one, TITLE_SIZE, font_weight=600) for n, one in enumerate(lines)]
    return drawn, PAD + 21 * len(lines) + 12


def _sheet(parts: Iterable[str], foot: float, corner: str) -> str:
    lines = _wrapped(corner, WIDTH - 2 * PAD, SMALL_SIZE)
    said = [
        _text(WIDTH - PAD, foot + 14 + 16 * n, one, SMALL_SIZE, text_anchor="end", ink=QUIET)
        for n, one in enumerate(lines)
    ]
    height = foot + 16 * len(lines) + PAD
    ground = _tag("rect", width=WIDTH, height=height, fill=GROUND)
    inner = "".join([ground, *parts, *said])
    size: dict[str, Drawn] = {"width": WIDTH, "height": height, "viewBox": f"0 0 {WIDTH} {height:g}"}
    return _tag("svg", inner, xmlns="http://www.w3.org/2000/svg", font_family=FAMILY, **size)


def _text(x: float, y: float, said: str, size: int, *, ink: str = INK, **more: Drawn) -> str:
    return _tag("text", escape(said), x=x, y=y, font_size=size, fill=ink, **more)


def _tag(name: str, inner: str = "", /, **given: Drawn) -> str:
    """An element of SVG. Numbers are rounded to a tenth, which nobody sees."""
    pairs = [
        (key.replace("_", "-"), value if isinstance(value, str) else f"{round(value, 1):g}")
        for key, value in given.items()
    ]
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in pairs)
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


def _width(said: str, size: int) -> float:
    return len(said) * size * WIDE


def _cut(said: str, most: float, size: int) -> str:
    letters = int(most / (size * WIDE))
    return said if len(said) <= letters else said[: letters - 1].rstrip() + "…"


def _wrapped(said: str, most: float, size: int) -> list[str]:
    letters, lines = int(most / (size * WIDE)), [""]
    for word in said.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_cut(line, most, size) for line in lines]
