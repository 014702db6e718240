"""A sentence as a row of chunks: names of the lexicon, capitalised names, titles, pronouns, and what stands between.

A chunk has a letter for its kind, and so has the gap to the next chunk; the letters in a row are the *signature* of the
sentence, on which the grammar of titles is written (`phrases`). "U.S. Secretary of State Antony Blinken" is `S_T_N`.

S state or organisation   A its adjective   P its people   K capital   C city   Z body of one state   B kind of body
T title   H holder of an office   N capitalised name   M honorific   O outlet   R people of a body ("officials")
Q counterpart   U pronoun   V possessive pronoun   J words for several ("both sides")
I capitalised name of an institution or place   L an office in the plural ("foreign ministers")

Gaps: `_` space, `p` possessive, `e` possessive and comma, `o` of, `f` for/to/at, `i` in, `m` from, `c` comma, `&` and,
`(` `)` brackets, `-` hyphen, `|` the rest.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Body, Holder, Organisation, State
from readout.codebook.lexicon import Hit, lower
from readout.codebook.metonyms import Metonyms
from readout.codebook.naming import Naming
from readout.records import Span


class Chunk(NamedTuple):
    """A stretch of a sentence of one kind.

    With a `deputy` word or another field before it ("trade and industry minister") a title is that of another office.
    """

    start: int
    end: int
    letter: str
    words: str
    hit: Hit | None = None
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The chunks of one sentence and its signature: the letter of chunk i stands at 2 * i, that of its gap after it."""

    span: Span
    chunks: tuple[Chunk, ...]
    signature: str
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """The plain text of a document, and which weak names mean their parties in it: asked of all of it once each."""

    plain: str
    metonyms: Metonyms
    known: dict[tuple[str, str], bool | None] = field(default_factory=dict)

    def means(self, name: str, party: str) -> bool | None:
        """Whether a weak name means a party by what stands in the text."""
        if (name, party) not in self.known:
            self.known[name, party] = self.metonyms.means(name, party, self.plain)
        return self.known[name, party]


