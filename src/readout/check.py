"""Whether the codebook holds together: every rule on its own examples, every example claimed by its own type.

Reading has already refused what is malformed by itself. What the whole shows to be wrong is named first, all of it
(`faults`, `doubts`); then the stages run on the sentences that stand beside the rules:

- a pattern matches its examples and none of its near misses; a house-style pattern turns "before" into "after"
- an example of an event type yields an event of that type, with the mode, status, rule and parties that it states
- a near miss yields no event of that type, and one of the type that it names
- every event rule is used by some example
- a weak name or capital names its party in the examples of its metonym, and nobody of it in the near misses
- the weights that `relate` uses were made of the marked sentences as they stand
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from readout.codebook.compiled import Compiled, compile_codebook
from readout.codebook.entries import EventType, Example, Metonym, Pattern
from readout.codebook.faults import doubts, faults
from readout.codebook.loading import read
from readout.codebook.weighing import fingerprint, load_weights, marked_sentences, model_file
from readout.extract import Extractor
from readout.extract.actors import Knowledge, mentions
from readout.language import Rules
from readout.records import Actor, Block, Document, Event, Extraction, Span, When

# Examples are read as if written on a day on which no office holder is looked up wrongly: their own names decide.
_DAY = When(date(2022, 6, 15), date(2022, 6, 16), "day", "stated", ("the day on which examples are read",))


def check_codebook(folder: Path | None = None) -> tuple[str, ...]:
    """Everything that is wrong with a codebook, as `file:line: what`; empty when all is well.

    With a fault no sentence is tried. Raises `BadCodebook` for what cannot even be read.
    """
    codebook = read(folder)
    wrong = [str(fault) for fault in faults(codebook)]
    if wrong:
        return tuple(wrong)
    rules = compile_codebook(codebook)
    extractor = Extractor(rules, Rules(rules))
    knowledge = Knowledge.of(rules)
    complaints = [str(doubt) for doubt in doubts(codebook)]
    complaints += [complaint for rule in codebook.metonyms for complaint in _metonym(rule, knowledge)]
    complaints += [complaint for pattern in rules.codebook.patterns for complaint in _pattern(pattern, rules)]
    for kind in rules.codebook.events:
        complaints += _event_type(kind, extractor)
    complaints += _weights(rules, folder)
    return tuple(complaints)


def _weights(rules: Compiled, folder: Path | None) -> Iterator[str]:
    """Whether the weights that `relate` uses were made of the sentences as they stand now."""
    sentences = marked_sentences(rules.codebook, folder)
    weights = load_weights(folder)
    if weights is not None and weights.made_of != fingerprint(sentences):
        yield f"{model_file(folder)}:1: made of other sentences than those that stand there now; readout codebook train"


def _pattern(pattern: Pattern, rules: Compiled) -> Iterator[str]:
    expression = rules.patterns[pattern.id].compiled
    for example in pattern.examples:
        before, arrow, after = example.partition(" => ")
        if not expression.search(before):
            yield f"{pattern.at}: {pattern.id} does not match its example {before!r}"
        elif arrow and pattern.replace is not None and expression.sub(pattern.replace, before) != after:
            yield f"{pattern.at}: {pattern.id} makes {expression.sub(pattern.replace, before)!r} of {before!r}"
    for near_miss in pattern.near_misses:
        if expression.search(near_miss):
            yield f"{pattern.at}: {pattern.id} matches its near miss {near_miss!r}"


def _metonym(rule: Metonym, knowledge: Knowledge) -> Iterator[str]:
    """The sentences "GEO: Georgia ..." of a metonym in which its name is read otherwise than they say."""
    for wanted, sentences in ((True, rule.examples), (False, rule.near_misses)):
        for written in sentences:
            party, _, text = written.partition(": ")
            found = mentions(_document(text), knowledge)
            named = [text[m.start : m.end] for m in found if m.form != "place" and party in _states(m.actors)]
            weak = [words for words in named if not rule.names or words in rule.names or f"the {words}" in rule.names]
            if wanted and not weak:
                yield f"{rule.at}: the name means nobody of {party} in its example: {text}"
            elif not wanted and weak:
                yield f"{rule.at}: {weak[0]!r} means {party} in a near miss: {text}"


def _event_type(kind: EventType, extractor: Extractor) -> Iterator[str]:
    used: set[str] = set()
    for example in kind.examples:
        found = _extracted(example, extractor)
        used.update(event.evidence.rule for event in found.events)
        yield from _near_miss(kind, example, found.events) if example.near_miss else _example(kind, example, found)
    for rule in kind.rules:
        if rule.id not in used:
            yield f"{rule.at}: no example uses {rule.id}"


def _extracted(example: Example, extractor: Extractor) -> Extraction:
    return extractor.extract(_document(example.text))


def _document(text: str) -> Document:
    return Document("example", text, (Block("paragraph", 0, len(text)),), _DAY)


def _example(kind: EventType, example: Example, extraction: Extraction) -> Iterator[str]:
    """What an example lacks: an event of its type, else one with its mode, status and rule, else its parties."""
    own = [event for event in extraction.events if event.type == (example.expect or kind.id)]
    if not own:
        found = ", ".join(f"{event.type} by {event.evidence.rule}" for event in extraction.events) or "nothing"
        yield f"{example.at}: expected {kind.id}, found {found}: {example.text}"
        return
    wanted = (example.mode, example.status or "happened", example.rule)
    fits = [e for e in own if example.rule in {None, e.evidence.rule} and e.status == wanted[1]]
    fits = [e for e in fits if e.mode == example.mode or example.mode is None]
    if not fits:
        found = ", ".join(f"{event.mode}/{event.status} by {event.evidence.rule}" for event in own)
        yield f"{example.at}: expected mode, status, rule {wanted}, found {found}: {example.text}"
        return
    yield from _parties(example, extraction, fits)


def _parties(example: Example, extraction: Extraction, events: Sequence[Event]) -> Iterator[str]:
    """Where the marks of an example and the roles of its event name other states."""
    for role in ("actor", "recipient"):
        marks = [Span(start, end) for marked, start, end in example.marks if marked == role]
        wanted: set[str] = set()
        for mark in marks:
            named = _states(a for m in extraction.mentions if mark.meets(m.span) for a in m.actors)
            if not named:
                yield f"{example.at}: the words marked as {role} name no known party: {mark.of(example.text)}"
            wanted |= named
        filled = [_states(event.actors if role == "actor" else event.recipients) for event in events]
        if wanted not in filled:
            told = " or ".join("+".join(sorted(states)) or "nobody" for states in filled)
            yield f"{example.at}: expected {role} {'+'.join(sorted(wanted)) or 'nobody'}, found {told}: {example.text}"


def _states(actors: Iterable[Actor]) -> set[str]:
    return {actor.state for actor in actors if actor.state}


def _near_miss(kind: EventType, example: Example, events: tuple[Event, ...]) -> Iterator[str]:
    found = {event.type for event in events}
    if kind.id in found:
        rule = next(event.evidence.rule for event in events if event.type == kind.id)
        yield f"{example.at}: {rule} claims a near miss: {example.text}"
    elif example.expect not in {"", "none"} and example.expect not in found:
        yield f"{example.at}: near miss should be {example.expect}, found {sorted(found) or 'nothing'}: {example.text}"
