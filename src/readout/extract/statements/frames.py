"""Frames: what one cue of a sentence says of whom, and where its content begins and ends.

For each cue, left to right: its subject; whether its content follows ("X said that C") or went before ("C, X said"),
and where it begins (`beginnings`); then, over all cues, where each content ends (`endings`).
"""

import re
from dataclasses import replace

from readout.extract.statements import subjects
from readout.extract.statements.beginnings import CLAUSAL, END, PREPOSITION, THAT, ahead, content_start, goes_on
from readout.extract.statements.cues import Hit, Token
from readout.extract.statements.endings import finish, fit
from readout.extract.statements.sentence import Frame, Sentence
from readout.extract.statements.subjects import Subject
from readout.records import Span

_TEXT_ACTS = frozenset({"say", "announce", "report", "agree"})
_UNSAID = frozenset("no any every if neither nor".split())
_ARTICLES = frozenset("the a an this that these those".split())
_VERB = re.compile(r"(?<!to )\b(?:is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)\b")
_LEADS = frozenset(", but and that while as the a an then later now also still instead".split())
_FIRST_PERSON = frozenset("i we you this which what there".split())
_INTRODUCES = re.compile(r"[^:\"]{0,90}:\s*")
_VISITS = frozenset({"call on", "call upon"})
_TO_DO = re.compile(r"\b(?:to|for|against|that)\b")
_LIFELESS = frozenset(
    "behavior behaviour history experience evidence conduct move moves decision decisions silence pattern record trend "
    "signs events actions success failure progress delay outcome absence rise fall growth timing".split()
)
_SPEAKERS = re.compile(
    r"(?i)\b(?:officials?|spokes\w+|sources?|diplomats?|minist\w+|president\w*|secretar\w+|leaders?|part(?:y|ies)|sides?|"
    r"governments?|reports?|papers?|newspapers?|editorial|article|experts?|analysts?|critics?|lawmakers?|groups?|family|"
    r"delegations?|interlocutors|envoys?|ambassadors?|generals?|commanders?|police|army|military|administration|company|"
    r"website|agency|committee|council|court|chief|head|director|advisers?|advisors?|senators?|republicans|democrats|"
    r"activists|protesters|representatives?|investigators|researchers|scholars|people|foundation|institute|union|two|three|four|residents|witnesses|they|he|she|it|all|both|many|some|others|state|country|countries|"
    r"outlets?|insiders?|supporters?|opponents?|allies|ally|voters|workers?|aides?|friends?|members?|campaigns?|lawyers?|"
    r"prosecutors?|historians?|economists?|pollsters?|strategists?|candidates?|\w+(?:[ai]sts?|ians?|men|women|man|woman)|"
    r"\w+ress|wife|husband|brother|sister|mother|father|son|daughter|delegates?|professors?|author|lawsuit|suit|poll)\b"
)
_TEXTS = frozenset(
    "statement report letter message tweet alert article speech memo note post editorial resolution".split()
)
_PHRASE_ON = re.compile(PREPOSITION.pattern + r"|\s+(?:who|whose)\b")
_CLAUSE = re.compile(r"\s+(?:that|he|she|it|they|there|his|her|its|their|the|an?)\s+\w+\s+\w+\s")
_NO_CLAUSE = re.compile(r", (?:\w+ing|but|and|who|which)\b")
_PROPER = re.compile(r"(?!(?:The|This|That|These|Those|It|There)$)[A-Z][\w'-]+(?: [A-Z][\w'-]+)* ?$")


def frames(sentence: Sentence) -> tuple[Frame, ...]:
    """The frames of one sentence, each with its exact content."""
    kept: list[Frame] = []
    for hit in sentence.hits:
        if kept and hit.span.start < kept[-1].hit.span.end:
            continue
        frame = _frame(sentence, hit, kept)
        if frame is None:
            continue
        kept = fit(sentence, kept, frame)
    return tuple(finish(sentence, frame) for frame in kept if frame.content.start < frame.content.end)


