"""A dossier to read and print: one contact, or all that is held of a pair of parties, every quote with its place.

The content is laid out once, as headings, tables and quotes, and written as Markdown or as one HTML file without
scripts. Words of documents are text in both: no mark of theirs has a meaning on the page. Other than every other
export a dossier is sorted by day and closes with its sources: the contacts and events that it tells of, without the
texts around them, lie in memory together, and a long one says how to make it shorter.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from readout.errors import ReadoutError
from readout.records import (
    Account,
    Actor,
    Cell,
    Comparison,
    Contact,
    Document,
    Event,
    Evidence,
    Move,
    Row,
    Since,
)
from readout.text import sentences
from readout.views import wording
from readout.views.exports.codes import Codes
from readout.views.exports.findings import Finding, Held
from readout.views.exports.made import Count, Made

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5b6472;--line:#d5dae2;--paper:#fff;--mark:#eef3fa;--accent:#1f4e8c}
@media (prefers-color-scheme:dark){:root{--ink:#e4e8ee;--soft:#9aa5b5;--line:#3a4350;--paper:#14181e;--mark:#1e2630;
--accent:#8ab4ef}}
body{margin:0 auto;max-width:62rem;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);
font:1rem/1.55 Georgia,"Times New Roman",serif}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.25rem;margin:2.5rem 0 .5rem;
border-top:2px solid var(--accent);padding-top:.6rem}h3{font-size:1.05rem;margin:1.75rem 0 .4rem}
p{margin:.5rem 0}.note{color:var(--soft)}.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem;margin:.5rem 0}
th,td{border-bottom:1px solid var(--line);padding:.45rem .75rem .45rem 0;text-align:left;vertical-align:top}
thead th{color:var(--soft);font-weight:600}tbody th{font-weight:600;min-width:8rem}
th p,td p{margin:0 0 .35rem}tbody th p+p{font-weight:400;color:var(--soft)}
blockquote{margin:.5rem 0;padding:.4rem .9rem;background:var(--mark);border-left:3px solid var(--accent)}
.cite{color:var(--soft);font-size:.85rem}a{color:var(--accent)}:target{background:var(--mark)}
@media print{body{max-width:none;padding:0;font-size:10.5pt}h2,h3{break-after:avoid}tr,blockquote{break-inside:avoid}}
"""


# ---- what a page is made of ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of our own."""

    words: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, who says them, and where they stand; `title` stands before, `near` is their sentence."""

    title: str
    words: str
    document: str
    start: int
    end: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first cell of a row is its head. A cell holds notes, quotes, or nothing."""

    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Note | Quote, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in the list of sources, where quotes lead to; `facts` are where it is from and its day."""

    id: str
    facts: str
    url: str | None


Part = Heading | Note | Quote | Grid | Listed


# ---- what is told ----------------------------------------------------------------------------------------------------
LONG = 500  # contacts and events: a dossier of more has advice


def dossier(held: Held, codes: Codes, *, contact: str | None, page: bool) -> Made:
    """The dossier of a contact (its id or the beginning of it) or of parties, as an HTML page or as Markdown."""
    count = Count("contacts")
    between = () if contact else held.chosen.parties
    chosen = _chosen(held, contact, count)
    states = {state: codes.country_name(Actor("state", None, state)) for c in chosen for state in c.states}
    title = _title(chosen[0], states) if contact else f"{_names(between, states)}: what is held"
    desk = _Desk(held, states, chosen, _deeds(held, count) if between else [], _moved(held, count) if between else [])
    called = wording.names(held.pieces.documents(held.pieces.relatives(desk.documents)))
    parts = _parts(title, desk, between)
    lines = _html(title, parts, called) if page else _markdown(parts, called)
    many = len(chosen) + len(desk.deeds)
    advice = f"a dossier of {len(chosen)} contacts and {len(desk.deeds)} events: --since and --until make it shorter"
    return Made(lines, count, advice if many > LONG else "")


def _chosen(held: Held, contact: str | None, count: Count) -> tuple[Contact, ...]:
    """The contacts that are asked for, by day; those of unknown day come last."""
    if contact:
        begun = held.pieces.beginning(contact)
        found = [c for c in begun if c.id == contact] or begun
        if len(found) != 1:
            problem = "no contact has that id" if not found else f"{len(found)} contacts have ids that begin so"
            where = f"--contact {contact}"
            raise ReadoutError(where, problem, "ids stand in the digest")
        count.counted = count.rows = 1
        count.otherwise = len(found[0].tellings)
        return tuple(found)
    if not held.chosen.parties:
        where = "dossier"
        raise ReadoutError(where, "of what?", "--contact ID, or --party KOR --party USA")
    every = count.each(held.contacts(count))
    return tuple(sorted(every, key=lambda c: (c.when.start or date.max, c.id)))


def _title(contact: Contact, states: Mapping[str, str]) -> str:
    return f"{contact.mode.capitalize()}, {wording.days(contact)}: {_names(contact.states, states)}"


def _names(ids: Iterable[str], states: Mapping[str, str]) -> str:
    return " — ".join(states.get(id_, id_) for id_ in ids)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a dossier is written from: what is held, the names of states, and the contacts, events and moves in it."""

    held: Held
    states: Mapping[str, str]
    contacts: tuple[Contact, ...]
    deeds: list[Finding[Event]]
    moves: list[Move]

    @property
    def telling(self) -> dict[str, None]:
        """The documents that tell of the contacts."""
        return dict.fromkeys(id_ for c in self.contacts for id_ in (*c.documents, *c.announced_by))

    @property
    def documents(self) -> tuple[str, ...]:
        """All documents that are quoted, in the order in which they are."""
        done = (id_ for finding in self.deeds for id_ in finding.documents)
        return tuple(dict.fromkeys((*self.telling, *done, *(move.document for move in self.moves))))


