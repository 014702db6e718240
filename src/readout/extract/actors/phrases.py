"""The grammar of naming: which chunks of a sentence together name somebody.

Each rule is a regular expression over the signature of a sentence (`chunks`), tried in the order of the list at each
chunk; the first that fits takes its chunks. "National Security Advisor to the President of the United States Jacob
Sullivan" is one person, and so are "Chung Eui-yong, the foreign minister" and "Ukraine's ambassador, Oksana Markarova".
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from readout.codebook.entries import Office
from readout.codebook.naming import Naming
from readout.extract.actors.chunks import Chunk, Row
from readout.extract.actors.gaps import is_done_to, modified_from

Kind = Literal[
    "person", "title", "several", "counterpart", "body", "group", "party", "place", "outlet", "joint", "pronoun"
]


class Phrase(NamedTuple):
    """Chunks that name somebody together: `lead` stands before a title ("U.S."), `of` after it ("of Ukraine").

    `also` is the first of two titles, as in "Deputy Prime Minister and Foreign Minister".
    """

    kind: Kind
    start: int
    end: int
    sentence: int
    words: str
    name: Chunk | None = None
    title: Chunk | None = None
    pre: Chunk | None = None
    honorific: Chunk | None = None
    also: Chunk | None = None
    lead: tuple[Chunk, ...] = ()
    of: tuple[Chunk, ...] = ()
    before: str = ""
    after: str = ""
    former: bool = False

    @property
    def title_speaks(self) -> bool:
        """Whether the title is a voice's, who is of whomever it is "for": "a spokesman for the United Nations"."""
        return self.title is not None and "spokes" in self.title.words.lower()