def introduction(sentence: Sentence) -> Frame | None:
    """The frame of "After the call Lind said:", whose words stand in the next paragraph; it has no content yet."""
    hit = sentence.hits[-1] if sentence.hits else None
    end = sentence.unit.end
    if hit is None or "quote" not in hit.cue.takes or not _INTRODUCES.fullmatch(sentence.flat, hit.span.end, end):
        return None
    subject = _subject(sentence, hit, [])
    if subject is None or _is_no_speaker(subject.span.of(sentence.flat).lower()):
        return None
    return Frame(hit, subject, Span(end, end))


# ---- one cue ---------------------------------------------------------------------------------------------------------
def _frame(sentence: Sentence, hit: Hit, kept: list[Frame]) -> Frame | None:
    """The frame of one cue: subject and content as if no other cue followed."""
    if hit.form == "according":
        return _according(sentence, hit)
    if hit.form == "noun":
        return _nominal(sentence, hit)
    if hit.passive:
        return _passive(sentence, hit)
    if hit.form == "ing" and hit.at == 0:
        return _opening(sentence, hit)
    if kept and not kept[-1].tail and "np" in hit.cue.takes:
        return _personal(sentence, hit, kept)
    return _inverted(sentence, hit) or _personal(sentence, hit, kept)


def _personal(sentence: Sentence, hit: Hit, kept: list[Frame]) -> Frame | None:
    """The frame of "X said C" or "C, X said"."""
    subject = _after_quotation(sentence, hit) or _subject(sentence, hit, kept)
    if subject is None or _is_no_speaker(subject.span.of(sentence.flat).lower()) or not _asks(sentence, hit):
        return None
    own = hit.form != "ing" and not any(frame.subject is subject for frame in kept)
    opens = hit.cue.lemma == "say" and _CLAUSE.match(sentence.flat, hit.span.end)
    if own and not opens and {"that", "quote"} & set(hit.cue.takes) and _closes(sentence, subject):
        return _tail(sentence, hit, subject, hit.span.end)
    place, start = content_start(sentence, hit)
    head = _first_part(sentence, subject, hit, start) if place == "content" and own else None
    if head:
        return Frame(hit, subject, head, tail=True, more=Span(start, sentence.unit.end))
    if place == "content":
        # Where the content begins with the cue's own noun ("expressed support for"), the verb alone is the cue.
        cue = hit if start >= hit.span.end else replace(hit, span=Span(hit.span.start, start - 1))
        return Frame(cue, subject, Span(start, sentence.unit.end)) if _animate(sentence, hit, subject, start) else None
    taken = bool(kept) and hit.form == "ing"
    tail = None if taken or _introduced(sentence, subject, start) else _tail(sentence, hit, subject, start)
    if tail or place == "none" or "that" not in hit.cue.takes or not _is_clause(sentence, start):
        return tail
    if hit.form == "ing" and not CLAUSAL.search(sentence.flat, start, sentence.unit.end):
        return None  # "adding a third name"
    return Frame(hit, subject, Span(start + 1, sentence.unit.end))


def _is_no_speaker(words: str) -> bool:
    """Whether a subject is the writer, a question or a thing that shows and does not tell: "its past behaviour"."""
    return words.partition("'")[0] in _FIRST_PERSON or words.rpartition(" ")[2] in _LIFELESS


def _asks(sentence: Sentence, hit: Hit) -> bool:
    """Whether a cue that also means a visit asks for something: "called on him to leave", not "called on the mayor"."""
    return hit.cue.lemma not in _VISITS or _TO_DO.search(sentence.flat, hit.span.end, sentence.unit.end) is not None


def _first_part(sentence: Sentence, subject: Subject, hit: Hit, start: int) -> Span | None:
    """What stands before `, X said, "goes on small": the beginning of the sentence that the quotation ends."""
    flat = sentence.flat
    if not flat.startswith('"x', start) or not flat[hit.span.end : start].strip().endswith(","):
        return None
    head = flat[sentence.unit.start : subject.span.start].rstrip()
    return Span(sentence.unit.start, sentence.unit.start + len(head)) if head.endswith(",") else None