def _parts(title: str, desk: _Desk, between: tuple[str, ...]) -> Iterator[Part]:
    """Title, contacts, what the parties say; of a pair what they did and where they stand; then the sources."""
    yield Heading(1, title)
    if between:
        yield Note(f"{wording.plural(len(desk.contacts), 'contact')}, earliest first.")
    for contact in desk.contacts:
        if between:
            yield Heading(2, f"{contact.mode.capitalize()}, {wording.days(contact)}")
        yield from _contact(contact, desk)
    yield from _said(set(between) or {state for c in desk.contacts for state in c.states}, desk)
    yield from _events(desk.deeds)
    yield from _matters(desk.moves)
    yield from _sources(desk.documents, desk.held)


def _contact(contact: Contact, desk: _Desk) -> Iterator[Part]:
    """Who took part and when, the accounts side by side, what one side alone says, and every telling."""
    held = desk.held
    comparison = held.pieces.comparison(contact.id)
    yield Note(f"{contact.status}; {wording.days(contact)}, {wording.basis(contact.when)}"
               + (f"; {contact.place}" if contact.place else ""))  # fmt: skip
    yield Grid(("party", "name", "office"), tuple(
        tuple((Note(cell),) for cell in (_names([p.state or ""], desk.states), p.name or "", p.office or ""))
        for p in contact.parties
    ))  # fmt: skip
    if comparison is not None:
        yield Heading(3, "Accounts side by side")
        yield _accounts(comparison, desk.states)
        yield from _rest(comparison)
    else:
        yield Note("Only one side's account is held.")
    yield from _changed(held.pieces.since(contact.id))
    yield Heading(3, "Who tells of it")
    for telling in contact.tellings:
        yield _in_sentence(telling, held)


def _accounts(comparison: Comparison, states: Mapping[str, str]) -> Grid:
    """One row a topic, one column a party."""
    sides = tuple(dict.fromkeys(account.party for account in comparison.accounts))
    first = ((Note("where"),), *(tuple(_whence(comparison.accounts, side)) for side in sides))
    rows = (
        ((Note(row.topic), *_relation(row)),
         *(_side(row, side) for side in sides))
        for row in comparison.rows
    )  # fmt: skip
    return Grid(("topic", *(states.get(side, side) for side in sides)), (first, *rows))


def _relation(row: Row) -> Iterator[Note]:
    """How the sides relate, and why; of a topic that one side alone has, the reason says both."""
    if row.relation != "only-one" or not row.reason:
        yield Note(wording.relation(row))
    if row.reason:
        yield Note(row.reason)


def _whence(accounts: Iterable[Account], side: str) -> Iterator[Note]:
    """Where the accounts of a party stand."""
    for account in accounts:
        if account.party == side:
            yield Note(f"{wording.account(account)} ({account.document})")


def _side(row: Row, side: str) -> tuple[Note | Quote, ...]:
    """A party's words on a topic, each once."""
    first: dict[str, Cell] = {}
    for cell in row.cells:
        if cell.party == side:
            first.setdefault(wording.folded(cell.evidence.quote), cell)
    quotes = tuple(_quote(wording.lead(cell), cell.evidence) for cell in first.values())
    return quotes or (Note(wording.NOT_HELD),)


def _rest(comparison: Comparison) -> Iterator[Part]:
    """What is only imputed, next steps and tone."""
    lists = (
        ("Said of the other side, and not confirmed by its texts", comparison.imputed),
        ("Next steps", comparison.next_steps),
        ("Tone", comparison.tone),
    )
    for title, quotes in lists:
        if quotes:
            yield Heading(3, title)
            for evidence in wording.distinct(quotes):
                yield _quote("", evidence)


