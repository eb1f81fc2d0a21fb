"""Charts say in words what they show, begin at nothing, and fit a phone."""

import re
from xml.etree import ElementTree as ET

import pytest

from tests.views.trends import FINDINGS, shown
from views.charts import WIDTH, Bars, Line, Point, Row, _ceiling, svg

NAMES = [name for name, (_, finding) in FINDINGS.items() if finding.judged and finding.chart]


def drawn(chart: Bars | Line) -> ET.Element:
    return ET.fromstring(svg(chart))  # noqa: S314 - ours


def texts(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root if one.tag.endswith("text")]


def of(name: str) -> Bars | Line:
    chart = shown(name).chart
    assert chart
    return chart


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_says_its_finding_its_n_and_its_cut_off(name: str) -> None:
    said = " ".join(texts(drawn(of(name))))

    assert FINDINGS[name][1].title in said
    assert re.search(r"n = [\d,]+ · .*25 Nov 2026", said)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_smaller_than_can_be_read_or_lies_outside(name: str) -> None:
    root = drawn(of(name))
    height = float(root.attrib["height"])

    for one in root:
        if one.tag.endswith("text"):
            assert float(one.attrib["font-size"]) >= 12
            assert 0 < float(one.attrib["x"]) <= WIDTH
            assert 0 < float(one.attrib["y"]) < height
        if one.tag.endswith("rect"):
            assert float(one.attrib.get("x", 0)) + float(one.attrib["width"]) <= WIDTH


@pytest.mark.parametrize("name", ["waiting", "waiting_none", "causes_few", "filed_few"])
def test_there_is_a_chart_only_of_enough(name: str) -> None:
    assert (shown(name).chart is not None) == (name == "waiting")


def test_bars_are_as_long_as_their_numbers_and_none_is_no_bar() -> None:
    rows = [Row(label=str(n), value=n, said=str(n)) for n in (10, 5, 0)]
    bars = [one for one in drawn(Bars(title="t", rows=rows, corner="c")) if one.tag.endswith("rect")][1:]
    long, half = (float(bar.attrib["width"]) for bar in bars)

    assert half == pytest.approx(long / 2, abs=0.1)


def test_a_line_begins_at_nothing_and_what_stands_out_is_a_ring() -> None:
    points = [Point(label=str(n), value=5.0 + n, marked=n == 1) for n in range(2)]
    root = drawn(Line(title="t", points=points, middle=5, centre="m", corner="c"))
    circles = [one for one in root if one.tag.endswith("circle")]

    assert "0" in texts(root)
    assert [one.attrib["fill"] == "#FFFFFF" for one in circles] == [False, True]


def test_what_somebody_named_is_text_and_is_cut_to_its_room() -> None:
    name = "<script>&" + "x" * 200
    said = texts(drawn(Bars(title="t " * 90, rows=[Row(label=name, value=1, said="1")], corner="c")))

    assert any(one.startswith("<script>&") and one.endswith("…") for one in said)


@pytest.mark.parametrize(
    ("most", "end"), [(0.4, 0.4), (9, 10), (10, 10), (37.14, 40), (100, 100), (101, 150), (0, 1), (6668, 8000)]
)
def test_the_axis_ends_at_a_round_number(most: float, end: float) -> None:
    assert _ceiling(most) == pytest.approx(end)