def _after_quotation(sentence: Sentence, hit: Hit) -> Subject | None:
    """The subject of `"C," X said`: all that stands between the closing mark and the cue."""
    if hit.form not in {"past", "s", "base"} or not {"that", "quote"} & set(hit.cue.takes):
        return None
    quote = next((q for q in reversed(sentence.unit.quotes) if q.end <= hit.span.start), None)
    if quote is None or not sentence.flat[quote.start : quote.end].rstrip("\"' ").endswith((",", "?", "!")):
        return None
    if any(quote.end <= other.span.start < hit.span.start for other in sentence.hits):
        return None
    first = next(i for i, token in enumerate(sentence.line.tokens) if token.start >= quote.end)
    last = hit.left - (hit.left >= 0 and sentence.line.tokens[hit.left].low == ",")
    return subjects.between(sentence.line, first, last)


def _is_clause(sentence: Sentence, start: int) -> bool:
    """Whether what stands after the cue is long enough for a content, though it begins like no clause."""
    flat, end = sentence.flat, sentence.unit.end
    aside = flat.startswith(", ", start) and not _NO_CLAUSE.match(flat, start)
    long = 2 if flat.startswith("As ", sentence.unit.start) else 6
    return flat.count(" ", start, end) > long and (aside or not END.match(flat, start, end))


def _introduced(sentence: Sentence, subject: Subject, after: int) -> bool:
    """Whether "In Oslo, she said, C" has its content after the cue: what stands before is a phrase, no clause."""
    head = sentence.flat[sentence.unit.start : subject.span.start]
    phrase = bool(PREPOSITION.match(" " + head[:1].lower() + head[1:])) and '"' not in head and head.count(" ") < 7
    return phrase and sentence.flat.startswith(", ", after)


def _closes(sentence: Sentence, subject: Subject) -> bool:
    """Whether a quotation ends right before the subject, with a comma or a mark of its own inside; a title does not."""
    head = sentence.flat[sentence.unit.start : subject.span.start].rstrip()
    if not head.endswith((',"', '?"', '!"', '",', ",''")):
        return False
    opening = re.sub(r"[\w'-]+$", "", head[: max(head.rfind(' "'), 0)])
    title = bool(PREPOSITION.match(" " + opening[:1].lower() + opening[1:])) and opening.count(" ") < 6
    return not (title and len(head) - head.rfind(' "') < 40)


def _animate(sentence: Sentence, hit: Hit, subject: Subject, start: int) -> bool:
    """Whether the subject can speak: a name can; plain words can before "that", or if they are words for speakers."""
    if (
        subject.mentions
        or ("np" not in hit.cue.takes and hit.form not in {"s", "base"})
        or THAT.match(sentence.flat, hit.span.end)
    ):
        return True
    words = subject.span.of(sentence.flat)
    return sentence.flat.startswith('"', start) or bool(_SPEAKERS.search(words) or _PROPER.match(words))


def _subject(sentence: Sentence, hit: Hit, kept: list[Frame]) -> Subject | None:
    """The subject before the cue; a joined verb or a participle has that of the frame before it."""
    tokens, left = sentence.line.tokens, hit.left
    low = tokens[left].low if left >= 0 else ""
    if hit.form == "ing" and low == "as":
        return _quoted_as(sentence, left)
    if hit.form == "ing" and not _progressive(tokens, hit):
        leans = (
            low in _TEXTS
            or _after_mark(sentence, left)
            or low in {",", "--", "—", "–", "-", "by", "and", "but", "before", "while", "instead"}
            or low.endswith("ly")
        )
        return (_shared(kept) or _main(sentence, left)) if leans else _with(sentence, left)
    if low in {"and", "but", "then", "or"} and not sentence.line.mention_at[left]:
        return _shared(kept) or _main(sentence, left)
    if low == "who" and kept:
        return subjects.before(sentence.line, left) or _shared(kept)
    if (low == "," or _after_mark(sentence, left)) and kept and not kept[-1].tail and hit.form != "noun":
        return subjects.before(sentence.line, left) or _shared(kept)
    return subjects.before(sentence.line, left)


def _after_mark(sentence: Sentence, left: int) -> bool:
    """Whether a closing mark with a comma inside stands at the token: `called it "wise," adding C`."""
    token = sentence.line.tokens[left] if left > 0 else None
    return token is not None and token.low == '"' and sentence.flat[token.start - 1] == ","