_WRITTEN = re.compile(r"\S+")
_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_LETTER = r"[\w\u0300-\u036f]"
_WORD = rf"{_UPPER}{_LETTER}*(?:'(?!s\b){_LETTER}+|-{_LETTER}+|(?<=\bO)' (?={_UPPER}){_LETTER}+)*"
_PIECE = rf"(?:(?:{_UPPER}\.)+|Ma\.(?= {_UPPER})|{_WORD})"  # "Ma. Lourdes Santos" is a Maria
_PARTICLE = r"(?:(?:al|el|bin|ibn|bint|van|von|der|den|de|da|dos|del|della|di|du|la|le|ter|abu|ul|y)[ \n-])"
_RUN = re.compile(rf"(?<![\w'])(?:{_PARTICLE}(?=\w))*{_PIECE}(?:[ \n]{_PARTICLE}*{_PIECE})*(?:, (?:Jr|Sr)\b\.?)?")
# Months that are names too: beside another name they are part of it ("Theresa May", "Jan Hecker").
_MONTHS = frozenset(("jan", "may", "march", "april", "june", "august"))
_ADDRESSED = re.compile(r"\b(?:M(?:rs?|s)|Miss|Dame|Lady|Dr|Sir|Lord|Prime Minister|Premier|Secretary|Senator)\.? $")
# Before "May" as a month.
_IN_MONTH = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|early|late|mid|last|next|this|from|to|through|before|after|for|each|every)[ -]"
    r"|\d )$",
    re.IGNORECASE,
)
# How many words a person's name behind an institution's has: "Security Committee Mara Lind".
_SHORTEST, _LONGEST = 2, 3
_SHARED = 2
_DEPUTY = re.compile(
    r"(?:(?:first|senior|principal|permanent) )?(?:deputy|vice|assistant|associate|under|joint)[ -]$", re.IGNORECASE
)
# "An assistant U.S. secretary of state", where the state parts the deputy from the office.
_DEPUTY_OF = re.compile(r"\b(?:deputy|vice|assistant|associate) (?:[A-Z][\w.]+ ){1,2}$")
# "The Office of", "the Council on", "the Party School" name more than the body that was named before.
_LONGER = re.compile(rf" (?:of|for|on) | {_UPPER}")
_POSSESSIVE = frozenset(("his", "her", "its", "their"))
_CONTRACTED = re.compile(r"\w+'(?:m|re|ve|ll|d)\Z|\w*n't\Z", re.IGNORECASE)
# Two fields of one office: "foreign affairs and trade minister".
_JOINT_FIELDS = re.compile(r"(?<![\w'-])([A-Za-z]+ )?([A-Za-z]+ )and ((?:[A-Za-z]+ ){0,2})\Z")
_FOLLOWING = re.compile(r" ([^\W\d_]+)")
_AFTER_NAME = re.compile(rf"\b{_UPPER}\w+ $")
# A weak name before another capital is part of a longer name ("the North Atlantic"), a state before a sea of that sea.
_NAME_GOES_ON = re.compile(rf" {_UPPER}\w")
# Behind a name of one word, as kings have, the family name of somebody else.
_FAMILY = re.compile(rf" (?:al-|el-|bin |ibn )?{_UPPER}[^\W\d_A-Z]")
_PARTY = re.compile(r" party\b(?! [a-z]*(?:man|woman|er|person)\b)")
_UNDER = re.compile(r"\b(?:in|at|from|of|to|for|with|near|across) (?:the )?\Z", re.IGNORECASE)
# The first of these that a gap is, from its first to its last character, gives its letter.
_GAPS = (
    ("_", r"[ \n]+"),
    ("p", r"(?:'s|')[ \n]+"),
    ("o", r"(?i:[ \n]+of[ \n]+(?:the[ \n]+)?(?:(?:two|three|four|five|six)[ \n]+)?)"),
    ("f", r"(?i:[ \n]+(?:for|to|at|on)[ \n]+(?:the[ \n]+)?)"),
    ("i", r"[ \n]+in[ \n]+(?:the[ \n]+)?"),
    ("e", r"(?:'s|'),[ \n]+"),
    ("m", r"[ \n]+from[ \n]+(?:the[ \n]+)?"),
    ("c", r"(?i:,[ \n]+(?:who is[ \n]+)?(?:(?:the|an?|its|his|her)[ \n]+)?)"),
    ("&", r"(?i:(?:'s)?,?[ \n]+(?:and|&)[ \n]+(?:of[ \n]+)?(?:the[ \n]+)?)"),
    ("(", r"[ \n]+\("),
    (")", r"\)[ \n]+"),
    ("-", r"[-/]| - "),
)
_GAP = re.compile("|".join(f"({shape})" for _, shape in _GAPS))
_LONGEST_GAP = 40
_COMPOUND = re.compile(r"(?:'s)? (?:[a-z]+(?:-[a-z]+)? ){1,4}|(?:'s)? (?:[a-z]+(?:-[a-z]+)? ){0,4}[a-z]+, ")
_NO_NOUN = ("ed", "ly")
# What an envoy is sent to where no name tells it: "the envoy to the regional bloc, Lind".
_POSTED = re.compile(r" (?:there|here|(?:to|for|of|on|at|with) (?:the )?(?:[a-z-]+ ){0,3}[a-z-]+), (?:an? |the )?")


def rows(
    text: Text, sentences: Iterable[Span], rules: Compiled, honorifics: re.Pattern[str], *, headline: bool = False
) -> Iterator[Row]:
    """The chunks of each sentence."""
    plain = text.plain
    for sentence in sentences:
        chunks = _joined(tuple(_chunks(text, sentence, rules, honorifics)), plain, rules.naming, headline=headline)
        gaps = [_between_two(plain, left, right, rules) for left, right in pairwise(chunks)]
        letters = "".join(chunk.letter + gap for chunk, gap in zip(chunks, [*gaps, "|"], strict=False))
        yield Row(sentence, chunks, letters, headline)


def _between_two(plain: str, left: Chunk, right: Chunk, rules: Compiled) -> str:
    """The letter of a gap; words for an office's field part it from no state: "South Korean nuclear envoy"."""
    between, naming = plain[left.end : right.start], rules.naming
    if left.letter in "SKC" and left.words.endswith(".") and between.startswith("  "):
        return "|"
    if right.letter in "TRB" and left.letter in "SAZB" and naming.field.fullmatch(between):
        return "p" if between.startswith("'") else "_"
    if right.letter in "HNM" and is_done_to(between, naming):
        return "|"
    if (
        right.letter in "TMHN"
        and between.endswith((", ", ", the ", ", a "))
        and (" " in right.words or right.letter == "M")
    ):
        posted = left.letter == "T" and _POSTED.fullmatch(between)
        bodied = left.letter in "SAZ" and right.letter != "T" and _compound(between, rules)
        if posted or bodied:
            return "c"
    if right.letter == "T" and left.letter in "SAZ" and right.words.islower() and _compound(between, rules):
        return "p" if between.startswith("'") else "_"
    return _gap(between, naming)


