"""The backend of hand-written grammar: a clause for each verb group, then the same roles around nouns for acts."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, pairwise, zip_longest
from operator import attrgetter

from readout.codebook.compiled import Compiled
from readout.language.clause import Clause, Role
from readout.language.nominals import nominal
from readout.language.phrases import Sentence, phrase_before, phrases
from readout.language.tokens import OPENERS, PROSPECTIVE, TELLS, TIMES, Token, Words, tokenise
from readout.language.verbs import Group, verb_groups
from readout.records import Mention, Span

_IF = frozenset({"if", "unless", "should"})
# Without one of these no clause of a sentence is conditional or only asked about.
_IFFY = _IF | {"whether", "?"}
_OPENING = 8  # tokens before a verb: what stands farther from it opens no clause of its
# Each noun of an act may have all that follows for its phrases; no sentence that somebody wrote has more of them.
_MOST_NOUNS = 40


class Rules:
    """The backend of hand-written grammar: fast, always there, and the same on every machine."""

    name = "rules"

    def __init__(self, rules: Compiled) -> None:
        self._words = Words(rules)

    def clauses(
        self, text: str, sentence: Span, mentions: Sequence[Mention], nouns: frozenset[str] = frozenset()
    ) -> tuple[Clause, ...]:
        """The clauses of one sentence in order of their verbs, then the noun phrases whose head is one of `nouns`."""
        tokens = tokenise(text, sentence, mentions, self._words)
        words = {token.low for token in tokens}
        parsed = Sentence(tokens, verb_groups(tokens), not words.isdisjoint(_IFFY))
        found: list[Clause] = []
        for n in range(len(parsed.groups)):
            found.append(clause_of(parsed, n, found))
        verbal = _fronted(tokens, _prospective(text, found))
        if words.isdisjoint(nouns):
            return verbal
        verbs = {group.last for group in parsed.groups}
        heads = (i for i, token in enumerate(tokens) if token.low in nouns and i not in verbs and not token.mention)
        return (*verbal, *(nominal(parsed, i, verbal) for i in islice(heads, _MOST_NOUNS)))


# Words over an "if" that asks; others ask only where they are denied: "did not say if".
_ASKS = frozenset(
    "ask asks asked asking wonder wonders wondered unclear unsure uncertain question questioned doubt".split()
)
_KNOWS = frozenset("say said know knew known clear sure certain confirm confirmed disclose reveal specify tell".split())
_NOT = frozenset(("not", "n't", "never", "no", "without", "declined", "refused"))
_ASKED_BEFORE, _ASKED_REACH = 6, 20  # words before the "if", and from it to the verb
_OPENS = frozenset({"sub", "rel"})
_ENDS = frozenset({".", "!", "?", ";"})
_LONGEST = 200  # tokens behind a verb within which its sentence ends


def clause_of(parsed: Sentence, n: int, found: list[Clause]) -> Clause:
    """The clause of the n-th verb group; `found` holds those before it, whose subjects it may share."""
    tokens, group = parsed.tokens, parsed.groups[n]
    end = _tail_end(parsed, n)
    next_verb = parsed.groups[n + 1].first if n + 1 < len(parsed.groups) else end
    following = phrases(parsed, group.last + 1, min(end, next_verb))
    subject, start, governed_by = _subject(parsed, n, found)
    inverted = False
    obj = next((role for prep, role in following if not prep), None)
    obliques = tuple(pair for pair in following if pair[0])
    if subject is None and group.form == "finite" and obj is not None and _opens(tokens, group.first):
        subject, obj, inverted = obj, None, True
    governor = _governor(parsed, group, found, governed_by)
    _inherit(parsed, group, found, governed_by)
    verb, opening = tokens[group.last], tokens[group.first].start
    tail_end = tokens[end - 1].end if end > group.last + 1 else verb.end
    left = subject.span.start if subject and subject.span.start < opening else start
    return Clause(
        group.lemma, group.form, Span(verb.start, verb.end), Span(opening, verb.end), Span(verb.end, tail_end),
        Span(left, tail_end), group.tense, _is_passive(parsed, group, following),
        group.negated or _is_nobody(tokens, subject), group.perfect, group.modal,
        parsed.iffy and _conditional(tokens, group, left), parsed.iffy and _asked(tokens, group, left),
        subject, obj, obliques, governor, governed_by, inverted,
    )  # fmt: skip


# Words before a subject that deny its clause: "neither Lima nor Oslo met him".
_NO = frozenset({"neither", "no", "nor"})
_NOBODY = frozenset({"none", "nobody"})


def _is_nobody(tokens: list[Token], subject: Role | None) -> bool:
    """Whether a subject says that nobody acts: "neither Lima nor Oslo", "no envoy", "none of the ministers"."""
    if subject is None or subject.head in _NOBODY:
        return subject is not None
    first = bisect_left(tokens, subject.span.start, key=attrgetter("start"))
    return tokens[first].low in _NOBODY or (first > 0 and tokens[first - 1].low in _NO)


def _prospective(text: str, found: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses with "is going to" read as the future of the verb behind it; "go" itself then tells no journey."""
    told = list(found)
    for n, first in enumerate(found[:-1]):
        if first.lemma != "go":
            continue
        second = found[n + 1]
        goes = first.verb.of(text).lower() == "going" and second.form == "infinitive"
        if goes and not text[first.verb.end : second.group.start].strip():
            told[n] = first._replace(lemma="be going")
            negated = first.negated or second.negated
            told[n + 1] = second._replace(form="finite", tense="future", modal="will", negated=negated, governor=None)
    return tuple(told)