def _with(sentence: Sentence, left: int) -> Subject | None:
    """The subject of "with X calling it C", ", X saying C"."""
    line = sentence.line
    mention = line.mention_at[left] if left > 0 else None
    first = line.first(left)
    if mention is None or not first or line.tokens[first - 1].low not in {"with", ",", "--", "—", "–", "-"}:
        return None
    return Subject(Span(mention.start, mention.end), (mention,))


def _quoted_as(sentence: Sentence, left: int) -> Subject | None:
    """The subject of "X was quoted by Y as saying"."""
    tokens = sentence.line.tokens
    for i in range(left - 1, max(0, left - 14), -1):
        if tokens[i].low in {"quoted", "cited"} and tokens[i - 1].low in {"was", "were", "is", "are", "been"}:
            return subjects.before(sentence.line, i - 2)
    return None


def _progressive(tokens: tuple[Token, ...], hit: Hit) -> bool:
    skipped = {token.low for token in tokens[hit.left + 1 : hit.at]}
    return bool(skipped & {"is", "are", "was", "were", "been", "'s", "'re"})


def _shared(kept: list[Frame]) -> Subject | None:
    return kept[-1].subject if kept else None


def _main(sentence: Sentence, left: int) -> Subject | None:
    """The subject of the sentence: its first name that stands at the start of a clause."""
    line = sentence.line
    for i, mention in enumerate(line.mention_at[: max(left, 0)]):
        opening = i == 0 or line.tokens[i - 1].low in _LEADS
        if mention and opening and mention.form != "adjective":
            return Subject(Span(mention.start, mention.end), (mention,))
    return None


# ---- a participle first ----------------------------------------------------------------------------------------------
def _opening(sentence: Sentence, hit: Hit) -> Frame | None:
    """The frame of "Conceding that C, X left": the speaker is who the main clause tells of."""
    place, start = content_start(sentence, hit)
    if place != "content":
        return None
    tokens = sentence.line.tokens
    for i in range(hit.at + 1, len(tokens) - 1):
        if tokens[i].start < start or sentence.line.mention_at[i] or not _comma(sentence, i):
            continue
        # "Writing a letter to the council, X ..." is no speech; "Saying C, X ..." and "Warning of N, X ..." are.
        plain = "that" in hit.cue.takes and start == hit.span.end + 1
        if plain and not CLAUSAL.search(sentence.flat, start, tokens[i].start):
            return None
        subject = subjects.leading(sentence.line, i + 1)
        if subject and sentence.flat.count(" ", subject.span.end, sentence.unit.end) > 1:
            return Frame(hit, subject, Span(start, tokens[i].end if tokens[i].low == '"' else tokens[i].start))
    return None


def _comma(sentence: Sentence, i: int) -> bool:
    """Whether a clause may end at the token: a comma, or a closing mark with a comma inside."""
    return sentence.line.tokens[i].low == "," or _after_mark(sentence, i)


# ---- content before the cue ------------------------------------------------------------------------------------------
def _tail(sentence: Sentence, hit: Hit, subject: Subject, after: int) -> Frame | None:
    """The frame of "C, X said": the content ends at the comma or quotation mark before the subject."""
    if not {"that", "quote"} & set(hit.cue.takes):
        return None
    content = ahead(sentence, subject.span.start, after)
    if content is None:
        return None
    quoted = '"' in content.of(sentence.flat) or content.end <= sentence.unit.start
    if "that" not in hit.cue.takes and not quoted:
        return None
    return Frame(hit, subject, content, tail=True, more=goes_on(sentence, content, after))


def _inverted(sentence: Sentence, hit: Hit) -> Frame | None:
    """The frame of `"C," said X`."""
    tokens = sentence.line.tokens
    low = tokens[hit.at - 1].low if hit.at else ""
    if (
        low not in {",", '"', "'", "--", "—", "–", "-", "?", "!"}
        or hit.form not in {"past", "s"}
        or hit.at + 1 >= len(tokens)
    ):
        return None
    if not {"that", "quote"} & set(hit.cue.takes) or "person" in hit.cue.takes:
        return None
    if low == "," and _opens_sentence(sentence, subjects.before(sentence.line, hit.left)):
        return None
    content = ahead(sentence, tokens[hit.at].start)
    subject = subjects.after(sentence.line, hit.at + 1)
    if content is None or subject is None:
        return None
    close = subject.span.end
    if low not in {'"', "'", "?", "!"} and not END.match(sentence.flat, close, sentence.unit.end):
        words = subject.span.of(sentence.flat)
        speaks = subject.mentions or (words.count(" ") < 5 and _SPEAKERS.search(words))
        if not (speaks and _PHRASE_ON.match(sentence.flat, close, sentence.unit.end)):
            return None
    return Frame(hit, subject, content, tail=True, more=goes_on(sentence, content, close))


