"""Five ways in which readers of statements go wrong, ten sentences each, all of them our own."""

import pytest

import own
from readout.extract.statements import StatementRules
from test_statements import MINISTRY, read, told

BOTH = "Mara Lind and Samuel Okoro"
OFFICE = "Norwegian Foreign Ministry"


@pytest.fixture(scope="module")
def rules() -> StatementRules:
    return own.statement_rules()


# ---- one: joint actors, and an outer source that is neither of them --------------------------------------------------
@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Mara Lind and Samuel Okoro agreed to reopen the strait, the foreign ministry said.", "to reopen the strait"),
        ("Mara Lind and Samuel Okoro agreed on a survey of the reef, the ministry said.", "a survey of the reef"),
        ("Lind and Okoro reaffirmed their support for the pilots, the ministry said Friday.", ""),
        ("Lind and Okoro pledged to send two tugs, the foreign ministry announced.", "to send two tugs"),
        ("Lind and Okoro condemned the seizure of the ferry, the ministry said in a statement.", ""),
        ("The foreign ministry said Lind and Samuel Okoro agreed to share charts.", "to share charts"),
        ("The ministry said Lind and Okoro urged the owners to pay.", "the owners to pay"),
        ("The ministry said that Lind and Okoro stressed the need for calm.", "the need for calm"),
        ("Lind and Okoro agreed to meet again in May, according to the foreign ministry.", "to meet again in May"),
        ("Lind and Okoro called for an end to the blockade, the ministry added.", "an end to the blockade"),
    ],
)
def test_joint_actors_within_an_outer_source(rules: StatementRules, text: str, content: str) -> None:
    (found,) = read(rules, text)
    assert found.speaker == BOTH
    assert [relay.actor for relay in found.chain] == [MINISTRY]
    assert content in ("", found.content.quote)
    assert "ministry" not in found.content.quote


# ---- two: who says that somebody said --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "relay", "speaker", "cue"),
    [
        ("The foreign ministry said Lind reiterated support for the pilots.", OFFICE, "Mara Lind", "reiterated"),
        ("The ministry said Okoro warned that ships would turn back.", OFFICE, "Samuel Okoro", "warned"),
        ("The ministry said that Lind urged Nigeria to open the port.", OFFICE, "Mara Lind", "urged"),
        ("Okoro promised to open the port, the foreign ministry said.", OFFICE, "Samuel Okoro", "promised"),
        ("Lind praised the crews, according to the foreign ministry.", OFFICE, "Mara Lind", "praised"),
        ("The ministry reported that Okoro rejected the offer.", OFFICE, "Samuel Okoro", "rejected"),
        ("Okoro expressed concern about the reef, the ministry said on Monday.", OFFICE, "Samuel Okoro", ""),
        ("The foreign ministry said Okoro thanked Norway for its help.", OFFICE, "Samuel Okoro", "thanked"),
        ("Lind demanded the release of the crew, the ministry said.", OFFICE, "Mara Lind", "demanded"),
        ("The ministry says Lind underlined the need for lights.", OFFICE, "Mara Lind", "underlined"),
    ],
)
def test_two_levels(rules: StatementRules, text: str, relay: str, speaker: str, cue: str) -> None:
    (found,) = read(rules, text)
    assert [link.actor.name for link in found.chain] == [relay]
    assert found.chain[0].evidence is not None
    assert found.speaker == speaker
    assert cue in ("", found.cue and found.cue.quote)


# ---- three: what stands after the mark that ends the story -----------------------------------------------------------
@pytest.mark.parametrize(
    "tail",
    [
        "Okoro says it has closed",
        "Okoro warns of storms in the strait",
        "Norway urges calm in the strait",
        '"We pay," Okoro said.',
        "Okoro: the port is closed",
        "According to Okoro, the port is closed.",
        "Nigeria rejects the offer of Norway",
        "Okoro told reporters that the port is closed.",
        "The ministry said Okoro agreed to pay.",
        "In a tweet, Okoro said the port is closed.",
    ],
)
def test_a_tail_says_nothing(rules: StatementRules, tail: str) -> None:
    text = f"Lind said the strait is open.\n(END)\n{tail}"
    assert told(read(rules, text, story=1)) == [("Mara Lind", "said", "the strait is open")]


# ---- four: a channel that stands beside neither the cue nor the speaker ----------------------------------------------
@pytest.mark.parametrize(
    ("text", "channel", "words"),
    [
        ("In a tweet, Lind said the strait is open.", "social-media", "tweet"),
        ("The strait is open, Lind said on Friday in a televised speech.", "speech", "televised speech"),
        ("In a letter to the council, Lind, who chairs it, said the strait is open.", "letter", "letter"),
        (
            "Speaking at a news conference in Lagos, Lind said the strait is open.",
            "press-conference",
            "news conference",
        ),
        ('"The strait is open," Lind said, answering questions in an interview.', "interview", "interview"),
        ("At a hearing on Monday, Lind argued that the strait is open.", "speech", "hearing"),
        ("In an op-ed published on Monday, Lind argued that the strait is open.", "document", "op-ed"),
        (
            "Lind, in a joint statement with three others, said the strait is open.",
            "joint-statement",
            "joint statement",
        ),
        ("During a conference call with owners, Lind said the strait is open.", "briefing", "conference call"),
        ("Lind was speaking to reporters in Lagos.\nThe strait is open, Lind said.", "briefing", "to reporters"),
    ],
)
def test_a_channel_away_from_cue_and_speaker(rules: StatementRules, text: str, channel: str, words: str) -> None:
    (found,) = read(rules, text)
    assert found.channel == channel
    assert found.channel_evidence is not None
    assert words in found.channel_evidence.quote


# ---- five: "it added", and the reporter's own gloss ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ('The ministry said the strait is open.\n"Pilots are ready," it added.', OFFICE, "Pilots are ready"),
        ('Lind said the strait is open.\n"Pilots are ready," she added.', "Mara Lind", "Pilots are ready"),
        (
            "Lind said the port was shut. She added that the Bank must pay, citing the lender.",
            "Mara Lind",
            "the Bank must pay",
        ),
        ('Lind left.\n"The Bank must pay," Lind said, referring to the lender.', "Mara Lind", "The Bank must pay"),
        ("Lind said the Bank must pay, using the lender's old name.", "Mara Lind", "the Bank must pay"),
        ('Lind said, "The Bank must pay," when asked about the lender.', "Mara Lind", "The Bank must pay"),
        ('Lind called the offer a "swindle," which few had expected.', "Mara Lind", 'the offer a "swindle,"'),
        ('Lind spoke of "thieves," a word that she seldom uses.', "Mara Lind", "thieves"),
        ('Lind said the Bank was "finished" – a view that few share.', "Mara Lind", 'the Bank was "finished"'),
        ("When Lind said that the Bank must pay, Okoro left.", "Mara Lind", "the Bank must pay"),
    ],
)
def test_it_added_and_no_gloss(rules: StatementRules, text: str, speaker: str, content: str) -> None:
    found = read(rules, text)[-1]
    assert (found.speaker, found.content.quote) == (speaker, content)