# Before a title stand a few words of belonging; a page of names is no such thing.
_LEAD = r"(?P<lead>(?:S\(S\)|[SAZBOKCWVP][_p]|[HNI](?:p|_(?=B))){0,12})"
_PRE = r"(?P<pre>[NI]_)?"
_TITLE = rf"{_PRE}(?P<title>T)"
# Whose or what an office is: "of the Russian parliament's Security Committee", "of Commerce".
_WHOSE = r"(?:(?:[SA]_)*T|(?:[SAZBKI][_p]|N&(?=I))*[SAZBKWOI]|(?:N&)?[NH])"
_OF = rf"(?P<of>(?:o{_WHOSE}|f(?:[SA]_)*[TBZ])*)"
_OF_OR_FOR = rf"(?P<of>(?:[of]{_WHOSE})*(?:i[BI])?)"
# Taken whole or not at all, so that a name which belongs to the next office is not left over. Behind a name somebody is
# "adviser to Peru's president"; before one the name is the president's.
_ALL_OF_OR_FOR = rf"(?P<of>(?:[of](?:Sp(?:[SA]_)*T|{_WHOSE}))*+(?:i[BI])?+)"
_NAME = r"(?P<honorific>M_)?(?P<name>[HN])"
# What a phrase with words of belonging before its title begins with.
_LEADS = "SAZBOKCWVPHNI"
# Each rule with the kind of phrase that it tells and the letters that such a phrase begins with.
_GRAMMAR: tuple[tuple[Kind, str, re.Pattern[str]], ...] = (
    (
        "person",
        _LEADS + "T",
        re.compile(
            rf"(?P<apposition>){_LEAD}{_PRE}(?P<title>T){_OF_OR_FOR}_{_NAME}"
            rf"(?P<more>c(?:[SAZB][_p])*(?:N&)?(?:(?P<also>T)&)?(?:[NI]_)?T(?:[of]{_WHOSE})*+)(?!_[HNM])"
        ),
    ),
    (
        "person",
        _LEADS + "T",
        re.compile(rf"(?P<joined>){_LEAD}(?P<also>T)(?P<tail>(?:o{_WHOSE})*)[&-](?P<title>T){_OF_OR_FOR}_{_NAME}"),
    ),
    (
        "person",
        _LEADS + "T",
        re.compile(
            rf"{_LEAD}{_PRE}(?P<title>T(?:_T)?){_OF_OR_FOR}_(?:(?P<also>T)_)?{_NAME}(?P<tail>o(?:[SA]_B|[SWZ]))?"
        ),
    ),
    ("person", _LEADS + "R", re.compile(rf"{_LEAD}{_PRE}(?P<title>R)_{_NAME}(?P<tail>o[SW])?")),
    ("person", _LEADS + "T", re.compile(rf"(?P<seated>){_LEAD}{_PRE}(?P<title>T)i[SKC]_{_NAME}")),
    # "The Chilean ambassador in Oslo, Mara Lind".
    (
        "person",
        _LEADS + "T",
        re.compile(rf"(?P<appositive>){_LEAD}{_PRE}(?P<title>T){_OF_OR_FOR}i[SKCN]c(?:(?P<also>T)_)?{_NAME}"),
    ),
    # "Peru's first lady and vice president, Mara Lind".
    (
        "person",
        _LEADS + "T",
        re.compile(
            rf"(?P<appositive>){_LEAD}(?P<twofold>)(?P<also>T)(?P<tail>(?:o{_WHOSE})*)&(?P<title>T){_OF_OR_FOR}c"
            rf"(?:T_)?{_NAME}"
        ),
    ),
    ("counterpart", _LEADS + "Q", re.compile(rf"{_LEAD}(?P<title>Q)(?P<of>[om][SKW](?=c[HNM]))?(?:[_c]{_NAME})?")),
    (
        "person",
        _LEADS + "T",
        re.compile(rf"{_LEAD}{_PRE}(?P<title>T)(?P<of>(?:[of]|&)(?:[SAN][_&])*N)(?P<portfolio>)"),
    ),
    (
        "person",
        _LEADS + "TR",
        re.compile(rf"(?P<appositive>){_LEAD}{_PRE}(?P<title>[TR]){_OF_OR_FOR}c(?:(?P<also>T)_)?{_NAME}"),
    ),
    (
        "person",
        "HNM",
        re.compile(
            rf"(?P<apposition>){_NAME}c(?P<whose>T_)?{_LEAD}(?:N&)?(?:(?P<also>T)&)?{_PRE}(?P<title>[TR]){_ALL_OF_OR_FOR}(?!_[HNM])"
        ),
    ),
    ("group", "SAKWVPB", re.compile(r"(?P<lead>(?:[SAKWVP][_p])?B_)(?P<title>L)")),
    ("several", "SAKW", re.compile(r"(?P<lead>(?:[SAKW][c&])+[SAKW][_p])(?P<title>[LR])")),
    (
        "several",
        "SAKWVPL",
        re.compile(r"(?P<lead>(?:[SAKWVP][_p])*)(?P<title>L)(?P<of>[om][SKWC](?:[c&][SKWC])*)?(?!_[HNM])"),
    ),
    ("several", "V", re.compile(r"(?P<lead>V_(?:[SA][c&])+[SA]_)(?P<title>Q)")),
    ("several", "R", re.compile(r"(?P<title>R)(?P<of>[om][SK](?:c[SKC])*&[SKC])")),
    ("title", "T", re.compile(rf"(?P<voice>){_PRE}(?P<title>T)(?P<of>f(?:[SA]_)*[SWT])(?!_)")),
    ("several", "J", re.compile(r"(?P<title>J)(?P<of>o[SKWC](?:[c&][SKWC])*)")),
    ("group", _LEADS, re.compile(r"(?P<lead>(?:[SAZBOKWVP][_p]|[HNI](?:p|_(?=B))){1,12})(?P<title>R)")),
    ("title", _LEADS + "T", re.compile(rf"(?P<lead>(?:[SAZBW][_p])*Tp)(?P<title>T){_OF}(?![_c][HNMT])")),
    ("title", _LEADS + "T", re.compile(_LEAD + _TITLE + _OF)),
    ("person", "SZBK", re.compile(r"(?P<lead>[SZBK]p)(?P<name>[HN])(?P<owned>)")),
    ("person", "SAKW", re.compile(rf"(?P<lead>[SAKW]e){_NAME}(?P<elided>)")),
    ("person", "A", re.compile(rf"(?P<lead>A)c{_NAME}(?P<elided>)")),
    ("person", "SA", re.compile(r"(?P<lead>[SA][_p])(?P<honorific>M_)(?P<name>[HN])")),
    ("person", "SA", re.compile(r"(?P<lead>[SA][_p])(?P<name>I)(?P<owned>)")),
    ("body", _LEADS, re.compile(rf"{_LEAD}(?P<title>[BZ])(?P<of>o[SKW])?")),
    ("person", "HNM", re.compile(_NAME)),
    ("person", "I", re.compile(r"(?P<name>I)")),
    ("group", "R", re.compile(r"(?P<title>R)(?P<of>m[SK](?!&))?")),
    ("outlet", "O", re.compile(r"(?P<title>O)")),
    ("party", "SWAPK", re.compile(r"(?P<title>[SWAPK])")),
    ("place", "C", re.compile(r"(?P<title>C)")),
    ("joint", "J", re.compile(r"(?P<title>J)")),
    ("pronoun", "U", re.compile(r"(?P<title>U)")),
)
_TITLES = re.compile(r"\(\?P<title>\[?([A-Z]+)")


