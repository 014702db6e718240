"""Who is named in a document, by which words, and why these words mean them.

Two passes over the phrases that the grammar of naming finds (`names`, `phrases`, `lists`). The first introduces
everybody who is named in full, with what title, state and table say of them (`cast`, `memory`, in the `setting` of the
document); the second reads in order and leads every surname, title, pronoun and joint word back to them
(`resolution`): each phrase by the module of its kind (`titles`, `bodies`, `states`, `pronouns`), all of them knowing
what was read so far (`reader`).
"""

from collections.abc import Iterator

from readout.codebook.compiled import Compiled
from readout.extract.actors.cast import Cast
from readout.extract.actors.chunks import Row
from readout.extract.actors.hits import Text
from readout.extract.actors.knowledge import Knowledge
from readout.extract.actors.names import rows
from readout.extract.actors.phrases import first_persons, phrases
from readout.extract.actors.resolution import resolved
from readout.records import BlockKind, Document, Mention
from readout.text import plain, sentences

# A dateline names the place of the report, a byline and a credit its writers: none of them takes part in the story.
_STORY: frozenset[BlockKind] = frozenset(("headline", "paragraph", "caption", "note"))


def mentions(document: Document, rules: Compiled | Knowledge) -> tuple[Mention, ...]:
    """The mentions of a document in order, not overlapping. For many documents build `Knowledge.of(rules)` once."""
    knowledge = rules if isinstance(rules, Knowledge) else Knowledge.of(rules)
    text = plain(document.text)
    found = tuple(_rows(document, text, knowledge))
    authored = document.issuer is not None and not document.turns
    named = tuple(
        phrase
        for number, row in enumerate(found)
        for phrase in (
            *phrases(text, row, number, knowledge.rules.naming),
            *(first_persons(text, row, number) if authored else ()),
        )
    )
    named = tuple(sorted(named, key=lambda phrase: phrase.start)) if authored else named
    cast = Cast.met(document, text, knowledge, named, found)
    return tuple(_apart(resolved(document, cast)))


def _rows(document: Document, text: str, knowledge: Knowledge) -> Iterator[Row]:
    """The rows of all sentences of the story, block by block, so that no name runs over the end of a block."""
    read = Text(text, knowledge.rules.metonyms)
    for block in document.blocks:
        if block.kind in _STORY:
            spans, headline = sentences(text, block.start, block.end), block.kind == "headline"
            yield from rows(read, spans, knowledge.rules, knowledge.honorific, headline=headline)


def _apart(found: Iterator[Mention]) -> Iterator[Mention]:
    """The mentions that begin after the one before them ends."""
    free = 0
    for mention in found:
        if mention.start >= free:
            yield mention
            free = mention.end


__all__ = ["Knowledge", "mentions"]
