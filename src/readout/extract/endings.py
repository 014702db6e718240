"""Where the content of a cue ends, seen over all cues of the sentence.

Each new frame is fitted to those before it: it cuts the last content (the same speaker's next verb, another speaker),
it lies inside and is part of it, or one relays the other ("the ministry said X urged C", "X urged C, the ministry
said"). At last glosses, loose ends and the final full stop are left off.
"""

import re
from dataclasses import replace

from readout.extract import subjects
from readout.extract.sentence import Frame, Sentence
from readout.records import Span
from readout.text import trimmed

_GLOSS = re.compile(
    r",\s+(?:referring|alluding|a reference|using|according\s+to|speaking|citing|quoting|"
    r"in an? (?:apparent )?reference)\b"
)
_LOOSE = re.compile(
    r",\s+(?:(?!including|excluding|concerning|regarding|involving|according|and)\w+ing|even as|after|while|although|"
    r"though)\s"
)
_OCCASION = re.compile(
    r"\s+(?:during|in|at)\s+(?:their|a|the|his|her)\s+(?:[\w'-]+\s+){0,3}"
    r"(?:talks|call|conversation|meeting|summit|phone talks)(?:\s+(?:on\s+)?[A-Z][a-z]+day)?$"
)
_SUBORDINATE = ("though ", "although ", "while ", "as ", "after ", "when ", "even as ")
_JOINED = frozenset("and but then while whereas though although or yet".split())
_OPENER = re.compile(r"(?:But|And|So|Yet|Or|Still,|However,|Meanwhile,)\s+")


# ---- several cues of one sentence ------------------------------------------------------------------------------------
def fit(sentence: Sentence, kept: list[Frame], frame: Frame) -> list[Frame]:
    """The frames so far with one more: cut, nested, or given a relay."""
    if frame.tail:
        return _fit_tail(sentence, kept, frame)
    last = kept[-1] if kept else None
    if last is None or last.tail or not last.content.start <= frame.hit.span.start:
        return [*kept, frame]
    cut = _cut(sentence, last, frame)
    if cut is not None:
        return [*kept[:-1], replace(last, content=Span(last.content.start, cut)), frame]
    if _leads(sentence, last, frame):
        return [*kept[:-1], replace(frame, relays=(*last.relays, last))]
    return kept


def _leads(sentence: Sentence, outer: Frame, inner: Frame) -> bool:
    """Whether the content of `outer` is just what `inner` says: "the ministry said X urged ..."."""
    if inner.subject is None or subjects.is_pronoun(sentence.line, inner.subject) or inner.hit.form in {"ing", "noun"}:
        return False
    gap = sentence.flat[outer.content.start : inner.subject.span.start]
    if _foreign(outer, inner):
        return False
    return outer.hit.cue.act in {"say", "report"} and not gap.strip() and outer.subject is not None


def _foreign(outer: Frame, inner: Frame) -> bool:
    """Whether a person speaks of another state's act: that is the person's own statement, not that state's."""
    teller = [actor for mention in (outer.subject.mentions if outer.subject else ()) for actor in mention.actors]
    told = {actor.state for mention in (inner.subject.mentions if inner.subject else ()) for actor in mention.actors}
    person = bool(teller) and all(
        actor.kind == "person" and "spokes" not in (actor.office or "").lower() for actor in teller
    )
    return person and told.isdisjoint({actor.state for actor in teller})


