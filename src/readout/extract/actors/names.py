"""A sentence as a row of chunks: names of the lexicon, capitalised names, titles, pronouns, and what stands between.

A chunk has a letter for its kind, and so has the gap to the next chunk; the letters in a row are the *signature* of the
sentence, on which the grammar of titles is written (`phrases`). "U.S. Secretary of State Antony Blinken" is `S_T_N`.

S state or organisation   A its adjective   P its people   K capital   C city   Z body of one state   B kind of body
T title   H holder of an office   N capitalised name   M honorific   O outlet   R people of a body ("officials")
Q counterpart   U pronoun   V possessive pronoun   J words for several ("both sides")
I capitalised name of an institution or place   L an office in the plural ("foreign ministers")

Gaps: `_` space, `p` possessive, `o` of, `f` for/to/at, `i` in, `c` comma, `&` and, `(` `)` brackets, `-` hyphen,
`|` the rest.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from readout.codebook.compiled import Compiled
from readout.codebook.entries import Body, Holder, Organisation, State
from readout.codebook.lexicon import Hit, lower
from readout.codebook.naming import Naming
from readout.records import Span


class Chunk(NamedTuple):
    """A stretch of a sentence of one kind; with a `deputy` word before it a title is that of another office."""

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


_WRITTEN = re.compile(r"\S+")
_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_LETTER = r"[\w\u0300-\u036f]"
_WORD = rf"{_UPPER}{_LETTER}*(?:'(?!s\b){_LETTER}+|-{_LETTER}+|(?<=\bO)' (?={_UPPER}){_LETTER}+)*"
_PIECE = rf"(?:(?:{_UPPER}\.)+|{_WORD})"
_PARTICLE = r"(?:(?:al|el|bin|ibn|bint|van|von|der|den|de|da|dos|del|della|di|du|la|le|ter|abu|ul|y)[ \n-])"
_RUN = re.compile(rf"(?<![\w'])(?:{_PARTICLE}(?=\w))*{_PIECE}(?:[ \n]{_PARTICLE}*{_PIECE})*(?:, (?:Jr|Sr)\b\.?)?")
# Words that begin sentences and never persons' names; a capitalised run is cut at them.
_NO_NAME = frozenset(
    (
        "the a an this that these those he she it they we i you his her its their our my your who what which whose "
        "and or but nor so yet if as at by for from in into of off on onto out over to up with without within after "
        "before since until while when where why how because although though during between among amid against about "
        "above across along around behind below beneath beside beyond despite down except inside like near outside "
        "past per through throughout toward towards under upon via not no yes there here then thus also both each all "
        "any some many most much more few several such other another every either neither only even just still now "
        "today tomorrow yesterday tonight later earlier meanwhile however moreover therefore instead indeed perhaps "
        "january february march april may june july august september october november december jan feb mar apr jun "
        "jul aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri "
        "sat sun is are was were be been being has have had do does did will would can could should must might shall "
        "former then acting new senior top current outgoing incoming according asked speaking following given let "
        "one two three four five six seven eight nine ten first second third last next separately especially "
        "officials official leader leaders talks states minister ministers meeting analysts experts critics "
        "once again whether amid never always often sometimes "
        "q hi hey hello okay ok thanks thank well yes sorry sure others participants reports story "
        "read related updated editor video photo file image watch click share follow copyright"
    ).split()
)
# Months that are names too: beside another name they are part of it ("Theresa May", "Jan Hecker").
_MONTHS = frozenset(("jan", "may", "march", "april", "june", "august"))
_ADDRESSED = re.compile(r"\b(?:M(?:rs?|s)|Miss|Dame|Lady|Dr|Sir|Lord|Prime Minister|Premier|Secretary|Senator)\.? $")
# "May said", "May's plan", and not "in May"; a month has neither word of speech nor possessive behind it.
_MAY = re.compile(
    r"May(?='s\b| (?:said|says|told|tells|added|insisted|warned|announced|has|had|wants|wanted|will|met)\b)"
)
_IN_MONTH = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|early|late|mid|last|next|this|from|to|through|before|after|for|each|every)[ -]"
    r"|\d )$",
    re.IGNORECASE,
)
# Words in names of companies, institutions, places and papers, which are not persons.
_NO_PERSON = frozenset(
    (
        "corp co inc ltd llc plc group bank company association council institute university college school party "
        "foundation committee commission agency bureau center centre network times post journal news press radio "
        "television tv house court union league alliance front movement army navy brigade fund trust society club "
        "church hospital airlines motors exchange board service services department office ministry act treaty "
        "agreement accord deal summit conference forum initiative programme program project street avenue road airport "
        "square park river sea ocean bay island islands mountain valley province county city region peninsula strait "
        "war day week prize award games cup international national federal central global world republic states "
        "democrats republicans partnership plan declaration protocol convention charter dialogue pact security "
        "territories subcommittee directorate administration organisation organization federation confederation "
        "forces fleet corps chamber parliament assembly senate congress cabinet bloc excellency majesty highness "
        "environment energy affairs growth resources rights arab arabs muslim muslims christian christians jewish jews "
        "hotel bridge tower palace building officer fellow coordinator authority refugees embassies medal award "
        "strategy caucasus packet firefighters american americans "
        "executive europe european asia asian africa pacific atlantic western eastern east"
    ).split()
)
# Of these some are family names as well, and begin the names of persons ("Park Jin").
_FAMILIES = frozenset("park house church day street bay lake banks rivers group march club prize court".split())
# How many words a person's name behind an institution's has: "Security Committee Mara Lind".
_SHORTEST, _LONGEST = 2, 3
_DEPUTY = re.compile(
    r"(?:(?:first|senior|principal|permanent) )?(?:deputy|vice|assistant|associate|under|joint)[ -]$", re.IGNORECASE
)
# "An assistant U.S. secretary of state", where the state parts the deputy from the office.
_DEPUTY_OF = re.compile(r"\b(?:deputy|vice|assistant|associate) (?:[A-Z][\w.]+ ){1,2}$")
_MODIFIER_WORDS = (
    "former", "ousted", "deposed", "ex", "then", "acting", "outgoing", "incoming", "newly", "new", "current", "senior",
    "top", "chief", "late", "long-time", "longtime", "veteran", "elected", "appointed", "interim", "designated",
)  # fmt: skip
_MODIFIER = f"(?:{'|'.join(_MODIFIER_WORDS)})"
_MODIFYING = AhoCorasick(_MODIFIER_WORDS, MatchKind.LeftmostFirst)
_MODIFIERS = re.compile(rf"\b(?:{_MODIFIER}\b[ -]?)+", re.IGNORECASE)
_MODIFIED = re.compile(rf"(?:\b{_MODIFIER}[ -])+$", re.IGNORECASE)
_ORDINARY = {
    **dict.fromkeys(("he", "she", "they", "it", "we"), "U"),
    **dict.fromkeys(("his", "her", "its", "their", "country", "nation", "group", "movement", "militia"), "V"),
    **dict.fromkeys(("the group", "the movement", "the militia", "the militant group", "the rebel group"), "U"),
    **dict.fromkeys(("the kingdom", "the emirate", "the sultanate", "the country"), "U"),
    **dict.fromkeys(("counterpart", "counterparts", "colleague", "predecessor", "successor"), "Q"),
    **dict.fromkeys(
        (
            "officials officers authorities lawmakers legislators diplomats envoys negotiators leaders leadership "
            "forces troops soldiers sources representatives side aides ministers senators politicians commanders "
            "rebels militants fighters investigators prosecutors experts analysts scientists inspectors members "
            "advisers advisors governments delegates"
        ).split(),
        "R",
    ),
}
_POSSESSIVE = frozenset(("his", "her", "its", "their"))
_ORDINARY_WORDS = tuple(_ORDINARY)
_ORDINARY_FINDER = AhoCorasick(_ORDINARY_WORDS, MatchKind.LeftmostLongest)
_SEVERAL = (
    re.compile(
        r"(?:two|three|four|five|six|both) (?:of (?:the|them) )?(?:\w+ )?(?:countries|nations|states|sides|leaders"
        r"|presidents|ministers|secretaries|diplomats|officials|men|women|allies|neighbou?rs|parties|koreas|governments"
        r"|delegations|counterparts|interlocutors|powers|capitals|chancellors|militaries|envoys|negotiators"
        r"|advis[eo]rs)\b"
    ),
    re.compile(
        r"the (?:two|three|four|five|pair|duo)\b(?!-)"
        r"|the (?:(?:foreign|prime|defen[cs]e) )?(?:countries|nations|sides|leaders|presidents|ministers|secretaries"
        r"|parties|interlocutors|delegations|principals|counterparts|advis[eo]rs|heads of (?:state|government))\b"
    ),
)
OFFICES = re.compile(
    r"(?:(?:foreign|defen[cs]e|finance|trade|interior|energy|economy|prime|vice|deputy|health|justice|environment"
    r"|agriculture|culture|transport) ministers|(?:foreign|defen[cs]e|treasury|state) secretaries"
    r"|(?:vice )?presidents|prime ministers|chancellors|national security advis[eo]rs|kings|ambassadors|premiers"
    r"|parliament speakers|heads of (?:state|government)|army chiefs|defen[cs]e chiefs|leaders"
    r"|(?:foreign|defen[cs]e|interior|finance|trade|health|energy|justice) ministries|ministries|parliaments|embassies"
    r"|armies|militaries|navies|central banks)\b"
)
# A word boundary first, which is the quickest thing to fail.
_IN_PLURAL = tuple(
    (letter, re.compile(rf"\b(?:{shape.pattern})")) for letter, shape in (*(("J", s) for s in _SEVERAL), ("L", OFFICES))
)
_CONTRACTED = re.compile(r"\w+'(?:m|re|ve|ll|d)\Z|\w*n't\Z", re.IGNORECASE)
# One of these stands in all of them as a word: a cheap look before the expressions. A word that is new there belongs
# here too.
_PLURALS = AhoCorasick(
    (
        "three four five countries nations states sides leaders presidents ministers secretaries diplomats officials "
        "men allies "
        "neighbors neighbours parties koreas governments delegations counterparts interlocutors powers capitals "
        "chancellors militaries envoys negotiators advisers advisors principals heads kings ambassadors premiers "
        "speakers chiefs two pair duo ministries parliaments embassies armies navies banks"
    ).split(),
    MatchKind.LeftmostFirst,
)
_AFTER_NAME = re.compile(rf"\b{_UPPER}\w+ $")
# A weak name before another capital is part of a longer name ("the North Atlantic"), a state before a sea of that sea.
_NAME_GOES_ON = re.compile(rf" {_UPPER}\w")
# A body's name before one of these words is part of another's: "Republican Guard", "Democratic Unionist Party".
_OF_ANOTHER = re.compile(r"\b(?:Royal|National|Commercial|Agricultural|Development|Import) $")
_OTHER_BODY = re.compile(r" (?:Party|Union|Unionist|Front|Alliance|Movement|Forces|League|Guards?|Army|Left|People)\b")
_UNDER = re.compile(r"\b(?:in|at|from|of|to|for|with|near|across) (?:the )?\Z", re.IGNORECASE)
# The first of these that a gap is, from its first to its last character, gives its letter.
_GAPS = (
    ("_", r"[ \n]+"),
    ("p", r"(?:'s|')[ \n]+"),
    ("o", r"(?i:[ \n]+of[ \n]+(?:the[ \n]+)?)"),
    ("f", r"(?i:[ \n]+(?:for|to|at|on)[ \n]+(?:the[ \n]+)?)"),
    ("i", r"[ \n]+in[ \n]+(?:the[ \n]+)?"),
    ("c", r"(?i:,[ \n]+(?:who is[ \n]+)?(?:(?:the|an?|its|his|her)[ \n]+)?)"),
    ("&", r"(?i:,?[ \n]+(?:and|&)[ \n]+(?:the[ \n]+)?)"),
    ("(", r"[ \n]+\("),
    (")", r"\)[ \n]+"),
    ("-", r"[-/]| - "),
)
_GAP = re.compile("|".join(f"({shape})" for _, shape in _GAPS))
_LONGEST_GAP = 40


def rows(
    plain: str, sentences: Iterable[Span], rules: Compiled, honorifics: re.Pattern[str], *, headline: bool = False
) -> Iterator[Row]:
    """The chunks of each sentence."""
    for sentence in sentences:
        chunks = _joined(tuple(_chunks(plain, sentence, rules, honorifics)), plain, rules.naming, headline=headline)
        gaps = [_between_two(plain, left, right, rules.naming) for left, right in pairwise(chunks)]
        letters = "".join(chunk.letter + gap for chunk, gap in zip(chunks, [*gaps, "|"], strict=False))
        yield Row(sentence, chunks, letters, headline)


def _between_two(plain: str, left: Chunk, right: Chunk, naming: Naming) -> str:
    """The letter of a gap; words for an office's field part it from no state: "South Korean nuclear envoy"."""
    between = plain[left.end : right.start]
    if left.letter in "SKC" and left.words.endswith(".") and between.startswith("  "):
        return "|"
    if right.letter in "TR" and left.letter in "SAZB" and naming.field.fullmatch(between):
        return "p" if between.startswith("'") else "_"
    return _gap(between)