def _compound(between: str, rules: Compiled) -> bool:
    """Whether plain nouns stand between a state and an office or name: "Togo's health agency head"."""
    if len(between) > _LONGEST_GAP or _COMPOUND.fullmatch(between) is None:
        return False
    words = between.removeprefix("'s").removesuffix(", ").split()
    return not any(
        word in rules.naming.openers
        or word.endswith(_NO_NOUN)
        or "past" in {form for _, form in rules.verbs.read(word)}
        for word in words
    )


def _gap(between: str, naming: Naming) -> str:
    """The letter of what stands between two chunks; words such as "former" do not count."""
    if between == " ":
        return "_"
    if len(between) > _LONGEST_GAP:
        return "|"
    shape = _GAP.fullmatch(between)
    if shape is None and naming.modifiers.found_in(between.lower()):
        shape = _GAP.fullmatch(naming.modifiers.inside.sub("", between))
    return _GAPS[(shape.lastindex or 0) - 1][0] if shape else "|"


def _chunks(text: Text, sentence: Span, rules: Compiled, honorifics: re.Pattern[str]) -> Iterator[Chunk]:
    """The chunks in order: hits of the lexicon, and in the stretches between them names and ordinary words."""
    plain = text.plain
    told = (_meant(text, hit) for hit in rules.lexicon.find(plain, sentence.start, sentence.end))
    hits = [chunk for hit in told if (chunk := _of_hit(plain, hit, sentence.start, rules.naming)) is not None]
    addressed = [m for m in honorifics.finditer(plain, sentence.start, sentence.end) if _addresses(plain, m)]
    others = [Chunk(*match.span(), "M", match.group()) for match in addressed]
    folded = lower(plain[sentence.start : sentence.end]).replace("\n", " ")
    ordinary = tuple(_ordinary(plain, sentence.start, folded, rules))
    hits = _without_parts(hits, ordinary)
    others += [chunk for chunk in ordinary if not (chunk.words == "He" and _inside(plain, chunk.start))]
    others.sort(key=_place)
    last, at = sentence.start, 0
    for chunk in (*hits, None):
        end = chunk.start if chunk else sentence.end
        first = at
        while at < len(others) and others[at].end <= end:
            at += 1
        if end - last > 1:
            inside = [other for other in others[first:at] if other.start >= last]
            yield from _between(plain, last, end, inside, rules.naming)
        if chunk is not None:
            yield chunk
            last = chunk.end
            while at < len(others) and others[at].start < last:
                at += 1


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


def _inside(plain: str, start: int) -> bool:
    """Whether a word stands inside a sentence, so that its capital is a name's: "Vice Premier Liu He"."""
    return plain[start - 1 : start] == " " and (plain[start - 2 : start - 1].isalnum() or plain[start - 2] == ",")


def _place(chunk: Chunk) -> int:
    return chunk.start


_LETTERS = {
    "name": "S", "weak": "W", "adjective": "A", "people": "P", "capital": "K", "city": "C", "title": "T",
    "holder": "H", "outlet": "O",
}  # fmt: skip


# The kinds of names of states beside which other words may make another name, and those that continents have as well.
_NATIONAL = frozenset(("name", "weak", "adjective", "capital"))
_OF_PEOPLE = frozenset(("adjective", "people"))
_PLACES = frozenset(("name", "weak", "capital", "city"))


def _meant(text: Text, hit: Hit) -> Hit:
    """A name that two states bear as that of the one whose company stands in the text: "Congo" beside Brazzaville."""
    if len(hit.entries) < _SHARED or hit.how not in _NATIONAL | _OF_PEOPLE:
        return hit
    parties = [entry for entry in hit.entries if isinstance(entry, State | Organisation) and entry.weak]
    said = [(text.means(entry.weak[0], entry.id), entry) for entry in parties]
    own = [entry for means, entry in said if means] or [entry for means, entry in said if means is None]
    return hit._replace(entries=tuple(own[:1]) or hit.entries[:1])