def _cut(sentence: Sentence, last: Frame, frame: Frame) -> int | None:
    """Where the content of `last` ends because a new attribution begins; None where it goes on."""
    tokens, left = sentence.line.tokens, frame.hit.left
    if frame.hit.form == "noun":
        return None
    low = tokens[left].low if left >= 0 else ""
    if frame.subject is last.subject or frame.subject is None:
        if frame.hit.form == "ing" and low in {",", "--", "—", "–", "and", "but", "by"}:
            return _at_join(sentence, left)
        joined = low in {"and", "but", "then", ","}
        finite = (frame.hit.form == "ing") == (last.hit.form == "ing")
        return _at_join(sentence, left) if joined and finite else None
    start = next((i for i, t in enumerate(tokens) if t.start >= frame.subject.span.start), 0)
    previous = tokens[start - 1].low if start else ""
    comma = start > 1 and tokens[start - 2].low == ","
    strong = sentence.release or "that" not in last.hit.cue.takes or previous in {"but", "while"}
    if previous in _JOINED and (comma or previous in {"but", "while"}) and strong and start:
        return _at_join(sentence, start - 1)
    if previous == "," and sentence.flat[sentence.unit.start : last.hit.span.start].lower().startswith(_SUBORDINATE):
        return _at_join(sentence, start - 1)
    if previous == "which" or low in {"who", "which"}:
        return tokens[left - 1].start if left else None
    return None


def _at_join(sentence: Sentence, i: int) -> int:
    """The end of what stands before the joining word or mark at token `i`."""
    tokens = sentence.line.tokens
    while i > 0 and tokens[i - 1].low in {",", "--", "—", "–", "and", "but", "then"}:
        i -= 1
    return tokens[i].start


def _fit_tail(sentence: Sentence, kept: list[Frame], frame: Frame) -> list[Frame]:
    """An attribution at the end: it relays the frame that opens its content, and swallows what lies deeper."""
    content = frame.content
    inner = [other for other in kept if content.start <= other.hit.span.start < content.end]
    outside = [other for other in kept if other not in inner]
    if not inner:
        return [*outside, frame]
    first = inner[0]
    opens = first.subject is not None and _begins(sentence, content.start, first.subject.span.start)
    opens = opens and not first.tail and (first.hit.form not in {"noun", "ing"})
    last = inner[-1]
    if not opens and not last.tail and last.content.end >= content.end and last.hit.form != "noun":
        return [
            *outside,
            *inner[:-1],
            replace(last, content=Span(last.content.start, content.end), relays=(frame, *last.relays)),
        ]
    if not opens or (first.subject and subjects.is_pronoun(sentence.line, first.subject)):
        return [*outside, frame]
    relayed = [
        replace(
            other, content=Span(other.content.start, min(other.content.end, content.end)), relays=(frame, *other.relays)
        )
        for other in inner
        if other.subject is first.subject or other.subject is None
    ]
    return [*outside, *relayed]


def _begins(sentence: Sentence, start: int, subject: int) -> bool:
    gap = sentence.flat[start:subject].strip()
    return not gap or (len(gap) < 40 and gap.endswith(",")) or gap.lower() in {"both", "the", "and", "but"}


# ---- the exact content -----------------------------------------------------------------------------------------------
def finish(sentence: Sentence, frame: Frame) -> Frame:
    """The content without glosses, final punctuation and what only names the occasion."""
    flat = sentence.flat
    span = trimmed(flat, frame.content, " \n,;:-—–")
    opener = _OPENER.match(flat, span.start, span.end)
    if opener and frame.tail:
        span = Span(opener.end(), span.end)
    if not frame.tail and "np" in frame.hit.cue.takes and not flat.startswith("that ", span.start - 5):
        loose = _LOOSE.search(flat, span.start, span.end)
        span = Span(span.start, loose.start()) if loose else span
    if not frame.tail:
        gloss = _GLOSS.search(flat, span.start, span.end)
        span = Span(span.start, gloss.start()) if gloss else span
    end = span.end
    if flat[span.start : end].endswith(".") and not flat[span.start : end].endswith((".S.", ".N.", ".K.")):
        end -= 1
    span = trimmed(flat, Span(span.start, end), " \n,;:-—–")
    if frame.relays:
        occasion = _OCCASION.search(flat, span.start, span.end)
        span = Span(span.start, occasion.start()) if occasion else span
    return replace(frame, content=span)
