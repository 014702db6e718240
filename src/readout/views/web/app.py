"""The web pages of a store: which address shows what, and in which form.

Each page reads the store as it is then, so that pages show what a writer has added since. The one thing that writes is
a judgement.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote, unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from readout.codebook.compiled import Compiled
from readout.errors import ReadoutError
from readout.link import judgements_of
from readout.records import Contact, Span
from readout.store import Store
from readout.views.web import address, charts
from readout.views.web.answers import Form, Press, as_csv, as_json
from readout.views.web.asked import Asked
from readout.views.web.desk import Desk, Readers
from readout.views.web.guard import COOKIE, LOOPBACK, Forms, Guard, cookie_of, form_of
from readout.views.web.page import Failure, Names, Table, View
from readout.views.web.pages import actor, contact, document, dyad, family, front, judged, lists, matters, search

Of = Callable[[Desk, str, Request], View | None]
Listed = Callable[[Desk, Asked], View]
_FORMS: tuple[tuple[str, Form], ...] = (("", "html"), (".json", "json"), (".csv", "csv"))
_PICTURES = 64  # charts that are kept, some 20 kB each
_NOTICES = {
    "kept": "Your judgement is kept, and the contacts are linked anew.",
    "back": "Your judgement is taken back, and the contacts are linked anew.",
}


def application(store: Path, rules: Compiled, *, names: tuple[str, ...] = LOOPBACK) -> Guard:
    """The web application over one store; it answers to `names` alone."""
    pages = Pages(store, rules)
    handlers = {HTTPException: pages.refused, ReadoutError: pages.failed, Exception: pages.broken}
    # The guard stands outside of everything: also the page for a fault has its headers.
    return Guard(Starlette(routes=pages.routes(), exception_handlers=handlers), names)


class Pages:
    """The endpoints of one store."""

    def __init__(self, store: Path, rules: Compiled) -> None:
        self._store = store
        self._readers = Readers(store)
        self._rules = rules
        self._names = Names.of(rules.codebook)
        self._press = Press.of(store.name, self._names)
        self._forms = Forms()
        # The library takes a tenth of a second for a picture, in which no other page of this process is made.
        self._picture = lru_cache(maxsize=_PICTURES)(charts.drawn)

    def routes(self) -> list[Route]:
        """Which address shows what."""
        records: dict[str, Of] = {
            "contact": lambda desk, id_, _: contact.page(desk, id_),
            "actor": lambda desk, id_, request: actor.page(desk, id_, _asked(request).one("name")),
            "family": lambda desk, id_, request: family.page(desk, id_, _asked(request)),
            "document": lambda desk, id_, request: document.page(desk, id_, _place(request), _start(request)),
        }
        listed: dict[str, Listed] = {
            "/": front.page,
            "/search": search.page,
            "/matters": matters.page,
            "/actors": actor.every,
            "/contacts": lists.contacts,
            "/statements": lists.statements,
            "/events": lists.events,
        }
        routes = [Route(f"/{kind}/{{id:path}}", self._of_record(make)) for kind, make in records.items()]
        routes += [
            Route(path if form == "html" else (path if path != "/" else "/front") + ending, self._of_list(make, form))
            for path, make in listed.items()
            for ending, form in _FORMS
        ]
        routes += [
            Route("/dyad/{parties:path}/chart.svg", self.chart),
            Route("/dyad/{parties:path}", self.dyad),
            Route("/statement/{id}", self.statement),
            Route("/event/{id}", self.event),
            Route("/judge", self.judge, methods=["POST"]),
            Route("/static/{name}", self.static),
        ]
        return routes

    @contextmanager
    def _desk(self) -> Iterator[Desk]:
        with self._readers.one() as held:
            yield Desk(held, self._rules.codebook, self._names)

    # ---- pages ---------------------------------------------------------------------------------------------------
    def _of_record(self, make: Of) -> Callable[[Request], Response]:
        """The page of one record. An id that ends like a form of a page is itself first."""

        def answer(request: Request) -> Response:
            with self._desk() as desk:
                for id_, form in _readings(request.path_params["id"]):
                    view = make(desk, id_, request)
                    if view is not None:
                        return self._answer(request, view, form)
            _missing()

        return answer

    def _of_list(self, make: Listed, form: Form) -> Callable[[Request], Response]:
        return lambda request: self._list(request, make, form)

    def _list(self, request: Request, make: Listed, form: Form) -> Response:
        """A page that an address with a question mark asks for; as CSV with all that its later pages hold."""
        path = _path(request).removesuffix(f".{form}").removesuffix("front")
        asked = replace(_asked(request), path=path, data=form != "html").named(self._names.id_of)
        if form == "csv":
            return as_csv(self._every_table(make, replace(asked, whole=True)), path if path != "/" else "front")
        with self._desk() as desk:
            return self._answer(request, make(desk, asked), form, asked)

    def _every_table(self, make: Listed, asked: Asked) -> Iterator[Table]:
        """The tables of a list page by page: a long one is sent while it is being read."""
        token: str | None = ""
        while token is not None:
            with self._desk() as desk:
                view = make(desk, asked.after(token) if token else asked)
            yield view.table()
            token = getattr(view, "token", None)

    def _answer(self, request: Request, view: View, form: Form, asked: Asked | None = None) -> Response:
        if form == "json":
            return as_json(view)
        if form == "csv":
            return as_csv([view.table()], _path(request).removesuffix(".csv"))
        path = _path(request)
        query = f"?{request.url.query}" if request.url.query else ""
        base = "/front" if path == "/" else path
        formats = {"json": f"{base}.json{query}", "csv": f"{base}.csv{query}"}
        cookie = cookie_of(request) or secrets.token_urlsafe(18)
        answer = self._press.page(
            view, section=path, formats=formats, query=asked.one("q") if asked else "",
            notice=_NOTICES.get(request.query_params.get("notice", ""), ""), token=self._forms.token(cookie),
        )  # fmt: skip
        if not cookie_of(request):
            answer.set_cookie(COOKIE, cookie, httponly=True, samesite="strict")
        return answer

    def dyad(self, request: Request) -> Response:
        """Two parties: their names as they stand in the address, the second one with the form."""
        one, last = _parties(request)
        html: Form = "html"
        form = next((form for ending, form in _FORMS[1:] if last.endswith(ending)), html)
        other = last if form == "html" else last.removesuffix(f".{form}")
        return self._list(request, lambda desk, asked: dyad.page(desk, one, other, asked), form)

    def statement(self, request: Request) -> Response:
        """The place of a statement in its document."""
        with self._desk() as desk:
            found = desk.held.statement(request.path_params["id"]) or _missing()
        return RedirectResponse(address.place(found.content))

    def event(self, request: Request) -> Response:
        """The place of an event in its document."""
        with self._desk() as desk:
            found = desk.held.event(request.path_params["id"]) or _missing()
        return RedirectResponse(address.place(found.evidence))

    def chart(self, request: Request) -> Response:
        """The chart of two parties, for light or dark paper."""
        one, other = _parties(request)
        with self._desk() as desk:
            counted = desk.held.monthly(one, other)
        months = dyad.by_class(counted, self._names)
        if not months:
            _missing()
        dark = request.query_params.get("ink") == "dark"
        # Drawing costs more than a page: who has the picture of these numbers is told so.
        mark = f'"{hashlib.sha256(repr((months, dark)).encode()).hexdigest()[:20]}"'
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers={"ETag": mark})
        picture = self._picture(tuple(months), charts.DARK if dark else charts.LIGHT)
        return Response(picture, media_type="image/svg+xml", headers={"ETag": mark})

    def static(self, request: Request) -> Response:
        """A style sheet, the script or the mark."""
        return self._press.file(request.path_params["name"]) or _missing()

    # ---- writing -------------------------------------------------------------------------------------------------
    async def judge(self, request: Request) -> Response:
        """Keep a judgement, link anew and go back to the contact."""
        form = await form_of(request)
        if form is None:
            raise HTTPException(400, "That is not one of our forms.")
        if not self._forms.is_ours(request, form.get("token", "")):
            raise HTTPException(
                403, "The form did not come from a page of this server. Load the page again and repeat."
            )
        href = await run_in_threadpool(self._judged, form)
        return RedirectResponse(href, 303)

    def _judged(self, form: Mapping[str, str]) -> str:
        """Where the contact stands after a judgement: its id may be another one."""
        why = form.get("why", "").strip()[:300] or "no reason given"
        with Store.open(self._store, create=False) as held:
            first = held.get(form.get("contact", ""))
            if not isinstance(first, Contact):
                raise HTTPException(400, "A judgement is about a contact.")
            verdict, other = form.get("verdict", ""), form.get("other", "")
            if verdict == "back":
                with self._desk() as desk:
                    made = judged.taken_back(first, other, desk, datetime.now(UTC))
            else:
                made = judgements_of(verdict, first, held.get(other), why, datetime.now(UTC))
            if not made:
                raise HTTPException(400, "That judgement holds no longer. Load the page again to see what does.")
            held.judge(made, self._rules)
        # Back to those that stay together, also where the first of them was judged apart.
        told = next((telling for telling in first.tellings if telling.document != other), first.tellings[0])
        with self._desk() as desk:
            home = next((c for c in desk.held.contacts_of(told.document) if told in c.tellings), None)
        notice = "back" if verdict == "back" else "kept"
        return f"{address.of('contact', home.id)}?notice={notice}" if home else "/"

    # ---- what goes wrong -----------------------------------------------------------------------------------------
    def refused(self, _: Request, error: Exception) -> Response:
        """The page for an address that shows nothing."""
        assert isinstance(error, HTTPException)
        titles = {404: "There is no such page", 403: "That was refused", 405: "That was refused"}
        title = titles.get(error.status_code, "That cannot be answered")
        return self._press.page(Failure(error.status_code, title, error.detail), error.status_code)

    def failed(self, _: Request, error: Exception) -> Response:
        """The page for what Readout refuses on purpose: a busy store, a record that is not there."""
        assert isinstance(error, ReadoutError)
        status = 503 if "locked" in error.problem or "busy" in error.problem else 400
        words = f"{error.problem}. {error.hint}".strip()
        return self._press.page(Failure(status, "That cannot be answered", words), status)

    def broken(self, _: Request, error: Exception) -> Response:
        """The page for a fault of Readout: what is wrong stands in the terminal and not on the page."""
        del error
        return self._press.page(
            Failure(500, "Something is wrong here", "The terminal says what. Please report it."), 500
        )


def _readings(name: str) -> Iterator[tuple[str, Form]]:
    """What the last part of an address may mean: an id, or an id and a form."""
    yield name, "html"
    for ending, form in _FORMS[1:]:
        if name.endswith(ending):
            yield name.removesuffix(ending), form


def _path(request: Request) -> str:
    """The path as it was asked for, its marks still encoded."""
    raw = request.scope.get("raw_path")
    return raw.partition(b"?")[0].decode("latin-1") if raw else quote(request.url.path)


def _parties(request: Request) -> tuple[str, str]:
    """The two parties in the path of a dyad; a name may hold a slash, which is encoded in the path."""
    parts = [unquote(part) for part in _path(request).split("/")[2:4]]
    if len(parts) < 2:
        _missing()
    return parts[0], parts[1]


def _asked(request: Request) -> Asked:
    return Asked.of(_path(request), request.query_params.multi_items())


def _place(request: Request) -> Span | None:
    """The place that a link asks a document's page to mark: `?at=12-80`."""
    start, dash, end = request.query_params.get("at", "").partition("-")
    if dash and start.isdecimal() and end.isdecimal() and max(len(start), len(end)) < 10 and int(start) < int(end):
        return Span(int(start), int(end))
    return None


def _start(request: Request) -> int | None:
    start = request.query_params.get("from", "")
    return int(start) if start.isdecimal() and len(start) < 10 else None


def _missing() -> NoReturn:
    raise HTTPException(404, "Nothing is held under this address. Ids of contacts change when documents come and go.")