def _of_hit(plain: str, hit: Hit, floor: int, naming: Naming) -> Chunk | None:
    """The chunk of a hit; a deputy's title is that of another office, so it takes the word in."""
    words = plain[hit.start : hit.end]
    if hit.how != "body":
        letter = _LETTERS[hit.how]
    else:
        letter = "Z" if all(isinstance(entry, Body) and entry.state for entry in hit.entries) else "B"
    if _of_another_name(plain, hit, naming) or (letter in "BZ" and _of_another_body(plain, hit, letter, floor, naming)):
        return None
    if letter != "T":
        return Chunk(hit.start, hit.end, letter, words, hit)
    deputy = _DEPUTY.search(plain, max(floor, hit.start - 25), hit.start)
    if deputy is None and _DEPUTY_OF.search(plain, max(floor, hit.start - 40), hit.start):
        return Chunk(hit.start, hit.end, "T", words, hit, deputy=True)
    # "The government under Prime Minister Torres" has no under-minister; only secretaries are "under secretaries".
    below = deputy is not None and deputy.group().lower() == "under " and not words.lower().startswith("secretar")
    behind = naming.modifiers.behind.match(plain, hit.end)
    end = behind.end() if behind else hit.end
    start = hit.start if deputy is None or below else deputy.start()
    if words.split()[-1].lower() in naming.posts:
        start = _joint_fields(plain, max(floor, start - _LONGEST_GAP), start, naming)
    return Chunk(start, end, "T", plain[start:end], hit, deputy=start < hit.start)


def _of_another_name(plain: str, hit: Hit, naming: Naming) -> bool:
    """Whether a name is a part of another one: "Hussein al-Majali", "Panama hat", "the Oslo Accords"."""
    words = plain[hit.start : hit.end]
    if hit.how == "holder":
        return " " not in words and _FAMILY.match(plain, hit.end) is not None
    weak = hit.how == "weak" and not words.isupper()
    return (
        (weak and _NAME_GOES_ON.match(plain, hit.end) is not None)
        or (hit.how in _NATIONAL and naming.borrowed(plain, hit.start, hit.end))
        or (hit.how in _PLACES and naming.american_behind.match(plain, hit.end) is not None)
        or (hit.how in {"capital", "city"} and naming.accords.match(plain, hit.end) is not None)
        or (hit.how in _OF_PEOPLE and naming.continental(plain, hit.start))
    )


def _of_another_body(plain: str, hit: Hit, letter: str, floor: int, naming: Naming) -> bool:
    """Whether a body's name is a part of another's, or a kind of body only qualifies what follows."""
    if letter == "B":  # "the opposition Social Democrats", "opposition to the ban"
        qualifies = naming.stances.match(plain, hit.start) or naming.qualifiers.match(plain, hit.start)
        return qualifies is not None
    bank = plain.startswith("Bank of ", hit.start)
    longer = bank and naming.of_another.search(plain, max(floor, hit.start - 15), hit.start) is not None
    return longer or naming.other_body.match(plain, hit.end) is not None


def _joint_fields(plain: str, floor: int, start: int, naming: Naming) -> int:
    """Where the fields begin that "and" joins to the one of a title at `start`, which has then no office's name."""
    found = _JOINT_FIELDS.search(plain, floor, start)
    if found is None or not all(word.lower() in naming.portfolios for word in (found[2].strip(), *found[3].split())):
        return start
    first = found[1] is not None and found[1].strip().lower() in naming.portfolios
    return found.start(1) if first else found.start(2)


def _between(plain: str, start: int, end: int, found: list[Chunk], naming: Naming) -> Iterator[Chunk]:
    """The honorifics and ordinary words of a stretch without names of the lexicon, and its capitalised names."""
    words = plain[start:end]
    if words.isascii() and words == words.lower():  # no capitals, no names
        yield from found
        return
    names: list[Chunk] = []
    for run in _RUN.finditer(plain, start, end):
        for first, last in _names_of(plain, run.start(), run.end(), naming):
            # "Pacific Air Forces" is a name, "Forces" alone are people of a body.
            found = [
                other for other in found if not (other.letter == "R" and first < other.start and other.end <= last)
            ]
            taken = [(other.start, other.end) for other in found if other.start < last and first < other.end]
            for left, right in _apart(first, last, taken, plain) if taken else ((first, last),):
                names.extend(_named(plain, left, right, naming))
    yield from sorted((*found, *names), key=_place) if names and found else (names or found)


