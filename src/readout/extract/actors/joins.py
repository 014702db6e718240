"""Chunks that are one name together: "Michael Jordan", "King Fahd University", "Moscow, Idaho"."""

import re
from collections.abc import Iterable

from readout.codebook.entries import Holder
from readout.codebook.naming import Naming
from readout.extract.actors.chunks import Chunk, party_of

# How the name of somebody known goes on in Arabic: "Salman" bin Abdulaziz Al Saud. "Al" alone needs a "bin" before.
_SON_OF = re.compile(r"(?:bin|bint|ibn) |(?=(?:Al|Aal|Āl)[ -]|al-)")
# The longest words that join two chunks to one name; most stand farther apart.
_FARTHEST = len(" of the ")
_OF = frozenset((" of ", " of the ", " for ", " on "))
_UNDER = re.compile(r"\b(?:in|at|from|of|to|for|with|near|across) (?:the )?\Z", re.IGNORECASE)


def joined_names(chunks: Iterable[Chunk], plain: str, naming: Naming, *, headline: bool) -> tuple[Chunk, ...]:
    """Places that are parts of a longer name become part of it: "Michael Jordan", "Georgia Meloni"."""
    joined: list[Chunk] = []
    for chunk in chunks:
        before = joined[-1] if joined else None
        if before is None or chunk.start - before.end > _FARTHEST:
            joined.append(chunk)
            continue
        beside = plain[before.end : chunk.start] == " "
        merged = _one_name(before, chunk, plain, naming)
        if merged is not None:
            joined[-1] = merged
            continue
        if not beside:
            joined.append(chunk)
            continue
        name_then_place = before.letter == "N" and (
            chunk.letter in "KCW" or (chunk.letter == "S" and before.words in naming.given)
        )
        place_then_name = (
            (before.letter in "CW" or (before.letter == "P" and not before.words.endswith(("s", "men"))))
            and chunk.letter == "N"
            and not before.words.isupper()
        )
        named_for = not headline and chunk.letter == "N" and _named_for(before, chunk, plain)
        called = len(joined) > 1 and joined[-2].letter in "TM" and plain[joined[-2].end : joined[-1].start] == " "
        if _is_family(before, chunk, naming, called=called):
            whole = before.letter == "N" or chunk.letter == "N"
            start = before.start if whole else chunk.start
            if whole:
                joined.pop()
            joined.append(Chunk(start, chunk.end, "N", plain[start : chunk.end]))
        elif not headline and (holder := _of_holder(before, chunk, naming)):
            joined[-1] = holder
        elif name_then_place or place_then_name or named_for:
            joined[-1] = Chunk(before.start, chunk.end, "N", plain[before.start : chunk.end])
        else:
            joined.append(chunk)
    return tuple(joined)


def _one_name(before: Chunk, chunk: Chunk, plain: str, naming: Naming) -> Chunk | None:
    """Two chunks as the one name that they make of an institution, a place in America or a minister's title."""
    between = plain[before.end : chunk.start]
    if between == " ":
        institution = _named_after(before, chunk, naming) or _company_of(before, chunk, naming)
    elif between in _OF:
        institution = chunk.letter in "NI" and _is_institution(before, naming)
    elif between == " and ":
        goes_on = _goes_on(before, chunk, naming)
        return before._replace(end=chunk.end, words=plain[before.start : chunk.end]) if goes_on else None
    else:
        american = between == ", " and chunk.words in naming.lists.american_states
        if american and chunk.letter == "C" and before.letter in "SKCWN":
            return Chunk(before.start, chunk.end, "C", plain[before.start : chunk.end], chunk.hit)
        institution = american and chunk.letter == "W" and _in_namesake(before, chunk)
    return Chunk(before.start, chunk.end, "I", plain[before.start : chunk.end]) if institution else None


