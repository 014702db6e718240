"""What the words beside a name say of somebody: "Mara Lind, a lawyer in Oslo", "Togolese economist Lind"."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from readout.codebook.entries import Body
from readout.extract.actors.chunks import Chunk, Row, place
from readout.extract.actors.memory import IMPLIED, Person
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.setting import NAME_BEHIND, Setting

_APPOSED = re.compile(r",? (?:\([^()]{1,30}\) ?)?,? ?([^,;:\"()]{3,140})")
_APPOSES = frozenset("a an the one of from at with".split())
# What stands after these is what somebody knows about or is sent to, not where they are from.
_TOPICS = frozenset("on about against to over into covering toward towards versus and regarding concerning".split())
# What may follow the name of a state that somebody is of; any other noun makes it a matter ("China research").
_AFTER_STATES = frozenset(
    "and in at who whose with for on under during from to since until when where by as is was has had said".split()
)
_WHERE = frozenset("in from at of".split())
# Between an adjective and the body that somebody is in.
_MEMBER_OF = re.compile(r" (?:member|leader|head|chair|chairman|chairwoman|president) of (?:the )?")
# "Guatemala's disaster agency chief, Lind": so many words at most stand between a state and a name.
_WORDS_BEFORE = 5


def described(setting: Setting, person: Person, phrase: Phrase) -> Iterator[tuple[str, str]]:
    """The state in the words right before a name, or in what is apposed to it: "Mara Lind, a lawyer in Oslo".

    Whoever is told to be a lawyer is a person, also where nothing else of the document says so.
    """
    row, naming = setting.rows[phrase.sentence], setting.knowledge.rules.naming
    being = naming.being
    at = bisect_left(row.chunks, phrase.start, key=place)
    before = row.chunks[at - 1] if at else None
    if before is not None and before.letter in "SAZ" and before.end <= phrase.start:
        apposed = setting.text.startswith("'s ", before.end) and setting.text.endswith(", ", before.end, phrase.start)
        between = setting.text[before.end : phrase.start].removeprefix("'s ").removesuffix(", ").split()
        noun = being.match(between[-1]) if 0 < len(between) < _WORDS_BEFORE else None
        state = setting.own_state(before)
        if noun and state and all(word.isalpha() and word.islower() for word in between):
            _private(person, before)
            person.known = person.known or apposed or naming.human.match(between[-1]) is not None
            yield state, f'the words "{setting.text[before.start : phrase.start].strip(" ,")}"'
    told = phrase.name is not None and phrase.title is not None and phrase.title.start > phrase.name.end
    match = _APPOSED.match(setting.text, phrase.name.end if told and phrase.name else phrase.end, row.span.end)
    if match is None or not _apposes(setting, match[0], match[1]):
        return
    leads = match[1].startswith("who ")
    if match[0].startswith(",") and (leads or any(being.match(word) for word in match[1].split()[:4])):
        person.known = True
    for chunk in row.chunks[at:]:
        if chunk.start >= match.end():
            return
        state = setting.own_state(chunk) if chunk.start >= match.start(1) and not _scholarly(chunk) else None
        state = _of_body(setting, chunk, row) or state
        words = setting.text[match.start(1) : chunk.start].split()
        if state and _belongs(chunk, words, setting.text[chunk.end : chunk.end + 20]):
            _private(person, chunk)
            of_state = chunk.letter == "S" and words in (["of"], ["of", "the"])
            person.known = person.known or (of_state and person.name[0] in setting.knowledge.rules.naming.given)
            yield state, f'the words "{match[1].strip()}"'
            return


def _of_body(setting: Setting, chunk: Chunk, row: Row) -> str | None:
    """For "the Serb member of Bosnia's presidency" the state of the body, which an adjective says nothing of."""
    at = bisect_left(row.chunks, chunk.end, key=place)
    behind = row.chunks[at] if at < len(row.chunks) and chunk.letter == "A" else None
    if behind is None or not _MEMBER_OF.fullmatch(setting.text, chunk.end, behind.start):
        return None
    return setting.own_state(behind) if behind.letter in "SAZ" else None


def _apposes(setting: Setting, whole: str, words: str) -> bool:
    """Whether words behind a name say who it is: "of Oslo", ", a lawyer", ", professor at"; not what it does."""
    naming, parts = setting.knowledge.rules.naming, words.split(None, 3)
    first = parts[0].lower() if parts else ""
    if "," not in whole[:3]:
        return first in {"of", "from"}
    if first == "who":
        return len(parts) > 1 and parts[1] in naming.lists.leads
    if "past" in {form for _, form in setting.knowledge.rules.verbs.read(first)}:  # ", met Peru's ambassador"
        return False
    return first in _APPOSES or any(naming.being.match(part) for part in parts[:3] if part.islower())


def _private(person: Person, chunk: Chunk) -> None:
    """Somebody without an office, whom only other words tell the state of, acts for no government."""
    ranked = person.sector != "GOV" or person.office is not None or bool(person.offices)
    if person.strength <= IMPLIED and not ranked:
        entry = chunk.hit.entries[0] if chunk.hit else None
        person.sector = entry.sector if isinstance(entry, Body) else "CVL"


def _belongs(chunk: Chunk, before: list[str], after: str) -> bool:
    """Whether somebody is of the state that a chunk of an apposition names, and not an expert on it."""
    last = before[-1].lower() if before else ""
    last = before[-2].lower() if last == "the" and len(before) > 1 else last
    if last in _TOPICS or (chunk.letter in "KC" and last not in _WHERE and not after.startswith(("-", "'s "))):
        return False
    if chunk.letter == "A" and last == "of" and NAME_BEHIND.match(after):  # "Federation of American Scientists"
        return False
    if chunk.letter == "S" and after.startswith("-"):  # "the U.S.-Korea Institute" is of neither
        return after.startswith(("-based", "-born"))
    following = re.match(r" ([a-z]+)", after)
    return chunk.letter != "S" or following is None or following[1] in _AFTER_STATES


def _scholarly(chunk: Chunk) -> bool:
    """Whether a chunk names a university or institute, whose people are private and of many states."""
    entry = chunk.hit.entries[0] if chunk.hit else None
    return isinstance(entry, Body) and entry.sector == "EDU"
