"""The words for the speaker beside a cue: before it, after it ("said X"), or owning it ("Oslo's warning").

Before a cue the way goes left: over a parenthesis ("X, the minister, said"), over the phrase of a preposition ("the
head of the agency said"), over "and" to a joint speaker, to the first word of the noun phrase. Mentions count as one
word; where none stands, the plain words are the speaker ("two people at the meeting").
"""

from collections.abc import Sequence
from dataclasses import dataclass

from readout.extract.statements.cues import Token
from readout.records import Mention, Span

_PREPOSITIONS = frozenset("of in for at from with on to near inside within behind".split())
_STOP = frozenset(
    (
        "and or but that which who whom as if when while because although though after before since until than then "
        "by is are was were has have had be been said says so what how where why according with into against about "
        "over under through during despite amid between among via upon did do does not , ; : . ! ? \" ( ) - -- — – ' … "
        "will would could should may might can cannot must he she it they we i you today yesterday tomorrow "
        "monday tuesday wednesday thursday friday saturday sunday meanwhile later earlier also still now here there"
    ).split()
)
_DETERMINERS = frozenset("the a an this that these those his her its their our both all some two three one".split())
# How those end who are close or sent "to" somebody.
_SENDS = ("er", "or", "ant", "envoy", "aide", "delegate", "counsel", "close", "secretary", "man", "woman", "person")
_SERVING = frozenset("current present serving former past".split())
_RELATIVES = frozenset("who which that".split())
_OPENERS = frozenset(', " and but that while as -- — – ( :'.split())
_BREAKS = frozenset(", -- — – ( )".split())
_CLAUSES = frozenset(', ; : " ( ) -- — – and or but that which what where when while as if because said says'.split())
_PRONOUNS = frozenset("he she it they we i you".split())


