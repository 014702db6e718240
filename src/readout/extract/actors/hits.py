"""The names of the lexicon in a sentence as chunks, without those that are a part of another name.

"Panama hat" names no state, "Hussein al-Majali" no king; "deputy" or a second field makes a title another
office's.
"""

import re
from dataclasses import dataclass, field

from readout.codebook.entries import Body, Holder, Organisation, State
from readout.codebook.lexicon import Hit
from readout.codebook.metonyms import Metonyms
from readout.codebook.naming import Naming
from readout.extract.actors.chunks import UPPER, Chunk
from readout.extract.actors.gaps import LONGEST_GAP

_SHARED = 2
_DEPUTY = re.compile(
    r"(?:(?:first|senior|principal|permanent) )?(?:deputy|vice|assistant|associate|under|joint)[ -]$", re.IGNORECASE
)
# The last letters of these, which few other words before a title have.
_DEPUTY_ENDS = frozenset(("ty", "ce", "nt", "te", "er"))
# "An assistant U.S. secretary of state", where the state parts the deputy from the office.
_DEPUTY_OF = re.compile(r"\b(?:deputy|vice|assistant|associate) (?:[A-Z][\w.]+ ){1,2}$")
# Two fields of one office: "foreign affairs and trade minister".
_JOINT_FIELDS = re.compile(r"(?<![\w'-])([A-Za-z]+ )?([A-Za-z]+ )and ((?:[A-Za-z]+ ){0,2})\Z")
# A weak name before another capital is part of a longer name ("the North Atlantic"), a state before a sea of that sea.
_NAME_GOES_ON = re.compile(rf" {UPPER}\w")
# Behind a name of one word, as kings have, the family name of somebody else.
_FAMILY = re.compile(rf" (?:al-|el-|bin |ibn )?{UPPER}[^\W\d_A-Z]")
# The ruling house at the end of a name: "bin Abdulaziz Al Saud".
_HOUSE = re.compile(rf"(?: (?:bin|bint|ibn) {UPPER}[\w'-]+)*[ -](?:[Aa]l|Aal)[ -]({UPPER}[a-z]+)")
# Before the name of somebody's father: "Faisal bin Farhan bin" Abdullah.
_FATHER = re.compile(r" (?:bin|bint|ibn) \Z")
# The second part of a double name, which the first is no title before: "Amir-Abdollahian".
_HYPHENED = re.compile(rf"-{UPPER}[^\W\d_A-Z]+")
_LETTERS = {
    "name": "S", "weak": "W", "adjective": "A", "people": "P", "capital": "K", "city": "C", "title": "T",
    "holder": "H", "outlet": "O",
}  # fmt: skip
# The kinds of names of states beside which other words may make another name, and those that continents have as well.
_NATIONAL = frozenset(("name", "weak", "adjective", "capital"))
_OF_PEOPLE = frozenset(("adjective", "people"))
_PLACES = frozenset(("name", "weak", "capital", "city"))


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


def meant(text: Text, hit: Hit) -> Hit:
    """A name that two states bear as that of the one whose company stands in the text: "Congo" beside Brazzaville."""
    if len(hit.entries) < _SHARED or hit.how not in _NATIONAL | _OF_PEOPLE:
        return hit
    parties = [entry for entry in hit.entries if isinstance(entry, State | Organisation) and entry.weak]
    said = [(text.means(entry.weak[0], entry.id), entry) for entry in parties]
    own = [entry for means, entry in said if means] or [entry for means, entry in said if means is None]
    return hit._replace(entries=tuple(own[:1]) or hit.entries[:1])


def of_hit(plain: str, hit: Hit, floor: int, naming: Naming) -> Chunk | None:
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
    beside = plain[max(floor, hit.start - 3) : max(floor, hit.start - 1)].lower() in _DEPUTY_ENDS
    deputy = _DEPUTY.search(plain, max(floor, hit.start - 25), hit.start) if beside else None
    if deputy is None and _DEPUTY_OF.search(plain, max(floor, hit.start - 40), hit.start):
        return Chunk(hit.start, hit.end, "T", words, hit, deputy=True)
    # "The government under Prime Minister Torres" has no under-minister; only secretaries are "under secretaries".
    below = deputy is not None and deputy.group().lower() == "under " and not words.lower().startswith("secretar")
    behind = naming.modifiers.behind.match(plain, hit.end)
    end = behind.end() if behind else hit.end
    start = hit.start if deputy is None or below else deputy.start()
    if words.split()[-1].lower() in naming.lists.posts:
        start = _joint_fields(plain, max(floor, start - LONGEST_GAP), start, naming)
    return Chunk(start, end, "T", plain[start:end], hit, deputy=start < hit.start)


def _of_another_name(plain: str, hit: Hit, naming: Naming) -> bool:
    """Whether a name is a part of another one: "Hussein al-Majali", "Panama hat", "the Oslo Accords"."""
    words = plain[hit.start : hit.end]
    if hit.how == "holder":
        son = _FATHER.search(plain, max(0, hit.start - len(" bint ")), hit.start)
        if _of_another_house(plain, hit, naming):
            return True
        return " " not in words and (_FAMILY.match(plain, hit.end) is not None or son is not None)
    weak = hit.how == "weak" and not words.isupper()
    if hit.how == "title" and (words in naming.given or words in naming.lists.families):
        other = _HYPHENED.match(plain, hit.end)
        second = other[0][1:] if other else ""
        return other is not None and second.lower() not in naming.lists.posts and second not in naming.lists.families
    return (
        (weak and _NAME_GOES_ON.match(plain, hit.end) is not None)
        or (hit.how in _NATIONAL and naming.borrowed(plain, hit.start, hit.end))
        or (hit.how in _PLACES and naming.shapes.american_abbreviations.match(plain, hit.end) is not None)
        or (hit.how in {"capital", "city"} and naming.shapes.accords.match(plain, hit.end) is not None)
        or (hit.how in _OF_PEOPLE and naming.continental(plain, hit.start))
    )


def _of_another_house(plain: str, hit: Hit, naming: Naming) -> bool:
    """Whether a ruling house of another state closes the name: "Khalid bin Salman" Al Khalifa is no Saudi."""
    house = _HOUSE.match(plain, hit.end)
    state = naming.houses.get(house[1]) if house else None
    return state is not None and all(isinstance(entry, Holder) and entry.state != state for entry in hit.entries)


def _of_another_body(plain: str, hit: Hit, letter: str, floor: int, naming: Naming) -> bool:
    """Whether a body's name is a part of another's, or a kind of body only qualifies what follows."""
    if letter == "B":  # "the opposition Social Democrats", "opposition to the ban"
        qualifies = naming.shapes.stances.match(plain, hit.start) or naming.shapes.qualifiers.match(plain, hit.start)
        return qualifies is not None
    bank = plain.startswith("Bank of ", hit.start)
    longer = bank and naming.shapes.before_banks.search(plain, max(floor, hit.start - 15), hit.start) is not None
    return longer or naming.shapes.other_bodies.match(plain, hit.end) is not None


def _joint_fields(plain: str, floor: int, start: int, naming: Naming) -> int:
    """Where the fields begin that "and" joins to the one of a title at `start`, which has then no office's name."""
    found = _JOINT_FIELDS.search(plain, floor, start)
    if found is None or not all(word.lower() in naming.portfolios for word in (found[2].strip(), *found[3].split())):
        return start
    first = found[1] is not None and found[1].strip().lower() in naming.portfolios
    return found.start(1) if first else found.start(2)
