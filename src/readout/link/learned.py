"""Who holds which office, as the texts themselves introduce people: to be reviewed by a person, never read with.

A name with an office and a state in the words of a report is a term that the report vouches for on its day. What
several reports say is one entry, whether their spellings differ in case and hyphens or not; copies count once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from readout.link.persons import fold
from readout.records import Actor, Document, Evidence, Extraction, Family, Learned, Mention, content_id

# Sectors whose people hold offices: of a state, of a party or of a group that fights.
_OFFICES = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB"))
_BETWEEN_STATES = "IGO"
# The reasons of mentions whose state stands in words: beside the name, in the title, or in the table of holders.
_STATED = re.compile(r'^the text says "|is an office of one state$| held office in ')

Key = tuple[str, str, str]


def learned(
    documents: Sequence[Document], extractions: Iterable[Extraction], families: Iterable[Family]
) -> tuple[Learned, ...]:
    """The persons in office whom the documents introduce, by state, office and name."""
    held = {document.id: document for document in documents}
    home = {id_: family.id for family in families for id_ in family.documents}
    seen: dict[Key, list[tuple[Document, Actor, Mention]]] = {}
    for extraction in extractions:
        document = held[extraction.document]
        for key, actor, mention in _introductions(extraction):
            seen.setdefault(key, []).append((document, actor, mention))
    return tuple(_entry(key, places, home) for key, places in sorted(seen.items()))


def _introductions(extraction: Extraction) -> Iterator[tuple[Key, Actor, Mention]]:
    """For each person in office whom a document names, the mention that says most."""
    best: dict[Key, tuple[Actor, Mention]] = {}
    for mention in extraction.mentions:
        if mention.form != "name" or len(mention.actors) != 1:
            continue
        actor = mention.actors[0]
        if not _in_office(actor):
            continue
        key = (actor.state or "", actor.office or "", _folded(actor.name or ""))
        if key not in best or len(mention.span) > len(best[key][1].span):
            best[key] = (actor, mention)
    for key, (actor, mention) in best.items():
        # The words must say the office: a bare name may have it from the table of holders alone. And they must say the
        # state: that of the dateline is a good guess for reading on, and nothing to learn from.
        if len(mention.span) > len(actor.name or "") + 2 and _STATED.search(mention.reason):
            yield key, actor, mention


def _in_office(actor: Actor) -> bool:
    """Whether an actor is a person with a full name, in an office of a state or organisation."""
    if actor.kind != "person" or not (actor.name and actor.office and actor.state and actor.code):
        return False
    land, _, sector = actor.code.partition(":")
    full = " " in actor.name and not actor.office.lower().startswith("former ")
    return full and (sector in _OFFICES or land == _BETWEEN_STATES)


def _entry(key: Key, places: list[tuple[Document, Actor, Mention]], home: dict[str, str]) -> Learned:
    """One person in one office, of all the places that introduce them so."""
    state, office, _ = key
    places = sorted(places, key=lambda place: (_day(place[0]) or date.max, place[0].id))
    names = Counter(actor.name or "" for _, actor, _ in places)
    days = [day for document, _, _ in places if (day := _day(document))]
    first: dict[str, Evidence] = {}
    for document, _, mention in places:
        evidence = document.quote(mention.start, mention.end, mention.reason)
        first.setdefault(home.get(document.id, document.id), evidence)
    return Learned(
        id=content_id("learned", *key),
        name=min(names, key=lambda name: (-names[name], name)),
        office=office,
        state=state,
        code=places[0][1].code,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        documents=len({document.id for document, _, _ in places}),
        families=len(first),
        evidence=tuple(first.values()),
    )


def _day(document: Document) -> date | None:
    """The day of a report, where it is known to the day."""
    return document.published.start if document.published.grain == "day" else None


def _folded(name: str) -> str:
    """The letters of a name: "Kim Jong-un" and "Kim Jong Un" are one, and so are "Fernández" and "Fernandez"."""
    return "".join(filter(str.isalnum, fold(name)))