def _inherit(parsed: Sentence, group: Group, found: list[Clause], governed_by: int | None) -> None:
    """What the verb group of a clause takes from the clauses before it.

    A bare second verb after "and" shares the auxiliary of the first: "will meet Oslo's envoy and hold talks", and so
    does the means: "could act by barring Lima"; "would" in what was said stands for "will".
    """
    if group.modal == "would" and any(clause.lemma in TELLS and clause.tense == "past" for clause in found):
        group.tense, group.modal = "future", "will"
    if governed_by is None:
        return
    first = found[governed_by]
    bare = group.form == "finite" and group.first == group.last and group.tense == "present"
    if first.modal is not None and (bare or _is_part_of_it(parsed.tokens, group)):
        group.tense, group.modal = first.tense, first.modal


# What stands before a participle that tells a part of the main act, or its means: "could act by barring Lima".
_BY = frozenset({"by", "including"})


def _is_part_of_it(tokens: list[Token], group: Group) -> bool:
    """Whether a participle tells of the act of the clause that governs it, and is as certain as that."""
    return group.form == "participle" and group.first > 0 and tokens[group.first - 1].low in _BY


def _fronted(tokens: list[Token], found: Sequence[Clause]) -> tuple[Clause, ...]:
    """A participle that opens the sentence has the subject of the main clause after it: "Bowing to Lima, Quito ..."."""
    if not found or found[0].form != "participle" or found[0].subject is not None:
        return tuple(found)
    commas = {after.start for token, after in pairwise(tokens) if token.low == ","}
    finite = [clause for clause in found if clause.form == "finite" and clause.subject and clause.subject.mentions]
    main = next((clause for clause in finite if clause.whole.start in commas), finite[0] if finite else None)
    return (found[0]._replace(subject=main.subject), *found[1:]) if main else tuple(found)


def _opens(tokens: list[Token], i: int) -> bool:
    """Whether nothing but a quotation mark or comma stands before token `i`: the place of an inverted verb."""
    return i > 0 and tokens[i - 1].tag == "punct"