def _apart(first: int, last: int, taken: list[tuple[int, int]], plain: str) -> Iterator[tuple[int, int]]:
    """What is left of a capitalised run once the honorifics and ordinary words in it are cut off."""
    for left, right in taken:
        if right <= first or last <= left:
            continue
        if first < left - 1:
            yield first, left - 1
        first = right
        while first < last and not plain[first].isalnum():
            first += 1
    if first < last:
        yield first, last


def _named(plain: str, first: int, last: int, naming: Naming) -> Iterator[Chunk]:
    """A capitalised name as a person's or an institution's; a person behind an institution is a name of its own."""
    words = plain[first:last].replace("\n", " ")
    if _PARTY.match(plain, last):  # "the ruling Unity party"
        yield Chunk(first, last + len(" party"), "I", plain[first : last + len(" party")])
        return
    if " " not in words:
        yield Chunk(first, last, "N", words)
        return
    parts = words.split(" ")
    at = [i for i, part in enumerate(parts) if part.strip(".,").lower() in naming.institutions]
    called = parts[0].lower() in naming.family_things or parts[0] in naming.given  # "Park Jin", "Christian Lind"
    if not at or (at == [0] and called):
        yield Chunk(first, last, "N", words)
        return
    behind = len(parts) - at[-1] - 1
    if at[-1] and _SHORTEST <= behind <= _LONGEST:
        cut = first + len(" ".join(parts[: at[-1] + 1]))
        yield Chunk(first, cut, "I", plain[first:cut].replace("\n", " "))
        yield Chunk(cut + 1, last, "N", plain[cut + 1 : last].replace("\n", " "))
    else:
        yield Chunk(first, last, "I", words)


def _ordinary(plain: str, start: int, folded: str, rules: Compiled) -> Iterator[Chunk]:
    """Pronouns, people of bodies, words for several; `folded` is the lower-cased sentence that begins at `start`."""
    taken: list[tuple[int, int]] = []
    naming = rules.naming
    plurals, words = naming.plurals, naming.ordinary
    for letter, shape in map(plurals.shapes.__getitem__, sorted(plurals.hints.found_in(folded))):
        for match in shape.finditer(folded):
            first, last = match.span()
            if _whole(folded, first, last) and not any(left < last and first < right for left, right in taken):
                taken.append((first, last))
                yield Chunk(start + first, start + last, letter, plain[start + first : start + last])
    for number, first, last in words.finder.find_matches_as_indexes(folded):
        if _whole(folded, first, last) and not any(left <= first < right for left, right in taken):
            letter = words.letters[words.words[number]]
            if letter == "U" and _LONGER.match(plain, start + last) and folded.startswith("the ", first):
                continue
            if (
                letter == "Q"
                and folded[first:last] in naming.deputies
                and _titled(plain, start + first, start + last, rules)
            ):
                continue
            if letter == "U" and first + 4 < last and folded.startswith("'s ", last):
                first, letter = folded.rindex(" ", first, last) + 1, "V"  # noqa: PLW2901 - "the group's" owns what follows
            if letter != "V" or folded[first:last] in _POSSESSIVE or folded.startswith("'s ", last):
                yield Chunk(start + first, start + last, letter, plain[start + first : start + last])


def _titled(plain: str, start: int, end: int, rules: Compiled) -> bool:
    """Whether "deputy" goes on as another title ("deputy security chief"), and no verb or small word follows it."""
    following = _FOLLOWING.match(plain, end)
    word = following[1] if following else ""
    if word and word[0].isupper():  # "the deputy Mara Lind", not "Deputy Economy Minister"
        return plain[start].isupper()
    verb = any(form in {"past", "s"} for _, form in rules.verbs.read(word))
    return bool(word) and not verb and word not in rules.naming.openers


