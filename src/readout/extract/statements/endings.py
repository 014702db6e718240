"""Where the content of a cue ends, seen over all cues of the sentence.

Each new frame is fitted to those before it: it cuts the last content (the same speaker's next verb, another speaker),
it lies inside and is part of it, or one relays the other ("the ministry said X urged C", "X urged C, the ministry
said"). At last glosses, loose ends and the final full stop are left off.
"""

import re
from dataclasses import replace

from readout.extract.statements import subjects
from readout.extract.statements.beginnings import CLAUSAL
from readout.extract.statements.sentence import Frame, Sentence
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
# What begins with an act goes on with others: "discussed promoting trade, protecting rights".
_ACTING = re.compile(r"\w+ing\b")
_OCCASION = re.compile(
    r"\s+(?:during|in|at)\s+(?:their|a|the|his|her)\s+(?:[\w'-]+\s+){0,3}"
    r"(?:talks|call|conversation|meeting|summit|phone talks)(?:\s+(?:on\s+)?[A-Z][a-z]+day)?$"
)
# What a reporter adds to a content that was quoted in part, and figures set against each other.
_COMMENT = re.compile(
    r"[\"' ]*\s(?:--|—|–|-)\s|[\"' ]*\s(?:while|before|after)\s\w+ing\s|[\"' ]*\sas (?:he|she|it|they)\s|"
    r"(?:,[\"']{0,2}|[\"']{1,2},)\s+(?:which|who|whom|whose|(?:in|with|for|to|of) (?:which|whom)|"
    r"an?|but|and (?:he|she|it|they)|"
    r"(?!including|excluding|concerning|regarding|involving|according|during)\w+ing)\s"
)
_AND_DID = re.compile(r"\s+and (?:then |also |later )?(?!needed|deserved)\w+ed\s")  # said "no" and lodged a protest
_COMPARED = re.compile(r",\s(?:compared with|up from|down from|double)\s")
_SUBORDINATE = ("though ", "although ", "while ", "as ", "after ", "when ", "even as ", "even though ", "and while ")
_JOINED = frozenset("and but then while whereas though although or yet".split())
_OPENER = re.compile(r"(?:But|And|So|Yet|Or|Still,|However,|Meanwhile,)\s+")


# ---- several cues of one sentence ------------------------------------------------------------------------------------
def fit(sentence: Sentence, kept: list[Frame], frame: Frame) -> list[Frame]:
    """The frames so far with one more: cut, nested, or given a relay."""
    if frame.tail:
        return _fit_tail(sentence, kept, frame)
    last = kept[-1] if kept else None
    # A participle that opens the sentence and a noun without an owner have their contents cut already.
    unowned = last is not None and last.hit.form == "noun" and last.subject is None
    past = last is not None and (last.hit.at == 0 or unowned) and last.content.end <= frame.hit.span.start
    if unowned and not past:
        # "Claims that X said C": a speaker who is named goes before a noun without one.
        return [*kept[:-1], frame]
    if last is None or last.tail or past or not last.content.start <= frame.hit.span.start:
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
    if inner.subject.span.start < outer.content.start:
        return False
    if _foreign(outer, inner):
        return False
    return outer.hit.cue.act in {"say", "report"} and not gap.strip() and outer.subject is not None


def _foreign(outer: Frame, inner: Frame) -> bool:
    """Whether a person speaks of what a state or office does, or one abroad: that is the person's own statement."""
    teller = [actor for mention in (outer.subject.mentions if outer.subject else ()) for actor in mention.actors]
    told = {actor.state for mention in (inner.subject.mentions if inner.subject else ()) for actor in mention.actors}
    person = bool(teller) and all(
        actor.kind == "person" and "spokes" not in (actor.office or "").lower() for actor in teller
    )
    nobody = inner.subject is not None and not any(
        actor.kind == "person" for mention in inner.subject.mentions for actor in mention.actors
    )
    return person and (nobody or told.isdisjoint({actor.state for actor in teller}))


def _cut(sentence: Sentence, last: Frame, frame: Frame) -> int | None:
    """Where the content of `last` ends because a new attribution begins; None where it goes on."""
    tokens, left = sentence.line.tokens, frame.hit.left
    if frame.hit.form == "noun":
        return None
    low = tokens[left].low if left >= 0 else ""
    if frame.subject is last.subject or frame.subject is None:
        return _cut_by_verb(sentence, last, frame, low)
    if frame.subject.span.start < last.hit.span.start and low == ",":
        # "X, who says A, wrote that B": the clause about X has ended.
        return tokens[left].start
    start = next((i for i, t in enumerate(tokens) if t.start >= frame.subject.span.start), 0)
    previous = tokens[start - 1].low if start else ""
    comma = start > 1 and tokens[start - 2].low == ","
    strong = sentence.release or "that" not in last.hit.cue.takes or previous in {"but", "while"}
    if previous in _JOINED and (comma or previous in {"but", "while"}) and strong and start:
        return _at_join(sentence, start - 1)
    if previous == "and" and frame.subject.mentions and start:
        # "X stressed the role of A and Y proposed B": what X stressed holds no verb.
        plain = CLAUSAL.search(sentence.flat, last.content.start, tokens[start - 1].start) is None
        return _at_join(sentence, start - 1) if plain else None
    if previous == "," and sentence.flat[sentence.unit.start : last.hit.span.start].lower().startswith(_SUBORDINATE):
        return _at_join(sentence, start - 1)
    if previous == "which" or low in {"who", "which"}:
        return tokens[left - 1].start if left else None
    return None