@dataclass(frozen=True, slots=True)
class Subject:
    """The words for one speaker or several; `mentions` head them, `inside` are names within ("officials in Seoul")."""

    span: Span
    mentions: tuple[Mention, ...] = ()
    inside: tuple[Mention, ...] = ()

    @property
    def pronoun(self) -> bool:
        """Whether the words are a pronoun alone."""
        return len(self.mentions) == 1 and self.mentions[0].form == "pronoun"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence as the search for subjects sees it: tokens, and the mention that each token belongs to."""

    flat: str
    tokens: tuple[Token, ...]
    mention_at: tuple[Mention | None, ...]

    @classmethod
    def of(cls, flat: str, tokens: tuple[Token, ...], mentions: Sequence[Mention]) -> "Line":
        """The tokens with their mentions."""
        owners: list[Mention | None] = [None] * len(tokens)
        at = 0
        for mention in mentions:
            while at < len(tokens) and tokens[at].end <= mention.start:
                at += 1
            # A token between two mentions is the first one's.
            first = at
            while at < len(tokens) and tokens[at].start < mention.end:
                owners[at] = owners[at] or mention
                at += 1
            at = max(first, at - 1)
        return cls(flat, tokens, tuple(owners))

    def first(self, i: int) -> int:
        """The first token of the mention that token `i` belongs to."""
        while i > 0 and self.mention_at[i] is not None and self.mention_at[i - 1] is self.mention_at[i]:
            i -= 1
        return i

    def last(self, i: int) -> int:
        """The last token of the mention that token `i` belongs to."""
        while i + 1 < len(self.tokens) and self.mention_at[i] and self.mention_at[i + 1] is self.mention_at[i]:
            i += 1
        return i


def before(line: Line, left: int) -> Subject | None:
    """The subject whose last word is token `left` (auxiliaries and adverbs are already passed over)."""
    low = line.tokens[left].low if left >= 0 and not line.mention_at[left] else ""
    if low in _PRONOUNS:
        return Subject(Span(line.tokens[left].start, line.tokens[left].end))
    if low in _RELATIVES:
        return _antecedent(line, left)
    if low in _BREAKS:
        return _before_parenthesis(line, left)
    return _phrase(line, left)


def between(line: Line, start: int, end: int) -> Subject | None:
    """The subject that fills the way from a quotation to its cue: `"C," X, the head of Y, said`.

    Up to the first comma stand the name and its titles, whatever mentions are known there.
    """
    if not start <= end:
        return None
    head = next(
        (i for i in range(start, end + 1) if line.tokens[i].low in {",", "("} and not line.mention_at[i]), end + 1
    )
    if head == start or head - start > 13 or end - start > 40:
        return None
    if any(_parts_clauses(line, i) for i in range(start, head)):
        return None
    named = _phrase(line, head - 1)
    span = Span(line.tokens[start].start, line.tokens[head - 1].end)
    return Subject(span, named.mentions, named.inside) if named else None


def _parts_clauses(line: Line, i: int) -> bool:
    """Whether a clause ends or begins at the token; "and" before a capital joins parts of a name."""
    if line.mention_at[i] or line.tokens[i].low not in _CLAUSES:
        return False
    following = line.flat[line.tokens[i].end : line.tokens[i].end + 2].strip()
    return not (line.tokens[i].low == "and" and following.isupper())


def _antecedent(line: Line, relative: int) -> Subject | None:
    """The name that "who" or "which" goes back to; a plain "people who" names no speaker."""
    i = relative - 1
    comma = i >= 0 and line.tokens[i].low == ","
    i -= comma
    head, start = _head(line, i) if i >= 0 else (None, 0)
    if head is None and comma and start <= i and line.flat[line.tokens[start].start].isupper():
        return Subject(Span(line.tokens[start].start, line.tokens[i].end))
    if head is None or not (comma or head.form in {"name", "surname", "title"}):
        return None
    return Subject(Span(head.start, head.end), (head,))


def _before_parenthesis(line: Line, closing: int) -> Subject | None:
    """The phrase before ", ...," or "(...)": the farthest opening mark within reach that has a name before it."""
    if closing and line.tokens[closing].low == "," and line.tokens[closing - 1].low == ")":
        return _before_parenthesis(line, closing - 1)
    opening = {")": "("}.get(line.tokens[closing].low, line.tokens[closing].low)
    found: Subject | None = None
    named: Subject | None = None
    for i in range(closing - 1, max(0, closing - 30), -1):
        owner = line.mention_at[i]
        if owner is None and line.tokens[i].low in {";", '"'}:
            break
        # A name with its apposition is one mention, and holds the opening comma itself.
        if owner and found is None and line.tokens[i].low == opening and i + 1 < closing:
            return Subject(Span(owner.start, owner.end), (owner,))
        if line.tokens[i].low == opening and owner is None:
            subject = _before_opening(line, i)
            if subject and (subject.mentions or found is None):
                found = subject
                if any(m.form in {"name", "surname"} for m in subject.mentions):
                    named = named or subject
            if opening == "(":
                break
    return named or _inside(line, closing, found)


def _inside(line: Line, closing: int, found: Subject | None) -> Subject | None:
    """The person named right before the closing mark, where no other is: "the minister, Mara Lind, said"."""
    inner = line.mention_at[closing - 1] if closing else None
    if found and not found.mentions and inner and any(actor.kind == "person" for actor in inner.actors):
        return Subject(Span(inner.start, inner.end), (inner,))
    if found is None and inner is not None and line.tokens[closing].low == ",":
        return _phrase(line, closing - 1)
    return found


def _before_opening(line: Line, opening: int) -> Subject | None:
    """The phrase before an opening mark, over another parenthesis: "X (Party), a member of Y, said"."""
    low = line.tokens[opening - 1].low if opening else ""
    if low == ")" and line.tokens[opening].low != "(":
        return _before_parenthesis(line, opening - 1)
    return _phrase(line, opening - 1)


def _phrase(line: Line, end: int) -> Subject | None:
    """The noun phrase that ends with token `end`, with the phrases it rules and those joined to it by "and"."""
    head, start = _head(line, end) if end >= 0 else (None, end + 1)
    if start > end:
        return None
    mentions: list[Mention] = [head] if head else []
    inside: list[Mention] = []
    while start >= 2 and line.tokens[start - 1].low in _PREPOSITIONS and not line.mention_at[start - 1]:
        outer, outer_start = _head(line, start - 2)
        if outer_start > start - 2:
            break
        if head is None and outer is None and line.tokens[start - 1].low == "to" and not _goes_to(line, start):
            return None
        inside += mentions
        mentions, start = ([outer] if outer else []), outer_start
    joiners = {"and", "&"}
    while start >= 2 and line.tokens[start - 1].low in joiners and mentions:
        joiners = {"and", "&", ","}
        joint, joint_start = _head(line, start - 2)
        if joint is None or joint.form == "pronoun" or not _opens(line, joint_start, line.tokens[start - 1].low):
            break
        mentions.insert(0, joint)
        start = joint_start
    relative = _relative(line, start)
    known = _phrase(line, relative - 1) if relative else None
    if known:
        return Subject(Span(known.span.start, line.tokens[end].end), known.mentions, (*inside, *mentions))
    stretch = Span(line.tokens[start].start, line.tokens[end].end)
    inside += [m for m in {id(m): m for m in line.mention_at[start : end + 1] if m}.values() if m not in mentions]
    return Subject(stretch, tuple(mentions), tuple(inside))


def _goes_to(line: Line, after: int) -> bool:
    """Whether "to" leads to somebody, as in "an adviser to rebels", and is no infinitive's: "to remain"."""
    return line.tokens[after].low in _DETERMINERS or line.tokens[after - 2].low.endswith(_SENDS)