def _addresses(plain: str, honorific: re.Match[str]) -> bool:
    """Whether a word is a form of address: whole, and no middle initial ("John M. Smith")."""
    start = honorific.start()
    initial = len(honorific.group().rstrip(".")) == 1
    return not plain[start - 1 : start].isalnum() and not (
        initial and _AFTER_NAME.search(plain, max(0, start - 20), start)
    )


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch is cut at the ends of words."""
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def _names_of(plain: str, start: int, end: int, naming: Naming) -> Iterator[tuple[int, int]]:
    """The parts of a capitalised run that words such as "The" and "Monday" leave, and honorifics cut off."""
    first: int | None = None
    last = start
    run = plain[start:end]
    behind = len(plain[start:end].split())
    for word in _WRITTEN.finditer(run):
        behind -= 1
        left, right = start + word.start(), start + word.end()
        if not (word.group() == "He" and _inside(plain, left)) and _cuts(
            word.group(), run, naming, more=behind, begun=first is not None or _is_may(plain, left, naming)
        ):
            if first is not None:
                yield first, last
            first = None
        else:
            first = left if first is None else first
        last = right
    if first is not None:
        yield first, last


def _is_may(plain: str, at: int, naming: Naming) -> bool:
    """Whether "May" at a place is a person: addressed ("Mrs. May"), or with a word of speech behind it."""
    if not plain.startswith("May", at):
        return False
    before = max(0, at - _LONGEST_GAP)
    addressed = _ADDRESSED.search(plain, before, at) is not None
    return addressed or (naming.may.match(plain, at) is not None and _IN_MONTH.search(plain, before, at) is None)


def _cuts(word: str, run: str, naming: Naming, *, more: int, begun: bool) -> bool:
    """Whether a capitalised word with `more` after it is no part of a name: "The", "Monday", "CEO" before a name."""
    bare = word.strip(".,").lower()
    acronym = len(bare) > 2 and bare.isalpha() and word.isupper() and not run.isupper()
    ordinary = bare in naming.openers or ("'" in bare and _CONTRACTED.match(bare) is not None)
    return (ordinary and not ((begun or more) and bare in _MONTHS)) or (acronym and more > 1)


def _joined(chunks: tuple[Chunk, ...], plain: str, naming: Naming, *, headline: bool) -> tuple[Chunk, ...]:
    """Places that are parts of a longer name become part of it: "Michael Jordan", "Georgia Meloni"."""
    joined: list[Chunk] = []
    for chunk in chunks:
        before = joined[-1] if joined else None
        beside = before is not None and plain[before.end : chunk.start] == " "
        merged = _one_name(before, chunk, plain, naming) if before is not None else None
        if merged is not None:
            joined[-1] = merged
            continue
        name_then_place = (
            before is not None
            and before.letter == "N"
            and (chunk.letter in "KCW" or (chunk.letter == "S" and before.words in naming.given))
        )
        place_then_name = (
            before is not None
            and (before.letter in "CW" or (before.letter == "P" and not before.words.endswith(("s", "men"))))
            and chunk.letter == "N"
            and not before.words.isupper()
        )
        named_for = before is not None and not headline and chunk.letter == "N" and _named_for(before, chunk, plain)
        called = len(joined) > 1 and joined[-2].letter in "TM" and plain[joined[-2].end : joined[-1].start] == " "
        if before is not None and beside and _is_family(before, chunk, naming, called=called):
            whole = before.letter == "N" or chunk.letter == "N"
            start = before.start if whole else chunk.start
            if whole:
                joined.pop()
            joined.append(Chunk(start, chunk.end, "N", plain[start : chunk.end]))
        elif before is not None and beside and not headline and _second_family(before, chunk, naming):
            joined[-1] = before._replace(end=chunk.end)
        elif before is not None and beside and (name_then_place or place_then_name or named_for):
            joined[-1] = Chunk(before.start, chunk.end, "N", plain[before.start : chunk.end])
        else:
            joined.append(chunk)
    return tuple(joined)


def _one_name(before: Chunk, chunk: Chunk, plain: str, naming: Naming) -> Chunk | None:
    """Two chunks as the one name that they make of an institution, a place in America or a minister's title."""
    between, words = plain[before.end : chunk.start], plain[before.start : chunk.end]
    if between == " " and (_named_after(before, chunk, naming) or _company_of(before, chunk, naming)):
        return Chunk(before.start, chunk.end, "I", words)
    if chunk.letter in "NI" and _institution_of(before, between, naming):
        return Chunk(before.start, chunk.end, "I", words)
    if _goes_on(before, chunk, between, naming):
        return before._replace(end=chunk.end, words=words)
    if chunk.letter == "W" and _in_namesake(before, chunk, between, naming):
        return Chunk(before.start, chunk.end, "I", words)
    if chunk.letter == "C" and _in_america(before, chunk, between, naming):
        return Chunk(before.start, chunk.end, "C", words, chunk.hit)
    return None


