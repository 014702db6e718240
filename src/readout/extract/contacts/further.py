"""Contacts whose parties their own sentence does not name: those of a joint body, and those told of before.

"Talks will go on at the Lima-Oslo Council in May" is a contact of the two whose council it is. "The negotiations will
resume on Friday" names nobody at all: the parties are those of the talks that were told last before it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from readout.extract.contacts.status import Place
from readout.extract.contacts.tellings import Telling, telling_of
from readout.extract.contacts.words import ContactRules
from readout.extract.story import Line, Story, evidence_over
from readout.language import Clause
from readout.records import Actor, Contact, Mention, Span, Status, When, content_id, unknown_when
from readout.text import plain, sentences

_BODY = re.compile(r"\b(?:council|commission|committee|dialogue|forum|partnership)$", re.IGNORECASE)
# By these a body is where something takes place.
_WITHIN = re.compile(
    r"\b(?:through|at|within|as part of|(?:with)?in the (?:frame)?work of|in)\s+(?:the )?$", re.IGNORECASE
)
# So many states have a joint body at least.
_JOINT = 2
# So many tellings back what follows may have been told.
_FARTHEST = 200
# How far behind a body's name its day may stand.
_DAY_REACH = 40
# A noun of contact as the subject of its course to come: "the talks are due to resume", "their meeting will be held".
_KINDS = (
    ("talks", r"talks|negotiations|consultations|rounds? of (?:talks|negotiations)"),
    ("summit", r"summit"),
    ("meeting", r"meeting"),
    ("call", r"call|phone call|conversation"),
)
_COURSE = (
    r"(?:resume|continue|restart|start|begin|open|reconvene|go ahead|go on|proceed|conclude|take place|be held"
    r"|be resumed|be continued|be concluded)"
)
_AHEAD = (
    r"(?:will|would|is to|are to|(?:is|are|was|were) (?:now |still |also )?"
    r"(?:due|set|expected|scheduled|planned|slated|supposed) to)"
)
_TO_COME = {
    mode: re.compile(rf"\b(?:the|their|these|those|both) (?:[\w-]+ ){{0,3}}?(?:{nouns}) {_AHEAD} (?:\w+ )?{_COURSE}\b",
                     re.IGNORECASE)
    for mode, nouns in _KINDS
}  # fmt: skip
# A verb that takes up talks again, for whoever speaks of their own: "we will resume talks shortly".
_TAKES_UP = re.compile(
    r"\b(?:will|going to|agreed to|plan to|expect to|hope to) (?:[\w-]+ ){0,8}?(?:resume|restart|continue|reopen)"
    r" (?:the |their |our |these |direct |peace )*(?:talks|negotiations)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never|no longer|unless|if|whether|whenever|until)\b|n't\b", re.IGNORECASE)


def further(story: Story, rules: ContactRules, told: Sequence[Telling]) -> tuple[Telling, ...]:
    """The tellings of a story with those of joint bodies and of what follows them, in order of their sentences."""
    bodies = tuple(_at_bodies(story, rules, told))
    known = sorted((*told, *bodies), key=lambda one: one.sentence.start)
    return tuple(sorted((*known, *_to_come(story, known)), key=lambda one: one.sentence.start))


# ---- joint bodies ---------------------------------------------------------------------------------------------------
def _at_bodies(story: Story, rules: ContactRules, told: Sequence[Telling]) -> Iterator[Telling]:
    """What takes place at a body whose name is that of its parties, where nothing tells of them in that sentence."""
    if not any(map(_may_be_body, story.mentions)):
        return
    known: dict[int, list[Telling]] = {}
    for one in told:
        known.setdefault(one.sentence.start, []).append(one)
    for line in story.lines:
        here = known.get(line.span.start, [])
        for mention in story.mentions_within(line.span):
            clause = _held_at(mention, line, rules) if _is_body(mention, story) else None
            states = {actor.state for actor in mention.actors}
            if clause is None or any(set(one.contact.states) == states for one in here):
                continue
            place = Place("talks", line, story, rules, lead=False, trip=unknown_when("no journey is told"))
            one = telling_of(clause, None, mention.actors, [clause.verb, mention.span], place)
            when = _day_behind(mention, line, story)
            yield replace(one, contact=replace(one.contact, when=when), clause=mention.span) if when else one


def _may_be_body(mention: Mention) -> bool:
    """Whether a name stands for several at all, as few do."""
    return mention.form == "name" and len(mention.actors) >= _JOINT


def _is_body(mention: Mention, story: Story) -> bool:
    """Whether a mention names a body of several states as the place of something."""
    text = story.document.text
    if not _may_be_body(mention) or len({actor.state for actor in mention.actors if actor.state}) < _JOINT:
        return False
    within = _WITHIN.search(text, max(0, mention.start - 24), mention.start)
    return within is not None and _BODY.search(mention.span.of(text)) is not None


def _held_at(mention: Mention, line: Line, rules: ContactRules) -> Clause | None:
    """The clause that says that something takes place at a body; what "has taken place" there is no one occasion."""
    verbal = (c for c in line.clauses if c.form != "nominal" and not c.perfect and c.whole.covers(mention.span))
    course = [c for c in verbal if rules.says("takes-part", c.lemma) or rules.says("proceeds", c.lemma)]
    return min(course, key=lambda c: len(c.whole), default=None)


def _day_behind(mention: Mention, line: Line, story: Story) -> When | None:
    """The day right behind a body's name: "first in Lima on 3 May, then at the Lima-Oslo Council on 9 May"."""
    near = story.dated.within(Span(mention.end, min(line.span.end, mention.end + _DAY_REACH)))
    return near[0].when if near else None


