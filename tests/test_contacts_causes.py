"""Why a sentence tells no contact, another one or one to come: own sentences for each cause that many errors share."""

from datetime import date

import pytest

from readout.codebook import load
from readout.codebook.compiled import compile_codebook
from readout.extract import Extractor
from readout.language import Rules
from readout.records import Block, Document, When

COMPILED = compile_codebook(load())
EXTRACTOR = Extractor(COMPILED, Rules(COMPILED))
WEDNESDAY = When(date(2022, 6, 15), date(2022, 6, 16), "day", "stated")


def told(text: str) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
    """Mode, status, day and parties of the contacts of a report published on Wednesday, 15 June 2022."""
    document = Document("d", text, (Block("paragraph", 0, len(text)),), WEDNESDAY)
    return [(c.mode, c.status, c.when.iso, c.states) for c in EXTRACTOR.extract(document).contacts]


NONE = {
    "a noun that only qualifies another one": (
        "Several meeting rooms straddle the border between Kenya and Somalia.",
        "Kenya left the negotiation table with Somalia.",
        "The summit venue lies between Kenya and Somalia.",
    ),
    "whom another noun stands between": (
        "The African Union talks collapsed over a dispute between Kenya and Somalia.",
        "The minister praised negotiations and a port scheme, an initiative among Kenya, Somalia and Uganda.",
        "Kenya's president praised his trip to the border zone between Somalia and Ethiopia.",
    ),
    "private people, and nobody at all, who travel": (
        "Kenyan business executives arrived in Mogadishu on Monday.",
        "Kenya's business leaders visited Somalia.",
        "The couple left London for a trip to Nairobi and Mogadishu.",
        "Red Cross volunteers will return to Kenya, Somalia and Uganda.",
        "Kenya's president decided to go to war in Somalia.",
    ),
    "home from a place": ("Kenyan President William Ruto was returning to Nairobi from informal talks in Oslo.",),
    "what is met and is nobody": (
        "Kenya and Somalia could not meet the African Union's goal of raising trade by 2030.",
        "Kenya and Somalia met the bank's deadline.",
    ),
    "what is exchanged without contact": (
        "Foreign Minister Asha Omar of Somalia and Foreign Minister Juma Otieno of Kenya exchanged barbs over fish.",
    ),
    "what never was": (
        "Kenya and Somalia have not held talks since 2008.",
        "No president of Kenya has ever met with the president of Somalia.",
        "It is unclear whether a call between Kenya and Somalia took place.",
    ),
    "no one occasion": (
        "The presidents of Kenya and Somalia have met twice before.",
        "Talks between Kenya and Somalia take place daily.",
        "Juma Otieno of Kenya served as a point of contact with Somalia.",
    ),
    "ties with somebody": ("Kenya's president is talking about loosening ties with Somalia.",),
    "a message that is a sign": ("The raid would send a message to Somalia, Kenya's president said.",),
}


@pytest.mark.parametrize("sentence", [sentence for listed in NONE.values() for sentence in listed])
def test_no_contact(sentence: str) -> None:
    """None of these tells that two parties were in contact or are to be."""
    assert [] == told(sentence)


BOTH, AFRICA = ("KEN", "SOM"), ("AU", "KEN")
ONE = [
    ("President William Ruto is set to chair an African Union meeting on Monday.", "meeting", "planned", "20", AFRICA),
    (
        "President William Ruto is set to chair an African Union meeting on the spread of locusts and moths on Monday.",
        "meeting", "planned", "20", AFRICA,
    ),
    ("The Kenyan president's visit Monday to Somalia will promote trade.", "visit", "planned", "20", BOTH),
    ("Kenya's foreign minister arrives in Mogadishu on Monday.", "visit", "planned", "20", BOTH),
    ("Kenya's foreign minister arrived in Mogadishu on Monday.", "visit", "held", "13", BOTH),
    ("Kenya is ready to begin talks with Somalia, a minister said on Monday.", "talks", "planned", None, BOTH),
    ("Kenya and Somalia agreed to hold talks on a port that was closed in April.", "talks", "planned", None, BOTH),
    ("The news is timed for Kenya-Somalia talks scheduled for later this week.", "talks", "planned", None, BOTH),
    ("In negotiations with Somalia, Kenya likely will ask for fish.", "talks", "planned", None, BOTH),
    ("Kenya's president will rest on Sunday when he meets Somalia's president.", "meeting", "planned", "19", BOTH),
    ("Kenya is open to talks with Somalia.", "talks", "proposed", None, BOTH),
    ("Kenya's president asked for talks with Somalia.", "talks", "proposed", None, BOTH),
    ("Kenya filed a request for consultations with Somalia.", "talks", "proposed", None, BOTH),
    ("Kenya is waiting for the vote before resuming talks with Somalia.", "talks", "proposed", None, BOTH),
    ("Kenya closed the port before resuming talks with Somalia.", "talks", "held", None, BOTH),
    ("Kenya said talks with Somalia can start now.", "talks", "proposed", None, BOTH),
    ("The call between Kenya and Somalia could be a mistake.", "call", "held", None, BOTH),
    ("Kenya's president is not expected to attend the African Union summit.", "summit", "refused", None, AFRICA),
    ("Kenya's president did not hold talks with Somalia's president.", "talks", "refused", None, BOTH),
    ("Kenya's president spoke, offering help on her first visit to Somalia.", "visit", "held", None, BOTH),
    ("Kenya's president went to a conference in Somalia.", "visit", "held", None, BOTH),
    ("A meeting on fish on Monday between Kenya and Somalia went well.", "meeting", "held", "13", BOTH),
    ("Kenya helped the United States. A delegation from Mogadishu arrived in Nairobi.", "visit", "held", None, BOTH),
    ("Kenya's envoy held a call with Somalia's envoy and they condemned the raid.", "call", "held", None, BOTH),
    ("Kenya's president convened a conference call with Somalia's president.", "call", "held", None, BOTH),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "mode", "status", "day", "states"), ONE)
def test_one_contact(sentence: str, mode: str, status: str, day: str | None, states: tuple[str, ...]) -> None:
    """Each tells of one contact, with the day in June that it was or is to be."""
    assert [(mode, status, f"2022-06-{day}" if day else None, states)] == told(sentence)
