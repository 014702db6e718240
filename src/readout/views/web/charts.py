"""Charts as pictures: a Vega-Lite specification, drawn on the server, in the colours of the pages.

The picture stands beside a table with its numbers, so that nothing is told by the picture alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from readout.errors import ReadoutError

CLASSES = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
LEAST = 24  # months that a chart shows
_FONT = "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Month:
    """How many events of one class fell into a month ("2024-03")."""

    month: str
    quad: int
    count: int


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a chart: paper lies under it and is not drawn."""

    text: str
    line: str
    classes: tuple[str, str, str, str]


LIGHT = Ink("#66625a", "#dedad0", ("#8fb0cf", "#1d4f80", "#dba58f", "#9a3412"))
DARK = Ink("#a5a097", "#34343a", ("#4b6b8c", "#93bdea", "#8a5a48", "#f0a284"))


def specification(months: Iterable[Month], ink: Ink) -> dict[str, object]:
    """Cooperation above the line and conflict below it, month by month, as Vega-Lite."""
    held = tuple(months)
    values = [
        {
            "month": f"{m.month}-01",
            "class": CLASSES[m.quad],
            "order": m.quad,
            "count": m.count if m.quad < 3 else -m.count,
        }
        for m in held
    ]
    most = max((abs(int(str(value["count"]))) for value in values), default=1)
    axis = {"labelColor": ink.text, "titleColor": ink.text, "domainColor": ink.line, "tickColor": ink.line,
            "gridColor": ink.line, "labelFont": _FONT, "titleFont": _FONT, "labelFontSize": 12, "titleFontSize": 12,
            "titleFontWeight": "normal"}  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 1040, "height": 220, "background": None, "padding": 4,
        "data": {"values": values},
        "mark": {"type": "bar", "cornerRadius": 0},
        "encoding": {
            "x": {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "title": None,
                  "scale": {"type": "utc", "domain": _stretch([m.month for m in held])},
                  "axis": {"grid": False, "labelFlush": False}},
            "y": {"field": "count", "type": "quantitative", "title": "conflict  |  cooperation",
                  "axis": {"tickMinStep": 1, "format": "d", "labelExpr": "abs(datum.value)",
                           "tickCount": min(6, 2 * most)}},
            "color": {"field": "class", "type": "nominal", "title": None,
                      "scale": {"domain": list(CLASSES.values()), "range": list(ink.classes)},
                      "legend": {"orient": "top", "labelColor": ink.text, "labelFont": _FONT, "labelFontSize": 12,
                                 "symbolType": "square"}},
            "order": {"field": "order", "type": "quantitative"},
        },
        "config": {"axis": axis, "view": {"stroke": None}, "font": _FONT},
    }  # fmt: skip


def _stretch(months: list[str]) -> list[str]:
    """The first day of the chart and the day after its last one: two years at least, so that a bar is a bar.

    >>> _stretch(["2024-03", "2024-05"])
    ['2022-06-01', '2024-06-01']
    """
    first, last = (12 * int(month[:4]) + int(month[5:7]) - 1 for month in (min(months), max(months)))
    return [f"{number // 12:04}-{number % 12 + 1:02}-01" for number in (min(first, last + 1 - LEAST), last + 1)]


def drawn(months: Iterable[Month], ink: Ink) -> bytes:
    """The chart as SVG. Raises `ReadoutError` where the library is not installed."""
    try:
        # Heavy: a JavaScript engine; loaded when the first chart is drawn.
        import vl_convert  # noqa: PLC0415
    except ImportError as error:
        where, problem = "chart", "needs vl-convert-python, which is not installed"
        raise ReadoutError(where, problem, "pip install 'readout[web]'") from error
    return vl_convert.vegalite_to_svg(specification(months, ink), vl_version="6.4", allowed_base_urls=[]).encode()
