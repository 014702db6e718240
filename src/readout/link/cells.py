"""What one party's words on a contact consist of: a cell for each act on each topic.

In order: the regions of a document that speak for a party; their sentences; in each the main acts (a verb with its
subject), and the stretch that each act governs; that stretch cut where, at a coordination, its topic changes.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Cue
from readout.codebook.topics import TopicHit, Topics
from readout.language import Clause, Language, Rules
from readout.link.content import content_words
from readout.link.persons import same_person
from readout.records import Actor, Cell, Document, Mention, Span
from readout.text import plain, sentences, trimmed

BOTH = "both"
# Subjects that stand for all parties, and those that stand for the speaker's own side.
_JOINT = re.compile(
    r"\b(?:they|both|the two|leaders|sides|parties|ministers|presidents|secretaries|interlocutors|counterparts|"
    r"participants|delegations|officials|pair|conversation|discussion|meeting|call|talks|each other|"
    r"(?:secretary|minister|president|chancellor|premier) and (?:the |his |her )?\w+)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:i|my)\b", re.IGNORECASE)
_OURS = re.compile(r"\b(?:we|our)\b", re.IGNORECASE)
# Verbs that say little without the noun that follows: "held concrete consultations".
_LIGHT = frozenset("hold have conduct make give reach take".split())
_TALK_NOUN = re.compile(r"(?:consultation|discussion|negotiation|conversation|talk|exchange|dialogue)s?$")
# A subject that a passive informs or asks: the other side acts.
_INFORMING = frozenset({"inform", "ask", "urge", "thank", "answer", "say"})
# Where a governed stretch may be cut.
_CUT = re.compile(r"\s*(?:,|;|\s-)\s*(?:and\b|as well as\b|including\b)?\s*|\s+(?:and|as well as|including|for)\s+")
_COORDINATE = re.compile(r"(?:\band|\bbut|;|,)(?:\s+(?:also|further|then|jointly))?\s*$")
_PARTICLE = re.compile(r"\s+(?:up|out|down|back|off|over|forward)\b(?=\s)")
_FRAME_CONTENT = re.compile(r"\b(?:about|regarding|concerning|to|on|for|in order to)\s+")
_NEAR_START = 4  # an opening quotation mark or bracket belongs to the first clause
# Acts that make no row by themselves: their words say nothing of a topic.
_NO_ROW = frozenset({"say", "thank"})
_CLOSE = 2  # words
_SOME = 2  # content words that make a subject of their own
_FIRST = 1.5  # what a clause names first counts this much more, in words
_DANGLING = re.compile(r"[\s,;]+(?:and|but|as well as)\s*$")
_EDGES = " \n\t\r\u00a0.,;:\"'“”‘’-–—"


@dataclass(frozen=True, slots=True)
class Sides:
    """The parties of one contact: their states, and the persons by whom a bare name is known."""

    states: frozenset[str]
    parties: tuple[Actor, ...]
    members: Mapping[str, frozenset[str]]

    def of(self, actor: Actor) -> frozenset[str]:
        """The sides that an actor belongs to; a party's name tells its side whatever the sentence says."""
        named = next((party.state for party in self.parties if party.state and same_person(actor, party)), None)
        if named is None and actor.state is None:
            named = next(
                (p.state for p in self.parties if p.state and same_person(replace(actor, state=p.state), p)), None
            )
        state = named or actor.state
        if state is None or state in self.states:
            return frozenset({state} if state else ())
        return self.members.get(state, frozenset()) & self.states

    def told(self, mentions: Sequence[Mention]) -> frozenset[str]:
        """The sides that these words name."""
        return frozenset(side for mention in mentions for actor in mention.actors for side in self.of(actor))

    def agent(self, named: Sequence[Mention]) -> str | None:
        """The one side that these words name, "both" for several, None for none.

        Words for several ("the leaders") are the parties together, unless all they mean is of one side.
        """
        joint = [mention for mention in named if mention.form == "joint"]
        if joint:
            persons = [actor for mention in joint for actor in mention.actors if actor.kind == "person"]
            direct = {side for actor in persons for side in self.of(actor)}
            return direct.pop() if len(direct) == 1 else BOTH
        sides = self.told(named)
        return BOTH if len(sides) > 1 else next(iter(sides), None)


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a document that speaks for one party; `verb` and `agent` hold where the stretch names none.

    `own` marks the party's own text, in which every act counts; in remarks only what tells of the contact does.
    """

    document: Document
    span: Span
    mentions: tuple[Mention, ...]
    party: str
    own: bool
    verb: str | None = None
    act: str = "say"
    strength: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A cell that has no row yet: its topics by weight, its content words, and whether it makes rows by itself."""

    cell: Cell
    topics: tuple[tuple[str, float], ...]
    words: frozenset[str]
    makes_row: bool


