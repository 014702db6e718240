"""Who says what, in which words, through what: one sentence or short report a rule, all of them our own."""

import re
from collections.abc import Sequence

import pytest

import own
from readout.extract.statements import StatementRules, statements
from readout.records import Actor, Block, Document, Mention, Statement, unknown_when

LIND = Actor("person", "Mara Lind", "NOR", "Foreign Minister")
OKORO = Actor("person", "Samuel Okoro", "NGA", "Foreign Minister")
PAYNE = Actor("person", "Tom Payne", "GBR", "Foreign Office Spokesperson")
MINISTRY = Actor("body", "Norwegian Foreign Ministry", "NOR")
NORWAY = Actor("state", "Norway", "NOR")
NIGERIA = Actor("state", "Nigeria", "NGA")

NAMES = {
    "Foreign Minister Mara Lind": LIND,
    "Lind": LIND,
    "Samuel Okoro": OKORO,
    "Okoro": OKORO,
    "Tom Payne": PAYNE,
    "foreign ministry": MINISTRY,
    "ministry": MINISTRY,
    "Norway": NORWAY,
    "Nigeria": NIGERIA,
    "he": None,
    "she": None,
    "it": None,
    "they": None,
}
_MENTIONS = re.compile("|".join(rf"\b{name}\b" for name in sorted(NAMES, key=len, reverse=True)))


@pytest.fixture(scope="module")
def rules() -> StatementRules:
    return own.statement_rules()