def _opens_sentence(sentence: Sentence, subject: Subject | None) -> bool:
    """Whether the sentence begins with the subject: "X, the head of Y, said C"."""
    return subject is not None and sentence.flat[sentence.unit.start : subject.span.start].count(" ") < 2


# ---- according to, nouns, passives -----------------------------------------------------------------------------------
def _according(sentence: Sentence, hit: Hit) -> Frame | None:
    """The frame of "According to X, C" and "C, according to X"."""
    flat, unit = sentence.flat, sentence.unit
    subject = subjects.after(sentence.line, hit.at + 2)
    if subject is None:
        return None
    head = flat[unit.start : hit.span.start].rstrip()
    if _introduced(sentence, Subject(Span(hit.span.start, subject.span.end), ()), subject.span.end):
        return Frame(hit, subject, Span(subject.span.end + 1, unit.end))
    if head.rstrip("(, ") and head.endswith((",", '"', "(")):
        return Frame(hit, subject, Span(unit.start, unit.start + len(head.rstrip("(, "))), tail=True)
    comma = flat.find(",", subject.span.end, unit.end)
    if head.count(" ") > 3 or comma < 0:
        content = Span(unit.start, unit.start + len(head))
        return Frame(hit, subject, content, tail=True) if head.count(" ") > 3 else None
    return Frame(hit, subject, Span(comma + 1, unit.end))


def _nominal(sentence: Sentence, hit: Hit) -> Frame | None:
    """The frame of "X's warning that C"."""
    subject = subjects.owner(sentence.line, hit.at)
    match = THAT.match(sentence.flat, hit.span.end, sentence.unit.end)
    if match is None:
        return None
    end = sentence.unit.end if subject else _end_of_unowned(sentence, hit, match.end())
    return Frame(hit, subject, Span(match.end(), end)) if end else None


def _end_of_unowned(sentence: Sentence, hit: Hit, start: int) -> int | None:
    """Where the content of "the accusation that C" ends, if it can be told; "no claim that C" has none."""
    flat, tokens = sentence.flat, sentence.line.tokens
    before = tokens[hit.at - 1].low
    # A statement or an agreement is a text too: "said in a statement that C", "an agreement that ends C".
    if hit.cue.act in _TEXT_ACTS or _VERB.match(flat, start):
        return None
    if before in _UNSAID or sentence.line.mention_at[hit.at - 1]:
        return None
    comma = flat.find(",", start, sentence.unit.end)
    end = comma if comma >= 0 else sentence.unit.end
    if hit.at > 1 + (before not in _ARTICLES):
        return end
    # The noun is the subject: the clause ends before the second of two plain verbs, "C | was denied".
    verbs = [verb.start() for verb in _VERB.finditer(flat, start, end)]
    return verbs[1] if len(verbs) == 2 else None


def _passive(sentence: Sentence, hit: Hit) -> Frame | None:
    """The frame of "It was noted that C" has no speaker; in a release neither has "ways to do so were discussed"."""
    tokens, flat, unit = sentence.line.tokens, sentence.flat, sentence.unit
    low = tokens[hit.left].low if hit.left >= 0 else ""
    match = THAT.match(flat, hit.span.end, unit.end)
    if low == "it" and match and hit.left <= 6:
        return Frame(hit, None, Span(match.end(), unit.end))
    told = re.match(r"\s+(?:about|of|on)\s+", flat[hit.span.end : unit.end])
    if "passive" in hit.cue.takes and told and sentence.release:
        return Frame(hit, None, Span(hit.span.end + told.end(), unit.end))
    ends = END.match(flat, hit.span.end, unit.end)
    if sentence.release and "np" in hit.cue.takes and ends and hit.left >= 2:
        return Frame(hit, None, Span(unit.start, tokens[hit.left].end), tail=True)
    return None