@dataclass(frozen=True, slots=True)
class _Act:
    """A main verb: its words, class and rung; where its subject begins and where its content begins."""

    verb: str
    act: str
    strength: int | None
    agent: str
    start: int
    content: int
    end: int
    told: bool
    needs_topic: bool


@dataclass(frozen=True, slots=True)
class CellReader:
    """What is needed to read cells, built once from the codebook."""

    topics: Topics
    language: Language
    cues: Mapping[str, tuple[Cue, ...]]
    meeting: Mapping[str, tuple[str, ...]]
    talks: frozenset[str]

    @classmethod
    def of(cls, rules: Compiled) -> "CellReader":
        """The reader for a codebook."""
        cues: defaultdict[str, list[Cue]] = defaultdict(list)
        for cue in rules.codebook.cues:
            cues[cue.lemma.split()[0]].append(cue)
        by_length = {word: tuple(sorted(found, key=lambda cue: -len(cue.lemma))) for word, found in cues.items()}
        meeting: defaultdict[str, list[str]] = defaultdict(list)
        for verb in (verb for contact in rules.codebook.contacts for verb in contact.verbs):
            meeting[verb.split()[0]].append(" ".join(verb.split()[1:]))
        talks = frozenset(noun.split()[-1] for contact in rules.codebook.contacts for noun in contact.nouns)
        by_first = {first: tuple(rests) for first, rests in meeting.items()}
        return cls(rules.topics, Rules(rules), by_length, by_first, talks)

    def drafts(self, region: Region, sides: Sides) -> Iterator[Draft]:
        """The cells of a region, in order of place."""
        text = region.document.text
        for sentence in sentences(text, region.span.start, region.span.end):
            if not region.own and text[: sentence.end].endswith("?"):
                continue
            inside = [mention for mention in region.mentions if sentence.covers(mention.span)]
            acts = list(self._acts(region, sentence, inside, sides))
            if not acts and region.verb:
                acts = [self._said(region, sentence)]
            together = len(sides.told(inside)) > 1
            for act in acts:
                tells = region.own or (act.told and (act.agent == BOTH or together))
                for draft in self._pieces(region, act):
                    yield replace(draft, makes_row=tells)

    # ---- the acts of a sentence --------------------------------------------------------------------------------------
    def _acts(self, region: Region, sentence: Span, inside: Sequence[Mention], sides: Sides) -> Iterator[_Act]:
        text = region.document.text
        clauses = self.language.clauses(text, sentence, inside)
        main = self._main(text, clauses)
        agent: str | None = None
        previous: Clause | None = None
        for n, clause in enumerate(main):
            following = main[n + 1] if n + 1 < len(main) else None
            begins = _begins(clause, previous)
            if agent is None or (clause.form == "finite" and begins < clause.group.start):
                lead = text[sentence.start : clause.group.start] if previous is None else ""
                agent = self.agent(lead, clause, region, sides)
            near = begins - sentence.start < _NEAR_START
            # Without a comma behind "During the talks" what a passive is about is taken for part of that phrase.
            hidden = clause.passive and clause.subject is None
            start = sentence.start if previous is None and (near or hidden) else begins
            end = _begins(following, clause) if following else sentence.end
            dangling = _DANGLING.search(text, begins, end)
            end = dangling.start() if dangling and dangling.end() == end else end
            act = self._act(text, clause, agent, Span(start, end), inside)
            yield self._purpose(text, act, clauses) if act.act == "meet" else act
            previous = clause

    def _main(self, text: str, clauses: Sequence[Clause]) -> list[Clause]:
        """The clauses that tell acts of their own: the first finite one and those coordinated with it."""
        main: list[Clause] = []
        for clause in clauses:
            known = self._cue(text, clause) is not None or self._meets(text, clause) or clause.lemma in _LIGHT
            if not main:
                if clause.form == "finite" and not clause.conditional:
                    main.append(clause)
                continue
            if not known or clause.negated:
                continue
            begins = _begins(clause, main[-1])
            before = text[main[-1].group.end : begins].rstrip()
            if before.endswith(",") and clause.form == "finite" and begins == clause.group.start:
                continue  # "the accord, reached in May": a participle
            parallel = clause.form == "finite" and clause.tense == main[-1].tense
            adds = clause.form == "participle" and text[clause.verb.start : clause.verb.end].endswith("ing")
            if (parallel and _COORDINATE.search(before)) or (adds and before.endswith(",")):
                main.append(clause)
        return main

    def _act(self, text: str, clause: Clause, agent: str, stretch: Span, inside: Sequence[Mention]) -> _Act:
        cue = self._cue(text, clause)
        end = clause.group.end
        act, strength = "act", None
        if cue:
            last = _match_cue(text, clause, cue)
            end = max(end, last if last is not None else end)
            act, strength = cue.act, cue.strength
        elif clause.lemma in _LIGHT and clause.object and self._is_talk(clause.object.head):
            place = text.find(clause.object.head, clause.group.end, stretch.end)
            end = place + len(clause.object.head) if place >= 0 else end
            act, strength = "discuss", 2
        elif self._meets(text, clause):
            act = "meet"
        else:
            end = _with_particle(text, end)
            act = "ask" if clause.lemma == "need" or clause.modal in {"must", "should"} else act
        frame = act == "meet"
        agent = BOTH if frame else agent
        needs_topic = frame or cue is None
        content = end
        start = stretch.start
        if frame:
            last_party = max((m.end for m in inside if m.form != "adjective" and m.start < stretch.end), default=end)
            found = _FRAME_CONTENT.search(text, end, stretch.end)
            while found and self._is_party_phrase(text, found, inside):
                found = _FRAME_CONTENT.search(text, found.end(), stretch.end)
            start = content = found.start() if found else max(end, min(last_party, stretch.end))
        elif clause.passive and cue and len(content_words(text[end : stretch.end])) < _SOME:
            content = start  # "support for the accord was reiterated": what it is about stands before the verb
        told = clause.tense == "past" or clause.perfect or (cue is not None and clause.form == "participle")
        return _Act(
            text[clause.group.start : end], act, strength, agent, start, content, stretch.end, told, needs_topic
        )

    def _purpose(self, text: str, act: _Act, clauses: Sequence[Clause]) -> _Act:
        """A meeting with what it was for as its act: "met to exchange views on" tells that views were exchanged."""
        aim = next(
            (c for c in clauses if c.form == "infinitive" and 0 <= c.verb.start - act.content <= _NEAR_START), None
        )
        if aim is None:
            return act
        cue = self._cue(text, aim)
        last = _match_cue(text, aim, cue) if cue else None
        end = max(aim.verb.end, last or 0)
        words = text[aim.verb.start : end]
        return replace(act, verb=words, act=cue.act if cue else "act", strength=cue.strength if cue else None)

    @staticmethod
    def _is_party_phrase(text: str, found: re.Match[str], inside: Sequence[Mention]) -> bool:
        """Whether "for", "to" or "on" only leads to a name or a day: "spoke to Silva", "met on Monday"."""
        if found.group().strip() not in {"to", "on", "for"}:
            return False
        if any(mention.start - found.end() in range(5) and mention.form != "adjective" for mention in inside):
            return True
        return found.group().strip() == "on" and bool(re.match(r"[A-Z][a-z]+ \d|\w+day\b", text[found.end() :][:20]))

    def _meets(self, text: str, clause: Clause) -> bool:
        """Whether the verb by itself tells of a contact: "met", "spoke by phone with"; not "held", whose noun does."""
        following = text[clause.verb.end :].lstrip()
        return any(
            following.startswith(rest) for rest in self.meeting.get(clause.lemma, ()) if rest or not clause.passive
        )

    def _is_talk(self, noun: str) -> bool:
        return noun in self.talks or bool(_TALK_NOUN.search(noun))

    def _cue(self, text: str, clause: Clause) -> Cue | None:
        """The cue whose words end first behind the verb, the longest of them: "expressed support for confidence"."""
        ends = [(end, cue) for cue in self.cues.get(clause.lemma, ()) if (end := _match_cue(text, clause, cue))]
        longer = [(end, cue) for end, cue in ends if end > clause.group.end]
        first = min(longer or ends, key=lambda found: (found[0], -len(found[1].lemma)), default=None)
        return first[1] if first else None

    def _said(self, region: Region, sentence: Span) -> _Act:
        span = trimmed(region.document.text, sentence, _EDGES)
        told = region.act in {"discuss", "agree"}
        return _Act(
            region.verb or "", region.act, region.strength, region.party,
            start=span.start, content=span.start, end=span.end, told=told, needs_topic=True,
        )  # fmt: skip

    # ---- who acts ----------------------------------------------------------------------------------------------------
    def agent(self, lead: str, clause: Clause, region: Region, sides: Sides) -> str:
        """The side that acts in a clause: its state, or "both"; `lead` precedes a verb without a known subject."""
        by = next((role.mentions for role in clause.oblique("by") if role.mentions), ()) if clause.passive else ()
        if by:
            return sides.agent(by) or region.party
        subject = clause.subject
        if subject is None and not lead.strip():
            return BOTH if clause.passive else region.party
        words = plain(subject.span.of(region.document.text) if subject else lead)
        if _OWN.search(words):
            return region.party
        if _OURS.search(words):
            return BOTH if clause.lemma in {"discuss", "agree", "talk", "exchange"} else region.party
        named = (subject.mentions or subject.possessors) if subject else ()
        side = sides.agent(named)
        if side and subject and subject.mentions and clause.passive and clause.lemma in _INFORMING:
            others = sorted(sides.states - {side})
            return others[0] if len(others) == 1 else side
        if side:
            return side
        return BOTH if _JOINT.search(words) or clause.passive else region.party

    # ---- the stretch of an act, topic by topic -----------------------------------------------------------------------
    def _pieces(self, region: Region, act: _Act) -> Iterator[Draft]:
        text = region.document.text
        stretch = trimmed(text, Span(act.content, act.end), _EDGES)
        if stretch.end <= stretch.start:
            return
        hits = self.topics.find(text, stretch.start, stretch.end)
        cuts = [match for match in _CUT.finditer(text, stretch.start, stretch.end) if _may_cut(text, match, hits)]
        bounds = [
            Span(start, end)
            for start, end in zip(
                [stretch.start, *(match.end() for match in cuts)],
                [*(match.start() for match in cuts), stretch.end],
                strict=True,
            )
            if end > start
        ]
        for n, piece in enumerate(self._merged(bounds, text)):
            begin = min(act.start, piece.start) if n == 0 else piece.start
            yield from self._draft(region, act, trimmed(text, Span(begin, piece.end), _EDGES), piece)

    def _merged(self, bounds: Sequence[Span], text: str) -> list[Span]:
        """Neighbouring pieces are one unless each has a topic and none is common to both."""
        merged: list[Span] = []
        topics: set[str] = set()
        for piece in bounds:
            here = {hit.topic for hit in self.topics.find(text, piece.start, piece.end)}
            if merged and (not here or not topics or here & topics):
                merged[-1] = Span(merged[-1].start, piece.end)
                topics |= here
            else:
                merged.append(piece)
                topics = here
        return merged

    def _draft(self, region: Region, act: _Act, span: Span, piece: Span) -> Iterator[Draft]:
        text = region.document.text
        weights: dict[str, float] = {}
        for n, hit in enumerate(self.topics.find(text, span.start, span.end)):
            weights[hit.topic] = weights.get(hit.topic, 0.0) + hit.weight + (_FIRST if n == 0 else 0.0)
        words = content_words(piece.of(text))
        if not weights and (act.needs_topic or len(words) < 2 or act.act in _NO_ROW):
            return
        cell = Cell(
            region.party, region.document.id, act.agent, act.verb, act.act, act.strength,
            region.document.quote(span.start, span.end, "cell"),
        )  # fmt: skip
        ranked = tuple(sorted(weights.items(), key=lambda item: (-item[1], item[0])))
        yield Draft(cell, ranked, words, makes_row=region.own)