def _cut_by_verb(sentence: Sentence, last: Frame, frame: Frame, low: str) -> int | None:
    """Where the same speaker's next verb begins, after the word `low`: "said C, adding", "urged C and said"."""
    left = frame.hit.left
    if frame.hit.form == "ing" and low in {",", "--", "—", "–", "-", "and", "but", "by", "before"}:
        return _at_join(sentence, left)
    if low == '"' and sentence.flat[sentence.line.tokens[left].start - 1] == ",":
        return sentence.line.tokens[left].end
    joined = low in {"and", "but", "then", ","}
    finite = (frame.hit.form == "ing") == (last.hit.form == "ing")
    return _at_join(sentence, left) if joined and finite else None


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
        listed = loose is not None and loose[0].rstrip().endswith("ing") and _ACTING.match(flat, span.start)
        span = Span(span.start, loose.start()) if loose and not listed else span
    if not frame.tail:
        gloss = _GLOSS.search(flat, span.start, span.end)
        span = Span(span.start, gloss.start()) if gloss else span
    end = span.end
    if flat[span.start : end].endswith(".") and not flat[span.start : end].endswith((".S.", ".N.", ".K.")):
        end -= 1
    span = trimmed(flat, Span(span.start, end), " \n,;:-—–")
    if not frame.tail:
        span = _before_comment(sentence, span)
        span = _before_main_clause(sentence, span)
        quoted = _quoted_whole(sentence, span)
        span = quoted or span
    if frame.relays:
        occasion = _OCCASION.search(flat, span.start, span.end)
        span = Span(span.start, occasion.start()) if occasion else span
    more = trimmed(flat, frame.more, " \n,;:-—–.") if frame.more else None
    return Frame(frame.hit, frame.subject, span, frame.tail, more, frame.relays)


def _before_main_clause(sentence: Sentence, content: Span) -> Span:
    """The content up to the main clause of "When X said C, Y left"."""
    flat, line = sentence.flat, sentence.line
    if not flat[sentence.unit.start : sentence.unit.start + 12].lower().startswith(_SUBORDINATE):
        return content
    for i, token in enumerate(line.tokens[1:-1], 1):
        comma = token.low == "," or (token.low == '"' and flat[token.start - 1] == ",")
        following = line.mention_at[i + 1]
        subject = (
            following is not None and following.form != "adjective" and following.start == line.tokens[i + 1].start
        )
        if content.start + 8 < token.start < content.end and comma and subject:
            return Span(content.start, token.start + (token.low == '"'))
    return content


def _before_comment(sentence: Sentence, content: Span) -> Span:
    """The content up to what the reporter adds: after its last quoted words, or a figure to compare with."""
    flat = sentence.flat
    inside = [quote for quote in sentence.unit.quotes if content.start <= quote.start and quote.end <= content.end]
    # A comma that closes the content stands before the mark: `a "loophole," which lets ...`.
    comment = _COMMENT.search(flat, inside[-1].inner.end, content.end) if inside else None
    compared = _COMPARED.search(flat, content.start, content.end)
    ends = [inside[-1].end if inside and m.start() < inside[-1].end else m.start() for m in (comment, compared) if m]
    if len(inside) == 1 and inside[0].start == content.start:
        did = _AND_DID.match(flat, inside[0].end, content.end)
        ends += [inside[0].end] if did else []
    return Span(content.start, min(ends, default=content.end))


def _quoted_whole(sentence: Sentence, content: Span) -> Span | None:
    """The quotation that opens the content, if it ends with a mark of its own and the reporter goes on after it."""
    for quote in sentence.unit.quotes:
        if quote.start != content.start or quote.end >= content.end:
            continue
        own = sentence.flat[quote.start : quote.end].rstrip("\"' ").endswith((",", ".", "?", "!"))
        goes_on = sentence.flat[quote.end : content.end].lstrip(" '").startswith(('"', 'and "', 'or "'))
        return Span(quote.start, quote.end) if own and not goes_on else None
    return None