def _gap(between: str) -> str:
    """The letter of what stands between two chunks; words such as "former" do not count."""
    if between == " ":
        return "_"
    if len(between) > _LONGEST_GAP:
        return "|"
    shape = _GAP.fullmatch(between)
    if shape is None and _MODIFYING.find_matches_as_indexes(between.lower()):
        shape = _GAP.fullmatch(_MODIFIERS.sub("", between))
    return _GAPS[(shape.lastindex or 0) - 1][0] if shape else "|"


def _chunks(plain: str, sentence: Span, rules: Compiled, honorifics: re.Pattern[str]) -> Iterator[Chunk]:
    """The chunks in order: hits of the lexicon, and in the stretches between them names and ordinary words."""
    hits = [chunk for hit in rules.lexicon.find(plain, sentence.start, sentence.end)
            if (chunk := _of_hit(plain, hit, sentence.start, rules.naming)) is not None]  # fmt: skip
    addressed = [m for m in honorifics.finditer(plain, sentence.start, sentence.end) if _addresses(plain, m)]
    others = [Chunk(*match.span(), "M", match.group()) for match in addressed]
    folded = lower(plain[sentence.start : sentence.end]).replace("\n", " ")
    ordinary = _ordinary(plain, sentence.start, folded)
    others += [chunk for chunk in ordinary if not (chunk.words == "He" and _inside(plain, chunk.start))]
    others.sort(key=_place)
    last, at = sentence.start, 0
    for chunk in (*hits, None):
        end = chunk.start if chunk else sentence.end
        first = at
        while at < len(others) and others[at].end <= end:
            at += 1
        if end - last > 1:
            yield from _between(plain, last, end, [other for other in others[first:at] if other.start >= last])
        if chunk is not None:
            yield chunk
            last = chunk.end
            while at < len(others) and others[at].start < last:
                at += 1


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