def _may_cut(text: str, cut: re.Match[str], hits: Sequence[TopicHit]) -> bool:
    """Whether a conjunction may part two topics: not inside their words; a bare "and" or "for" only right after one.

    "Security and prosperity in the region" is one thing; "trade with the South and visits" are two.
    """
    if any(hit.span.start < cut.end() and cut.start() < hit.span.end for hit in hits):
        return False
    if cut.group().strip() not in {"and", "for"}:
        return True
    before = max((hit.span.end for hit in hits if hit.span.end <= cut.start()), default=None)
    return before is not None and len(text[before : cut.start()].split()) <= _CLOSE


def _with_particle(text: str, end: int) -> int:
    """Where a verb ends with the particle that belongs to it: "will step up", "would hand over"."""
    found = _PARTICLE.match(text, end)
    return found.end() if found else end


def _begins(clause: Clause, previous: Clause | None) -> int:
    """Where a clause begins: at its own subject, or at its verb where it shares the subject of the one before."""
    floor = previous.group.end if previous else 0
    if clause.form == "finite" and clause.subject and floor <= clause.subject.span.start < clause.group.start:
        return clause.subject.span.start
    return clause.group.start


def _match_cue(text: str, clause: Clause, cue: Cue) -> int | None:
    """Where the words of a cue end, its verb being the clause's; up to two words may stand between."""
    rest = cue.lemma.split()[1:]
    if not rest:
        return clause.group.end
    kept = rest[:-1] if len(rest) > 1 and rest[-1] in {"for", "of", "on"} else rest
    gap = r"\W+(?:[\w'’-]+\W+){0,2}?"
    found = re.compile(gap + r"\W+".join(re.escape(word) for word in kept) + r"\b", re.IGNORECASE).match(
        text, clause.verb.end
    )
    return found.end() if found else None