def _changed(every: Iterable[Since]) -> Iterator[Part]:
    """What is new in each party's account, against its own of the contact before."""
    for since in every:
        if since.changes:
            kinds = dict.fromkeys(change.kind for change in since.changes)
            yield Heading(3, f"New in {since.party}’s account since {since.earlier}")
            for kind in kinds:
                topics = ", ".join(wording.change(c) for c in since.changes if c.kind == kind)
                yield Note(f"{kind}: {topics}")


def _said(parties: set[str], desk: _Desk) -> Iterator[Part]:
    """What officials of the parties say in the documents that tell of the contacts."""
    told = set(desk.telling)
    found = desk.held.statements(Count("statements"), within=desk.held.pieces.relatives(told))
    mine = (f for f in found if f.record.speaker_state in parties and told & set(f.documents))
    for number, finding in enumerate(mine):
        if number == 0:
            yield Heading(2, "What the parties say in these reports")
        s = finding.record
        via = f", through {' > '.join(relay.actor.label for relay in s.chain)}" if s.chain else ""
        also = f" (also in {', '.join(finding.documents[1:])})" if finding.documents[1:] else ""
        channel = "" if s.channel == "unspecified" else f", {s.channel.replace('-', ' ')}"
        who = f"{s.speaker or 'nobody named'} ({_names([s.speaker_state or ''], desk.states)})"
        yield _quote(f"{who}{via}{channel}{also}: ", s.content)


# ---- a pair of parties -----------------------------------------------------------------------------------------------
def _deeds(held: Held, count: Count) -> list[Finding[Event]]:
    """The events in which all of the parties have a part, by day; contacts are told above."""
    found = (f for f in held.events(Count("events", left_out=count.left_out)) if f.record.type != "CONSULT")
    return sorted(found, key=lambda f: (f.record.when.start or date.max, f.record.document, f.record.evidence.start))


def _events(found: Iterable[Finding[Event]]) -> Iterator[Part]:
    rows = tuple(
        (
            (Note(wording.day(f.record.when)), Note(f.record.when.basis)),
            (Note(wording.kind(f.record)), Note(f.record.status)),
            (Note(wording.dyad(f.record)),),
            (_quote("", f.record.evidence),),
        )
        for f in found
    )
    if rows:
        yield Heading(2, "What they did to each other")
        yield Grid(("day", "event", "who", "words"), rows)


def _moved(held: Held, count: Count) -> list[Move]:
    return [move for _, move in held.moves(Count("moves", left_out=count.left_out))]


def _matters(moves: Iterable[Move]) -> Iterator[Part]:
    """Where they stand, and what moved it."""
    rows = tuple(
        ((Note(wording.day(m.when)),), (Note(m.name),), (Note(wording.move(m)),), (_quote("", m.evidence),))
        for m in moves
    )
    if rows:
        yield Heading(2, "Where they stand")
        yield Grid(("day", "matter", "state", "words"), rows)


def _sources(ids: Iterable[str], held: Held) -> Iterator[Part]:
    """Each document with where it is from, its day and how that is known."""
    yield Heading(2, "Sources")
    for id_ in ids:
        document = held.document(id_)
        if document is not None:
            yield Listed(id_, _facts(document), document.url)


def _facts(document: Document) -> str:
    when = document.published
    parts = (
        document.title, document.outlet, document.agency, document.office,
        f"{wording.day(when)} ({wording.basis(when)})",
    )  # fmt: skip
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _quote(title: str, evidence: Evidence) -> Quote:
    return Quote(title, evidence.quote, evidence.document, evidence.start, evidence.end)


def _in_sentence(evidence: Evidence, held: Held) -> Quote:
    """Evidence with the rest of its sentence."""
    document = held.document(evidence.document)
    if document is None:
        return _quote("", evidence)
    homes = [block.span for block in document.blocks if block.span.meets(evidence.span)]
    near = [s for home in homes for s in sentences(document.text, home.start, home.end) if s.meets(evidence.span)]
    start = min([evidence.start, *(span.start for span in near)])
    end = max([evidence.end, *(span.end for span in near)])
    text = document.text
    return Quote("", evidence.quote, evidence.document, evidence.start, evidence.end,
                 text[start : evidence.start], text[evidence.end : end])  # fmt: skip


# ---- Markdown --------------------------------------------------------------------------------------------------------
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def _plain(words: str) -> str:
    r"""Words on one line in which nothing is a mark of Markdown or HTML.

    >>> print(_plain("<b>no | *yes*"))
    \<b\>no \| \*yes\*
    """
    line = " ".join(words.split())
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=:])", r"\\\1", _MARKS.sub(r"\\\1", line)))


