"""Plain words for days, parties, documents, copies: the same ones in every view."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from readout.records import (
    Account,
    Actor,
    Cell,
    Change,
    Contact,
    Document,
    Edge,
    Edit,
    Event,
    Evidence,
    Move,
    Row,
    Since,
    When,
)
from readout.text import plain

NOT_HELD = "not in the text we hold"
NOT_IN_FULL = "not in its full text"
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ACCOUNTS = {"own-release": "own release", "own-remarks": "own remarks", "news-account": "as reported"}
_COPIES = {"copy": "copy of", "edited": "edited copy of", "shared-source": "shares a source with"}
_CHANGES = {
    "strengthened": "stronger", "weakened": "weaker", "raised": "newly raised", "dropped": "no longer raised",
    "reworded": "in other words",
}  # fmt: skip
_NEW = 3  # new words that are named
_EDITS = {
    "added": "added", "dropped": "dropped", "changed-fact": "with a changed fact", "reworded": "reworded",
    "moved": "moved", "house-style": "in house style",
}  # fmt: skip
_BASES = {
    "stated": "stated", "metadata": "from the page's data", "relative": "counted from the day of the report",
    "inferred": "inferred", "sibling": "taken from a copy", "unknown": "not known",
}  # fmt: skip


def day(when: When) -> str:
    """A time as a reader would write it, no finer than it is known.

    >>> from datetime import date
    >>> day(When(date(2021, 8, 6), date(2021, 8, 7), "day", "stated"))
    '6 Aug 2021'
    >>> day(When(date(2021, 8, 1), date(2021, 9, 1), "month", "stated"))
    'Aug 2021'
    """
    if when.start is None:
        return "day not known"
    first = when.start
    month = f"{_MONTHS[first.month - 1]} {first.year}"
    exact = f"{first.day} {month}"
    return {"day": exact, "month": month, "year": str(first.year), "week": f"week of {exact}"}.get(
        when.grain, f"{when.grain} from {exact}"
    )


def basis(when: When) -> str:
    """How a time is known, with the reasons that stand beside it."""
    return ": ".join([_BASES[when.basis], *(["; ".join(when.reasons)] if when.reasons else [])])


def renamed(words: str, called: Mapping[str, str]) -> str:
    """A reason with the short names of documents in the place of their ids.

    >>> renamed("as in doc-12ab, told twice", {"doc-12ab": "wire.txt"})
    'as in wire.txt, told twice'
    """
    return re.sub(r"[\w\-]+", lambda match: called.get(match[0], match[0]), words)


def days(contact: Contact) -> str:
    """The day of a contact, and the day it was in other capitals."""
    others = dict.fromkeys(day(also) for also in contact.also)
    others.pop(day(contact.when), None)
    return day(contact.when) + (f" ({', '.join(others)} elsewhere)" if others else "")


def party(actor: Actor) -> str:
    """A party with its state, name and office.

    >>> party(Actor("person", "Liv Dahl", "NOR", "Foreign Minister"))
    'NOR Liv Dahl, Foreign Minister'
    """
    who = ", ".join(part for part in (actor.name, actor.office) if part)
    return " ".join(part for part in (actor.state, who) if part) or "unnamed"


def parties(contact: Contact) -> str:
    """All parties of a contact in one phrase."""
    return " — ".join(party(actor) for actor in contact.parties)


def move(told: Move) -> str:
    """What one move says of its matter: the state, and whether that is so.

    >>> from readout.records import Evidence, unknown_when
    >>> words = Evidence("doc-1", 0, 28, "hopes to restore the hotline", "channel.open")
    >>> move(Move("move-1", "doc-1", "channel", "hotline", "open", "proposed", (), unknown_when(), words))
    'hoped for: open'
    """
    return {"happened": "", "planned": "planned: ", "proposed": "hoped for: ", "denied": "denied: "}.get(
        told.status, "possible: "
    ) + told.state


def change(item: Change) -> str:
    """A topic, with the two verbs where one became stronger or weaker than the other, or with the first new words."""
    if item.before is None or item.after is None:
        return item.topic
    if item.kind == "reworded":
        new = [word for word in item.gained if not word[0].isupper()][:_NEW]  # a name more or less is no other wording
        return f"{item.topic} (now: {' … '.join(new)})" if new else item.topic
    return f"{item.topic} ({item.before.verb} → {item.after.verb})"


def about(item: Since, states: Iterable[str]) -> str:
    """Whose account it is, and of dealings with whom: "NOR with KAZ"."""
    others = ", ".join(state for state in states if state != item.party)
    return f"{item.party} with {others}" if others else item.party


def changed(item: Since) -> tuple[tuple[str, str], ...]:
    """What a party's account changes, weightiest kind first: a label and the topics that it goes for.

    Of texts that are not held in full nothing is said to be dropped.
    """
    labels = _CHANGES if item.full else _CHANGES | {"dropped": NOT_HELD}
    told = ((label, "; ".join(change(c) for c in item.changes if c.kind == kind)) for kind, label in labels.items())
    return tuple((label, topics) for label, topics in told if topics)


def dyad(event: Event) -> str:
    """Who does it to whom, by states where they are known."""
    sides = [
        ", ".join(dict.fromkeys(actor.state or actor.label for actor in side))
        for side in (event.actors, event.recipients)
    ]
    return " → ".join(side for side in sides if side) or "nobody named"


def kind(event: Event) -> str:
    """The type of an event with its mode."""
    return event.type + (f"/{event.mode}" if event.mode else "")


def names(documents: Iterable[Document]) -> dict[str, str]:
    """A short name for each document: its file, if no other one shares it, else its id."""
    held = tuple(documents)
    files = {document.id: PurePath(document.where).name for document in held}
    shared = Counter(files.values())
    return {id_: file if file and ":" not in file and shared[file] == 1 else id_ for id_, file in files.items()}


def account(item: Account) -> str:
    """Where a party's account stands: its office, and whether the text is its own."""
    return ", ".join(part for part in (item.office, _ACCOUNTS[item.kind]) if part)


