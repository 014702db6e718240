"""Topics of the codebook on whole sentences: what they are about, and what only looks like it."""

import pytest

import own
from readout.codebook.topics import Topics

EXAMPLES = (
    ("She spoke for free and fair elections in the spring.", "elections"),
    ("The envoy offered help with the electoral roll.", "elections"),
    ("Both were worried by democratic backsliding on the coast.", "human-rights"),
    ("They noted the strong cultural ties of Norway and Peru.", "peoples"),
    ("He praised the large diaspora in Oslo.", "peoples"),
    ("Norway gave money for police reform.", "reform"),
    ("The two fleets will compete, he explained.", "competition"),
    ("She raised non-market practices in the steel industry.", "trade"),
    ("They spoke of health security in the region.", "pandemic"),
    ("He welcomed the new plan for the energy transition.", "climate"),
    ("The minister asked for help against energy poverty.", "energy"),
    ("Both condemned Russia's war.", "invasion-condemned"),
    ("They discussed the challenges posed by Iran.", "iran"),
    ("The Vienna talks have stalled, she noted.", "nuclear-deal"),
    ("He raised the DPRK's provocations.", "north-korea-situation"),
    ("Norway opposes unilateral changes to the status quo.", "taiwan"),
    ("They oppose attempts to change the status quo by force.", "maritime"),
    ("They discussed their cooperation at NATO.", "nato"),
    ("They prepared for Malta's OSCE chairmanship.", "multilateral"),
    ("Both will maintain communication at all levels.", "dialogue"),
    ("She looks forward to welcoming the delegation in May.", "visits"),
    ("He reaffirmed the close ties of the two nations.", "partnership"),
    ("Russia must fully withdraw its columns.", "withdrawal"),
    ("They discussed the state of the battlefield.", "battlefield"),
    ("Both sides should negotiate in good faith.", "peace-negotiations"),
    ("Norway promised six more F-16s.", "military-support"),
    ("The ministers spoke of quantum computing.", "technology"),
    ("They reviewed their defense cooperation.", "security-cooperation"),
    ("Norway praised the work of the peacekeepers.", "peacekeeping"),
    ("The two discussed visa liberalization for students.", "travel"),
    ("They spoke about the Western Balkans.", "balkans"),
)

NEAR_MISSES = (
    ("The status quo at the holy sites must be kept.", "maritime"),
    ("The status quo at the holy sites must be kept.", "taiwan"),
    ("They prepared for Malta's OSCE chairmanship.", "security-talks"),
    ("She praised a competent official.", "competition"),
    ("He withdrew the money from his account.", "withdrawal"),
    ("The market opens at nine.", "trade"),
    ("An Iranologist gave a lecture.", "iran"),
    ("The orchestra's transition to digital tickets is complete.", "climate"),
    ("The polling firm asked a thousand people.", "elections"),
    ("A police officer was injured.", "reform"),
    ("The peace prize was given in Oslo.", "peacekeeping"),
    ("He travelled to the north of the country.", "travel"),
    ("The museum shows a quantity of old coins.", "technology"),
)


@pytest.fixture(scope="module")
def index() -> Topics:
    """The topics of the codebook."""
    return own.rules().topics


@pytest.mark.parametrize(("text", "topic"), EXAMPLES)
def test_speaks_of(index: Topics, text: str, topic: str) -> None:
    assert topic in {hit.topic for hit in index.find(text)}


@pytest.mark.parametrize(("text", "topic"), NEAR_MISSES)
def test_does_not_speak_of(index: Topics, text: str, topic: str) -> None:
    assert topic not in {hit.topic for hit in index.find(text)}