def _markdown(parts: Iterable[Part], called: Mapping[str, str]) -> Iterator[str]:
    for part in parts:
        match part:
            case Heading():
                yield f"{'#' * part.level} {_plain(part.words)}\n\n"
            case Note():
                yield f"{_plain(wording.renamed(part.words, called))}\n\n"
            case Quote():
                yield f"> {_markdown_item(part, called)}\n\n"
            case Grid():
                yield from _markdown_grid(part, called)
            case Listed():
                address = f" <{part.url}>" if _is_web(part.url) else ""
                facts = _plain(f"{wording.renamed(part.facts, called)}; {part.id}")
                yield f"- **{_plain(called.get(part.id, part.id))}**: {facts}{address}\n"


def _markdown_grid(grid: Grid, called: Mapping[str, str]) -> Iterator[str]:
    yield f"| {' | '.join(_plain(name) for name in grid.head)} |\n|{'---|' * len(grid.head)}\n"
    for row in grid.rows:
        cells = ["<br>".join(_markdown_item(item, called) for item in cell) for cell in row]
        yield f"| {' | '.join(cells)} |\n"
    yield "\n"


def _markdown_item(item: Note | Quote, called: Mapping[str, str]) -> str:
    if isinstance(item, Note):
        return _plain(wording.renamed(item.words, called))
    strong = f"**{_plain(item.words)}**" if item.before or item.after else _plain(item.words)
    spaced = [" " if words[:1].isspace() or words[-1:].isspace() else "" for words in (item.before, item.after)]
    words = f"{_plain(item.before)}{spaced[0]}{strong}{spaced[1]}{_plain(item.after)}"
    where = f"{_plain(called.get(item.document, item.document))}, {item.start}–{item.end}"
    title = _plain(wording.renamed(item.title, called))
    return f"{title}{' ' if title else ''}“{words}” ({where})"


# ---- HTML ------------------------------------------------------------------------------------------------------------
def _html(title: str, parts: Iterable[Part], called: Mapping[str, str]) -> Iterator[str]:
    """One page that stands for itself: no script, no picture, nothing from elsewhere."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    listing = False
    for part in parts:
        if isinstance(part, Listed) is not listing:
            listing = not listing
            yield "<ul>\n" if listing else "</ul>\n"
        yield _html_part(part, called) + "\n"
    yield ("</ul>\n" if listing else "") + "</main>\n</body>\n</html>\n"


def _html_part(part: Part, called: Mapping[str, str]) -> str:
    match part:
        case Heading():
            return f"<h{part.level}>{html.escape(part.words)}</h{part.level}>"
        case Note():
            return f'<p class="note">{html.escape(wording.renamed(part.words, called))}</p>'
        case Quote():
            return f"<blockquote>{_html_quote(part, called)}</blockquote>"
        case Listed():
            name = html.escape(called.get(part.id, part.id))
            shown = f'<a href="{html.escape(part.url or "")}">{name}</a>' if _is_web(part.url) else name
            facts = html.escape(f"{wording.renamed(part.facts, called)}; {part.id}")
            return f'<li id="{html.escape(_anchor(part.id))}"><strong>{shown}</strong>: {facts}</li>'
        case Grid():
            head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in part.head)
            rows = "\n".join(_html_row(row, called) for row in part.rows)
            return f'<div class="wide"><table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>'


def _html_row(row: tuple[tuple[Note | Quote, ...], ...], called: Mapping[str, str]) -> str:
    cells = ["".join(f"<p>{_html_item(item, called)}</p>" for item in cell) for cell in row]
    return f'<tr><th scope="row">{cells[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in cells[1:]) + "</tr>"


def _html_item(item: Note | Quote, called: Mapping[str, str]) -> str:
    if isinstance(item, Note):
        return html.escape(wording.renamed(item.words, called))
    return _html_quote(item, called)


def _html_quote(quote: Quote, called: Mapping[str, str]) -> str:
    words = html.escape(quote.words)
    if quote.before or quote.after:
        words = f"{html.escape(quote.before)}<strong>{words}</strong>{html.escape(quote.after)}"
    name = html.escape(called.get(quote.document, quote.document))
    link = f'<a href="#{html.escape(_anchor(quote.document))}">{name}</a>'
    where = f'<span class="cite">{link}, {quote.start}–{quote.end}</span>'
    return f"{html.escape(wording.renamed(quote.title, called))}“{words}” {where}"


def _anchor(id_: str) -> str:
    """An id that is one in HTML too: without white space."""
    return "source-" + "".join("-" if letter.isspace() else letter for letter in id_)


def _is_web(url: str | None) -> bool:
    """Whether an address leads to the web: no other scheme gets a link."""
    return bool(url) and re.fullmatch(r"https?://[^\s<>\"]+", url or "") is not None