def _tail_end(parsed: Sentence, n: int) -> int:
    """The token index where the clause of group `n` ends: before the next finite clause, or at a strong stop."""
    tokens, group = parsed.tokens, parsed.groups[n]
    limit = len(tokens)
    reported = False
    for later in parsed.groups[n + 1 :]:
        if later.form == "finite":
            reduced = tokens[group.last].tag == "part"
            limit = later.first if reduced else _finite_start(tokens, later.first, group)
            if reported or tokens[limit - 1].low != "that":  # a that-clause belongs to its verb, what follows does not
                break
            limit, reported = len(tokens), True
    for i in range(group.last + 1, limit):
        if tokens[i].low in {";", ":", "."} and tokens[i].tag == "punct" and i + 1 < limit:
            return i
    while limit > group.last + 1 and tokens[limit - 1].tag in {"punct", "and", "sub", "rel"}:
        limit -= 1
    return limit


_BOUNDS = frozenset({"sub", "rel", "punct", "and"})
_NEAR_BOUNDS = _BOUNDS | {"prep", "to"}


def _finite_start(tokens: list[Token], verb: int, group: Group) -> int:
    """Where the subject of a later finite verb begins, looking left no further than the verb before it.

    Only verbs of speech take a clause with nothing between; behind others the subject goes back to a preposition at
    most ("changes to the way judges are named").
    """
    i, floor = verb, group.last + 1
    if _is_contact(tokens, verb - 1) and verb - 2 > group.last:
        return verb - 1
    bounds = _BOUNDS if group.lemma in TELLS else _NEAR_BOUNDS
    while i > floor and tokens[i - 1].tag not in bounds:
        i -= 1
        if tokens[i].low in OPENERS:
            return i
    if i == floor + 1 and tokens[floor].tag == "prep":
        return verb
    return verb if tokens[i].tag == "prep" else i  # "that he will hold with the envoys is": no subject of "is"


def _subject(parsed: Sentence, n: int, found: list[Clause]) -> tuple[Role | None, int, int | None]:
    """The subject of group `n`, where its clause starts, and the clause that governs it if it shares its subject."""
    tokens, group = parsed.tokens, parsed.groups[n]
    start = tokens[group.first].start
    if group.form == "infinitive":
        return _shared(found, n, start)
    left = _left_of(parsed, n)
    if left > 0 and tokens[left].low == '"' and tokens[left - 1].tag in {"M", "w", "pron"}:  # Oslo "refused to talk"
        left -= 1
    if left < 0:
        return None, start, None
    if group.form == "participle":
        return _participle_subject(parsed, left, found, n, start)
    if tokens[left].tag == "and" and found:
        return _conjunct(parsed, left, found, n, start)
    if _is_pronoun(tokens, left):
        return _antecedent(parsed, left, start), start, None
    if _opens_with_we(tokens, left):  # "We, the leaders of Lima and Oslo, met"
        return parsed.role(range(2, left)), tokens[0].start, None
    through = _before_relative(parsed, n)
    left = left if through is None else through
    role = parsed.role((left,)) if n and _is_contact(tokens, left) else phrase_before(parsed, left)
    return role, role.span.start if role else start, None


def _opens_with_we(tokens: list[Token], left: int) -> bool:
    """Whether a sentence begins with "We" and says between commas, of which the last is at `left`, who that is."""
    return left > 3 and tokens[0].low == "we" and tokens[1].low == "," == tokens[left].low


def _before_relative(parsed: Sentence, n: int) -> int | None:
    """The token before a relative clause that ends at the verb of group `n`: "the envoy who met Lind praised Oslo"."""
    tokens, group = parsed.tokens, parsed.groups[n]
    pronoun = _relative(parsed, n - 1) if n and group.form == "finite" else None
    if pronoun is None:
        return None
    before = parsed.groups[n - 1]
    if before.form != "finite" or before.lemma in TELLS or before.lemma in _THINKS:
        return None
    between = tokens[before.last + 1 : group.first]
    if not between or any(token.tag in {"punct", "and", "sub", "rel", "to"} for token in between):
        return None
    return pronoun - 1 if pronoun and tokens[pronoun - 1].tag in {"M", "w", "verb?"} else None


_THINKS = frozenset("believe think know hope fear feel suspect doubt understand see hear find learn mean show".split())


