"""Who takes office and state from words farther off: from a list, from an office told before, from "is".

"The defence ministers of Estonia, Kaarel Tamm, and Latvia, Janis Ozols" gives each name its state and both the office;
"and Ecuador's, Rosa Quispe" repeats the office of the one before; "Mara Lind is Peru's foreign minister" titles Lind.
A phrase that is found so gets title and lead as if they stood before its name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Office
from readout.extract.actors.chunks import Chunk, Row
from readout.extract.actors.phrases import Phrase

# "The ministers of Togo, Lind, and Ghana, Torres".
_EACH = re.compile(r"[LRJ]o(?:[SAKWC]c[HN][c&]){1,7}[SAKWC]c[HN]")
# "The ministers of Togo and Ghana, Lind and Torres", "the Togolese and Ghanaian ministers, Lind and Torres".
_AFTER = re.compile(r"[LRJ]o((?:[SKWC][c&]){1,7}[SKWC])c((?:[HN][c&]){1,7}[HN])")
_BEFORE = re.compile(r"((?:[SAKW][c&]){1,7}[SAKW])[_p][LRJQ]c((?:[HN][c&]){1,7}[HN])")
# The letters of words that name several.
_PLURALS = frozenset("LRJQ")
_PLURAL = re.compile(r"s(?= of |$)")
# Between a name and the office that somebody is told to have.
_IS = re.compile(
    r" (?:(?:is|becomes|became|remains|stays on as|serves as) (?:now |currently |still |also )?"
    r"|(?:is|was|has been) (?:named|appointed|elected|chosen|confirmed|sworn in) (?:as )?)(?:the |an? )?"
)


def with_offices(phrases: Iterable[Phrase], rows: tuple[Row, ...], rules: Compiled, text: str) -> Iterator[Phrase]:
    """The phrases, each name with the title and the state that other words of its sentence give it."""
    listed: dict[int, tuple[Chunk, Chunk | None]] = {}
    for row in rows:
        if not _PLURALS.isdisjoint(row.signature):
            listed.update(_of_list(row, rules))
    before: Phrase | None = None
    phrases = tuple(phrases)
    for phrase, following in zip(phrases, (*phrases[1:], None), strict=False):
        told = phrase
        bare = phrase.kind == "person" and phrase.name is not None and phrase.title is None
        if bare and phrase.name is not None and phrase.name.start in listed:
            state, title = listed[phrase.name.start]
            title = title or (before.title if before is not None and before.sentence == phrase.sentence else None)
            words = text[state.start : phrase.end]
            told = phrase._replace(title=title, lead=(state, *phrase.lead), words=words)
        elif bare and elided(phrase) and before is not None and before.sentence == phrase.sentence:
            told = phrase._replace(title=before.title, pre=before.pre)
        elif bare and following is not None and _is(phrase, following, text):
            told = phrase._replace(
                title=following.title, pre=following.pre, lead=following.lead, of=following.of,
                former=following.former, words=text[phrase.start : following.end],
            )  # fmt: skip
        if told.title is not None and told.title.letter == "T":
            before = told
        yield told


def elided(phrase: Phrase) -> bool:
    """Whether a name stands behind a state whose office is left out: "and Ecuador's, Rosa Quispe"."""
    lead = phrase.lead[-1] if phrase.lead and phrase.name is not None else None
    return lead is not None and phrase.words.find(", ", lead.end - phrase.start) >= 0


def singular(words: str) -> str:
    """An office in the plural as its title is listed.

    >>> singular("defence ministers"), singular("heads of state")
    ('defence minister', 'head of state')
    """
    return _PLURAL.sub("", words.replace("secretaries", "secretary"), count=1)


def _is(phrase: Phrase, office: Phrase, text: str) -> bool:
    """Whether an office is what the person before it is said to be, and owns nothing itself."""
    if office.kind != "title" or office.sentence != phrase.sentence or " " not in phrase.words:
        return False
    of_state = any(chunk.letter in "SAKWZ" for chunk in (*office.lead, *office.of))
    owns = office.after.startswith(("'s ", "' "))
    return of_state and not owns and _IS.fullmatch(text, phrase.end, office.start) is not None


def _of_list(row: Row, rules: Compiled) -> Mapping[int, tuple[Chunk, Chunk | None]]:
    """By the start of each name in a list of names its state and its title; of colleagues the title is told before."""
    found: dict[int, tuple[Chunk, Chunk | None]] = {}
    for match in _EACH.finditer(row.signature):
        chunks = row.chunks[match.start() // 2 : (match.end() + 1) // 2]
        title = _office(chunks[0], rules)
        if title is not None:
            found.update({name.start: (state, title) for state, name in zip(chunks[1::2], chunks[2::2], strict=True)})
    for shape in (_AFTER, _BEFORE):
        for match in shape.finditer(row.signature):
            states, names = (_of_group(row, match, group) for group in (1, 2))
            at = match.start() // 2 if shape is _AFTER else match.start(2) // 2 - 1
            title, beside = _office(row.chunks[at], rules), row.chunks[at].letter == "Q"
            if (title is not None or beside) and len(states) == len(names):
                found.update({name.start: (state, title) for state, name in zip(states, names, strict=True)})
    return found


def _of_group(row: Row, match: re.Match[str], group: int) -> tuple[Chunk, ...]:
    return row.chunks[match.start(group) // 2 : (match.end(group) + 1) // 2]


def _office(plural: Chunk, rules: Compiled) -> Chunk | None:
    """The title that each of those has whom a plural names: "foreign minister"."""
    one = singular(plural.words.lower().removeprefix("the "))
    hits = rules.lexicon.find(one)
    if len(hits) != 1 or hits[0].end - hits[0].start != len(one) or not isinstance(hits[0].entries[0], Office):
        return None
    return Chunk(plural.start, plural.end, "T", one, hits[0])
