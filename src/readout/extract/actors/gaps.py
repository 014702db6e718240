"""What stands between two chunks, as a letter: a space, a possessive, "of", a comma with an article, or anything else.

Words such as "former" do not count, nor those that tell the field of an office: "South Korean nuclear envoy".
"""

import re

from readout.codebook.compiled import Compiled
from readout.codebook.naming import Naming
from readout.extract.actors.chunks import Chunk

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
LONGEST_GAP = 40
_SHORTEST = len("ex ")  # of the words that may stand before an office
_COMPOUND = re.compile(r"(?:'s)? (?:[a-z]+(?:-[a-z]+)? ){1,4}|(?:'s)? (?:[a-z]+(?:-[a-z]+)? ){0,4}[a-z]+, ")
_NO_NOUN = ("ed", "ly")
# What an envoy is sent to where no name tells it: "the envoy to the regional bloc, Lind".
_POSTED = re.compile(r" (?:there|here|(?:to|for|of|on|at|with) (?:the )?(?:[a-z-]+ ){0,3}[a-z-]+), (?:an? |the )?")


def gap_between(plain: str, left: Chunk, right: Chunk, rules: Compiled) -> str:
    """The letter of a gap; words for an office's field part it from no state: "South Korean nuclear envoy"."""
    between, naming = plain[left.end : right.start], rules.naming
    if between == " ":
        return "_"
    # Only what an office or state begins may reach farther.
    if len(between) > LONGEST_GAP and left.letter not in "SAZBT":
        return "|"
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
    if len(between) > LONGEST_GAP or _COMPOUND.fullmatch(between) is None:
        return False
    words = between.removeprefix("'s").removesuffix(", ").split()
    return not any(
        word in rules.naming.lists.sentence_words
        or word.endswith(_NO_NOUN)
        or "past" in {form for _, form in rules.verbs.read(word)}
        for word in words
    )


def _gap(between: str, naming: Naming) -> str:
    """The letter of what stands between two chunks; words such as "former" do not count."""
    # No gap with a letter begins with another word than those which may stand before a modifier.
    if len(between) > LONGEST_GAP or (between[1:3].isalpha() and between[1:3].lower() not in naming.modifiers.begins):
        return "|"
    shape = _GAP.fullmatch(between)
    if shape is None and naming.modifiers.found_in(between.lower()):
        shape = _GAP.fullmatch(naming.modifiers.inside.sub("", between))
    return _GAPS[(shape.lastindex or 0) - 1][0] if shape else "|"


def is_done_to(words: str, naming: Naming) -> bool:
    """Whether a word right before a name tells what somebody did, and is part of no title: "elected" Lind."""
    return words.strip() in naming.lists.done_to


def modified_from(plain: str, floor: int, start: int, naming: Naming) -> int:
    """Where words such as "former" begin that stand right before `start`; `start` itself where there are none."""
    if start - floor < _SHORTEST or plain[start - 3 : start - 1].lower() not in naming.modifiers.ends:
        return start
    first = max(floor, start - LONGEST_GAP)
    if not plain[first : max(first, start - 1)].lower().endswith(naming.modifiers.words):
        return start
    found = naming.modifiers.before.search(plain, first, start)
    return found.start() if found else start