def _titles(rule: re.Pattern[str]) -> frozenset[str]:
    """The letters of which a rule asks one as its title, none where it has no title: most rules have one."""
    title = _TITLES.search(rule.pattern)
    return frozenset(title[1] if title else "")


_BY_LETTER = {
    letter: tuple((kind, rule, _titles(rule)) for kind, starts, rule in _GRAMMAR if letter in starts)
    for letter in "SAKPCZBTHNIMORQLUVJW"
}
# No rule reaches over a gap of other words, so that of a chunk before one it is known what it is, by its letter.
_ALONE: dict[str, Kind] = {
    letter: kind for letter, listed in _BY_LETTER.items() for kind, rule, _ in listed if rule.match(f"{letter}|")
}
_I = re.compile(r"(?<![\w.'-])I(?![\w.-])")
_FIRST = 95  # the rank of heads of state and government
_OF_STATE = 98  # and of those who are no head of government with a ministry beside
_SMALL = frozenset(("of", "for", "and", "the", "in"))
_LONGEST = 160  # letters of a signature: eighty chunks, the states of a list and the gaps between them
_PARTS = ("name", "title", "pre", "honorific", "lead", "also")
_DETERMINED = re.compile(r"(?:\b(?:an?|the)|\w's)[ \n]*$", re.IGNORECASE)
# By its first letter, so that a search skips to one of these at once.
_FORMER = re.compile(
    r"[FflEeOoDd](?<!\w.)"
    r"(?:(?<=[Ff])ormer(?:ly)?|(?<=l)ate|(?<=[Ee])x|(?<=[Oo])(?:usted|ne-?time)|(?<=[Dd])eposed|(?<=o)nce)\b"
)
# What an office is for, where a name is but a part of it: "envoy for the Kosovo" talks.
_MATTER = re.compile(r"(?:[a-z-]+ )?[a-z-]+(?:[,;)]|\.?\Z)")
_GOES_ON = re.compile(r"(?:'s|at|in|for|who|with|on|of|from)\b")


def phrases(plain: str, row: Row, sentence: int, naming: Naming) -> Iterator[Phrase]:
    """What the sentence names, from left to right and without overlap."""
    at = 0
    while at < len(row.chunks):
        if row.signature[2 * at + 1] == "|":  # as four of five chunks stand
            kind = _ALONE.get(row.signature[2 * at])
            if kind is not None:
                yield _alone(plain, row, row.chunks[at], kind, sentence, naming)
            at += 1
            continue
        phrase, used = _phrase_at(plain, row, at, sentence, naming)
        if phrase is not None:
            yield phrase
        at += used


def first_persons(plain: str, row: Row, sentence: int) -> Iterator[Phrase]:
    """Each "I" of a sentence that no other phrase can hold: in a release, whoever heads the office that issues it."""
    for match in _I.finditer(plain, row.span.start, row.span.end):
        start, end = match.span()
        before = plain[max(row.span.start, start - 30) : start].lower()
        after = plain[end : min(row.span.end, end + 30)]
        yield Phrase("pronoun", start, end, sentence, "I", before=before, after=after)


def _phrase_at(plain: str, row: Row, at: int, sentence: int, naming: Naming) -> tuple[Phrase | None, int]:
    """The phrase that begins with chunk `at`, and how many chunks it takes."""
    reach = row.signature[2 * at : row.signature.index("|", 2 * at) : 2]  # no rule goes on behind it
    for kind, rule, titles in _BY_LETTER[reach[0]]:
        if titles and titles.isdisjoint(reach):
            continue
        match = rule.match(row.signature, 2 * at, 2 * at + _LONGEST)
        if match is None:
            continue
        last = (match.end() - 1) // 2
        groups = match.re.groupindex
        if not _told_apart(plain, row, match, naming):
            continue
        if kind == "several" and not _one_office(plain, row, at, last, naming):
            continue
        if "owned" in groups and " " not in row.chunks[last].words:
            continue
        phrase = _build(plain, row, match, kind, sentence, naming)
        if "voice" in groups and not phrase.title_speaks:
            continue
        if "portfolio" in groups:
            phrase = _with_name_after_portfolio(phrase, naming)
            if phrase.name is None:
                continue
        return phrase, last - at + 1
    return None, 1