def _relative(line: Line, start: int) -> int | None:
    """The "who" of a clause that ends where the subject ends: "people who know the plan said"."""
    for i in range(start - 1, max(0, start - 9), -1):
        low = line.tokens[i].low
        if low == "who" and not line.mention_at[i]:
            return i if i and line.tokens[i - 1].low not in _BREAKS else None
        if low in _CLAUSES and not line.mention_at[i]:
            return None
    return None


def _opens(line: Line, start: int, joiner: str) -> bool:
    """Whether a joined phrase stands where a subject may: not after a preposition; after a comma only in a list."""
    previous = line.tokens[start - 1].low if start else ""
    if joiner == ",":
        return start == 0 or previous in {",", "that"}
    return previous not in _PREPOSITIONS or start == 0


def _head(line: Line, end: int) -> tuple[Mention | None, int]:
    """The mention that ends at token `end` and where it begins; else the first of the plain words that end there."""
    owner = line.mention_at[end]
    if owner is not None and line.tokens[end].end >= owner.end:
        return owner, _with_words_before(line, line.first(end))
    start = end + 1
    while start > 0 and end - start < 8:
        token = line.tokens[start - 1]
        if _hyphen(line, start - 1):  # "the U.S.-Japan statement" is one phrase
            start -= 1
            continue
        if not line.mention_at[start - 1] and (token.low in _STOP or token.low in _PREPOSITIONS):
            break
        start -= 1
    return None, start


def _hyphen(line: Line, at: int) -> bool:
    """Whether a token is a hyphen within a word."""
    if not (0 < at < len(line.tokens) - 1) or line.tokens[at].low != "-":
        return False
    return line.tokens[at - 1].end == line.tokens[at].start and line.tokens[at].end == line.tokens[at + 1].start


def _with_words_before(line: Line, first: int) -> int:
    """The first token of the phrase that a mention heads: "the" ministry, "spokesman" Ned Price."""
    owner = line.mention_at[first]
    start = first
    while owner and owner.form != "pronoun" and start > 0 and first - start < 5 and not line.mention_at[start - 1]:
        low = line.tokens[start - 1].low
        if low in _STOP or low in _PREPOSITIONS:
            break
        start -= 1
        if low in _DETERMINERS:
            # "In his letter Lind said": the letter is not called Lind.
            return first if owner.form == "surname" and start == 1 and line.tokens[0].low == "in" else start
    opens = start == 0 or (not line.mention_at[start - 1] and line.tokens[start - 1].low in _OPENERS)
    return start if opens else first


