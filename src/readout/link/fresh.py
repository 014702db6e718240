"""What a report has that nothing held has: its new stretches, changed facts, new statements and events.

The stage, in order: whatever is held and shares a run with the report is folded; a sentence is new if less than half of
its runs of five words stand in any of that; neighbouring new sentences of a paragraph are one stretch; in the copies
among what is held, the facts that the report tells otherwise are changed; a statement or event is new if its words lie
in a new stretch or tell a changed fact. What is dated later than the report is no earlier telling and does not count.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from readout.codebook.compiled import Compiled
from readout.link.copies import families
from readout.link.fold import RUN, Folded, HouseStyle, Sentence, fold
from readout.records import Document, Event, Evidence, Extraction, Family, Span, Statement

_KNOWN = 0.5  # share of a sentence's runs that something held has


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is new in a report: `copies` are the held documents of its family, `near` all that share something with it.

    `changed` are facts of the report, each with the words of the copy that has them otherwise. `share` is the share of
    the report's words that stand in new stretches.
    """

    document: str
    near: tuple[str, ...]
    copies: tuple[str, ...]
    stretches: tuple[Evidence, ...]
    changed: tuple[tuple[Evidence, Evidence], ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    share: float


def fresh(document: Document, extraction: Extraction, held: Iterable[Document], rules: Compiled) -> Fresh:
    """What a report has that no earlier one of `held` has; `held` may leave out what shares no run with it."""
    style = HouseStyle.of(rules)
    text = fold(document, style)
    runs = _runs(text)
    earlier = (one for one in held if one.id != document.id and not _later(one, document))
    sharing = [(one, theirs) for one in earlier if runs & (theirs := _runs(fold(one, style)))]
    near = [one for one, _ in sharing]
    known = frozenset[tuple[str, ...]]().union(*(theirs for _, theirs in sharing))
    new = frozenset(number for number, sentence in enumerate(text.sentences) if not _stands_in(sentence, known))
    stretches = tuple(document.quote(span.start, span.end, "fresh") for span in _stretches(text, new))
    copies = families([document, *near], rules)
    [family] = [family for family in copies if document.id in family.documents]
    changed = tuple(_changed(document, family, {one.id: one for one in near}))
    places = [evidence.span for evidence in (*stretches, *(ours for ours, _ in changed))]
    words = [len(sentence.words) for sentence in text.sentences]
    return Fresh(
        document=document.id,
        near=tuple(one.id for one in near),
        copies=tuple(id_ for id_ in family.documents if id_ != document.id),
        stretches=stretches,
        changed=changed,
        statements=tuple(s for s in extraction.statements if _meets(s.content.span, places)),
        events=tuple(event for event in extraction.events if _meets(event.evidence.span, places)),
        share=sum(words[number] for number in new) / max(1, sum(words)),
    )


def _later(one: Document, document: Document) -> bool:
    """Whether a document is surely of a later day than the report."""
    ours, theirs = document.published.end, one.published.start
    return ours is not None and theirs is not None and theirs >= ours


def _runs(text: Folded) -> frozenset[tuple[str, ...]]:
    return frozenset(run for sentence in text.sentences for run in _of_sentence(sentence))


def _of_sentence(sentence: Sentence) -> Iterator[tuple[str, ...]]:
    """The runs of a sentence; a shorter one is a run of its own."""
    words = sentence.words
    return (words[i : i + RUN] for i in range(max(1, len(words) - RUN + 1)))


def _stands_in(sentence: Sentence, known: frozenset[tuple[str, ...]]) -> bool:
    runs = frozenset(_of_sentence(sentence))
    return len(runs & known) >= _KNOWN * len(runs)


def _stretches(text: Folded, new: frozenset[int]) -> Iterator[Span]:
    """New sentences that follow one another in one paragraph, as one stretch."""
    for (is_new, _), run in groupby(enumerate(text.sentences), lambda item: (item[0] in new, item[1].paragraph)):
        places = [sentence.place for _, sentence in run]
        if is_new:
            yield Span(places[0].start, places[-1].end)


def _changed(document: Document, family: Family, held: Mapping[str, Document]) -> Iterator[tuple[Evidence, Evidence]]:
    """The facts that the report tells otherwise than a copy of it; a word that is only left out there has no place."""
    seen: set[Span] = set()
    for edge in family.edges:
        if document.id not in {edge.before, edge.after} or edge.kind == "shared-source":
            continue
        mine_is_after = edge.after == document.id
        other = held[edge.before if mine_is_after else edge.after]
        for edit in edge.edits:
            ours, theirs = (edit.after, edit.before) if mine_is_after else (edit.before, edit.after)
            if edit.kind == "changed-fact" and ours and theirs and ours not in seen:
                seen.add(ours)
                yield (
                    document.quote(ours.start, ours.end, "changed-fact"),
                    other.quote(theirs.start, theirs.end, "changed-fact"),
                )


def _meets(span: Span, places: Iterable[Span]) -> bool:
    return any(span.meets(place) for place in places)