def absent(side: str, accounts: Iterable[Account]) -> str:
    """What may be said of a party that has no words on a topic: more only where a whole text of its own is held."""
    return NOT_IN_FULL if any(account.party == side and account.full for account in accounts) else NOT_HELD


def relation(row: Row) -> str:
    """How the sides of a topic relate: a mark and two words."""
    states = dict.fromkeys(cell.party for cell in row.cells)
    return {"both": "= both say it", "differ": "≠ they differ", "only-one": f"· only {', '.join(states)}"}[row.relation]


def told_by(cell: Cell) -> str:
    """Who acts in a cell and how, as far as its words do not say it; nothing where they do."""
    if cell.agent == cell.party and folded(cell.verb) in folded(cell.evidence.quote):
        return ""
    return f"{cell.agent} {cell.verb}"


def lead(cell: Cell) -> str:
    """Who acts in the words of a cell, where they begin with the verb and it is not the party alone."""
    silent = cell.agent != cell.party and folded(cell.evidence.quote).startswith(folded(cell.verb))
    return f"{cell.agent} " if silent else ""


def copying(edge: Edge, called: Mapping[str, str], held: Iterable[Document]) -> tuple[str, str]:
    """The document that copies, and what it is to the other one: with what was done to the text."""
    before, after = called.get(edge.before, edge.before), called.get(edge.after, edge.after)
    unclear = "" if edge.direction == "known" or edge.kind == "shared-source" else " (which came first is not known)"
    edits = changes(edge, held)
    return after, f"{_COPIES[edge.kind]} {before}{unclear}" + (f": {edits}" if edits else "")


def changes(edge: Edge, held: Iterable[Document]) -> str:
    """What was done to a text, counted by block: "3 paragraphs and 1 caption added, 1 headline dropped"."""
    documents = {document.id: document for document in held}
    parts: list[str] = []
    for kind, words in _EDITS.items():
        edits = [edit for edit in edge.edits if edit.kind == kind]
        blocks = Counter(_block_of(edit, documents.get(edge.before), documents.get(edge.after)) for edit in edits)
        if edits and kind in {"added", "dropped"}:
            parts.append(f"{_listed(plural(count, name) for name, count in blocks.items())} {words}")
        elif edits:
            parts.append(f"{plural(len(edits), 'passage')} {words}")
    return ", ".join(parts)


def _block_of(edit: Edit, before: Document | None, after: Document | None) -> str:
    """The kind of block in which an edit lies: in the new text, or for what was dropped in the old one."""
    document, span = (after, edit.after) if edit.after else (before, edit.before)
    blocks = document.blocks if document and span else ()
    return next((block.kind for block in blocks if span and block.span.meets(span)), "passage")


def _listed(parts: Iterable[str]) -> str:
    """Several things as one phrase.

    >>> _listed(["1 headline", "1 caption"])
    '1 headline and 1 caption'
    """
    return " and ".join(parts)


def folded(words: str) -> str:
    """Words without case, marks and the dots of abbreviations, to tell whether two quotes say the same.

    >>> folded("The U.S. “agreed”") == folded("the US agreed")
    True
    """
    return " ".join(re.findall(r"\w+", plain(words).casefold().replace(".", "").replace("'", "")))


def distinct(quotes: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each quote once, however many documents have it."""
    first: dict[str, Evidence] = {}
    for quote in quotes:
        first.setdefault(folded(quote.quote), quote)
    return tuple(first.values())


def short(words: str, most: int) -> str:
    """Words on one line, cut at a word's end where they are longer than `most` characters.

    >>> short("agreed to meet again in spring", 20)
    'agreed to meet …'
    """
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def plural(count: int, word: str, words: str = "") -> str:
    """A number with its noun.

    >>> plural(2, "family", "families")
    '2 families'
    """
    return f"{count} {word if count == 1 else words or word + 's'}"