def _told_apart(plain: str, row: Row, match: re.Match[str], naming: Naming) -> bool:
    """Whether a name and the title beside it, or two titles, belong together, where the rule asks that."""
    groups, at = match.re.groupindex, match.start() // 2
    first = row.chunks[at]
    if "joined" in groups:
        return _one_holder(plain, row, match)
    if "twofold" in groups and not _two_of_one(plain, row, match):
        return False
    if "elided" in groups:
        return "T" in row.signature[: match.start() : 2] and _ends(plain, row, match)
    apposed = "appositive" in groups or "apposition" in groups
    if apposed and not (_closed(plain, row, match) or ("twofold" in groups and _opens(plain, row, match))):
        return False
    if "apposition" in groups and "also" in groups and match["also"] and not _two_titles(plain, row, match):
        return False
    if "apposition" in groups:
        return first.letter in "MT" or first.start != row.span.start or " " in first.words
    if "appositive" not in groups or match["lead"]:
        return True
    begin = modified_from(plain, row.span.start, first.start, naming)
    return _DETERMINED.search(plain[max(0, begin - 8) : begin]) is not None


def _one_holder(plain: str, row: Row, match: re.Match[str]) -> bool:
    """Whether two titles are those of the person named: both in capitals and without "the" before them."""
    titles = [row.chunks[match.start(name) // 2] for name in ("also", "title")]
    start = row.chunks[match.start() // 2].start
    return all(title.words[0].isupper() for title in titles) and not _DETERMINED.search(plain, max(0, start - 8), start)


def _two_of_one(plain: str, row: Row, match: re.Match[str]) -> bool:
    """Whether two titles before a comma may be one's: a head of state has one, a prime minister two in capitals."""
    first = row.chunks[match.start("also") // 2]
    offices = (entry for entry in first.hit.entries if isinstance(entry, Office)) if first.hit else ()
    rank = max((office.rank for office in offices), default=0)
    return rank < _FIRST or (rank < _OF_STATE and _two_titles(plain, row, match))


def _two_titles(plain: str, row: Row, match: re.Match[str]) -> bool:
    """Whether two titles joined by "and" are written as one's: with capitals, and without "the" before the second."""
    at = match.start("also") // 2
    first, second = row.chunks[at], row.chunks[at + 1 :]
    other = next((chunk for chunk in second if chunk.letter == "T"), None)
    if other is None or plain[first.end : other.start].endswith("the "):
        return False
    return all(word[0].isupper() for title in (first, other) for word in title.words.split() if word not in _SMALL)


def _opens(plain: str, row: Row, match: re.Match[str]) -> bool:
    """Whether two titles in capitals open a sentence, and the name behind their comma is what they tell of."""
    first = row.chunks[match.start() // 2]
    return first.start <= row.span.start + len("The ") and _two_titles(plain, row, match)


def _one_office(plain: str, row: Row, at: int, last: int, naming: Naming) -> bool:
    """Whether several states share an office or people: "the ministers of A and B"; not "with A, the B leaders"."""
    words = row.chunks[at].words.lower() if row.chunks[at].letter == "J" else ""
    return ", the " not in plain[row.chunks[at].start : row.chunks[last].start] and (
        not words or naming.plurals.offices.search(words) is not None
    )


def _ends(plain: str, row: Row, match: re.Match[str]) -> bool:
    """Whether a name that an office is left out before stands between commas, or ends its part of the sentence."""
    first, last = row.chunks[match.start() // 2], row.chunks[(match.end() - 1) // 2]
    after = plain[last.end : row.span.end]
    told = first.letter != "A" or plain[row.span.start : first.start].endswith("the ")
    return told and (not after or after.startswith((",", ".", ";", " and ")))


def _closed(plain: str, row: Row, match: re.Match[str]) -> bool:
    """Whether an apposition ends as one does: at a comma, a bracket, the end of the sentence, or goes on with "at"."""
    after = plain[row.chunks[(match.end() - 1) // 2].end : row.span.end].lstrip()
    ends = not after or after[0] in ',.;:)]"\u2014-' or _GOES_ON.match(after) is not None
    of_matter = "apposition" in match.re.groupindex and match.end("of") == match.end() > match.start("of")
    return ends or (of_matter and _MATTER.match(after) is not None)


def _build(plain: str, row: Row, match: re.Match[str], kind: Kind, sentence: int, naming: Naming) -> Phrase:
    """The phrase of a match, its span widened by "former" and without "the"."""
    groups = match.re.groupindex
    found = {name: _chunks(row, match, name) for name in _PARTS if name in groups}
    start, end = row.chunks[match.start() // 2].start, row.chunks[(match.end() - 1) // 2].end
    start = _widened(plain, row, row.signature[match.start()], start, kind, naming)
    title, also = found.get("title"), found.get("also")
    # By place and not by name, since this is made for every word that may name somebody.
    return Phrase(
        kind, start, end, sentence, plain[start:end],
        _one(found.get("name")), title[0] if title else None, _one(found.get("pre")), _one(found.get("honorific")),
        also[0] if also else None, found.get("lead", ()), tuple(_belongings(row, match)) if "title" in groups else (),
        plain[max(row.span.start, start - 30) : start].lower(), plain[end : min(row.span.end, end + 30)],
        kind in _HELD and _FORMER.search(plain, start, end) is not None,
    )  # fmt: skip


# Kinds of phrases that somebody is called who may be so no longer.
_HELD = frozenset({"person", "title"})


def _alone(plain: str, row: Row, chunk: Chunk, kind: Kind, sentence: int, naming: Naming) -> Phrase:
    """The phrase of one chunk that nothing belongs to: `_build` without a match to ask."""
    start, end = _widened(plain, row, chunk.letter, chunk.start, kind, naming), chunk.end
    name, title = (chunk, None) if chunk.letter in "HNI" else (None, chunk)
    return Phrase(
        kind, start, end, sentence, plain[start:end], name, title, None, None, None, (), (),
        plain[max(row.span.start, start - 30) : start].lower(), plain[end : min(row.span.end, end + 30)],
        kind in _HELD and _FORMER.search(plain, start, end) is not None,
    )  # fmt: skip


def _widened(plain: str, row: Row, letter: str, start: int, kind: Kind, naming: Naming) -> int:
    """Where a phrase that begins with a chunk of a letter begins: with "former" before it, and without "the"."""
    if kind in _HELD:
        begin = modified_from(plain, row.span.start, start, naming)
        if begin < start and not (letter in "HNM" and is_done_to(plain[begin:start], naming)):
            start = begin
    return start + 4 if plain[start : start + 4].lower() == "the " else start


def _chunks(row: Row, match: re.Match[str], name: str) -> tuple[Chunk, ...]:
    """The chunks of a group; gap letters at its edges do not count."""
    start, end = match.span(name)
    return row.chunks[(start + 1) // 2 : (end + 1) // 2] if start >= 0 else ()


def _belongings(row: Row, match: re.Match[str]) -> Iterator[Chunk]:
    """Whose or what an office is: what follows "of"; after "for" or "to" a body, a person or a portfolio, no state."""
    for name in ("of", "tail", "more"):
        if name in match.re.groupindex and match.start(name) >= 0:
            for i in range(match.start(name), match.end(name), 2):
                chunk = row.chunks[(i + 1) // 2]
                voice = "spokes" in row.chunks[match.start("title") // 2].words.lower()
                leads_on = voice or (chunk.letter in "SA" and row.signature[i + 2] in "_p" and i + 2 < match.end(name))
                if row.signature[i] in ("com&_p" if name == "of" else "o&_p") or chunk.letter in "ZBHNI" or leads_on:
                    yield chunk


def _one(chunks: tuple[Chunk, ...] | None) -> Chunk | None:
    return next((chunk for chunk in chunks if chunk.letter in "HNIM"), None) if chunks else None


def _with_name_after_portfolio(phrase: Phrase, naming: Naming) -> Phrase:
    """In "Minister of Commerce Zhong Shan" the name begins where the portfolio ends; else the phrase as it is."""
    last = phrase.of[-1]
    words = list(re.finditer(r"\S+", last.words))
    ends = [i + 1 for i, word in enumerate(words) if word.group().strip(",.").lower() in naming.lists.portfolio_ends]
    cut = ends[-1] if ends else max(1, len(words) - 2)
    if not 2 <= len(words) - cut <= 4:
        return phrase
    split = last.start + words[cut].start()
    portfolio = last._replace(end=last.start + words[cut - 1].end(), words=last.words[: words[cut - 1].end()])
    name = Chunk(split, last.end, "N", last.words[words[cut].start() :])
    return phrase._replace(name=name, of=(*phrase.of[:-1], portfolio))
