"""What one party's words on a contact consist of: a cell for each act on each topic.

In order: the regions of a document that speak for a party; their sentences; in each the main acts (a verb with its
subject), and the stretch that each act governs; that stretch cut where, at a coordination, its topic changes.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Cue
from readout.codebook.topics import TopicHit, Topics
from readout.codebook.verbs import VerbForms
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
# Whoever receives these words has them from the other side: "received assurances that".
_RECEIVING = frozenset({"receive", "get", "hear", "obtain", "secure"})
_WORDS_GIVEN = frozenset(
    "signal signals assurance assurances promise promises pledge pledges confirmation guarantee guarantees commitment "
    "commitments consent".split()
)
# Where a governed stretch may be cut.
_CUT = re.compile(
    r"\s*(?:,(?!\d)|;|\s-)\s*(?:and\b|as well as\b|including\b)?\s*|\s+(?:and|as well as|including|for)\s+"
)
_COORDINATE = re.compile(r"(?:\band|\bbut|;|,)(?:\s+(?:also|further|then|jointly))?\s*$")
_PARTICLE = re.compile(r"\s+(?:up|out|down|back|off|over|forward)\b(?=\s)")
_FRAME_CONTENT = re.compile(r"\b(?:about|regarding|concerning|to|on|for|in order to)\s+")
# "While condemning the attack" adds an act of its own.
_MEANWHILE = re.compile(r"(?:,|,?\s+while)$")
# Beside "and" these are words before a noun, not acts: "the effects of it, and continued efforts by both".
_BEFORE_NOUN = frozenset({"continue", "increase", "renew", "sustain"})
# A past form that goes on a list of acts; a preposition behind it makes it a participle: "the accord, reached in May".
_LISTED = re.compile(r",\s+(?:also\s+)?(\w+)\s+(?!(?:by|in|on|at|with|from|under|during|to|and|or|as)\b)")
# "You know, " and "as the minister said, " stand beside what is told.
_ASIDE = re.compile(r"(?:you know|i mean|i think|i guess|you see)", re.IGNORECASE)
_AS = re.compile(r"\bas\s+$", re.IGNORECASE)
# Behind an abbreviation a sentence ends where two spaces follow, and behind "in Washington, D.C." always.
_NEXT_SENTENCE = re.compile(r"(?:(?<=\b[A-Z]\.[A-Z]\.)[ \u00a0]{2,}|(?<=Washington, D\.C\.)[ \u00a0])(?=[A-Z])")
_INITIALS_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
_DETERMINER = re.compile(r"(?:the|an?|this|that|these|those|its|their|his|her|our|to)\b", re.IGNORECASE)
# Behind "be" an adjective is the act: its class and its rung.
_PREDICATES: Mapping[str, tuple[str, int | None]] = {
    "clear": ("stress", 4), "grateful": ("thank", None), "thankful": ("thank", None), "appreciative": ("thank", None),
    "ready": ("offer", None), "prepared": ("offer", None), "willing": ("offer", None),
    "committed": ("pledge", None), "determined": ("pledge", None),
    "concerned": ("concern", 5), "alarmed": ("concern", 5), "worried": ("concern", 5),
    "pleased": ("praise", 3), "glad": ("praise", 3), "proud": ("praise", 3), "delighted": ("praise", 3),
    "happy": ("praise", 3), "honored": ("thank", None), "honoured": ("thank", None),
}  # fmt: skip
_PREDICATE = re.compile(
    rf"\s+(?:[a-z]+ly\s+|also\s+|very\s+|so\s+|deeply\s+){{0,2}}({'|'.join(_PREDICATES)})\b", re.IGNORECASE
)
# "Have to say", "want to thank": the act is the second verb.
_LEADING = frozenset({"have", "like", "need", "want", "wish"})
_NEGATION = re.compile(r"(?:not only|also|first|further)\s+", re.IGNORECASE)
# What may stand between an office and its holder: "Minister of Defence and | Veterans' Affairs | Silva".
_OFFICE = re.compile(r"[\s,]*(?:(?:and|of|for|the|[A-Z][\w’'-]*),?\s+)*$")
_NEAR_START = 4  # an opening quotation mark or bracket belongs to the first clause
# Acts that make no row by themselves: their words say nothing of a topic.
_NO_ROW = frozenset({"say", "thank"})
_CLOSE = 2  # words
_SOME = 2  # content words that make a subject of their own
_FIRST = 1.5  # what a clause names first counts this much more, in words
_DANGLING = re.compile(r"[\s,;]+(?:and|but|as well as|while)\s*$")
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

    `own` marks the party's own text, in which every act counts; remarks make rows only by what tells of the contact,
    and where they are marked `telling` nothing else of them counts.
    """

    document: Document
    span: Span
    mentions: tuple[Mention, ...]
    party: str
    own: bool
    telling: bool = False
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
    verbs: VerbForms

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
        return cls(rules.topics, Rules(rules), by_length, by_first, talks, rules.verbs)

    def drafts(self, region: Region, sides: Sides) -> Iterator[Draft]:
        """The cells of a region, in order of place."""
        text = region.document.text
        for sentence in _sentences(text, region.span):
            if not region.own and text[: sentence.end].endswith("?"):
                continue
            inside = [
                replace(mention, start=max(mention.start, sentence.start))
                for mention in region.mentions
                if sentence.start < mention.end <= sentence.end
            ]
            acts = list(self._acts(region, sentence, inside, sides))
            if not acts and region.verb:
                acts = [self._said(region, sentence)]
            together = len(sides.told(inside)) > 1
            for act in acts:
                tells = region.own or (act.told and (act.agent != region.party or together))
                for draft in self._pieces(region, act) if tells or not region.telling else ():
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
            purpose = act.act == "meet" or clause.lemma in _LEADING
            yield self._purpose(text, act, clauses) if purpose else act
            previous = clause

    def _main(self, text: str, clauses: Sequence[Clause]) -> list[Clause]:
        """The clauses that tell acts of their own: the first finite one and those coordinated with it."""
        main: list[Clause] = []
        for clause in clauses:
            known = self._cue(text, clause) is not None or self._meets(text, clause) or clause.lemma in _LIGHT
            if not main:
                if clause.form == "finite" and not clause.conditional and not _is_aside(text, clause):
                    main.append(clause)
                continue
            if not known or clause.negated:
                continue
            begins = _begins(clause, main[-1])
            before = text[main[-1].group.end : begins].rstrip()
            if before.endswith(",") and clause.form == "finite" and begins == clause.group.start:
                continue  # "the accord, reached in May": a participle
            parallel = clause.form == "finite" and clause.tense == main[-1].tense and not _before_noun(text, clause)
            adds = clause.form == "participle" and text[clause.verb.start : clause.verb.end].endswith("ing")
            if (parallel and _COORDINATE.search(before)) or (adds and _MEANWHILE.search(before)):
                main += [*self._listed(text, main[-1], clause), clause]
        return main

    def _listed(self, text: str, first: Clause, last: Clause) -> Iterator[Clause]:
        """The acts between two that share a subject: "noted attacks by rebels, urged calm, and stressed dialogue"."""
        begins = _begins(last, first)
        if begins < last.group.start or first.tense != "past" or last.form != "finite":
            return
        for found in _LISTED.finditer(text, first.group.end, begins):
            lemma = next((lemma for lemma, form in self.verbs.read(found[1]) if form == "past"), "")
            if lemma in self.cues:
                verb = Span(*found.span(1))
                yield first._replace(
                    lemma=lemma, verb=verb, group=verb, subject=None, object=None, obliques=(), passive=False
                )

    def _act(self, text: str, clause: Clause, agent: str, stretch: Span, inside: Sequence[Mention]) -> _Act:
        cue = self._cue(text, clause)
        end = clause.group.end
        act, strength = "act", None
        if cue:
            last = _match_cue(text, clause, cue)
            end = max(end, last if last is not None else end)
            act, strength = cue.act, cue.strength
        elif clause.lemma == "be" and (feeling := _PREDICATE.match(text, end)):
            end = feeling.end()
            act, strength = _PREDICATES[feeling[1].lower()]
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
        # "It was confirmed that": nobody is named whose act it would be, so the act is the word alone.
        nobody = cue is not None and clause.passive and not (clause.subject and clause.subject.mentions)
        verb = clause.verb.start if nobody else clause.group.start
        verb = found.end() if (found := _NEGATION.match(text, verb, end)) else verb
        return _Act(text[verb:end], act, strength, agent, start, content, stretch.end, told, needs_topic)

    def _purpose(self, text: str, act: _Act, clauses: Sequence[Clause]) -> _Act:
        """An act with what it leads up to: "met to exchange views" tells of an exchange, "want to thank" of thanks."""
        aim = next(
            (c for c in clauses if c.form == "infinitive" and 0 <= c.verb.start - act.content <= _NEAR_START), None
        )
        cue = self._cue(text, aim) if aim else None
        if aim is None or (cue is None and act.act != "meet"):
            return act
        last = _match_cue(text, aim, cue) if cue else None
        end = max(aim.verb.end, last or 0)
        words = text[aim.verb.start : end] if act.act == "meet" else f"{act.verb}{text[act.content : end]}"
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

    def _hits(self, region: Region, start: int, end: int) -> tuple[TopicHit, ...]:
        """The topics of a stretch; what an office is called is none."""
        offices = tuple(_offices(region, Span(start, end)))
        hits = self.topics.find(region.document.text, start, end)
        return tuple(hit for hit in hits if not any(office.covers(hit.span) for office in offices))

    def _is_talk(self, noun: str) -> bool:
        return noun in self.talks or bool(_TALK_NOUN.search(noun))

    def _cue(self, text: str, clause: Clause) -> Cue | None:
        """The cue whose words end first behind the verb, the longest of them: "expressed support for confidence"."""
        ends = [(end, cue) for cue in self.cues.get(clause.lemma, ()) if (end := _match_cue(text, clause, cue))]
        longer = [(end, cue) for end, cue in ends if end > clause.group.end]
        first = min(longer or ends, key=lambda found: (found[0], -len(found[1].lemma)), default=None)
        return first[1] if first else None

    def _said(self, region: Region, sentence: Span) -> _Act:
        span = _bare(region.document.text, sentence)
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
            together = clause.lemma in {"discuss", "agree", "talk", "exchange"} or _JOINT.search(words)
            return BOTH if together else region.party
        named = (subject.mentions or subject.possessors) if subject else ()
        side = sides.agent(named)
        informed = subject and subject.mentions and clause.passive and clause.lemma in _INFORMING
        given = clause.lemma in _RECEIVING and clause.object and clause.object.head in _WORDS_GIVEN
        if side and (informed or given):
            return _other(sides, side) or side
        if side:
            return side
        if given:
            return _other(sides, region.party) or region.party
        # "It was confirmed that": said by all; "every one must be tried", "Brazil has been invited": by who speaks.
        unnamed = clause.passive and clause.tense == "past" and not named
        return BOTH if _JOINT.search(words) or unnamed else region.party

    # ---- the stretch of an act, topic by topic -----------------------------------------------------------------------
    def _pieces(self, region: Region, act: _Act) -> Iterator[Draft]:
        text = region.document.text
        stretch = _bare(text, Span(act.content, act.end))
        if stretch.end <= stretch.start:
            return
        hits = self._hits(region, stretch.start, stretch.end)
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
        for n, piece in enumerate(self._merged(bounds, region)):
            begin = min(act.start, piece.start) if n == 0 else piece.start
            yield from self._draft(region, act, _bare(text, Span(begin, piece.end)), piece)

    def _merged(self, bounds: Sequence[Span], region: Region) -> list[Span]:
        """Neighbouring pieces are one unless each has a topic and none is common to both."""
        merged: list[Span] = []
        topics: set[str] = set()
        for piece in bounds:
            here = {hit.topic for hit in self._hits(region, piece.start, piece.end)}
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
        for n, hit in enumerate(self._hits(region, span.start, span.end)):
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


