"""The entries of the codebook: what one line of a JSONL table or one table of a TOML file says.

Fields have the names that stand in the files. Every entry knows its `at` (`file:line`), so that whatever is wrong with
it can be said where a person would mend it.
"""

from dataclasses import dataclass
from datetime import date


# ---- who: JSONL tables -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class State:
    """A state or territory: `states.jsonl`.

    `names` mean it anywhere; `weak` names need a context ("the North", "Georgia"). `adjectives` are demonyms
    ("South Korean"), `people` their plurals. `capital` and `seats` ("Blue House") stand for it as subject of
    speech or action only. `followed` are the states that governed from there before, each with its last day.
    """

    id: str
    name: str
    names: tuple[str, ...]
    at: str
    iso2: str | None = None
    cow: str | None = None
    weak: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    followed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation between states, a bloc or an armed group: `organisations.jsonl`.

    `id` is its usual short name ("NATO", "Hamas"); `code` its PLOVER code ("IGO:NATO", "PSE:REB").
    One of `kind` "joint" stands for its members alone ("inter-Korean", "NATO-Russia Council").
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: str
    code: str
    at: str
    weak: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A ministry, office, force, parliament or state medium: `bodies.jsonl`.

    With a `state` the names mean that state's body ("the Kremlin"); without one they are a kind of body
    ("foreign ministry") whose state the context gives.
    """

    id: str
    name: str
    names: tuple[str, ...]
    sector: str
    at: str
    state: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office that people hold: `offices.jsonl`; `titles` as texts write them, singular, lower case.

    `state` is set where the title by itself means one state's office ("Secretary of State" is USA).
    `shared` is one that several hold at a time in one state: envoys, spokespersons, co-princes, a presidency of three.
    """

    id: str
    name: str
    titles: tuple[str, ...]
    sector: str
    rank: int
    at: str
    state: str | None = None
    body: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """A person's term in an office: `holders.jsonl`; `names` are other spellings; an open term has no `until`.

    A day may be written no finer than it is known ("2012-05", "2012"). Then `since` and `until` are the first and the
    last day that it can mean, `begun` and `ending` the days between which the term is sure.
    """

    office: str
    state: str
    name: str
    since: date
    at: str
    until: date | None = None
    names: tuple[str, ...] = ()
    note: str = ""
    begun: date | None = None
    ending: date | None = None


@dataclass(frozen=True, slots=True)
class Metonym:
    """What must stand near a name that means a party in company only: the `[[metonym]]` of `metonyms.toml`.

    One of a `kind` ("weak", "capital") is the rule of all such names. One with `names` adds to it for these alone: of a
    `party` the `words` anywhere in the document are company enough, and the `bars` say that something else is meant.
    """

    at: str
    kind: str = ""
    names: tuple[str, ...] = ()
    party: str = ""
    words: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words that tell what a name is by standing beside it: the `[[words]]` of `actors/words.toml`.

    With a `side` ("before", "after") a state's name beside one of them is part of another name ("Panama hat"); the
    others are lists of the grammar of naming, by their `id`.
    """

    id: str
    definition: str
    words: tuple[str, ...]
    at: str
    side: str = ""
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher of reports: `outlets.jsonl`. An `agency` may be credited by others; an `issuer` is a state."""

    id: str
    name: str
    names: tuple[str, ...]
    at: str
    kind: str = "newspaper"
    state: str | None = None
    issuer: str | None = None
    office: str | None = None


