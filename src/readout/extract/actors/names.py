"""From the text to rows of chunks: the names of the lexicon, and between them other names and ordinary words.

Each kind of chunk is found by a module of its own (`hits`, `capitals`, `ordinary`); what belongs together is joined
(`joins`), and every gap gets its letter (`gaps`).
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from readout.codebook.compiled import Compiled
from readout.codebook.lexicon import lower
from readout.extract.actors.capitals import in_between
from readout.extract.actors.chunks import Chunk, Row, place, stands_inside
from readout.extract.actors.gaps import gap_between
from readout.extract.actors.hits import Text, meant, of_hit
from readout.extract.actors.joins import joined_names
from readout.extract.actors.ordinary import addresses, ordinary_words
from readout.records import Span


def rows(
    text: Text, sentences: Iterable[Span], rules: Compiled, honorifics: re.Pattern[str], *, headline: bool = False
) -> Iterator[Row]:
    """The chunks of each sentence."""
    plain = text.plain
    for sentence in sentences:
        chunks = joined_names(_chunks(text, sentence, rules, honorifics), plain, rules.naming, headline=headline)
        letters = [left.letter + gap_between(plain, left, right, rules) for left, right in pairwise(chunks)]
        letters += [chunk.letter + "|" for chunk in chunks[-1:]]
        yield Row(sentence, chunks, "".join(letters), headline)


def _chunks(text: Text, sentence: Span, rules: Compiled, honorifics: re.Pattern[str]) -> list[Chunk]:
    """The chunks in order: hits of the lexicon, and in the stretches between them names and ordinary words."""
    plain = text.plain
    folded = lower(plain[sentence.start : sentence.end]).replace("\n", " ")
    told = (meant(text, hit) for hit in rules.lexicon.find(plain, sentence.start, sentence.end, folded))
    hits = [chunk for hit in told if (chunk := of_hit(plain, hit, sentence.start, rules.naming)) is not None]
    addressed = [m for m in honorifics.finditer(plain, sentence.start, sentence.end) if addresses(plain, m)]
    others = [Chunk(*match.span(), "M", match.group()) for match in addressed]
    ordinary = tuple(ordinary_words(plain, sentence.start, folded, rules))
    hits = _without_parts(hits, ordinary)
    others += [chunk for chunk in ordinary if not (chunk.words == "He" and stands_inside(plain, chunk.start))]
    others.sort(key=place)
    found: list[Chunk] = []
    last, at = sentence.start, 0
    for chunk in (*hits, None):
        end = chunk.start if chunk else sentence.end
        first = at
        while at < len(others) and others[at].end <= end:
            at += 1
        if end - last > 1:
            inside = [other for other in others[first:at] if other.start >= last]
            found += in_between(plain, last, end, inside, rules.naming)
        if chunk is not None:
            found.append(chunk)
            last = chunk.end
            while at < len(others) and others[at].start < last:
                at += 1
    return found


def _without_parts(hits: list[Chunk], ordinary: tuple[Chunk, ...]) -> list[Chunk]:
    """The hits that are no part of an office in the plural: "army" in "army chiefs"."""
    plurals = [chunk for chunk in ordinary if chunk.letter == "L"]
    if not plurals:
        return hits
    return [
        hit
        for hit in hits
        if not any(p.start <= hit.start and hit.end <= p.end and hit.end - hit.start < p.end - p.start for p in plurals)
    ]
