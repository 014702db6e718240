"""A view as an answer: the page, the same content as CSV for a spreadsheet, or as JSON for a program.

CSV is for spreadsheets: it says that it is UTF-8, and no text of a stranger is a formula in it. JSON is exact.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response, StreamingResponse

from readout.views import wording
from readout.views.exports.made import guarded, separated
from readout.views.web.charts import CLASSES
from readout.views.web.marked import visible
from readout.views.web.page import Names, Table, View

Form = Literal["html", "json", "csv"]
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A style sheet, script or picture of ours; `mark` changes with its bytes."""

    data: bytes
    kind: str
    mark: str


@dataclass(frozen=True, slots=True)
class Press:
    """The templates and the fixed files, read once."""

    templates: Environment
    fixed: Mapping[str, Fixed]
    store: str

    @classmethod
    def of(cls, store: str, names: Names) -> "Press":
        """The press for the pages of one store; its name stands at the foot of each."""
        fixed = {}
        for file in files("readout.views.web").joinpath("static").iterdir():
            kind = _TYPES.get(file.name.rpartition(".")[2])
            if kind is not None:
                data = file.read_bytes()
                fixed[file.name] = Fixed(data, kind, hashlib.sha256(data).hexdigest()[:10])
        templates = Environment(
            loader=PackageLoader("readout.views.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, finalize=_shown,
        )  # fmt: skip
        templates.filters["day"] = wording.day
        # What the fields for parties suggest is the same on every page: made once.
        options = Markup("").join(
            Markup('<option value="{}">{}</option>').format(*pair) for pair in names.states.items()
        )
        templates.globals["states_list"] = Markup('<datalist id="states">{}</datalist>').format(options)
        templates.globals["classes"] = CLASSES
        templates.globals["static"] = lambda name: f"/static/{name}?{fixed[name].mark}"
        return cls(templates, fixed, store)

    def page(self, view: View, status: int = 200, **around: object) -> HTMLResponse:
        """A view as HTML; `around` is what its template needs besides."""
        given = {"section": "", "formats": None, "query": "", "notice": "", "token": ""} | around
        html = self.templates.get_template(view.template).render(view=view, store_name=self.store, **given)
        return HTMLResponse(html, status)

    def file(self, name: str) -> Response | None:
        """A fixed file by its name; there is no way from a name to any other file."""
        found = self.fixed.get(name)
        return (
            None if found is None else Response(found.data, media_type=found.kind, headers={"Cache-Control": _FOREVER})
        )


def _shown(value: object) -> object:
    """What a template puts into a page: words without control characters; then, as everywhere, escaped."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def as_json(view: View) -> Response:
    """A view as JSON."""
    data = json.dumps(view.data(), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    return Response(data, media_type="application/json")


def as_csv(tables: Iterable[Table], name: str) -> StreamingResponse:
    """Tables with one header as one CSV file: what a list has on later pages follows, so that nothing is left out."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:80] or "readout"
    return StreamingResponse(_lines(tables), media_type="text/csv; charset=utf-8", headers={
        "Content-Disposition": f'attachment; filename="{name}.csv"',
    })  # fmt: skip


def _lines(tables: Iterable[Table]) -> Iterable[bytes]:
    for number, table in enumerate(tables):
        if number == 0:
            yield "\ufeff".encode()
            yield from (line.encode() for line in separated([table.header], ","))
        for line in separated(guarded(table.rows), ","):
            yield line.encode("utf-8", "backslashreplace")
