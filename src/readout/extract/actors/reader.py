"""What was read of a document so far, and what every kind of phrase asks of it.

`Reader` keeps the mentions that are resolved. Below its state: how a mention is made and kept; looking back at persons,
antecedents and states; where a place stands; which words stand beside a phrase. Whom a phrase means is told in
`titles`, `bodies`, `states` and `pronouns`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, TypeVar

from readout.extract.actors.cast import Cast
from readout.extract.actors.memory import Person
from readout.extract.actors.phrases import Kind, Phrase
from readout.records import Actor, Document, Mention, Turn
from readout.text import places

_FARTHEST = 300  # mentions back, about two pages: nothing farther away is meant by "the officials" or "both"
_CROWD = 80  # persons: of a list of more names only those named last are asked for by a title
_NO_ADVERBS = frozenset(("assembly", "daily", "family", "ally", "rally", "supply", "monopoly", "weekly"))
# What opens a sentence before its subject: "After talks with Lind in Oslo, ".
_OPENING = re.compile(
    r"\W*(?:[Ii]n|[Aa]t|[Aa]fter|[Dd]uring|[Ww]ith|[Bb]efore|[Oo]n|[Ff]ollowing|[Uu]nlike|[Ll]ike|[Dd]espite|[Aa]longside"
    r"|[Bb]eside|[Aa]ccompanied by|[Ii]nvited by)((?: (?!said\b|says\b|told\b|was\b|is\b|were\b)[\w.'-]+)+), "
)
# What opens a sentence of who else was there: "Present there were Lind and Torres".
_PRESENT = re.compile(
    r"\W*(?:(?:Also )?(?:[Pp]resent|[Ii]n attendance|[Oo]n hand|[Aa]ttending|[Tt]aking part)\b(?! ?,)"
    r"|Accompanying (?:him|her|them|the [a-z ]+)\b|Among those (?:present|attending|on hand|who attended)\b)"
    r"[^.;:\"]{0,60}? (?:was|were|are|is) "
)
NEXT_WORD = re.compile(r"\W*([^\W\d_]+)")
_DESCRIBED = re.compile(r" ([a-z]+) [A-Z]")
_QUALIFIED = re.compile(r"[ -]([a-z]+)")
# A word of speech and at most when or where, up to the end of the sentence.
_CLOSING = re.compile(
    r" ([a-z]+)(?: (?:on|in|at|to|by|during|after|late|early) [^,;:\"]{1,40}| [A-Z]?[a-z]+)?[.!?]?\s*"
)
Thing = TypeVar("Thing")


class Seen(NamedTuple):
    """A mention that was resolved: where, inside a quotation or not, the persons it means, and of which phrase."""

    mention: Mention
    sentence: int
    quoted: bool
    persons: tuple[Person, ...]
    phrase: Phrase
    owns: bool


@dataclass(slots=True)
class Reader:
    """One document while it is read: what its phrases meant so far.

    `told` is what was seen, by sentences; `bodies` and `untold` hold the words, the actor and the place of bodies and
    of titles without a known bearer; `joined` whom a release has called "the ministers", `delegates` who travel
    together, `voices` who heads each turn.
    """

    document: Document
    cast: Cast
    marks: tuple[tuple[int, bool], ...]
    now: int = 0
    seen: list[Seen] = field(default_factory=list)
    told: list[list[Seen]] = field(default_factory=list)
    bodies: list[tuple[frozenset[str], Actor, int]] = field(default_factory=list)
    untold: list[tuple[frozenset[str], Actor, int]] = field(default_factory=list)
    voices: dict[int, Seen] = field(default_factory=dict)
    joined: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    delegates: tuple[Person, ...] = ()

    @classmethod
    def of(cls, document: Document, cast: Cast) -> "Reader":
        """A reader at the beginning of the document."""
        return cls(document, cast, tuple(_quotation_marks(document, cast.text)))

    def found(self, phrase: Phrase, form: str, reason: str, *actors: Actor, persons: tuple[Person, ...] = ()) -> Seen:
        """A resolved phrase."""
        for person in persons:
            person.last = phrase.start
        mention = Mention(phrase.start, phrase.end, form, actors, reason)  # type: ignore[arg-type]
        owns = phrase.after.startswith("'s ")
        return Seen(mention, phrase.sentence, self.quoted(phrase.start), persons, phrase, owns)

    def of_persons(self, phrase: Phrase, form: str, reason: str, *persons: Person) -> Seen:
        """A phrase that means persons of the document."""
        return self.found(
            phrase, form, reason, *(self.cast.memory.actor(person) for person in persons), persons=persons
        )

    def remember(self, seen: Seen) -> None:
        """Keep what was resolved for the phrases after it; in the head of a turn it names who speaks."""
        turn = self.turn(seen.mention.start)
        if turn is not None and seen.mention.start < self.document.turns[turn].head.end:
            self.voices[turn] = seen
        self.seen.append(seen)
        if self.told and self.told[-1][0].sentence == seen.sentence:
            self.told[-1].append(seen)
        else:
            self.told.append([seen])

    def backwards(self, within: int | None = None, most: int = _FARTHEST) -> Iterator[list[Seen]]:
        """What was seen, sentence by sentence from the last; no farther back than `within` sentences."""
        last = 0 if within is None else self.now - within
        for told in reversed(self.told):
            if most <= 0 or told[0].sentence < last:
                return
            yield told[-most:]
            most -= len(told)

    def persons(self) -> Iterable[Person]:
        """The persons whom a title may mean: all of the document, of a crowd those named last."""
        known = self.cast.memory.persons
        if len(known) <= _CROWD:
            return known
        named = (person for seen in islice(reversed(self.seen), _CROWD) for person in reversed(seen.persons))
        return tuple(dict.fromkeys(named))[::-1]

    def antecedent(self, candidates: list[Seen], phrase: Phrase) -> Seen:
        """The first person of the same sentence, else of the nearest before; outside quotations if it can be.

        The candidates come sentence by sentence, the nearest first, as `backwards` gives them. Beside a word of speech
        it is who spoke last; an owner ("Blair's office") is no subject.
        """
        inside = self.quoted(phrase.start)
        if self.closes(phrase):
            candidates = [seen for seen in candidates if seen.sentence < phrase.sentence] or candidates
        here = [seen for seen in candidates if seen.sentence == phrase.sentence and seen.quoted == inside]
        if here and _last_word(phrase.before) in self.cast.knowledge.speaks:
            return here[0]
        fitting = [seen for seen in candidates if seen.quoted == inside] or candidates
        fitting = [seen for seen in fitting if not seen.owns] or fitting
        first = next((seen for seen in fitting if not self.aside(seen)), fitting[0])
        opens = first.mention.start <= self.cast.rows[first.sentence].span.start + 4
        if first.sentence < phrase.sentence and not inside and not opens and self.beside_speech(phrase):
            fitting = [seen for seen in fitting if not self.aside(seen)] or fitting
            return next((seen for seen in fitting if seen.persons and self.beside_speech(seen.phrase)), first)
        return first

    def closes(self, phrase: Phrase) -> bool:
        """Whether a pronoun and a word of speech close a sentence that is told by them: "Lind had signed, he said".

        Then it means nobody whom the sentence names.
        """
        after = self.cast.text[phrase.end : self.cast.rows[phrase.sentence].span.end]
        closing = _CLOSING.fullmatch(after) if phrase.before.endswith(", ") else None
        return closing is not None and closing[1] in self.cast.knowledge.speaks

    def aside(self, seen: Seen) -> bool:
        """Whether somebody stands in what opens a sentence, or was only there: "At a lunch with Lind, Torres said"."""
        begin = self.cast.rows[seen.sentence].span.start
        present = _PRESENT.match(self.cast.text, begin, self.cast.rows[seen.sentence].span.end)
        if present is not None and seen.mention.start >= present.end() - len("the "):
            return True
        opening = _OPENING.match(self.cast.text, begin)
        return opening is not None and opening.start(1) <= seen.mention.start < opening.end()

    def describes(self, seen: Seen) -> bool:
        """Whether a name only describes the next word: "EU maverick Hungary", "NATO member Turkey"."""
        following = _DESCRIBED.match(self.cast.text, seen.mention.end, seen.mention.end + 40)
        knowledge, word = self.cast.knowledge, following[1] if following else ""
        if not word or word in knowledge.rules.naming.lists.after_titles or word in knowledge.speaks:
            return False
        return not {form for _, form in knowledge.rules.verbs.read(word)} & {"s", "past", "base"}

    def owner(self, phrase: Phrase) -> str | None:
        """The state of "its president", "his spokesman": of the body, state or person last named."""
        first = phrase.lead[0] if phrase.lead else None
        before = self.seen[-1] if self.seen else None
        if first is None and before is not None and before.owns and before.mention.end + len("'s ") == phrase.start:
            return before.mention.actors[0].state if len(before.mention.actors) == 1 else None
        if first is None or first.letter != "V":
            return None
        of_person = first.words.lower() in {"his", "her"}
        for sentence in self.backwards(3):
            for seen in reversed(sentence):
                actors = seen.mention.actors
                if len(actors) != 1 or actors[0].state is None or seen.mention.form == "place":
                    continue
                if (actors[0].kind in {"person", "unknown"}) == of_person:
                    return actors[0].state
        return None

    def owning(self, phrase: Phrase, kind: Kind) -> Phrase:
        """The first word of a phrase alone, which says whose it is: of "Russia's ..." Russia."""
        owner, text = phrase.lead[0], self.cast.text
        words, after = text[phrase.start : owner.end], text[owner.end : owner.end + 30]
        return phrase._replace(kind=kind, end=owner.end, words=words, title=owner, name=None, lead=(), after=after)

    def told_of(self, phrase: Phrase) -> str | None:
        """For an office or body that opens a sentence, the state that the one before tells of: whoever opens that."""
        if not self.opens(phrase.start, phrase.sentence):
            return None
        before = next((told for told in self.backwards(1) if told[0].sentence == phrase.sentence - 1), None)
        first = before[0] if before else None
        if first is None or before is None or first.quoted:
            return None
        named = {a.state for seen in before if seen.mention.form != "place" for a in seen.mention.actors if a.state}
        if len(named) == 1 and named <= self.cast.knowledge.states.keys():
            return named.pop()
        if first.mention.form == "place":
            return None
        states = {actor.state for actor in first.mention.actors}
        state = states.pop() if self.opens(first.mention.start, first.sentence) and len(states) == 1 else None
        return state if state in self.cast.knowledge.states else None

    def only_told(self) -> str | None:
        """The one state that this sentence and the one before tell of."""
        near = [seen for sentence in self.backwards(1) for seen in sentence if seen.mention.form != "place"]
        states = {actor.state for seen in near for actor in seen.mention.actors if actor.state}
        state = states.pop() if len(states) == 1 else None
        return state if state in self.cast.knowledge.states else None

    def national(self, phrase: Phrase, state: str) -> Person | None:
        """Whom "the Argentine" or "the Argentine diplomat" means of those who work for an organisation.

        The table knows an office of theirs in that state; else they open the sentence before, and no other is known.
        """
        for sentence in self.backwards(2):
            for seen in reversed(sentence):
                person = seen.persons[0] if len(seen.persons) == 1 else None
                if person is None or seen.quoted or person.state in self.cast.knowledge.states:
                    continue
                homes = self.cast.knowledge.homes(person.name)
                opens = self.opens(seen.mention.start, seen.sentence) and seen.sentence == phrase.sentence - 1
                if state in homes or (not homes and opens and self.opens(phrase.start, phrase.sentence)):
                    return person
        return None

    def opens(self, place: int, sentence: int) -> bool:
        """Whether a place is the first of its sentence, but for an article."""
        return place <= self.cast.rows[sentence].span.start + len("The ")

    def quoted(self, place: int) -> bool:
        """Whether the place lies inside quotation marks."""
        i = bisect_right(self.marks, (place, True))
        return bool(i) and self.marks[i - 1][1]

    def turn(self, place: int) -> int | None:
        """The turn of a transcript that a place lies in."""
        turns = self.document.turns
        i = bisect_right(turns, place, key=_head_start) - 1 if turns else -1
        return i if i >= 0 and place < turns[i].words.end else None

    def voice(self, place: int) -> Seen | None:
        """Who speaks at a place of a transcript, where the head of the turn names somebody known."""
        turn = self.turn(place)
        return self.voices.get(turn) if turn is not None else None

    def did(self, phrase: Phrase) -> bool:
        """Whether a verb follows that tells what somebody did or does: "Austin phoned"."""
        following = NEXT_WORD.match(phrase.after)
        return following is not None and any(
            form in {"s", "past"} for _, form in self.cast.knowledge.rules.verbs.read(following[1])
        )

    def beside_speech(self, phrase: Phrase) -> bool:
        """Whether a word of speech stands right after or before the phrase."""
        following = NEXT_WORD.match(phrase.after)
        speaks = self.cast.knowledge.speaks
        if following and following[1] in speaks:
            return True
        # "It denies Western claims" names nobody beside the word.
        goes_on = following is not None and phrase.after.startswith(" ") and following[1].islower()
        if (
            goes_on
            and following is not None
            and following[1] not in self.cast.knowledge.rules.naming.lists.after_titles
        ):
            return False
        return _last_word(phrase.before) in speaks

    def says(self, seen: Seen) -> bool:
        """Whether a word of speech stands right behind a mention that was read."""
        return self.says_behind(seen.mention)

    def says_behind(self, words: Mention | Phrase) -> bool:
        """Whether a word of speech stands right behind words."""
        following = NEXT_WORD.match(self.cast.text, words.end)
        return following is not None and following[1] in self.cast.knowledge.speaks

    def acting(self, phrase: Phrase) -> bool:
        """Whether a verb or a small word follows, so that the phrase has ended: "the two agreed", "the group in"."""
        following = NEXT_WORD.match(phrase.after)
        if phrase.after.startswith((" of ", "-")) or following is None or not following[1].islower():
            return False
        speaks = self.cast.knowledge.speaks
        return (
            self.did(phrase)
            or following[1] in speaks
            or following[1] in self.cast.knowledge.rules.naming.lists.after_titles
        )

    def compounded(self, phrase: Phrase) -> bool:
        """Whether a title in lower case only qualifies the next word, as in "the official name", "a minister post"."""
        if not phrase.words[-1].islower() or not phrase.title:
            return False
        following = _QUALIFIED.match(phrase.after)
        if following is None:
            return False
        word, capital = following[1], phrase.title.words[0].isupper()
        # A capital is the sentence's own where a title opens it: "Emperor penguins", but "Police say".
        alone = not phrase.lead and phrase.start == self.cast.rows[phrase.sentence].span.start
        if capital and not (alone and " " not in phrase.title.words):
            return False
        forms = {form for _, form in self.cast.knowledge.rules.verbs.read(word)}
        finite = forms if capital else forms & {"s", "past"}
        adverb = word.endswith("ly") and word not in _NO_ADVERBS
        head = word in self.cast.knowledge.rules.naming.lists.after_titles or adverb or word.endswith("ed") or finite
        return not head


def _last_word(text: str) -> str:
    """The last word of a text, read from its end: a search for it would begin at every letter.

    >>> _last_word("he was told, ")
    'told'
    """
    found = NEXT_WORD.match(text[::-1])
    return found[1][::-1] if found else ""


def latest(things: Sequence[Thing]) -> Iterator[Thing]:
    """The last of these, so many as anything is looked back to, the last one first."""
    return islice(reversed(things), _FARTHEST)


def _head_start(turn: Turn) -> int:
    return turn.head.start


def _quotation_marks(document: Document, text: str) -> Iterator[tuple[int, bool]]:
    """Each quotation mark, and whether a quotation is open after it; every block begins outside."""
    for block in document.blocks:
        inside = False
        yield block.start, inside
        for mark in places(text, '"', block.start, block.end):
            inside = not inside
            yield mark, inside