def after(line: Line, at: int) -> Subject | None:
    """The subject of "said X": the noun phrase that begins at token `at`."""
    i = at
    if line.tokens[at].low in _PREPOSITIONS and not line.mention_at[at]:
        return None
    while i < len(line.tokens) and (line.mention_at[i] or line.tokens[i].low not in _STOP or _in_office(line, at, i)):
        owner = line.mention_at[i]
        last = line.last(i)
        if owner and owner.form != "adjective" and not _goes_on(line, last):
            return Subject(Span(line.tokens[at].start, owner.end), (owner,), ())
        i = last + 1
        if i - at > 25:
            break
    if i == at:
        return None
    inside = tuple({id(m): m for m in line.mention_at[at:i] if m}.values())
    cut = next((j for j in range(at, i) if line.tokens[j].low in _PREPOSITIONS and not line.mention_at[j]), i)
    end = i if inside else cut
    return Subject(Span(line.tokens[at].start, line.tokens[max(at, end - 1)].end), (), inside)


def _in_office(line: Line, first: int, at: int) -> bool:
    """Whether a word is the "and" of "current and former officials"."""
    return at == first + 1 and line.tokens[at].low in {"and", "or"} and line.tokens[first].low in _SERVING


def leading(line: Line, at: int) -> Subject | None:
    """The subject of the clause that begins at token `at`, after a participle: names, a pronoun, "the" and words."""
    token, owner = line.tokens[at], line.mention_at[at]
    if owner is None and token.low in _PRONOUNS:
        return Subject(Span(token.start, token.end))
    if owner is None and token.low not in _DETERMINERS:
        return None
    subject = after(line, at)
    if subject is None or not (subject.mentions or subject.inside):
        return None
    last = next(i for i in range(len(line.tokens) - 1, -1, -1) if line.tokens[i].start < subject.span.end)
    joint = line.mention_at[last + 2] if last + 2 < len(line.tokens) and line.tokens[last + 1].low == "and" else None
    if joint is None or not subject.mentions or joint.form in {"adjective", "pronoun"}:
        return subject
    return Subject(Span(subject.span.start, joint.end), (*subject.mentions, joint))


def _goes_on(line: Line, last: int) -> bool:
    """Whether the phrase has not ended with this mention: "Oslo's", "Oslo University" professor."""
    mention = line.mention_at[last]
    followed = line.tokens[last + 1] if last + 1 < len(line.tokens) else None
    if followed is None or mention is None:
        return False
    if followed.low in {"'", "'s", "s"} or _possessive(line, mention):
        return True
    plain = followed.low not in _STOP and followed.low not in _PREPOSITIONS and followed.low.isalpha()
    titled = plain and last + 2 < len(line.tokens) and line.flat[line.tokens[last + 2].start].isupper()
    return titled and mention.form != "pronoun" and not line.mention_at[last + 1]


def _possessive(line: Line, owner: Mention) -> bool:
    return line.flat.startswith("'s ", owner.end) or line.flat.startswith("' ", owner.end)


def owner(line: Line, at: int) -> Subject | None:
    """The possessor of the noun at token `at`: "Oslo's warning", "their claim"."""
    i = at - 1
    while i >= 0 and at - i < 4:
        mention = line.mention_at[i]
        if mention and (_possessive(line, mention) or line.flat[mention.start : mention.end].endswith(("'s", "s'"))):
            return Subject(Span(mention.start, mention.end), (mention,))
        if mention and mention.form in {"pronoun", "adjective"}:
            return Subject(Span(mention.start, mention.end), (mention,))
        i -= 1
    return None


def is_pronoun(line: Line, subject: Subject) -> bool:
    """Whether the speaker's words are a pronoun, known as a mention or not."""
    return subject.pronoun or subject.span.of(line.flat).lower() in _PRONOUNS
