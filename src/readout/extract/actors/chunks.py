"""A sentence as a row of chunks, and the letters that stand for them and for what is between them.

A chunk has a letter for its kind, and so has the gap to the next chunk; the letters in a row are the *signature* of the
sentence, on which the grammar of titles is written (`phrases`). "U.S. Secretary of State Antony Blinken" is `S_T_N`.

S state or organisation   A its adjective   P its people   K capital   C city   Z body of one state   B kind of body
T title   H holder of an office   N capitalised name   M honorific   O outlet   R people of a body ("officials")
Q counterpart   U pronoun   V possessive pronoun   J words for several ("both sides")
I capitalised name of an institution or place   L an office in the plural ("foreign ministers")

Gaps: `_` space, `p` possessive, `e` possessive and comma, `o` of, `f` for/to/at, `i` in, `m` from, `c` comma, `&` and,
`(` `)` brackets, `-` hyphen, `|` the rest.
"""

from dataclasses import dataclass
from typing import NamedTuple

from readout.codebook.entries import Organisation, State
from readout.codebook.lexicon import Hit
from readout.records import Span

# A capital letter of any alphabet.

UPPER = r"[^\W\d_a-zß-öø-ÿ]"


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


_PARTIES = (State, Organisation)


def party_of(chunk: Chunk) -> State | Organisation | None:
    """The state or organisation that a chunk names, by name, adjective, people or place."""
    entry = chunk.hit.entries[0] if chunk.hit else None
    return entry if isinstance(entry, _PARTIES) else None


def place(chunk: Chunk) -> int:
    """Where a chunk begins, to sort and look up by."""
    return chunk.start


def stands_inside(plain: str, start: int) -> bool:
    """Whether a word stands inside a sentence, so that its capital is a name's: "Vice Premier Liu He"."""
    return plain[start - 1 : start] == " " and (plain[start - 2 : start - 1].isalnum() or plain[start - 2] == ",")


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch is cut at the ends of words."""
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
