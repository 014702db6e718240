"""Whom a surname means that the document never introduces: "Merkel" is known to every reader.

Who holds a high office on the day comes first; where their state is named lesser ones are known too. Then those who led
a state or government and are out of office, and those who are about to: by surname alone where no one else in the
table bears it, else where their state is named as well.
"""

import re
from datetime import timedelta

from readout.codebook.entries import Holder
from readout.extract.actors.knowledge import FIRST
from readout.extract.actors.memory import REMEMBERED
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.reader import Reader
from readout.extract.actors.spelling import unmarked

# The rank from which an office's holders are known by surname alone: heads of state and government, their deputies.
_WELL_KNOWN = 85
# Where their state or organisation is named in the document, more are.
_KNOWN_HERE = 76
# "Mr. Lind" of a state that is often named is one of its deputy ministers.
_ADDRESSED = 70
_REGNAL = re.compile(r" [IVX]+\b")
# So long before somebody takes office reports tell of them as of the next one.
_ELECTED = timedelta(days=100)
# What goes on with somebody who is named alone: "Sarkozy and Hollande", "Obama, in Milan".
_STANDS = ("'s ", ", ", " and ", ". ", "; ")


def renowned(reader: Reader, phrase: Phrase, family: str) -> Holder | None:
    """The holder of office whom a surname means where nobody of the document bears it."""
    if unmarked(family) not in reader.cast.knowledge.by_family:  # as most surnames
        return None
    titled = phrase.title is not None or phrase.honorific is not None
    if not titled and _is_a_word(reader, phrase):
        return None
    holder = reader.cast.memory.serving(family, None)
    if holder is not None and phrase.honorific is not None and _REGNAL.search(holder.name):
        return None  # "Sheikh Mohammed" is no king
    if holder is not None and _serving(reader, phrase, holder, titled=titled):
        return holder
    return None if titled else _once_first(reader, phrase, family)


def _serving(reader: Reader, phrase: Phrase, holder: Holder, *, titled: bool) -> bool:
    """Whether somebody in office on the day is known enough to be meant."""
    knowledge = reader.cast.knowledge
    here = holder.state in reader.cast.strong
    known_from = _KNOWN_HERE if here else _WELL_KNOWN
    if here and phrase.honorific is not None and holder.state in reader.cast.often:
        known_from = _ADDRESSED
    # A surname that is a given name as well ("Christian") needs more than that somebody bears it somewhere.
    given = phrase.name is not None and phrase.name.words in knowledge.rules.naming.given
    bears = here or not given or titled or phrase.after.startswith("'s ")
    told = bears or reader.beside_speech(phrase) or reader.did(phrase)
    return told and knowledge.offices[holder.office].rank >= known_from


def _once_first(reader: Reader, phrase: Phrase, family: str) -> Holder | None:
    """Who of that surname led a state or government, or will shortly: the last of them by the day of the report."""
    memory, knowledge = reader.cast.memory, reader.cast.knowledge
    day, bearers = memory.day, knowledge.by_family.get(unmarked(family), ())
    if day is None or len(family) < len("May"):
        return None
    led = [
        holder
        for holder in bearers
        if knowledge.offices[holder.office].rank >= FIRST
        and holder.since <= day + _ELECTED
        and (holder.until is None or day.year - holder.until.year <= REMEMBERED)
    ]
    here = [holder for holder in led if _is_told_of(reader, holder.state)]
    naming = knowledge.rules.naming
    only = len({holder.name for holder in bearers}) == 1 and family not in naming.given
    acts = reader.did(phrase) or reader.beside_speech(phrase)
    elected = acts and any(holder.since > day for holder in led)
    known = family in naming.lists.renowned or bool(here) or elected
    stands = acts or (only and (phrase.after.startswith(_STANDS) or not phrase.after))
    if not (known and stands) or _is_of_a_name(reader, phrase, family):
        return None
    return max(here or led, key=lambda holder: (holder.until or holder.since, holder.name), default=None)


def _is_of_a_name(reader: Reader, phrase: Phrase, family: str) -> bool:
    """Whether a surname belongs to a case or is elsewhere the beginning of another name: "Roe v. Wade", "Fox News"."""
    longer = re.search(rf"\b{re.escape(family)} [A-Z][a-z]", reader.cast.text)
    return phrase.before.endswith((" v. ", " vs. ", " v ")) or longer is not None


def _is_told_of(reader: Reader, state: str) -> bool:
    """Whether a document names a state, reports from it, or tells of it by its bodies and people."""
    cast = reader.cast
    named = state in cast.strong or state in cast.bodied or any(state == home for home, _ in cast.home)
    return named or any(person.state == state for person in reader.persons())


def _is_a_word(reader: Reader, phrase: Phrase) -> bool:
    """Whether a bare surname that opens a sentence is another word, which the text has in small letters as well.

    "Rice prices rose" names nobody where the text tells of exports of rice.
    """
    if not reader.opens(phrase.start, phrase.sentence) or reader.did(phrase) or reader.beside_speech(phrase):
        return False
    return not phrase.after.startswith("'s ") and f" {phrase.words.lower()} " in reader.cast.text
