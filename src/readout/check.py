"""Whether the codebook holds together: every rule on its own examples, every example claimed by its own type.

Loading has already refused what is malformed. This runs the stages on the sentences that stand beside the rules:

- a pattern matches its examples and none of its near misses; a house-style pattern turns "before" into "after"
- an example of an event type yields an event of that type, with the mode, status, rule and parties that it states
- a near miss yields no event of that type, and one of the type that it names
- every event rule is used by some example
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from readout.codebook import load
from readout.codebook.compiled import Compiled, compile_codebook
from readout.codebook.entries import EventType, Example, Pattern
from readout.extract import Extractor
from readout.language import Rules
from readout.records import Actor, Block, Document, Event, Extraction, Span, When

# Examples are read as if written on a day on which no office holder is looked up wrongly: their own names decide.
_DAY = When(date(2022, 6, 15), date(2022, 6, 16), "day", "stated", ("the day on which examples are read",))


def check_codebook(folder: Path | None = None) -> tuple[str, ...]:
    """Everything that is wrong with a codebook, as `file:line: what`; empty when all is well.

    Raises `BadCodebook` for what cannot even be loaded.
    """
    rules = compile_codebook(load(folder))
    extractor = Extractor(rules, Rules(rules))
    complaints = [complaint for pattern in rules.codebook.patterns for complaint in _pattern(pattern, rules)]
    for kind in rules.codebook.events:
        complaints += _event_type(kind, extractor)
    return tuple(complaints)


def _pattern(pattern: Pattern, rules: Compiled) -> Iterator[str]:
    expression = rules.patterns[pattern.id]
    for example in pattern.examples:
        before, arrow, after = example.partition(" => ")
        if not expression.search(before):
            yield f"{pattern.at}: {pattern.id} does not match its example {before!r}"
        elif arrow and pattern.replace is not None and expression.sub(pattern.replace, before) != after:
            yield f"{pattern.at}: {pattern.id} makes {expression.sub(pattern.replace, before)!r} of {before!r}"
    for near_miss in pattern.near_misses:
        if expression.search(near_miss):
            yield f"{pattern.at}: {pattern.id} matches its near miss {near_miss!r}"


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
    document = Document("example", example.text, (Block("paragraph", 0, len(example.text)),), _DAY)
    return extractor.extract(document)


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