def _of_hit(plain: str, hit: Hit, floor: int, naming: Naming) -> Chunk | None:
    """The chunk of a hit; a deputy's title is that of another office, so it takes the word in."""
    words = plain[hit.start : hit.end]
    if hit.how != "body":
        letter = _LETTERS[hit.how]
    else:
        letter = "Z" if all(isinstance(entry, Body) and entry.state for entry in hit.entries) else "B"
    if hit.how == "weak" and not words.isupper() and _NAME_GOES_ON.match(plain, hit.end):
        return None
    if hit.how in _NATIONAL and naming.borrowed(plain, hit.start, hit.end):
        return None
    if hit.how in _OF_PEOPLE and naming.continental(plain, hit.start):
        return None
    longer = words.startswith("Bank of ") and _OF_ANOTHER.search(plain, max(floor, hit.start - 15), hit.start)
    if letter == "Z" and (longer or _OTHER_BODY.match(plain, hit.end)):
        return None
    if words.lower() == "counterpart":
        letter = "Q"
    if letter != "T":
        return Chunk(hit.start, hit.end, letter, words, hit)
    deputy = _DEPUTY.search(plain, max(floor, hit.start - 25), hit.start)
    if deputy is None and _DEPUTY_OF.search(plain, max(floor, hit.start - 40), hit.start):
        return Chunk(hit.start, hit.end, "T", words, hit, deputy=True)
    # "The government under Prime Minister Torres" has no under-minister; only secretaries are "under secretaries".
    below = deputy is not None and deputy.group().lower() == "under " and not words.lower().startswith("secretar")
    if deputy is None or below:
        return Chunk(hit.start, hit.end, "T", words, hit)
    return Chunk(deputy.start(), hit.end, "T", plain[deputy.start() : hit.end], hit, deputy=True)