# ---- what: TOML rules ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with what a rule file expects of it; `near_miss` ones say what they are instead ("none" or a type).

    Inline marks `[actor: ...]` and `[recipient: ...]` are taken out of `text`; `marks` holds (role, start, end).
    """

    text: str
    at: str
    near_miss: bool = False
    expect: str = ""
    mode: str | None = None
    status: str | None = None
    rule: str | None = None
    marks: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression for furniture, datelines, channels or house style: the `[[pattern]]` of a TOML file.

    `kind` is what a match means; `place` limits where it may stand ("head", "tail", "line", "end", "any"; "end" is
    behind the story's last paragraph). Groups of the expression carry fields (`agency`, `month`, `day`, `place` ...);
    the group `whole` makes the whole line the block.
    """

    id: str
    kind: str
    regex: str
    at: str
    place: str = "any"
    replace: str | None = None
    flags: str = ""
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb or noun of speech: `cues.toml`.

    `act` is its class, `strength` its rung (0 said ... 9 condemned) or None off the ladder. `takes` says what may
    follow: "that" (a clause), "np" (a thing: "discussed the border"), "to" (an act: "agreed to meet"), "quote",
    "person" (an addressee first: "told reporters"), or a preposition ("on", "for"). `nouns` are its nominal forms.
    `readout` marks verbs that make a statement in an official release only ("discussed", "reviewed").
    """

    lemma: str
    act: str
    at: str
    strength: int | None = None
    takes: tuple[str, ...] = ("that", "quote")
    nouns: tuple[str, ...] = ()
    readout: bool = False


@dataclass(frozen=True, slots=True)
class EventRule:
    """How one kind of event is told: the `[[rule]]` of an event file.

    The trigger is a clause whose verb is one of `verbs` ("call on" has its particle), or one of `nouns`.
    `needs`: one of these words must stand in the clause after the trigger (`*` ends a stem); `bars`: none may.
    `if_` limits the clause: "future", "past", "negated", "positive", "passive", "active", "conditional", "aimed" (it
    names somebody whom the act is done to or with), "object" (something is acted upon).
    `actor` and `recipient` name the role that fills them: "subject", "object", a preposition ("with", "of"),
    "both" (subject, with- and object-parties together), "possessor", or "none".
    `status` fixes the status; otherwise tense and modality give it. `future` is the type of the same clause in
    the future (a future CONSULT is an AGREE), "same" where it stays.
    """

    id: str
    type: str
    at: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    mode: str | None = None
    actor: str = "subject"
    recipient: str = "object"
    needs: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    if_: tuple[str, ...] = ()
    status: str | None = None
    future: str = "same"
    weight: int = 0


@dataclass(frozen=True, slots=True)
class EventType:
    """One PLOVER type: `events/TYPE.toml`, with its rules, examples and near misses."""

    id: str
    label: str
    definition: str
    quad: int
    intensity: float
    cameo: tuple[str, ...]
    modes: tuple[tuple[str, float], ...]
    rules: tuple[EventRule, ...]
    examples: tuple[Example, ...]
    at: str
    recipient_required: bool = False


@dataclass(frozen=True, slots=True)
class ContactWord:
    """Words that tell a contact of one mode: `contacts.toml`. `verbs` take parties ("met", "spoke by phone with").

    `examples` are sentences that tell one contact of this mode, `near_misses` sentences with such words that tell none.
    """

    mode: str
    at: str
    nouns: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactSense:
    """What words beside a contact tell of it (that it was cancelled, who takes part): `contacts/senses.toml`.

    `example` is a sentence in which they do, `near_miss` one in which they stand and do not.
    """

    id: str
    definition: str
    words: tuple[str, ...]
    example: str
    near_miss: str
    at: str


@dataclass(frozen=True, slots=True)
class MatterWord:
    """A kind of long-lived matter between parties (a hotline, a truce) and the nouns that name one: `matters.toml`.

    `common` nouns ("citizen", "border") name one only in a sentence that tells of an act anyway. Of a kind of which two
    parties may have `several` ("agreement"), only what bears the same name is the same.
    """

    id: str
    name: str
    nouns: tuple[str, ...]
    at: str
    common: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class MatterMove:
    """What brings a matter to a state: verbs done to it, nouns over it, words beside it: `matters.toml`."""

    matter: str
    state: str
    at: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of diplomacy: `topics.toml`. `phrases` speak of it (`*` ends a stem); `same_as` joins others to it."""

    id: str
    name: str
    phrases: tuple[str, ...]
    at: str
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What an event may be about, whatever its type: `events/contexts.toml`.

    It holds where one of its `phrases` stands in the event's sentence (`*` ends a stem); `bars` are phrases that look
    like one and are none ("artificial intelligence").
    """

    id: str
    definition: str
    phrases: tuple[str, ...]
    at: str
    bars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """All entries of one codebook directory. `verb_forms` maps an inflected form to (lemma, form) pairs."""

    version: str
    states: tuple[State, ...]
    organisations: tuple[Organisation, ...]
    bodies: tuple[Body, ...]
    offices: tuple[Office, ...]
    holders: tuple[Holder, ...]
    outlets: tuple[Outlet, ...]
    patterns: tuple[Pattern, ...]
    cues: tuple[Cue, ...]
    events: tuple[EventType, ...]
    contacts: tuple[ContactWord, ...]
    matters: tuple[MatterWord, ...]
    moves: tuple[MatterMove, ...]
    topics: tuple[Topic, ...]
    tone: tuple[str, ...]
    honorifics: tuple[str, ...]
    given_names_last: tuple[str, ...]
    irregular_verbs: tuple[tuple[str, str, str], ...]
    plain_verbs: tuple[str, ...]
    metonyms: tuple[Metonym, ...] = ()
    given_names_alone: tuple[str, ...] = ()
    women: tuple[str, ...] = ()
    men: tuple[str, ...] = ()
    contexts: tuple[Context, ...] = ()
    senses: tuple[ContactSense, ...] = ()
    name_words: tuple[NameWords, ...] = ()

    def patterns_of(self, *kinds: str) -> tuple[Pattern, ...]:
        """The patterns of these kinds, in the order of the files."""
        return tuple(pattern for pattern in self.patterns if pattern.kind in kinds)