def _named_after(person: Chunk, thing: Chunk, naming: Naming) -> bool:
    """Whether a person or royal title before a thing is part of its name: "King Fahd University", "Prince Street"."""
    if person.letter != "H" and (person.letter != "T" or person.words not in naming.lists.families):
        return False
    return thing.letter == "I" or (thing.letter == "N" and thing.words.split()[-1].lower() in naming.lists.institutions)


def _company_of(state: Chunk, thing: Chunk, naming: Naming) -> bool:
    """Whether a state's name begins that of a company or club: "Malta Football Association"."""
    if state.letter != "S" or thing.letter != "I" or state.words.isupper() or "." in state.words:
        return False
    return thing.words.split()[-1] in naming.lists.private_ends and state.words in naming.names


def _is_family(before: Chunk, chunk: Chunk, naming: Naming, *, called: bool) -> bool:
    """Whether a title or weak name of a state is a family name here: "Stephen King", "Sen. Jordan"."""
    if before.letter == "T" and chunk.letter == "N" and before.words in naming.given:  # "Amir Lind" is no emir
        return True
    if before.letter == "N":
        named = called or before.words.split()[0] in naming.given
        return chunk.letter == "T" and chunk.words in naming.lists.families and named
    return chunk.letter == "W" and before.letter == "T" and before.words[0].isupper() and " " not in chunk.words


def _of_holder(before: Chunk, chunk: Chunk, naming: Naming) -> Chunk | None:
    """A holder's name with what the table leaves out of it: the mother's family name, the father's, a first name."""
    if _second_family(before, chunk, naming) or _son_of(before, chunk):
        return before._replace(end=chunk.end)
    return chunk._replace(start=before.start) if _first_given(before, chunk, naming) else None


def _second_family(holder: Chunk, name: Chunk, naming: Naming) -> bool:
    """Whether a capital word is the mother's family name behind a holder's: "Mariano Rajoy Brey"."""
    entry = holder.hit.entries[0] if holder.letter == "H" and holder.hit else None
    return (
        isinstance(entry, Holder)
        and entry.state in naming.lists.two_families
        and name.letter == "N"
        and name.words.isalpha()
        and not name.words.isupper()
    )


def _son_of(holder: Chunk, name: Chunk) -> bool:
    """Whether a name goes on with the father's or the house's behind a holder's: "Mohammed bin Salman" Al Saud."""
    found = _SON_OF.match(name.words) if holder.letter == "H" and name.letter == "N" else None
    return found is not None and (found.end() > found.start() or " bin " in holder.words)


def _first_given(name: Chunk, holder: Chunk, naming: Naming) -> bool:
    """Whether a given name before a holder's is the first of theirs: Muhammad "Shahbaz Sharif"."""
    return name.letter == "N" and holder.letter == "H" and " " in holder.words and name.words in naming.given


def _named_for(place: Chunk, name: Chunk, plain: str) -> bool:
    """Whether a state or capital before a capital word is a part of another name: "India Hicks", "Oman Air"."""
    words = place.words
    single = place.letter in "SK" and words.isalpha() and not words.isupper() and name.words.isalpha()
    return single and not name.words.isupper() and _UNDER.search(plain[max(0, place.start - 12) : place.start]) is None


def _goes_on(title: Chunk, chunk: Chunk, naming: Naming) -> bool:
    """Whether capitals behind "and" are the second field of a minister's title: "Minister of Trade" and Industry."""
    last = chunk.words.split()[-1].strip(".,").lower()
    return title.letter == "T" and " " in title.words and chunk.letter in "NI" and last in naming.lists.portfolio_ends


def _in_namesake(place: Chunk, state: Chunk) -> bool:
    """Whether a foreign capital stands before an American state that a country is called like: "Rome, Georgia"."""
    return place.letter in "KC" and party_of(place) is not party_of(state)


def _is_institution(chunk: Chunk, naming: Naming) -> bool:
    """Whether a chunk before "of" begins the name of an institution: "Chamber of" Commerce."""
    return chunk.letter == "I" or (chunk.letter == "N" and chunk.words.lower() in naming.lists.institutions)