def _is_contact(tokens: list[Token], i: int) -> bool:
    """Whether the name at `i` opens a clause about the noun before it: "the aid Oslo is providing"."""
    mention = tokens[i].mention
    if mention is None or i < 2 or tokens[i - 1].tag != "w" or mention.form not in {"place", "name"}:
        return False
    return all(actor.kind in {"state", "organisation"} for actor in mention.actors) and bool(mention.actors)


def _shared(found: list[Clause], n: int, start: int) -> tuple[Role | None, int, int | None]:
    """An infinitive's subject: the object of "urged X to", else the subject of what governs it."""
    if not found:
        return None, start, None
    above = found[-1]
    controls = above.object if above.object and above.object.mentions and not above.passive else above.subject
    return controls, start, n - 1


def _participle_subject(
    parsed: Sentence, left: int, found: list[Clause], n: int, start: int
) -> tuple[Role | None, int, int | None]:
    """A participle's subject: the noun right before it ("talks held"), else that of the main clause.

    Behind "for", "of", "against" and "from" it is whom the main clause is about: "thanked Oslo for hosting".
    """
    if parsed.tokens[left].tag in {"M", "w", "verb?"}:
        role = phrase_before(parsed, left)
        if role is None or not (role.mentions or role.possessors):  # "nothing about the sailors held by Oslo"
            role = _under_preposition(parsed, left) or role
        return role, role.span.start if role else start, None
    if found:
        main = next((k for k in range(n - 1, -1, -1) if found[k].form == "finite"), n - 1)
        above = found[main]
        aimed = parsed.tokens[left].low in _OF_THE_OBJECT and not above.passive and main == n - 1
        return above.object if aimed and above.object and above.object.mentions else above.subject, start, main
    return None, start, None


def _under_preposition(parsed: Sentence, last: int) -> Role | None:
    """The noun phrase between a preposition and token `last`: "in a statement released by Oslo"."""
    first = next((i + 1 for i in range(last, -1, -1) if parsed.tokens[i].tag == "prep"), 0)
    return parsed.role(range(first, last + 1))


_OF_THE_OBJECT = frozenset({"for", "of", "against", "from"})


def _conjunct(
    parsed: Sentence, left: int, found: list[Clause], n: int, start: int
) -> tuple[Role | None, int, int | None]:
    """The subject of a second verb after "and": that of the verb before it.

    Behind a comma the verb is not that of a relative clause: "thanked those who came, and agreed to pay".
    """
    first, comma = parsed.groups[n].first, left > 0 and parsed.tokens[left - 1].low == ","
    finite = (k for k in range(n - 1, -1, -1) if found[k].form == "finite")
    before = next((k for k in finite if not (comma and _relative(parsed, k) is not None)), None)
    if before is None:
        return None, start, None
    shared = found[before]
    if shared.subject is None or first - left > 3:
        return None, start, None
    return shared.subject, start, before


def _relative(parsed: Sentence, n: int) -> int | None:
    """The relative pronoun right before the verb of group `n`, if there is one."""
    left = _left_of(parsed, n)
    return left if left >= 0 and _is_pronoun(parsed.tokens, left) else None


def _left_of(parsed: Sentence, n: int) -> int:
    """The token before the verb of group `n` and its adverbs; -1 where none is."""
    left = parsed.groups[n].first - 1
    while left >= 0 and parsed.tokens[left].tag == "adv":
        left -= 1
    return left


def _is_pronoun(tokens: list[Token], i: int) -> bool:
    """Whether token `i` opens a relative clause: "who", or a "that" right behind a noun."""
    return tokens[i].tag == "rel" or (i > 0 and tokens[i].low == "that" and tokens[i - 1].tag in {"M", "w"})


