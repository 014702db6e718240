"""Documents that tell of a contact by their title: transcripts, speeches, background briefings.

In order: the parties that a title names; the contacts of those days; the one of them that the title fits best, so that
a document which tells of that one anyway stays as it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Holder, Organisation, State
from readout.codebook.lexicon import Hit
from readout.link.judged import Judged
from readout.link.persons import surnames
from readout.records import Contact, Document
from readout.text import plain, sentences

_AFTER = timedelta(days=1)
_STATEMENT = re.compile(r"\b(?:statement|communiqu[ée]|declaration)\b", re.IGNORECASE)
_REACH = 4000  # characters in which a statement names its guests
_AHEAD = timedelta(days=3)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Title:
    """What a title can name of a contact: surnames by its words, and organisations if an office has issued the text."""

    words: frozenset[str]
    bodies: frozenset[str]
    official: bool

    @classmethod
    def of(cls, title: str | None, issuer: str | None, rules: Compiled) -> "Title":
        """The title of a document and who has issued it; none names nobody."""
        hits = rules.lexicon.find(title or "") if issuer else ()
        bodies = (entry.id for hit in hits for entry in hit.entries if isinstance(entry, Organisation))
        return cls(_words(title or ""), frozenset(bodies), issuer is not None)


def joined_by_title(
    linked: Sequence[Contact], documents: Sequence[Document], rules: Compiled, judged: Judged
) -> tuple[Contact, ...]:
    """The contacts, each with the documents whose titles fit it and no other as well, unless they are judged apart."""
    found = {contact.id: contact for contact in linked}
    published = {document.id: document.published.start for document in documents}
    modes = _Modes(rules)
    by_day: defaultdict[date, list[tuple[Contact, frozenset[str]]]] = defaultdict(list)
    for contact in linked:
        called = _called(contact)
        for day in _days(contact, published):
            by_day[day].append((contact, called))
    for document in sorted(documents, key=lambda document: document.id):
        appeared = document.published.start
        if appeared is None or not document.title or appeared not in by_day:
            continue
        near = _nameable(document, by_day[appeared], rules)
        hits = rules.lexicon.find(document.title) if near else ()
        named = {contact.id: _fit(document, contact, hits, modes) for contact in near}
        best = max(named.values(), default=0)
        fitting = [id_ for id_, count in named.items() if count == best > 0]
        if len(fitting) == 1 and document.id not in found[fitting[0]].documents:
            before = found[fitting[0]]
            joined = _with(before, document)
            if judged.between(joined.tellings[len(before.tellings) :], before.tellings) is None:
                found[fitting[0]] = joined
    return tuple(found[contact.id] for contact in linked)


def reach(document: Document) -> int:
    """How far into a text joining by its title may look: to the end of its first paragraph, in a statement further."""
    if document.issuer and _STATEMENT.search(document.title or ""):
        return min(_REACH, len(document.text))
    paragraphs = document.spans("paragraph")
    return paragraphs[0].end if paragraphs else 0


def _called(contact: Contact) -> frozenset[str]:
    """The words by which a title can name the persons of a contact, and the states and organisations among them."""
    names = (surnames(party.name) for party in contact.parties if party.kind == "person" and party.name)
    return frozenset(contact.states).union(*names)


def _nameable(document: Document, contacts: Sequence[tuple[Contact, frozenset[str]]], rules: Compiled) -> list[Contact]:
    """The contacts that a title can fit at all: of the others it names no person, and in an official text no body."""
    title = Title.of(document.title, document.issuer, rules)
    keys = title.words | title.bodies
    return [contact for contact, called in contacts if not keys.isdisjoint(called)]


def _words(title: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(plain(title)))


def _days(contact: Contact, published: Mapping[str, date | None]) -> list[date]:
    """The days on which a text on the contact may appear: shortly before its day to the day after.

    A contact without a day has the days around those on which its tellings appeared.
    """
    if contact.when.grain == "day" and contact.when.start:
        first, last = contact.when.start - _AHEAD, contact.when.start + _AFTER
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    told = {day for day in (published.get(document) for document in contact.documents) if day}
    return sorted({day + timedelta(days=n) for day in told for n in (-1, 0, 1)})


class _Modes:
    """The words of a codebook for contacts of each mode, put together when a title is first asked for them."""

    def __init__(self, rules: Compiled) -> None:
        self._rules = rules
        self._words: dict[str, re.Pattern[str]] = {}

    def named_in(self, title: str, mode: str) -> bool:
        """Whether a title has a word for such a contact: "video conference", "met with"; a meeting may be by video."""
        if mode not in self._words:
            phrases = sorted(map(re.escape, self._phrases(mode)))
            self._words[mode] = re.compile(rf"\b(?:{'|'.join(phrases) or '(?!)'})\b", re.IGNORECASE)
        return self._words[mode].search(plain(title)) is not None

    def _phrases(self, mode: str) -> Iterator[str]:
        modes = {mode, "video"} if mode in {"meeting", "summit"} else {mode}
        for word in (word for word in self._rules.codebook.contacts if word.mode in modes):
            yield from word.nouns
            for verb in word.verbs:
                first, _, rest = verb.partition(" ")
                yield from (f"{form} {rest}".strip() for form in self._rules.verbs.forms(first))


def _fit(document: Document, contact: Contact, hits: Sequence[Hit], modes: _Modes) -> int:
    """How many parties of a contact a title names: two persons, or in an official text two sides and what they did."""
    title = document.title or ""
    if _names_another(hits, contact):
        return 0
    persons = persons_named(title, contact)
    if len(persons) > 1:
        return 2 * len(persons) + modes.named_in(title, contact.mode)
    states, bodies = _sides_named(hits, contact)
    if not (persons or bodies) or document.issuer is None:
        return 0
    if bodies and _STATEMENT.search(title) and persons_named(document.text[:_REACH], contact) - bodies:
        return len(bodies) + 1  # an organisation's statement that names whom it met
    both = len(persons | states)
    return len(persons) + both if both > 1 and modes.named_in(title, contact.mode) else 0


def _names_another(hits: Sequence[Hit], contact: Contact) -> bool:
    """Whether the title names an office holder of one of the sides who took no part."""
    for hit in hits:
        holders = [entry for entry in hit.entries if isinstance(entry, Holder) and entry.state in contact.states]
        names = [surnames(holder.name) for holder in holders]
        if names and not any(name & surnames(party.name or "") for name in names for party in contact.parties):
            return True
    return False


def persons_named(title: str, contact: Contact) -> set[str]:
    """The states whose persons the title names by surname."""
    words = _words(title)
    return {
        party.state
        for party in contact.parties
        if party.kind == "person" and party.name and party.state and surnames(party.name) & words
    }


def _sides_named(hits: Sequence[Hit], contact: Contact) -> tuple[set[str], set[str]]:
    """The contact's sides that the title names as states or through an organisation; and the organisations."""
    states: set[str] = set()
    bodies: set[str] = set()
    for hit in hits:
        for entry in hit.entries:
            if isinstance(entry, Organisation):
                bodies.add(entry.id)
                states.update({entry.id, *entry.members})
            elif isinstance(entry, State):
                states.add(entry.id)
    return states & set(contact.states), bodies & set(contact.states)


def _with(contact: Contact, document: Document) -> Contact:
    """The contact with one more document: as a telling, or as an announcement where it was published before the day."""
    reason = f"{document.id}: its title names the parties"
    published, day = document.published.start, contact.when.start
    if published and day and published < day:
        announced = tuple(sorted({*contact.announced_by, document.id}))
        return replace(contact, announced_by=announced, reasons=(*contact.reasons, reason))
    paragraphs = document.spans("paragraph")
    first = next(iter(sentences(document.text, paragraphs[0].start, paragraphs[0].end)), None) if paragraphs else None
    if first is None:
        return contact
    telling = document.quote(first.start, first.end, "title")
    return replace(contact, tellings=(*contact.tellings, telling), reasons=(*contact.reasons, reason))