def _between(plain: str, start: int, end: int, found: list[Chunk]) -> Iterator[Chunk]:
    """The honorifics and ordinary words of a stretch without names of the lexicon, and its capitalised names."""
    words = plain[start:end]
    if words.isascii() and words == words.lower():  # no capitals, no names
        yield from found
        return
    names: list[Chunk] = []
    for run in _RUN.finditer(plain, start, end):
        for first, last in _names_of(plain, run.start(), run.end()):
            # "Pacific Air Forces" is a name, "Forces" alone are people of a body.
            found = [
                other for other in found if not (other.letter == "R" and first < other.start and other.end <= last)
            ]
            taken = [(other.start, other.end) for other in found if other.start < last and first < other.end]
            for left, right in _apart(first, last, taken, plain) if taken else ((first, last),):
                names.extend(_named(plain, left, right))
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


def _named(plain: str, first: int, last: int) -> Iterator[Chunk]:
    """A capitalised name as a person's or an institution's; a person behind an institution is a name of its own."""
    words = plain[first:last].replace("\n", " ")
    if " " not in words:
        yield Chunk(first, last, "N", words)
        return
    parts = words.split(" ")
    at = [i for i, part in enumerate(parts) if part.strip(".,").lower() in _NO_PERSON]
    if not at or (at == [0] and parts[0].lower() in _FAMILIES):
        yield Chunk(first, last, "N", words)
        return
    behind = len(parts) - at[-1] - 1
    if at[-1] and _SHORTEST <= behind <= _LONGEST:
        cut = first + len(" ".join(parts[: at[-1] + 1]))
        yield Chunk(first, cut, "I", plain[first:cut].replace("\n", " "))
        yield Chunk(cut + 1, last, "N", plain[cut + 1 : last].replace("\n", " "))
    else:
        yield Chunk(first, last, "I", words)