def _named_after(person: Chunk, thing: Chunk, naming: Naming) -> bool:
    """Whether a person or royal title before a thing is part of its name: "King Fahd University", "Prince Street"."""
    last = thing.words.split()[-1].lower()
    called = person.letter == "H" or (person.letter == "T" and person.words in naming.families)
    return called and (thing.letter == "I" or (thing.letter == "N" and last in naming.institutions))


def _company_of(state: Chunk, thing: Chunk, naming: Naming) -> bool:
    """Whether a state's name begins that of a company or club: "Malta Football Association"."""
    if state.letter != "S" or thing.letter != "I" or state.words.isupper() or "." in state.words:
        return False
    return thing.words.split()[-1] in naming.private_ends and state.words in naming.names


def _is_family(before: Chunk, chunk: Chunk, naming: Naming, *, called: bool) -> bool:
    """Whether a title or weak name of a state is a family name here: "Stephen King", "Sen. Jordan"."""
    if before.letter == "T" and chunk.letter == "N" and before.words in naming.given:  # "Amir Lind" is no emir
        return True
    if before.letter == "N":
        named = called or before.words.split()[0] in naming.given
        return chunk.letter == "T" and chunk.words in naming.families and named
    return chunk.letter == "W" and before.letter == "T" and before.words[0].isupper() and " " not in chunk.words


def _second_family(holder: Chunk, name: Chunk, naming: Naming) -> bool:
    """Whether a capital word is the mother's family name behind a holder's: "Mariano Rajoy Brey"."""
    entry = holder.hit.entries[0] if holder.letter == "H" and holder.hit else None
    return (
        isinstance(entry, Holder)
        and entry.state in naming.two_families
        and name.letter == "N"
        and name.words.isalpha()
        and not name.words.isupper()
    )


def _named_for(place: Chunk, name: Chunk, plain: str) -> bool:
    """Whether a state or capital before a capital word is a part of another name: "India Hicks", "Oman Air"."""
    words = place.words
    single = place.letter in "SK" and words.isalpha() and not words.isupper() and name.words.isalpha()
    return single and not name.words.isupper() and _UNDER.search(plain[max(0, place.start - 12) : place.start]) is None


def _goes_on(title: Chunk, chunk: Chunk, between: str, naming: Naming) -> bool:
    """Whether capitals are the second field of a minister's title: "Minister of Trade" and Industry."""
    last = chunk.words.split()[-1].strip(".,").lower()
    joined = between == " and " and " " in title.words
    return joined and title.letter == "T" and chunk.letter in "NI" and last in naming.portfolio_ends


def _in_america(before: Chunk, state: Chunk, between: str, naming: Naming) -> bool:
    """Whether a place is one of the United States, as its state behind a comma tells: "Moscow, Idaho"."""
    return before.letter in "SKCWN" and between == ", " and state.words in naming.american


def _in_namesake(place: Chunk, state: Chunk, between: str, naming: Naming) -> bool:
    """Whether a foreign capital stands before an American state that a country is called like: "Rome, Georgia"."""
    foreign = place.letter in "KC" and party_of(place) is not party_of(state)
    return foreign and between == ", " and state.words in naming.american


def _institution_of(chunk: Chunk, between: str, naming: Naming) -> bool:
    """Whether a chunk and "of" begin the name of an institution: "Chamber of" Commerce."""
    if chunk.letter not in "NI" or between not in {" of ", " of the ", " for ", " on "}:
        return False
    return chunk.letter == "I" or chunk.words.lower() in naming.institutions


def party_of(chunk: Chunk) -> State | Organisation | None:
    """The state or organisation that a chunk names, by name, adjective, people or place."""
    entry = chunk.hit.entries[0] if chunk.hit else None
    return entry if isinstance(entry, State | Organisation) else None


def is_done_to(words: str, naming: Naming) -> bool:
    """Whether a word right before a name tells what somebody did, and is part of no title: "elected" Lind."""
    return words.strip() in naming.done_to


def modified_from(plain: str, floor: int, start: int, naming: Naming) -> int:
    """Where words such as "former" begin that stand right before `start`; `start` itself where there are none."""
    if plain[max(floor, start - 3) : max(floor, start - 1)].lower() not in naming.modifiers.ends:
        return start
    first = max(floor, start - _LONGEST_GAP)
    if not plain[first : max(first, start - 1)].lower().endswith(naming.modifiers.words):
        return start
    found = naming.modifiers.before.search(plain, first, start)
    return found.start() if found else start