def _bare(text: str, span: Span) -> Span:
    """The span without marks at its ends; the last full stop of "U.S." is none."""
    inside = trimmed(text, span, _EDGES)
    return Span(inside.start, inside.end + bool(_INITIALS_END.search(text, inside.start, inside.end + 1)))


def _sentences(text: str, span: Span) -> Iterator[Span]:
    for sentence in sentences(text, span.start, span.end):
        begin = sentence.start
        for gap in _NEXT_SENTENCE.finditer(text, sentence.start, sentence.end):
            yield Span(begin, gap.start())
            begin = gap.end()
        yield Span(begin, sentence.end)


def _offices(region: Region, stretch: Span) -> Iterator[Span]:
    """Where somebody's office and name stand: no word of "Minister of Trade and Energy Costa" is a subject of talks."""
    text = region.document.text
    inside = [mention for mention in region.mentions if stretch.meets(mention.span)]
    for office, name in pairwise(inside):
        same = office.form == "title" and name.form == "name" and office.actors[:1] == name.actors[:1]
        if same and _OFFICE.fullmatch(text, office.end, name.start):
            yield Span(office.start, name.end)
    yield from (m.span for m in inside if m.form in {"title", "name"} and any(a.kind == "person" for a in m.actors))


def _other(sides: Sides, side: str) -> str | None:
    """The other one of two sides."""
    others = sorted(sides.states - {side})
    return others[0] if len(others) == 1 else None


def _is_aside(text: str, clause: Clause) -> bool:
    """Whether a clause only stands beside what is told: "you know, ...", "as the minister said, ..."."""
    begins = clause.subject.span.start if clause.subject else clause.group.start
    if not text[clause.group.end :].lstrip().startswith(","):
        return False
    return bool(_AS.search(text, max(0, begins - 9), begins) or _ASIDE.fullmatch(text, begins, clause.group.end))


def _before_noun(text: str, clause: Clause) -> bool:
    """Whether a participle stands before its noun like an adjective: "continued efforts"."""
    following = clause.object.span.start if clause.object else None
    beside = following is not None and not text[clause.group.end : following].strip()
    return clause.lemma in _BEFORE_NOUN and beside and not _DETERMINER.match(text, following or 0)


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
