"""Of which state an office may be that no word tells: of the report's own, of a place nearby, of the only state named.

The table of holders leaves room for it or does not: an office that another holds in a state is not this person's there.
"""

import re
from collections.abc import Iterator
from itertools import islice

from readout.codebook.entries import Office, State
from readout.extract.actors.chunks import party_of
from readout.extract.actors.knowledge import in_term
from readout.extract.actors.memory import HELD
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.said import OF_STATES, heads_private, is_leader, offices_of
from readout.extract.actors.setting import SENT, Setting
from readout.extract.actors.spelling import cleaned, head_noun, unmarked

# The rank from which an office has one holder at a time in a state; envoys and deputies are many.
_ONE_HOLDER = 80
# Below it are the offices that a report from abroad names without a word for the state: "the deputy police chief".
_LESSER = 60
# Of a crowd these first ones tell where a report is from.
_CROWD = 80
# "Executive director of a think-tank in Oslo" heads nothing of a state's.
_OF_PRIVATE = re.compile(
    r" (?:of|at|for|with) an? [^,.;:]{0,40}?\b(?:think[- ]tank|institute|compan(?:y|ies)|firm|foundation|charity"
    r"|university|college|consultancy|fund|association|bank|non-profit|nonprofit|advocacy group|lobby)\b"
)


def around(setting: Setting, phrase: Phrase, offices: tuple[Office, ...]) -> Iterator[tuple[str, str]]:
    """The states that an office may be of: that of the report if it can be, in a release else one named nearby."""
    titles = phrase.title.hit.entries if phrase.title and phrase.title.hit else ()
    sector = next((office.sector for office in titles if isinstance(office, Office)), "GOV")
    # "Bordavia Motors chief Mara Lind" may be of any state; an army's commander is of the report's.
    business = phrase.pre is not None or _OF_PRIVATE.match(setting.text, phrase.end) is not None
    private = business and sector == "GOV" and setting.issuer is None
    private = private or (sector == "GOV" and is_private_head(setting, phrase))
    if sector not in OF_STATES or private:
        return
    beside = tuple(_beside(setting, phrase, offices))
    local = tuple(_local(setting, phrase, offices))
    for state, why in (
        *local,
        *setting.home[: setting.near],
        *beside,
        *_supposed(setting, offices),
        *_only(setting, phrase),
    ):
        if _may_be_of(setting, state, offices, phrase):
            yield state, why
    if setting.issuer is not None:
        for state in setting.often:
            if state != setting.issuer and _may_be_of(setting, state, offices, phrase):
                yield state, "a guest of the release: the other state most often named"
        seated = any((office.id, setting.issuer) in setting.knowledge.by_seat for office in offices)
        if seated:
            yield setting.issuer, "the state that issues the release, though the table knows another holder"
        for state in setting.often:
            if state != setting.issuer and not is_leader(phrase):
                yield state, "a guest of the release: its own state has no such office"


def is_private_head(setting: Setting, phrase: Phrase) -> bool:
    """Whether somebody heads a body that is no state's; "the bank's governor" does not after "the central bank"."""
    if not heads_private(phrase, setting.knowledge.rules.naming):
        return False
    return not phrase.lead or phrase.lead[0].words.lower() not in setting.kinds


def _local(setting: Setting, phrase: Phrase, offices: tuple[Office, ...]) -> Iterator[tuple[str, str]]:
    """For a governor or mayor the states of the places that the sentence has told before them, the last first."""
    if not offices or offices[0].id not in setting.knowledge.rules.naming.lists.local_offices:
        return
    for chunk in reversed(setting.rows[phrase.sentence].chunks):
        state = setting.own_state(chunk) if chunk.letter in "CK" else None
        if state is not None and chunk.end <= phrase.start:
            yield state, "the place told before"


def _only(setting: Setting, phrase: Phrase) -> Iterator[tuple[str, str]]:
    """The one state that a document names or has people of, for a rank or an office below those in the table."""
    offices = offices_of(phrase)
    persons = islice(setting.memory.persons, _CROWD)
    sure = (person.state for person in persons if person.state and person.strength >= HELD)
    states = {*setting.strong, *sure} & setting.knowledge.states.keys()
    below = bool(offices) and offices[0].rank < _ONE_HOLDER and not SENT.search(offices[0].name)
    if len(states) == 1 and (below or setting.ranked(phrase)):
        yield next(iter(states)), "the only state named"


def _supposed(setting: Setting, offices: tuple[Office, ...]) -> tuple[tuple[str, str], ...]:
    """The state of the publisher, and that which the report is about; that one first for a lesser office."""
    rank = offices[0].rank if offices else 0
    seated = any((office.id, setting.about) in setting.knowledge.by_seat for office in offices)
    # An envoy is of another state than the one that the report is about, often one sent to it.
    sent = bool(offices) and SENT.search(offices[0].name) is not None
    fits = (rank < _ONE_HOLDER or seated) and not sent
    about = ((setting.about, "the report is about it"),) if setting.about and fits else ()
    lesser = bool(offices) and rank < _LESSER and offices[0].state is None
    publisher = tuple(home for home in setting.home[setting.near :] if not lesser or home[0] in setting.often)
    return (*about, *publisher) if lesser else (*publisher, *about)


def _beside(setting: Setting, phrase: Phrase, offices: tuple[Office, ...]) -> Iterator[tuple[str, str]]:
    """The states that the same sentence names, nearest first; in news only one alone, for a lesser office."""
    parties = [
        (chunk.start, party_of(chunk)) for chunk in setting.rows[phrase.sentence].chunks if chunk.letter in "SAK"
    ]
    named = sorted((abs(start - phrase.start), party.id) for start, party in parties if isinstance(party, State))
    states = tuple(dict.fromkeys(state for _, state in named if state != setting.issuer))
    lesser = bool(offices) and offices[0].rank < _ONE_HOLDER and offices[0].body is not None and not phrase.former
    if setting.issuer is not None or (lesser and len(states) == 1):
        for state in states:
            yield state, "a state named in the same sentence"


def _may_be_of(setting: Setting, state: str, offices: tuple[Office, ...], phrase: Phrase) -> bool:
    """Whether the table of holders leaves room for this person in that office of a state."""
    assert phrase.name is not None
    if setting.ranked(phrase):  # of one rank a state has many
        return True
    seats = setting.knowledge.by_seat
    held = [holder for office in offices for holder in seats.get((office.id, state), ())]
    if held:
        serving = {
            name for holder in held if in_term(holder, setting.memory.day) for name in setting.memory.surnames(holder)
        }
        return not serving or phrase.former or bool(serving & {unmarked(part) for part in cleaned(phrase.name.words)})
    noun = head_noun(phrase.title.words) if phrase.title else ""
    titles = setting.knowledge.first_titles
    if state in titles and noun in titles[""] and noun not in titles[state]:
        return False
    elsewhere = any(office.id in setting.knowledge.held_offices and office.rank >= _ONE_HOLDER for office in offices)
    return not (elsewhere and state in setting.knowledge.held_states)
