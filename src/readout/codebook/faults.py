"""What only the whole of a codebook shows to be wrong: each fault with file and line, and the way out.

`faults` are those with which nothing may be read: ids that stand twice, references to nothing, terms of office that
collide, expressions that do not compile. `doubts` are what `readout codebook check` says besides: names that nothing
tells apart, and metonyms without a context.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from readout.codebook.entries import Body, Codebook, Holder, Office, Organisation, Outlet, Pattern, State, Topic
from readout.codebook.expressions import Expression
from readout.codebook.hints import Parsed, parsed
from readout.errors import BadCodebook

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
# How an expression begins to look behind: whether it may, only its compilation tells.
_LOOKS_BEHIND = "(?<"
_WORD = re.compile(r"[^\W_]")
METONYM_KINDS = ("weak", "capital")
# What the `if` of an event rule may ask of its clause.
CONDITIONS = ("active", "aimed", "conditional", "future", "negated", "object", "passive", "past", "positive")


def faults(codebook: Codebook) -> Iterator[BadCodebook]:
    """Everything for which a codebook is refused, in the order in which it is looked for."""
    yield from misfits(codebook)
    for pattern in codebook.patterns:
        try:
            expression(pattern)
        except BadCodebook as error:
            yield error


def misfits(codebook: Codebook) -> Iterator[BadCodebook]:
    """The same but for expressions, which whoever compiles the codebook looks at anyway."""
    for entries in (codebook.states, codebook.organisations, codebook.bodies, codebook.offices, codebook.outlets):
        yield from _twice((entry.id, entry.at) for entry in entries)
    yield from _twice((topic.id, topic.at) for topic in codebook.topics)
    yield from _twice((cue.lemma, cue.at) for cue in codebook.cues)
    yield from _twice((pattern.id, pattern.at) for pattern in codebook.patterns)
    yield from _twice((event.id, event.at) for event in codebook.events)
    yield from _twice((rule.id, rule.at) for event in codebook.events for rule in event.rules)
    yield from _wordless(codebook)
    yield from _conditions(codebook)
    yield from _references(codebook)
    yield from _terms(codebook)
    yield from _metonyms(codebook)


def doubts(codebook: Codebook) -> Iterator[BadCodebook]:
    """What a codebook can be read with, and a person should mend."""
    yield from _shared_names(codebook)
    yield from _shared_spellings(codebook)
    yield from _without_context(codebook)
    yield from _same_code(codebook)


# ---- faults ----------------------------------------------------------------------------------------------------------
def _twice(ids: Iterable[tuple[str, str]]) -> Iterator[BadCodebook]:
    seen: dict[str, str] = {}
    for name, at in ids:
        if name in seen:
            yield BadCodebook(at, f"{name!r} stands twice", f"first at {seen[name]}")
        seen.setdefault(name, at)


def _wordless(codebook: Codebook) -> Iterator[BadCodebook]:
    """A name or a phrase without a letter or digit is found nowhere, or everywhere."""
    bearers: tuple[State | Organisation | Body | Office | Holder | Outlet | Topic, ...] = (
        *codebook.states, *codebook.organisations, *codebook.bodies, *codebook.offices, *codebook.holders,
        *codebook.outlets, *codebook.topics,
    )  # fmt: skip
    named = [(entry.name, entry.at) for entry in bearers]
    named += [(phrase, topic.at) for topic in codebook.topics for phrase in topic.phrases]
    for words, at in named:
        if not _WORD.search(words):
            yield BadCodebook(at, f"{words!r} is no name or phrase", "it needs a letter or a digit")


def _conditions(codebook: Codebook) -> Iterator[BadCodebook]:
    """The `if` of an event rule asks only what a clause can be asked."""
    for rule in (rule for event in codebook.events for rule in event.rules):
        for condition in rule.if_:
            if condition not in CONDITIONS:
                yield BadCodebook(
                    rule.at, f"unknown condition {condition!r} in `if`", f"known are {', '.join(CONDITIONS)}"
                )


def _references(codebook: Codebook) -> Iterator[BadCodebook]:
    """Every state and office that an entry names must have its own entry; an organisation may stand for a state."""
    states = {state.id for state in codebook.states}
    parties = states | {organisation.id for organisation in codebook.organisations}
    offices = {office.id for office in codebook.offices}
    claims: list[tuple[str | None, set[str], str, str]] = []
    claims += [(body.state, parties, "state", body.at) for body in codebook.bodies]
    claims += [(office.state, parties, "state", office.at) for office in codebook.offices]
    claims += [(holder.state, parties, "state", holder.at) for holder in codebook.holders]
    claims += [(holder.office, offices, "office", holder.at) for holder in codebook.holders]
    claims += [(outlet.state, parties, "state", outlet.at) for outlet in codebook.outlets]
    claims += [(outlet.issuer, parties, "state", outlet.at) for outlet in codebook.outlets]
    claims += [(rule.party or None, parties, "state", rule.at) for rule in codebook.metonyms]
    for name, known, what, at in claims:
        if name is not None and name not in known:
            yield BadCodebook(at, f"unknown {what} {name!r}", f"add it to {what}s.jsonl or mend the spelling")


def _terms(codebook: Codebook) -> Iterator[BadCodebook]:
    """A term ends after it began, and one person at a time holds an office of one state, unless it is shared."""
    shared = {office.id for office in codebook.offices if office.shared}
    seats: defaultdict[tuple[str, str], list[Holder]] = defaultdict(list)
    for holder in codebook.holders:
        if holder.until is not None and holder.until < holder.since:
            problem = f"{holder.name} leaves on {holder.until}, before {holder.since}"
            yield BadCodebook(holder.at, problem, "mend `since` or `until`")
        seats[holder.state, holder.office].append(holder)
    for (_, office), terms in seats.items():
        yield from _overlaps(terms, shared=office in shared)


def _overlaps(terms: list[Holder], *, shared: bool) -> Iterator[BadCodebook]:
    """Two persons surely in one seat on one day; of a shared seat, one person twice."""
    ordered = sorted(terms, key=lambda holder: (_begun(holder), holder.since))
    for i, later in enumerate(ordered):
        for earlier in ordered[:i]:
            if (shared and earlier.name != later.name) or (earlier.until and _ending(earlier) <= _begun(later)):
                continue
            problem = f"the term of {later.name} begins on {later.since}, within that of {earlier.name}"
            way = "mend `since` or `until`; where several hold the office at a time, give it `shared` in offices.jsonl"
            yield BadCodebook(later.at, problem, f"see {earlier.at}; {way}")
            break


def _begun(holder: Holder) -> date:
    """The day from which the term is sure."""
    return holder.begun or holder.since


def _ending(holder: Holder) -> date:
    """The day to which the term is sure."""
    return holder.ending or holder.until or date.max


def _metonyms(codebook: Codebook) -> Iterator[BadCodebook]:
    """A context is that of a kind of name, or of names that some party bears as weak ones or capitals."""
    weak = {(entry.id, name) for entry in _parties(codebook) for name in (*entry.weak, *getattr(entry, "capital", ()))}
    for rule in codebook.metonyms:
        if bool(rule.kind) == bool(rule.names):
            yield BadCodebook(rule.at, "a metonym has a `kind` or `names`", 'kind = "weak", or names = ["Georgia"]')
        elif rule.kind and rule.kind not in METONYM_KINDS:
            yield BadCodebook(rule.at, f"unknown kind {rule.kind!r}", f"known are {', '.join(METONYM_KINDS)}")
        for name in rule.names:
            if (rule.party, name) not in weak:
                problem = f"{name!r} is neither weak nor a capital of {rule.party or 'nobody'}"
                yield BadCodebook(rule.at, problem, "list it there as `weak` or `capital`, or mend the spelling")


def expression(pattern: Pattern) -> Expression:
    """The regular expression of a pattern. Raises `BadCodebook` where it is none."""
    return taken_apart(pattern)[0]


def taken_apart(pattern: Pattern) -> tuple[Expression, Parsed]:
    """The regular expression of a pattern, and how it is built. Raises `BadCodebook` where it is none."""
    flags = re.NOFLAG
    for letter in pattern.flags:
        if letter not in _FLAGS:
            raise BadCodebook(pattern.at, f"unknown flag {letter!r}", f"known are {', '.join(sorted(_FLAGS))}")
        flags |= _FLAGS[letter]
    made = Expression(pattern.regex, flags)
    try:
        tree = parsed(pattern.regex, flags)
        if _LOOKS_BEHIND in pattern.regex:
            re.compile(pattern.regex, flags)
    except re.error as error:
        raise BadCodebook(pattern.at, f"`{pattern.id}` does not compile: {error}") from error
    return made, tree


# ---- doubts ----------------------------------------------------------------------------------------------------------
def _parties(codebook: Codebook) -> tuple[State | Organisation, ...]:
    return (*codebook.states, *codebook.organisations)


def _shared_names(codebook: Codebook) -> Iterator[BadCodebook]:
    """A name that means two parties anywhere: in no text can it be told whom."""
    bearers: defaultdict[str, list[State | Organisation]] = defaultdict(list)
    for entry in _parties(codebook):
        for name in dict.fromkeys((entry.name, *entry.names)):
            if name not in entry.weak:
                bearers[name].append(entry)
    for name, (first, *others) in bearers.items():
        for other in others:
            problem = f"{name!r} is a name of {first.id} and of {other.id}"
            way = f"see {first.at}; list it as `weak` for one and give it a context in metonyms.toml"
            yield BadCodebook(other.at, problem, way)


def _shared_spellings(codebook: Codebook) -> Iterator[BadCodebook]:
    """A spelling of two holders' names in terms that meet: neither text nor day tells whom it means.

    Two terms under the same name are one person's, by the custom of the table.
    """
    bearers: defaultdict[str, list[Holder]] = defaultdict(list)
    for holder in codebook.holders:
        for name in dict.fromkeys((holder.name, *holder.names)):
            bearers[name].append(holder)
    for name, holders in bearers.items():
        for one, other in combinations(holders, 2):
            if one.name != other.name and one.since <= _last(other) and other.since <= _last(one):
                problem = f"{name!r} is {one.name} of {one.state} and {other.name} of {other.state} at one time"
                yield BadCodebook(other.at, problem, f"see {one.at}; leave the shorter spelling out of one of them")


def _last(holder: Holder) -> date:
    return holder.until or date.max


def _without_context(codebook: Codebook) -> Iterator[BadCodebook]:
    """A weak name or capital for which no context is declared, by its kind or for itself."""
    kinds = {rule.kind for rule in codebook.metonyms}
    declared = {(rule.party, name) for rule in codebook.metonyms for name in rule.names}
    for entry in _parties(codebook):
        for kind, names in (("weak", entry.weak), ("capital", getattr(entry, "capital", ()))):
            bare = [name for name in names if kind not in kinds and (entry.id, name) not in declared]
            if bare:
                problem = f"no context tells when {', '.join(map(repr, bare))} means {entry.id}"
                way = f'add [[metonym]] with kind = "{kind}" or with these names to actors/metonyms.toml'
                yield BadCodebook(entry.at, problem, way)


def _same_code(codebook: Codebook) -> Iterator[BadCodebook]:
    """Two states of one ISO code. That of COW may be shared: states that followed one another have one."""
    for fault in _twice((state.iso2, state.at) for state in codebook.states if state.iso2):
        yield BadCodebook(fault.where, f"the ISO code {fault.problem}", fault.hint)
