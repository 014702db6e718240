"""An invented archive with the shapes of a real one, as readings that are linked already: a day at a time.

Texts are words of an invented language in the proportions of a real one; per document there are as many characters,
mentions, statements, events, contacts and moves as reports have on average (4,200; 60; 14; 5; 1; 0.6). A fifth of the
documents are copies of the one before, 180 documents appear a day, and few pairs of states have most of the events.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from readout.records import (
    Account,
    Actor,
    Block,
    Cell,
    Comparison,
    Contact,
    Document,
    Edge,
    Edit,
    Event,
    Evidence,
    Extraction,
    Family,
    Matter,
    Mention,
    Move,
    Reading,
    Row,
    Span,
    Statement,
    Story,
    Told,
    When,
    content_id,
)

A_DAY = 180  # documents
WORDS, STATEMENTS, EVENTS, MENTIONS, OCCASIONS = 640, 14, 5, 60, 60
OWN = 0.2  # of contacts that both parties tell of themselves
INTRODUCED = 2  # mentions of a report that introduce somebody in office
FIRST = date(2021, 1, 1)
_TYPES = (
    "CONSULT AGREE SUPPORT COOPERATE AID YIELD CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION"
    " MOBILIZE COERCE ASSAULT"
).split()
_STATUS = ("happened", "happened", "happened", "happened", "planned", "denied", "hypothetical", "background")
_ACTS = ("say", "say", "say", "urge", "warn", "agree", "deny", "welcome")
_CHANNELS = ("unspecified", "unspecified", "briefing", "press-release", "interview", "social-media")
_SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo zu shan tor mel".split()


class World:
    """Who and what the invented reports tell of, and in which proportions; one seed, one archive."""

    def __init__(self, seed: int = 1) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - no secret
        codes = sorted({"".join(self.rng.sample("ABCDEFGHIKLMNOPRSTUVZ", 3)) for _ in range(90)})[:80]
        self.states = codes
        self.pairs = self.rng.sample([(a, b) for a in codes for b in codes if a < b], 900)
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.pairs))))
        self.persons = {
            code: [Actor("person", f"{self._word(2).title()} {self._word(3).title()}sen", code, office, f"{code}:GOV")
                   for office in ("Foreign Minister", "President", "Defence Minister")]
            for code in codes
        }  # fmt: skip
        self.words = [self._word(2 + rank % 3) for rank in range(30_000)]
        self.word_weights = list(accumulate(1 / (rank + 8) for rank in range(len(self.words))))
        self.outlets = [f"The {self._word(2).title()} {name}" for name in ("Post", "Times", "Herald", "News") * 10]
        self.agencies = [f"{self._word(2).title()}wire" for _ in range(8)]

    def _word(self, syllables: int) -> str:
        return "".join(self.rng.choices(_SYLLABLES, k=syllables))

    def days(self, documents: int) -> Iterator[Reading]:
        """Readings of days, until there are so many documents."""
        done = 0
        while done < documents:
            count = min(A_DAY, documents - done)
            yield self.day(done // A_DAY, done, count)
            done += count

    def day(self, number: int, first: int, count: int) -> Reading:
        """The documents of one day with what they yield and how they hang together."""
        on = FIRST + timedelta(days=number)
        occasions = [self._occasion(on) for _ in range(OCCASIONS)]
        documents: list[Document] = []
        extractions: list[Extraction] = []
        families: list[list[int]] = []
        for at in range(count):
            copied = at > 0 and self.rng.random() < 0.2
            document = self._document(first + at, on, documents[-1] if copied else None)
            documents.append(document)
            extractions.append(
                _moved(extractions[-1], document) if copied else self._extraction(document, on, occasions)
            )
            if copied:
                families[-1].append(at)
            else:
                families.append([at])
        homes = [_family([documents[at] for at in members]) for members in families]
        told = [one for home, members in zip(homes, families, strict=True) for one in _told(home, members, extractions)]
        contacts = _contacts(extractions)
        compared = tuple(self._comparison(contact) for contact in contacts if len(contact.documents) > 2)
        stories = tuple(
            Story(content_id("story", *ids), ids, ("invented",))
            for ids in (tuple(sorted(d.id for d in self.rng.sample(documents, 3))) for _ in range(8))
        )
        stories = tuple({story.id: story for story in stories}.values()) if len(documents) > 3 else ()
        matters = self._matters(extractions) if not first else ()
        return Reading(
            tuple(documents), tuple(extractions), tuple(homes), tuple(told), contacts, compared,
            matters=matters, stories=stories,
        )  # fmt: skip

    def _occasion(self, on: date) -> tuple[str, When, tuple[Actor, ...]]:
        (pair,) = self.rng.choices(self.pairs, cum_weights=self.weights)
        when = _on(on - timedelta(days=self.rng.randrange(2)))
        return self.rng.choice(("call", "meeting", "visit", "talks")), when, tuple(
            self.rng.choice(self.persons[state]) for state in pair
        )  # fmt: skip

    def _document(self, number: int, on: date, original: Document | None) -> Document:
        id_ = f"doc-{number:07}-{self.rng.getrandbits(32):08x}"
        if original is not None:
            text = original.text.replace(" ", "  ", 1)[: len(original.text)]
            return replace(original, id=id_, text=text, outlet=self.rng.choice(self.outlets), agency=None)
        words = self.rng.choices(self.words, cum_weights=self.word_weights, k=WORDS)
        lines = [" ".join(words[at : at + 60]).capitalize() + "." for at in range(0, WORDS, 60)]
        text = "\n".join(lines)
        blocks, at = [], 0
        for line in lines:
            blocks.append(Block("paragraph", at, at + len(line), "lines"))
            at += len(line) + 1
        return Document(
            id_, text, tuple(blocks), _on(on), title=" ".join(words[:9]).capitalize(),
            outlet=self.rng.choice(self.outlets),
            agency=self.rng.choice(self.agencies), issuer=self.rng.choice(self.states) if number % 6 == 0 else None,
            where=f"archive/{number}.txt",
        )  # fmt: skip

    def _extraction(
        self, document: Document, on: date, occasions: list[tuple[str, When, tuple[Actor, ...]]]
    ) -> Extraction:
        said = tuple(self._statement(document, number) for number in range(STATEMENTS))
        done = tuple(self._event(document, on, number) for number in range(EVENTS))
        told = self.rng.sample(occasions, self.rng.choice((0, 0, 1, 1, 1, 2, 2)))
        contacts = tuple(
            Contact(
                content_id("contact", document.id, n), mode, "held", when, parties, (self._quote(document, "call"),)
            )
            for n, (mode, when, parties) in enumerate(told)
        )
        mentions = tuple(self._mention(n) for n in range(MENTIONS))
        moves = tuple(self._move(document, on) for _ in range(self.rng.random() < 0.3))
        return Extraction(document.id, mentions, said, done, contacts, "invented", moves)

    def _mention(self, number: int) -> Mention:
        """A person by name; the first of a report are introduced with their office."""
        person = self.rng.choice(self.persons[self.rng.choice(self.states)])
        start = number * 40
        if number >= INTRODUCED:
            return Mention(start, start + 12, "name", (person,), "a name")
        said = f"{person.office} {person.name}"
        return Mention(start, start + len(said), "name", (person,), f'the text says "{said}"')

    def _quote(self, document: Document, rule: str, length: int = 118) -> Evidence:
        start = self.rng.randrange(max(1, len(document.text) - length))
        return document.quote(start, min(len(document.text), start + length), rule)

    def _statement(self, document: Document, number: int) -> Statement:
        (pair,) = self.rng.choices(self.pairs, cum_weights=self.weights)
        speaker = self.rng.choice(self.persons[self.rng.choice(pair)])
        quote = self._quote(document, "content")
        return Statement(
            content_id("statement", document.id, number), document.id, self.rng.choice(("direct", "indirect", "mixed")),
            quote, self._quote(document, "cue", 8), self._quote(document, "speaker", 20), (speaker,),
            channel=self.rng.choice(_CHANNELS), act=self.rng.choice(_ACTS), strength=4,
        )  # fmt: skip

    def _event(self, document: Document, on: date, number: int) -> Event:
        (pair,) = self.rng.choices(self.pairs, cum_weights=self.weights)
        sides = list(pair)
        self.rng.shuffle(sides)
        actors, recipients = ((self.rng.choice(self.persons[side]),) for side in sides)
        when = _on(on - timedelta(days=self.rng.choice((0, 0, 0, 1, 1, 2, 30, 365))))
        return Event(
            content_id("event", document.id, number), document.id, self.rng.choice(_TYPES), None,
            self.rng.choice(_STATUS), actors, recipients, when, self._quote(document, "event"),  # type: ignore[arg-type]
        )  # fmt: skip

    def _move(self, document: Document, on: date) -> Move:
        (pair,) = self.rng.choices(self.pairs, cum_weights=self.weights)
        parties = tuple(self.persons[side][0] for side in pair)
        return Move(
            content_id("move", document.id), document.id, "channel", "hotline", "open", "happened", parties, _on(on),
            self._quote(document, "move"),
        )  # fmt: skip

    def _matters(self, extractions: list[Extraction]) -> tuple[Matter, ...]:
        held: dict[tuple[str, ...], list[Move]] = {}
        for move in (move for extraction in extractions for move in extraction.moves):
            held.setdefault(move.states, []).append(move)
        return tuple(
            Matter(content_id("matter", "channel", *states, ""), "channel", states, tuple(moves))
            for states, moves in held.items()
        )

    def _comparison(self, contact: Contact) -> Comparison:
        one, other = contact.states[:2]
        ids = contact.documents
        cells = tuple(
            Cell(state, e.document, state, "said", "say", 3, e)
            for state, e in zip((one, other), contact.tellings[:2], strict=True)
        )
        topics = self.rng.sample(self.words[:400], 4)
        own = self.rng.random() < OWN
        return Comparison(
            contact.id,
            tuple(
                Account(state, id_, "own-release" if own else "news-account", None, full=own)
                for state, id_ in ((one, ids[0]), (other, ids[1]))
            ),
            tuple(Row(topic, cells, "both", "invented") for topic in topics),
        )  # fmt: skip


def _on(day: date) -> When:
    return When(day, day + timedelta(days=1), "day", "stated", ("invented",))


def _moved(extraction: Extraction, to: Document) -> Extraction:
    """What a copy yields: the same at the same places."""

    def put(evidence: Evidence) -> Evidence:
        return to.quote(evidence.start, evidence.end, evidence.rule)

    return replace(
        extraction,
        document=to.id,
        statements=tuple(
            replace(
                s, id=content_id("statement", to.id, n), document=to.id, content=put(s.content), cue=None, mention=None
            )
            for n, s in enumerate(extraction.statements)
        ),
        events=tuple(
            replace(e, id=content_id("event", to.id, n), document=to.id, evidence=put(e.evidence))
            for n, e in enumerate(extraction.events)
        ),
        contacts=tuple(
            replace(c, id=content_id("contact", to.id, n), tellings=(put(c.tellings[0]),))
            for n, c in enumerate(extraction.contacts)
        ),
        moves=tuple(
            replace(m, id=content_id("move", to.id), document=to.id, evidence=put(m.evidence)) for m in extraction.moves
        ),
    )  # fmt: skip


def _family(documents: list[Document]) -> Family:
    ids = sorted(document.id for document in documents)
    edits = (Edit("house-style", Span(5, 9), Span(5, 10)), Edit("added", None, Span(100, 180)))
    edges = tuple(Edge(ids[0], id_, "edited", "unknown", ("shares nearly all of its words",), edits) for id_ in ids[1:])
    return Family(content_id("family", *ids), tuple(ids), edges)


def _told(family: Family, members: list[int], extractions: list[Extraction]) -> Iterator[Told]:
    if len(members) < 2:
        return
    first, *others = sorted((extractions[at] for at in members), key=lambda extraction: extraction.document)
    for n, statement in enumerate(first.statements):
        places = (statement.content, *(other.statements[n].content for other in others))
        yield Told(family.id, statement.id, "statement", places)
    for n, event in enumerate(first.events):
        yield Told(family.id, event.id, "event", (event.evidence, *(other.events[n].evidence for other in others)))


def _contacts(extractions: list[Extraction]) -> tuple[Contact, ...]:
    """Tellings of the same parties by the same means on the same day, joined."""
    joined: dict[tuple[object, ...], Contact] = {}
    for contact in (contact for extraction in extractions for contact in extraction.contacts):
        key = (contact.mode, contact.when.start, contact.parties)
        held = joined.get(key)
        id_ = content_id("contact", contact.mode, contact.when.start, *(party.name for party in contact.parties))
        joined[key] = replace(held, tellings=(*held.tellings, *contact.tellings)) if held else replace(contact, id=id_)
    found = sorted(joined.values(), key=lambda contact: (contact.when.start or FIRST, contact.id))
    return tuple(replace(c, id=content_id("contact", c.id, c.tellings[0].document)) for c in found)