def _ordinary(plain: str, start: int, folded: str) -> Iterator[Chunk]:
    """Pronouns, people of bodies, words for several; `folded` is the lower-cased sentence that begins at `start`."""
    taken: list[tuple[int, int]] = []
    several = any(_whole(folded, first, last) for _, first, last in _PLURALS.find_matches_as_indexes(folded))
    for letter, shape in _IN_PLURAL if several else ():
        for match in shape.finditer(folded):
            first, last = match.span()
            if _whole(folded, first, last) and not any(left < last and first < right for left, right in taken):
                taken.append((first, last))
                yield Chunk(start + first, start + last, letter, plain[start + first : start + last])
    for number, first, last in _ORDINARY_FINDER.find_matches_as_indexes(folded):
        if _whole(folded, first, last) and not any(left <= first < right for left, right in taken):
            letter = _ORDINARY[_ORDINARY_WORDS[number]]
            if letter == "U" and first + 4 < last and folded.startswith("'s ", last):
                first, letter = folded.rindex(" ", first, last) + 1, "V"  # noqa: PLW2901 - "the group's" owns what follows
            if letter != "V" or folded[first:last] in _POSSESSIVE or folded.startswith("'s ", last):
                yield Chunk(start + first, start + last, letter, plain[start + first : start + last])


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


