"""What the words of a phrase say by themselves: which offices, of which sector, whose voice, or no name at all."""

import re

from readout.codebook.entries import Body, Office, Organisation
from readout.codebook.naming import Naming
from readout.extract.actors.chunks import Chunk, party_of
from readout.extract.actors.knowledge import FIRST, Knowledge
from readout.extract.actors.phrases import Phrase
from readout.extract.actors.spelling import words_of

# How adjectives and names of peoples end that mean many: "the French said", "the Chinese", "the Russians".
OF_MANY = ("sh", "ch", "ese", "ss", "s", "men", "women")
# Sectors whose offices are a state's: an analyst or a company's head has none because of where the report stands.
OF_STATES = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "ELI"))
# "The charity's" director.
_OWNER = re.compile(r"\b([a-z][a-z-]*)'s \Z")
# Bodies of a state or of a trade.
_COUNCILS = frozenset(("council", "chamber", "board"))
# Of these are commanders and the like also of a body that the codebook has not.
_ARMED = frozenset(("MIL", "COP"))


def offices_of(phrase: Phrase) -> tuple[Office, ...]:
    """The offices that a title may mean; "deputy" makes it another one."""
    if phrase.title is None or phrase.title.hit is None or phrase.title.deputy or phrase.pre:
        return ()
    offices = tuple([entry for entry in phrase.title.hit.entries if isinstance(entry, Office)])
    if not phrase.of or not phrase.title.words.lower().endswith("president"):
        return offices
    # "The president of Egypt's high court" is not Egypt's.
    presides = any(chunk.letter in "BZ" for chunk in phrase.of)
    return tuple(office for office in offices if not presides or office.rank < FIRST)


def sector_of(phrase: Phrase, offices: tuple[Office, ...]) -> str:
    """The sector of an office: its own, or that of the body whose head or voice it is ("army spokesman")."""
    own = offices[0].sector if offices else "GOV"
    if phrase.pre is not None and phrase.title is not None and phrase.title.hit:  # "Airborne Forces commander"
        told = (entry.sector for entry in phrase.title.hit.entries if isinstance(entry, Office))
        own = next((sector for sector in told if sector in _ARMED), own)
    bodies = (chunk.hit.entries[0] for chunk in (*reversed(phrase.lead), *phrase.of) if chunk.hit)
    body = next((entry for entry in bodies if isinstance(entry, Body)), None)
    return body.sector if body is not None and own == "GOV" else own


def title_words(phrase: Phrase, *, whole: bool = True) -> str:
    """The title as written, with its portfolio: "Minister of Commerce"."""
    assert phrase.title is not None
    portfolio = [f"{_joint(phrase, chunk)} {chunk.words}" for chunk in phrase.of if chunk.letter in "NIB" and whole]
    return " ".join([*([phrase.pre.words] if phrase.pre else []), phrase.title.words, *portfolio])


def _joint(phrase: Phrase, portfolio: Chunk) -> str:
    """The word before what an office is for: "of" where no other is told."""
    before = phrase.words[: max(0, portfolio.start - phrase.start)].lower().split()
    before = before[:-1] if before[-1:] == ["the"] else before
    return before[-1] if before and before[-1] in {"of", "for", "on", "to", "at", "in", "and", "&"} else "of"


def is_leader(phrase: Phrase) -> bool:
    """Whether a title is one that a president, a king, a prime minister and many others may bear: "leader"."""
    title = phrase.title.words if phrase.title else ""
    return not words_of(title).isdisjoint(("leader", "head", "ruler"))


def ids(offices: tuple[Office, ...]) -> frozenset[str]:
    """The ids of offices."""
    return frozenset(office.id for office in offices)


def no_name(phrase: Phrase, parts: tuple[str, ...], knowledge: Knowledge) -> bool:
    """Whether capitals are no person's name: of a portfolio, a word such as "Foundation", "Officials Say"."""
    if phrase.name is not None and phrase.name.letter == "I" and ", " in phrase.name.words:  # "Athens, Georgia"
        return True
    if len(parts) == 1:
        people = phrase.title is not None and phrase.title.letter == "R"
        return knowledge.rules.naming.names_no_person(parts) or (people and parts[0].lower() in knowledge.speaks)
    return phrase.title is not None and parts[-1].lower() in knowledge.rules.naming.lists.portfolio_ends


def capitalised(title: str) -> str:
    """A title with capitals, as an office's name has.

    >>> capitalised("minister of trade and industry")
    'Minister of Trade and Industry'
    """
    return " ".join(
        word if word in {"of", "for", "the", "and", "to"} else word[:1].upper() + word[1:] for word in title.split()
    )


def is_private(phrase: Phrase) -> bool:
    """Whether a name comes without an office of a state, so that other words tell where somebody is from."""
    if phrase.title is None:
        return True
    offices = offices_of(phrase)
    return bool(offices) and offices[0].sector not in OF_STATES


def group_of(phrase: Phrase) -> str | None:
    """The armed group or movement that a phrase names."""
    party = party_of(phrase.title) if phrase.title else None
    return party.id if isinstance(party, Organisation) and party.kind == "group" else None


def owns(phrase: Phrase) -> bool:
    """Whether an office without a name owns what follows: "the Honduran president's" foreign minister."""
    return phrase.kind == "title" and phrase.name is None and phrase.after.startswith("'s ")


def is_of_group(phrase: Phrase) -> bool:
    """Whether somebody is "the movement's" or "the group's"."""
    return bool(phrase.lead) and phrase.lead[0].words.lower() in {"group", "movement", "militia"}


def speaks_for(phrase: Phrase) -> bool:
    """Whether somebody is the voice of a body, or an official of a party, that was named shortly before."""
    if phrase.title is None:
        return False
    voice = phrase.title.words.lower().startswith("spokes")
    of_party = any(office.sector == "PTY" for office in offices_of(phrase))
    return (voice or of_party) and all(chunk.letter == "B" for chunk in phrase.lead)


def heads_private(phrase: Phrase, naming: Naming) -> bool:
    """Whether an office is that of a bank, a charity or an institute by name or kind, which is no state's."""
    for chunk in phrase.of:
        words = {word.strip(".,") for word in chunk.words.lower().split()} if chunk.letter == "I" else set[str]()
        of_trade = bool(words & _COUNCILS and words & naming.lists.trades)
        if (words & naming.lists.private_bodies or of_trade) and not words & naming.lists.of_the_state:
            return True
    if phrase.of or len(phrase.lead) > 1:
        return False
    owner = _OWNER.search(phrase.before)
    of_kind = phrase.lead[0].words.lower() if phrase.lead else owner[1] if owner else ""
    return of_kind in naming.lists.private_bodies


def own_state_of(phrase: Phrase) -> str | None:
    """The state of a body by itself, or the organisation that is named: what has a spokesman."""
    entry = phrase.title.hit.entries[0] if phrase.title and phrase.title.hit else None
    if isinstance(entry, Organisation):
        return entry.id
    return entry.state if isinstance(entry, Body) else None


def body_id(phrase: Phrase) -> str:
    """The id of the body that a phrase names, else nothing."""
    entry = phrase.title.hit.entries[0] if phrase.title and phrase.title.hit else None
    return entry.id if isinstance(entry, Body) else ""