def document(text: str, *, issuer: str | None = None, title: str | None = None, story: int | None = None) -> Document:
    """Each line is a paragraph; those after the first `story` ones are headlines of other stories."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    blocks = tuple(
        Block("paragraph" if story is None or at < story else "related", *line) for at, line in enumerate(lines)
    )
    office = "Norwegian Government" if issuer else None
    return Document("d", text, blocks, unknown_when("a test"), title=title, issuer=issuer, office=office)


def named(text: str) -> tuple[Mention, ...]:
    found = []
    for match in _MENTIONS.finditer(text):
        actor = NAMES[match.group()]
        form = "name" if actor else "pronoun"
        found.append(Mention(match.start(), match.end(), form, (actor,) if actor else (), "a test"))  # type: ignore[arg-type]
    return tuple(found)


def read(
    rules: StatementRules,
    text: str,
    *,
    issuer: str | None = None,
    title: str | None = None,
    story: int | None = None,
) -> tuple[Statement, ...]:
    found = statements(document(text, issuer=issuer, title=title, story=story), named(text), rules)
    for one in found:
        for evidence in (
            one.content,
            one.cue,
            one.mention,
            one.channel_evidence,
            one.hedge,
            *one.addressees,
            *one.tone,
        ):
            assert evidence is None or text[evidence.start : evidence.end] == evidence.quote
    return found


def told(found: Sequence[Statement]) -> list[tuple[str | None, str, str]]:
    return [(one.speaker, one.cue.quote if one.cue else "", one.content.quote) for one in found]


# ---- order and boundaries --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content", "kind"),
    [
        ("Lind said that the port stays open.", "Mara Lind", "said", "the port stays open", "indirect"),
        ("Lind said on Friday the port stays open.", "Mara Lind", "said", "the port stays open", "indirect"),
        ("The port stays open, Lind said on Friday.", "Mara Lind", "said", "The port stays open", "indirect"),
        ("But the port stays open, Lind said.", "Mara Lind", "said", "the port stays open", "indirect"),
        ('"The port stays open," said Lind, who chaired.', "Mara Lind", "said", "The port stays open", "direct"),
        ('Lind told reporters: "We stay. We help."', "Mara Lind", "told", "We stay. We help.", "direct"),
        ("“We stay,” Lind told Okoro.", "Mara Lind", "told", "We stay", "direct"),
        ("``We stay,'' Lind said.", "Mara Lind", "said", "We stay", "direct"),
        ('"Do we stay?" Lind asked.', "Mara Lind", "asked", "Do we stay?", "direct"),
        ('Lind called the offer "a joke."', "Mara Lind", "called", 'the offer "a joke."', "mixed"),
        ("According to Lind, the port stays open.", "Mara Lind", "According to", "the port stays open", "indirect"),
        ("The port stays open, according to Lind.", "Mara Lind", "according to", "The port stays open", "indirect"),
        ("Lind agreed to open the port.", "Mara Lind", "agreed", "to open the port", "indirect"),
        ("Lind urged Nigeria to open the port.", "Mara Lind", "urged", "Nigeria to open the port", "indirect"),
        ("Lind informed Okoro about the port.", "Mara Lind", "informed", "the port", "indirect"),
        ("Norway's warning that ships would turn back came late.", "Norway", "warning", "", "indirect"),
        ("Lind expressed support for the port.", "Mara Lind", "expressed", "support for the port", "indirect"),
        ("Lind, the longest-serving minister, said no ship had left.", "Mara Lind", "said", "", "indirect"),
        ("Lind (Labour) has repeatedly said no ship had left.", "Mara Lind", "said", "no ship had left", "indirect"),
        ("A senior harbour official said no ship had left.", "senior harbour official", "said", "", "indirect"),
    ],
)
def test_one_statement(rules: StatementRules, text: str, speaker: str, cue: str, content: str, kind: str) -> None:
    (found,) = read(rules, text)
    assert (found.speaker, found.cue and found.cue.quote, found.kind) == (speaker, cue, kind)
    assert content in ("", found.content.quote)


@pytest.mark.parametrize(
    "text",
    [
        "Lind did not say when the port opens.",
        "Lind declined to say when the port opens.",
        "Lind did not say whether the port opens.",
        "Lind refused to comment on the port.",
        "Lind never said that the port is shut.",
        "Lind wrote two books about the port.",
        "The other states of the strait have no port.",
        "Lind maintained a small house by the port.",
        "Lind will announce the new rules on Monday.",
        "Lind spoke with Okoro about the port.",
        "Lind and Okoro discussed the port.",
        "Lind was criticized by the press.",
        "Lind hopes that the port opens.",
        'The ferry "Saga" left the port.',
        "The United States has many ports.",
    ],
)
def test_no_statement(rules: StatementRules, text: str) -> None:
    assert read(rules, text) == ()


def test_a_gloss_is_not_part_of_the_content(rules: StatementRules) -> None:
    text = '"The Bank must pay," Lind said, referring to the lender by its old name, Norges Bank.'
    assert told(read(rules, text)) == [("Mara Lind", "said", "The Bank must pay")]
    text = "Lind said the Bank must pay, referring to the lender by its old name."
    assert told(read(rules, text)) == [("Mara Lind", "said", "the Bank must pay")]


def test_a_split_quotation_is_one_group(rules: StatementRules) -> None:
    found = read(rules, '"We stay," Lind said. "We help all who ask."')
    assert told(found) == [("Mara Lind", "said", "We stay"), ("Mara Lind", "said", "We help all who ask.")]
    assert found[0].group == found[1].group is not None


def test_each_verb_makes_its_own_statement(rules: StatementRules) -> None:
    text = "Lind condemned the seizure and said no ship had left, adding that talks go on."
    assert told(read(rules, text)) == [
        ("Mara Lind", "condemned", "the seizure"),
        ("Mara Lind", "said", "no ship had left"),
        ("Mara Lind", "adding", "talks go on"),
    ]


def test_a_quotation_without_its_closing_mark(rules: StatementRules) -> None:
    found = read(rules, 'Lind said: "We stay.\n"We help all who ask," she said.')
    assert [one.content.quote for one in found] == ["We stay.", "We help all who ask"]


# ---- who -------------------------------------------------------------------------------------------------------------
def test_joint_speakers_and_their_relay(rules: StatementRules) -> None:
    text = (
        "Foreign Minister Mara Lind and Samuel Okoro agreed to reopen the strait during their call on Friday, the "
        'foreign ministry said.\n"Both sides will send pilots," the ministry said in a press release.\n'
        '"They start in May," it added.'
    )
    lead, first, second = read(rules, text)
    assert lead.speakers == (LIND, OKORO)
    assert lead.content.quote == "to reopen the strait"
    assert [relay.actor for relay in lead.chain] == [MINISTRY]
    assert (lead.act, lead.strength) == ("agree", None)
    assert first.speakers == second.speakers == (MINISTRY,)
    assert {lead.channel, first.channel, second.channel} == {"press-release"}


def test_a_relay_before_the_speaker(rules: StatementRules) -> None:
    (found,) = read(rules, "The foreign ministry said Lind reiterated support for the pilots.")
    assert (found.speaker, found.cue and found.cue.quote) == ("Mara Lind", "reiterated")
    assert [relay.actor for relay in found.chain] == [MINISTRY]


def test_a_pronoun_goes_on_with_the_last_speaker_that_fits(rules: StatementRules) -> None:
    text = (
        'The ministry said the strait is open.\n"We stay," Tom Payne said.\n"We pay," he said.\n"All is calm," it said.'
    )
    assert [one.speaker for one in read(rules, text)] == [MINISTRY.name, "Tom Payne", "Tom Payne", MINISTRY.name]


def test_a_passive_names_no_speaker(rules: StatementRules) -> None:
    (found,) = read(rules, "It was noted that the pilots had arrived.")
    assert (found.speakers, found.mention, found.content.quote) == ((), None, "the pilots had arrived")


# ---- through what ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("In a tweet, Lind said the strait is open.", "social-media"),
        ("Lind told reporters the strait is open.", "briefing"),
        ("The strait is open, Lind said at a news conference in Lagos.", "press-conference"),
        ("Lind said in a statement that the strait is open.", "statement"),
        ("In a letter to the council, Lind said the strait is open.", "letter"),
        ("A spokeswoman said the strait is open.", "spokesperson"),
        ("Two senior officials said the strait is open.", "anonymous"),
        ("Lind said the strait is open.", "unspecified"),
    ],
)
def test_channels(rules: StatementRules, text: str, channel: str) -> None:
    assert [one.channel for one in read(rules, text)] == [channel]


def test_a_channel_stays_with_its_speaker(rules: StatementRules) -> None:
    text = 'Lind said in an interview that the strait is open.\n"We stay," she said.\nOkoro said he agreed.'
    assert [one.channel for one in read(rules, text)] == ["interview", "interview", "unspecified"]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("A spokeswoman told Reuters the strait is open.", "spokesperson"),
        ("An official told the BBC the strait is open.", "anonymous"),
        ("People familiar with the survey said the strait is open.", "anonymous"),
        ("Lind told the BBC the strait is open.", "interview"),
        ("Lind testified that the strait is open.", "speech"),
        ("Lind wrote in an op-ed that the strait is open.", "document"),
        ("Lind said at the Bled Strategic Forum that the strait is open.", "speech"),
    ],
)
def test_who_speaks_and_to_whom(rules: StatementRules, text: str, channel: str) -> None:
    assert [one.channel for one in read(rules, text)] == [channel]


# ---- to whom, in what tone, how surely -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        ("Lind told reporters on Friday that the strait is open.", ["reporters"]),
        ("Lind told Okoro that the strait is open.", ["Okoro"]),
        ('"We stay," Lind told Okoro.', ["Okoro"]),
        ("Lind urged Nigeria to open the port.", ["Nigeria"]),
        ("Lind warned Nigeria that ships would turn back.", ["Nigeria"]),
        ("Lind thanked Okoro for his help.", ["Okoro"]),
        ("Lind said that Okoro had left.", []),
        ("Lind urged an end to the talks with Nigeria.", []),
    ],
)
def test_addressees(rules: StatementRules, text: str, addressees: list[str]) -> None:
    (found,) = read(rules, text)
    assert [one.quote for one in found.addressees] == addressees


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("Lind said they had candid and constructive talks.", ["candid", "constructive"]),
        ("Lind said the call was very warm.", ["warm"]),
        ('"We had a good conversation with Okoro," Lind said.', ["good"]),
        ("Lind said the weather was good.", []),
    ],
)
def test_words_of_tone(rules: StatementRules, text: str, tone: list[str]) -> None:
    (found,) = read(rules, text)
    assert [one.quote for one in found.tone] == tone


def test_hedges_and_denials_are_kept(rules: StatementRules) -> None:
    (hedged,) = read(rules, "Lind reportedly said that the port is shut.")
    assert hedged.hedge is not None
    assert hedged.hedge.quote == "reportedly"
    (denied,) = read(rules, "Lind denied that the port is shut.")
    assert (denied.act, denied.hedge) == ("deny", None)


# ---- official releases ----------------------------------------------------------------------------------------------
def test_a_release_tells_what_each_party_did(rules: StatementRules) -> None:
    text = "Lind and Okoro discussed the strait, and Okoro confirmed the date of the survey."
    found = read(rules, text, issuer="NOR")
    assert told(found) == [
        ("Mara Lind and Samuel Okoro", "discussed", "the strait"),
        ("Samuel Okoro", "confirmed", "the date of the survey"),
    ]
    assert {one.channel for one in found} == {"press-release"}
    assert {relay.actor.name for one in found for relay in one.chain} == {"Norwegian Government"}
    assert [one.strength for one in found] == [2, 5]


def test_a_release_speaks_for_itself(rules: StatementRules) -> None:
    found = read(rules, "Norway regrets the raid. We call on all sides to show restraint.", issuer="NOR")
    assert [(one.speaker, one.channel, one.chain) for one in found][-1] == ("Norway", "statement", ())
    assert found[-1].content.quote == "all sides to show restraint"
    assert read(rules, "We call on all sides to show restraint.") == ()


def test_a_joint_statement_is_its_own_channel(rules: StatementRules) -> None:
    found = read(
        rules, "Norway and Nigeria reaffirmed their ties.", issuer="NOR", title="Joint Statement on the Strait"
    )
    assert [one.channel for one in found] == ["joint-statement"]


def test_a_release_quotes_what_was_said_at_an_occasion(rules: StatementRules) -> None:
    text = (
        "Lind and Okoro discussed the strait. The survey will go on.\nThe pilots have come. "
        '"We stay," Lind said at a news conference. Lind noted the role of the pilots. "We help," she said.'
    )
    assert [(one.kind, one.channel) for one in read(rules, text, issuer="NOR")] == [
        ("indirect", "press-release"),
        ("direct", "press-conference"),
        ("indirect", "press-release"),
        ("direct", "press-conference"),
    ]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "The route would not be tied to dues, Lind said, without elaborating.",
            ["The route would not be tied to dues"],
        ),
        ("The letter was signed by Okoro, said Lind, who requested anonymity.", ["The letter was signed by Okoro"]),
        ("That pleases many northern states that want to see more pilots.", []),
        ("Lind states that want is behind it.", ["want is behind it"]),
        ("News reports on the bill moved Lind.", []),
        (
            'After the call, Lind said:\n"We met. We will meet again."\nThe reef is safe.',
            ["We met. We will meet again."],
        ),
        (
            "Lind stressed the role of the pilots and Okoro warned of delays.",
            ["the role of the pilots", "delays"],
        ),
        ("Lind called on Okoro, the foreign minister of Nigeria.", []),
        ("Lind called on Okoro to open the strait.", ["Okoro to open the strait"]),
        ("At the same time, according to Lind, the reef is safe.", ["the reef is safe"]),
        ("Norway's past behaviour suggested that the reef was safe.", []),
        ("As I've written before, the reef is safe.", []),
        ('Lind said "such tests are unacceptable" and lodged a protest.', ["such tests are unacceptable"]),
    ],
)
def test_where_contents_begin_and_end(rules: StatementRules, text: str, contents: list[str]) -> None:
    assert contents == [one.content.quote for one in read(rules, text)]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("The reef, Lind said, is open to all ships.", ["The reef", "is open to all ships"]),
        ('The reef, Lind said, "is open to all."', ["The reef", "is open to all."]),
        ('"We stay," Lind said. "We help" all who come to the strait.', ["We stay", None]),
        ("On Friday, Lind said that the reef is open.", ["the reef is open"]),
    ],
)
def test_a_content_in_two_parts(rules: StatementRules, text: str, contents: list[str | None]) -> None:
    found = read(rules, text)
    assert len(found) == len(contents)
    assert all(want in (None, one.content.quote) for one, want in zip(found, contents, strict=True))
    assert len(found) == 1 or found[0].group == found[1].group is not None


def test_only_the_story_speaks(rules: StatementRules) -> None:
    text = "Lind said the strait is open.\nOkoro says it has closed."
    first, second = (match.span() for match in re.finditer(r"[^\n]+", text))
    blocks = (Block("paragraph", *first), Block("related", *second))
    story = Document("d", text, blocks, unknown_when("a test"))
    assert [one.speaker for one in statements(story, named(text), rules)] == ["Mara Lind"]


def test_twice_the_same(rules: StatementRules) -> None:
    text = '"We stay," Lind said. "We help." Okoro warned that ships would turn back.'
    assert read(rules, text) == read(rules, text)


# ---- the codebook's own examples -------------------------------------------------------------------------------------
def test_channel_patterns_know_their_examples() -> None:
    compiled = own.rules()
    for entry in compiled.codebook.patterns:
        if entry.id.startswith(("channel-", "speaker-", "title-")):
            pattern = compiled.patterns[entry.id]
            assert all(pattern.search(example) for example in entry.examples), entry.id
            assert not any(pattern.search(miss) for miss in entry.near_misses), entry.id