def _names_of(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a capitalised run that words such as "The" and "Monday" leave, and honorifics cut off."""
    first: int | None = None
    last = start
    run = plain[start:end]
    behind = len(plain[start:end].split())
    for word in _WRITTEN.finditer(run):
        behind -= 1
        left, right = start + word.start(), start + word.end()
        if not (word.group() == "He" and _inside(plain, left)) and _cuts(
            word.group(), run, more=behind, begun=first is not None or _is_may(plain, left)
        ):
            if first is not None:
                yield first, last
            first = None
        else:
            first = left if first is None else first
        last = right
    if first is not None:
        yield first, last


def _is_may(plain: str, at: int) -> bool:
    """Whether "May" at a place is a person: addressed ("Mrs. May"), or with a word of speech behind it."""
    if not plain.startswith("May", at):
        return False
    before = max(0, at - _LONGEST_GAP)
    addressed = _ADDRESSED.search(plain, before, at) is not None
    return addressed or (_MAY.match(plain, at) is not None and _IN_MONTH.search(plain, before, at) is None)


def _cuts(word: str, run: str, *, more: int, begun: bool) -> bool:
    """Whether a capitalised word with `more` after it is no part of a name: "The", "Monday", "CEO" before a name."""
    bare = word.strip(".,").lower()
    acronym = len(bare) > 2 and bare.isalpha() and word.isupper() and not run.isupper()
    ordinary = bare in _NO_NAME or ("'" in bare and _CONTRACTED.match(bare) is not None)
    return (ordinary and not ((begun or more) and bare in _MONTHS)) or (acronym and more > 1)


def _joined(chunks: tuple[Chunk, ...], plain: str, naming: Naming, *, headline: bool) -> tuple[Chunk, ...]:
    """Places that are parts of a longer name become part of it: "Michael Jordan", "Georgia Meloni"."""
    joined: list[Chunk] = []
    for chunk in chunks:
        before = joined[-1] if joined else None
        beside = before is not None and plain[before.end : chunk.start] == " "
        if before is not None and chunk.letter in "NI" and _institution_of(before, plain[before.end : chunk.start]):
            joined[-1] = Chunk(before.start, chunk.end, "I", plain[before.start : chunk.end])
            continue
        if before is not None and chunk.letter == "C" and _in_america(before, chunk, plain, naming):
            joined[-1] = Chunk(before.start, chunk.end, "C", plain[before.start : chunk.end], chunk.hit)
            continue
        name_then_place = (
            before is not None
            and before.letter == "N"
            and (chunk.letter in "KCW" or (chunk.letter == "S" and before.words in naming.given))
        )
        place_then_name = (
            before is not None and before.letter in "CW" and chunk.letter == "N" and not before.words.isupper()
        )
        named_for = before is not None and not headline and chunk.letter == "N" and _named_for(before, chunk, plain)
        if before is not None and beside and _is_family(before, chunk, naming):
            start = before.start if before.letter == "N" else chunk.start
            if before.letter == "N":
                joined.pop()
            joined.append(Chunk(start, chunk.end, "N", plain[start : chunk.end]))
        elif before is not None and beside and not headline and _second_family(before, chunk, naming):
            joined[-1] = before._replace(end=chunk.end)
        elif before is not None and beside and (name_then_place or place_then_name or named_for):
            joined[-1] = Chunk(before.start, chunk.end, "N", plain[before.start : chunk.end])
        else:
            joined.append(chunk)
    return tuple(joined)


def _is_family(before: Chunk, chunk: Chunk, naming: Naming) -> bool:
    """Whether a title or weak name of a state is a family name here: "Stephen King", "Sen. Jordan"."""
    if before.letter == "N":
        return chunk.letter == "T" and chunk.words in naming.families and before.words.split()[0] in naming.given
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


def _in_america(before: Chunk, state: Chunk, plain: str, naming: Naming) -> bool:
    """Whether a place is one of the United States, as its state behind a comma tells: "Moscow, Idaho"."""
    return before.letter in "SKCWN" and plain[before.end : state.start] == ", " and state.words in naming.american


def _institution_of(chunk: Chunk, between: str) -> bool:
    """Whether a chunk and "of" begin the name of an institution: "Chamber of" Commerce."""
    if chunk.letter not in "NI" or between not in {" of ", " of the ", " for ", " on "}:
        return False
    return chunk.letter == "I" or chunk.words.lower() in _NO_PERSON


def names_no_person(parts: tuple[str, ...]) -> bool:
    """Whether a capitalised name is that of an institution, a place or a thing.

    >>> names_no_person(("Bordavian", "Shipping", "Corp."))
    True
    """
    return any(
        part.strip(".,").lower() in _NO_PERSON and (i or part.lower() not in _FAMILIES) for i, part in enumerate(parts)
    )


def party_of(chunk: Chunk) -> State | Organisation | None:
    """The state or organisation that a chunk names, by name, adjective, people or place."""
    entry = chunk.hit.entries[0] if chunk.hit else None
    return entry if isinstance(entry, State | Organisation) else None


def modified_from(plain: str, floor: int, start: int) -> int:
    """Where words such as "former" begin that stand right before `start`; `start` itself where there are none.

    >>> modified_from("the then acting mayor", 0, 16)
    4
    """
    first = max(floor, start - _LONGEST_GAP)
    if not plain[first : max(first, start - 1)].lower().endswith(_MODIFIER_WORDS):
        return start
    found = _MODIFIED.search(plain, first, start)
    return found.start() if found else start