def _antecedent(parsed: Sentence, left: int, start: int) -> Role | None:
    """What a relative pronoun stands for: the phrase right before it."""
    end = left
    while end > 0 and parsed.tokens[end - 1].tag == "punct":
        end -= 1
    role = phrase_before(parsed, end - 1)
    last = parsed.tokens[end - 1] if end else None
    if end == left and last and last.tag == "w" and last.low not in TIMES and role and role.inside:
        role = _under_preposition(parsed, end - 1)  # "the inquiry into the bomber who"
    if parsed.tokens[left].low == "who" and end and parsed.tokens[end - 1].mention and role and role.inside:
        role = parsed.role((end - 1,))  # "a relief for Oslo's envoy, who ..."
    return role if role is not None and role.span.start < start else None


def _governor(parsed: Sentence, group: Group, found: list[Clause], governed_by: int | None) -> str | None:
    """The word that an infinitive or participle depends on."""
    if group.form == "infinitive":
        before = parsed.tokens[group.first - 1] if group.first else None
        if before is not None and before.tag != "verb" and before.low in PROSPECTIVE:
            return before.low
        if before is not None and before.tag in {"w", "verb?"} and before.low in {"plan", "plans", "decision", "offer"}:
            return before.low
        return found[-1].lemma if found else None
    if governed_by is None:
        return None
    if group.form == "finite":
        return found[governed_by].governor
    return found[governed_by].lemma


# "Is committed to" says what somebody will do, not what was done to him.
_MINDED = frozenset({"commit", "dedicate", "oppose"})


def _is_passive(parsed: Sentence, group: Group, following: list[tuple[str, Role]]) -> bool:
    """Whether a verb group is passive: "was met by", "a ship seized by Tehran"; not "is committed to"."""
    behind = parsed.tokens[group.last + 1].low if group.last + 1 < len(parsed.tokens) else ""
    whole = group.passive and not (group.lemma in _MINDED and behind == "to")
    return whole or _reduced_passive(parsed, group, following)


def _reduced_passive(parsed: Sentence, group: Group, following: list[tuple[str, Role]]) -> bool:
    """A bare participle that is passive: "a ship seized by Tehran", "talks held in Oslo"."""
    if group.form != "participle":
        return False
    token = parsed.tokens[group.last]
    if token.word.forms <= {"ing"}:
        return False
    return bool(following) and following[0][0] in {"by", "in", "on", "at", "from", "to", "with"}


def _conditional(tokens: list[Token], group: Group, left: int) -> bool:
    """Whether an "if" or "unless" opens the clause."""
    opening = tokens[max(0, group.first - _OPENING) : group.first]
    return any(t.low in _IF and t.tag in {"sub", "modal"} and (t.end <= left + 1 or t.start >= left) for t in opening)


def _ends_in_question(tokens: list[Token], first: int) -> bool:
    """Whether the first mark from a token on that ends a sentence is a question mark, and no part of an address."""
    last = first + _LONGEST
    for token, after in zip_longest(tokens[first:last], tokens[first + 1 : last]):
        if token.low in _ENDS and (after is None or after.start > token.end or after.tag == "punct"):
            return bool(token.low == "?")
    return False


def _asked(tokens: list[Token], group: Group, left: int) -> bool:
    """Whether a clause is only asked about: "asked whether she met him", "unclear if they met", "whether to meet".

    Nor does a question tell what it asks: "Did Oslo shell Lima?" One that asks why does: "Why did Oslo shell Lima?"
    """
    if group.form == "infinitive":
        return group.first > 0 and tokens[group.first - 1].low == "whether"
    if _ends_in_question(tokens, group.last + 1) and all(token.low != "why" for token in tokens[: group.first]):
        return group.form == "finite"
    before = range(group.first - 1, max(-1, group.first - _ASKED_REACH), -1)
    first = next((i for i in before if tokens[i].tag in _OPENS or tokens[i].low == "if"), None)
    if group.form != "finite" or first is None or tokens[first].end > left + 1:
        return False
    if tokens[first].low == "whether":
        return True
    words = {token.low for token in tokens[max(0, first - _ASKED_BEFORE) : first]}
    return tokens[first].low == "if" and bool(words & _ASKS or (words & _KNOWS and words & _NOT))