# ---- sentences that name nobody -------------------------------------------------------------------------------------
def _to_come(story: Story, known: Sequence[Telling]) -> Iterator[Telling]:
    """What sentences without a party say is to follow a contact told before them."""
    if not known:
        return
    text = plain(story.document.text)
    named = {one.sentence.start for one in known}
    for block in story.document.spans("paragraph", "caption"):
        for sentence in sentences(text, block.start, block.end):
            # Nothing can follow a contact that is not told yet.
            if sentence.start <= known[0].sentence.start or sentence.start in named:
                continue
            if any(m.actors for m in _others(sentence, story)):
                continue
            found = _course(text, sentence)
            before = bisect_left(known, sentence.start, key=_sentence_start) if found else 0
            last = _last_of(found[0], known[max(0, before - _FARTHEST) : before]) if found else None
            if found and last is not None:
                yield _next(last, found[1], sentence, story)


def _others(sentence: Span, story: Story) -> Iterator[Mention]:
    """Whoever is named in a sentence, but for who says its words: "we will resume talks", Torres said."""
    tellers = [one.mention.span for one in story.spoken.near(sentence) if one.mention and one.kind == "direct"]
    return (m for m in story.mentions_within(sentence) if not any(m.span.meets(teller) for teller in tellers))


def _sentence_start(telling: Telling) -> int:
    return telling.sentence.start


def _course(text: str, sentence: Span) -> tuple[str, Span] | None:
    """The kind of contact that a sentence says is to come, and the words that say so."""
    if _NOT.search(text, sentence.start, sentence.end):
        return None
    takes_up = _TAKES_UP.search(text, sentence.start, sentence.end)
    if takes_up is not None:
        return "talks", Span(*takes_up.span())
    subjects = ((mode, pattern.search(text, sentence.start, sentence.end)) for mode, pattern in _TO_COME.items())
    return next(((mode, Span(*match.span())) for mode, match in subjects if match), None)


def _last_of(mode: str, before: Sequence[Telling]) -> Telling | None:
    """The contact of this kind told last; talks may be any meeting, and any meeting may be one for talks."""
    alike = {"talks": {"talks", "meeting", "summit", "video"}}.get(mode, {mode})
    fitting = [one for one in before if one.contact.mode in alike and one.contact.status not in {"refused", "denied"}]
    return fitting[-1] if fitting else None


def _next(last: Telling, words: Span, sentence: Span, story: Story) -> Telling:
    """The contact to come of the parties of another one, on the day that its sentence names."""
    published = story.document.published.start
    days = [dated.when for dated in story.dated.within(sentence)]
    ahead = (w for w in days if w.start is not None and published is not None and w.start >= published)
    when = next(ahead, unknown_when("no day to come is told"))
    mode = "talks" if last.contact.mode != "call" else "call"
    mode = last.contact.mode if last.contact.mode in {"summit", "meeting"} and _says(story, words, last) else mode
    status: Status = "planned"
    evidence = evidence_over(story.document, [words], f"contact.{mode}")
    id_ = content_id("contact", story.document.id, mode, evidence.start, evidence.end)
    parties = _with_speakers(last.contact.parties, words, story)
    contact = Contact(id_, mode, status, when, parties, (evidence,))
    return Telling(contact, firm=True, back=False, sentence=sentence, clause=words, last=words.start, anew=True)


def _with_speakers(parties: tuple[Actor, ...], words: Span, story: Story) -> tuple[Actor, ...]:
    """The parties with those who say "we will resume talks" in place of the people of their state without a name."""
    said = (one for one in story.spoken.near(words) if one.kind != "indirect" and one.content.span.covers(words))
    speakers = next((one.speakers for one in said), ())
    named = {party.state for party in parties if party.kind == "person" and party.name}
    own = {party.state for party in parties} - named
    talkers = tuple(s for s in speakers if s.kind == "person" and s.name and s.state in own)
    manned = {speaker.state for speaker in talkers}
    return (*(party for party in parties if party.state not in manned), *talkers)


def _says(story: Story, words: Span, last: Telling) -> bool:
    return last.contact.mode in words.of(story.document.text).lower()
