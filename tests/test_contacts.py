"""Contacts as one report tells them: parties, mode, status, day, and which tellings are of one occasion."""

from datetime import date

import pytest

import own
from readout.records import Block, BlockKind, Contact, Document, Span, Turn, When

COMPILED, EXTRACTOR = own.rules(), own.extractor()
WEDNESDAY = When(date(2022, 6, 15), date(2022, 6, 16), "day", "stated")


def contacts(*paragraphs: str, kind: BlockKind = "paragraph", issuer: str | None = None) -> tuple[Contact, ...]:
    """The contacts of a report of these paragraphs, published on Wednesday, 15 June 2022."""
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(kind, len(text), len(text) + len(paragraph)))
        text += paragraph + "\n"
    office = "President" if issuer else None
    return EXTRACTOR.extract(Document("d", text, tuple(blocks), WEDNESDAY, issuer=issuer, office=office)).contacts


SENTENCES = [
    ("Kenya's president met Somalia's president on Monday.", ("meeting", "held", "2022-06-13", ("KEN", "SOM"))),
    ("The presidents of Kenya and Somalia met on Monday.", ("meeting", "held", "2022-06-13", ("KEN", "SOM"))),
    ("Kenya's president will visit Somalia on Friday.", ("visit", "planned", "2022-06-17", ("KEN", "SOM"))),
    ("Kenya's president spoke today with Somalia's president.", ("call", "held", "2022-06-15", ("KEN", "SOM"))),
    ("Kenya cancelled its talks with Somalia.", ("talks", "cancelled", None, ("KEN", "SOM"))),
    ("Kenya refused to meet Somalia's envoy.", ("meeting", "refused", None, ("KEN", "SOM"))),
    ("Kenya urged talks with Somalia.", ("talks", "proposed", None, ("KEN", "SOM"))),
    ("Kenya and Somalia are holding talks in Djibouti.", ("talks", "ongoing", None, ("KEN", "SOM"))),
    ("Ties improved after a phone call between Kenya and Somalia.", ("call", "held", None, ("KEN", "SOM"))),
    ("Kenya said it would meet Somalia's president.", ("meeting", "planned", None, ("KEN", "SOM"))),
    ("The meeting that Kenya will hold with Somalia is near.", ("meeting", "planned", None, ("KEN", "SOM"))),
    ("Kenya called off its talks with Somalia.", ("talks", "cancelled", None, ("KEN", "SOM"))),
    ("Kenya called for talks with Somalia.", ("talks", "proposed", None, ("KEN", "SOM"))),
    ("Kenya's president met with Gulf leaders on Monday.", ("meeting", "held", "2022-06-13", ("KEN",))),
    ("Kenya praised the talks between Somalia and its neighbours.", ("talks", "held", None, ("SOM",))),
    ("Kenya's president convened Caribbean leaders virtually on 2 May.", ("video", "held", "2022-05-02", ("KEN",))),
    ("Kenya's president has met Somalia's president since a call in March.", ("meeting", "held", None, ("KEN", "SOM"))),
    (
        "Kenya's president praised his meeting with Somalia's president, the first summit of the two.",
        ("summit", "held", None, ("KEN", "SOM")),
    ),
    ("Kenya praised the Quad summit.", ("summit", "held", None, ("AUS", "IND", "JPN", "USA"))),
    ("Kenya would not rule out talks with Somalia.", ("talks", "proposed", None, ("KEN", "SOM"))),
    ("Kenya skipped its talks with Somalia.", ("talks", "refused", None, ("KEN", "SOM"))),
    ("The vote cleared the way for talks between Kenya and Somalia.", ("talks", "proposed", None, ("KEN", "SOM"))),
    (
        "Kenya's envoys are expected to attend a Kenya-U.S. business summit on Friday.",
        ("summit", "planned", "2022-06-17", ("KEN", "USA")),
    ),
    (
        "Kenya's president received today a call from Somalia's president.",
        ("call", "held", "2022-06-15", ("KEN", "SOM")),
    ),
    ("Kenya's minister called on Somalia's president on Monday.", ("meeting", "held", "2022-06-13", ("KEN", "SOM"))),
    ("Kenya's president hosted a working lunch for Somalia's president.", ("meeting", "held", None, ("KEN", "SOM"))),
    (
        "A call took place between the president of Kenya and the president of Somalia.",
        ("call", "held", None, ("KEN", "SOM")),
    ),
    (
        "Kenya's president had a call with Uganda's president at the request of the Somali side.",
        ("call", "held", None, ("KEN", "UGA")),
    ),
    (
        "Kenya's president received today at the palace the president of Somalia.",
        ("meeting", "held", "2022-06-15", ("KEN", "SOM")),
    ),
    (
        "Kenya's president will on Thursday, 16 June 2022, host Somalia's president.",
        ("meeting", "planned", "2022-06-16", ("KEN", "SOM")),
    ),
    (
        "Kenya's president received a courtesy call from Somalia's envoy.",
        ("meeting", "held", None, ("KEN", "SOM")),
    ),
    ("Kenya's minister held a telephone talk with Somalia's.", ("call", "held", None, ("KEN", "SOM"))),
    (
        "Kenya's president held talks with visiting President Juma Warsame of Somalia in Nairobi.",
        ("talks", "held", None, ("KEN", "SOM")),
    ),
    (
        "We, the foreign ministers of Kenya and Somalia, met in Nairobi on 13 June.",
        ("meeting", "held", "2022-06-13", ("KEN", "SOM")),
    ),
    ("Kenya held talks with Somalia in May and will hold a rally.", ("talks", "held", "2022-05", ("KEN", "SOM"))),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_contact(sentence: str, expected: tuple[str, str, str | None, tuple[str, ...]]) -> None:
    """Mode, status, day and parties of one sentence."""
    assert [expected] == [(c.mode, c.status, c.when.iso, c.states) for c in contacts(sentence)]


NOTHING = [
    "Kenya and Somalia need to speak with one voice.",
    "Kenya's minister called on Somalia's president to open the port.",
    "Kenya's president met his cabinet.",
    "Kenya called for restraint in Somalia.",
    "Reporters asked whether Kenya's president had met Somalia's president.",
    "The palace did not say if Kenya's president had spoken with Somalia's president.",
    "Nairobi became a magnet for visiting Somali officials.",
    "Kenya and Uganda barred Somalia from their meeting.",
    "Kenya's president spoke of Somalia at length.",
    "Kenya and Somalia objected to talks on fishing.",
    "Kenya and Somalia were among those objecting to talks on fishing.",
    "Kenya's president met with church leaders.",
]


@pytest.mark.parametrize("sentence", NOTHING)
def test_no_contact(sentence: str) -> None:
    """One state alone, a topic, or a call of another kind is no contact."""
    assert () == contacts(sentence)


def test_a_plural_tells_of_several() -> None:
    """Calls with several states are one contact with each."""
    found = contacts("Kenya's president had phone calls with Uganda, Rwanda and Somalia.")

    assert [("KEN", "UGA"), ("KEN", "RWA"), ("KEN", "SOM")] == [contact.states for contact in found]


def test_told_again_is_the_same() -> None:
    """A noun that points back adds to the contact; one that is still to come is another."""
    found = contacts(
        "Kenya's president met Somalia's president on Monday.",
        "During their meeting, Kenya and Somalia spoke of fish.",
        "Kenya's president will meet Somalia's president in July.",
    )

    assert ["held", "planned"] == [contact.status for contact in found]


def test_a_caption_has_its_own_day() -> None:
    """A picture's stated day is that of the contact it shows."""
    found = contacts(
        "This photo, taken on March 2, 2022, shows the presidents of Kenya and Somalia before their talks.",
        kind="caption",
    )

    assert ["2022-03-02"] == [contact.when.iso for contact in found]


def test_who_says_i() -> None:
    """In an official address "I" is the office that issues it."""
    found = contacts("I spoke today with the president of Somalia.", issuer="KEN")

    assert [("KEN", "SOM")] == [contact.states for contact in found]


def test_an_undated_release() -> None:
    """A release on a call goes out on its day; a meeting without a day is only known to the month."""
    call = contacts("Kenya's president had a telephone conversation with Somalia's president.", issuer="KEN")
    meeting = contacts("Kenya's president met with Somalia's president.", issuer="KEN")

    assert ["2022-06-15", "2022-06"] == [contact.when.iso for contact in (*call, *meeting)]
    assert {"inferred"} == {contact.when.basis for contact in (*call, *meeting)}


def test_a_journey_gives_its_month_to_what_is_planned_on_it() -> None:
    """Meetings announced behind the dates of a journey are of its month."""
    found = contacts(
        "Kenya's president will travel to Somalia on July 5.",
        "In Mogadishu, he will meet with Prime Minister Hassan Warsame of Somalia.",
        issuer="KEN",
    )

    assert [("visit", "2022-07-05"), ("meeting", "2022-07")] == [(contact.mode, contact.when.iso) for contact in found]


def test_what_is_planned_is_not_dated_by_its_release() -> None:
    """The month of publication dates what was held; what is to come may come in any month."""
    found = contacts("Kenya's president agreed to meet Somalia's president.", issuer="KEN")

    assert [("planned", None)] == [(contact.status, contact.when.iso) for contact in found]


def test_an_old_contact_gives_the_news_no_day() -> None:
    """A meeting told without a day is not dated by one of the same parties long before."""
    found = contacts(
        "After a meeting with Somalia's president, Kenya's president praised the trade pact.",
        "Kenya's president met Somalia's president in January 2021.",
    )

    assert [None, "2021-01"] == [contact.when.iso for contact in found]


def test_a_list_in_semicolons() -> None:
    """Parties behind semicolons took part as well as the first."""
    found = contacts(
        "Kenya's president spoke by phone today with Asha Omar, Foreign Minister of Somalia; "
        "Jean Kagame, Foreign Minister of Rwanda; and Rose Okello, Foreign Minister of Uganda."
    )

    assert [("KEN", "RWA", "SOM", "UGA")] == [contact.states for contact in found]


def test_what_a_summit_was_about_names_no_party() -> None:
    """Of those beside an organisation's summit its members took part, not whoever else the clause names."""
    (found,) = contacts(
        "Norway's foreign minister discussed the outcome of the NATO summit, and Norway's commitment to Kenya."
    )

    assert found.states == ("NATO", "NOR")


def test_a_habit_is_no_occasion() -> None:
    """What parties do as a rule is no contact, nor is what they may do some day."""
    assert () == contacts("Kenya's president speaks to Somalia's president every week.")
    assert ["proposed"] == [
        c.status for c in contacts("Calm will return when Kenya's president meets Somalia's president.")
    ]


def test_the_speakers_of_a_transcript_who_greet_each_other_met() -> None:
    """A transcript in which a guest thanks the host tells of their meeting, on its day."""
    text = "PRESIDENT RUTO: Welcome to Nairobi.\nPRESIDENT MUSEVENI: Thank you for having me here."
    first = text.index("\n")
    turns = (
        Turn("speech", Span(0, 14), Span(16, first), "PRESIDENT RUTO"),
        Turn("speech", Span(first + 1, first + 19), Span(first + 21, len(text)), "PRESIDENT MUSEVENI"),
    )
    blocks = (Block("paragraph", 0, first), Block("paragraph", first + 1, len(text)))
    day = When(date(2023, 6, 15), date(2023, 6, 16), "day", "stated")
    found = EXTRACTOR.extract(Document("d", text, blocks, day, turns=turns)).contacts

    assert [("meeting", "2023-06-15", ("KEN", "UGA"))] == [(c.mode, c.when.iso, c.states) for c in found]


TOLD_BESIDE = [
    ("Kenya enters talks said to begin next month in Lusaka to end a dispute with Somalia.", "talks", "planned"),
    ("Kenya's president spoke of fish at a G20 summit in Pretoria.", None, None),
    ("U.S. President Joe Biden warned of hunger at a G7 summit in Lusaka.", "summit", "held"),
    ("Kenya has received a message from Somalia.", "letter", "held"),
    ("Kenya spoke today about keeping peace at sea with Somalia's president.", "call", "held"),
    ("Kenya said it was in talks with Somalia.", "talks", "ongoing"),
]


@pytest.mark.parametrize(("sentence", "mode", "status"), TOLD_BESIDE)
def test_parties_beside_their_noun(sentence: str, mode: str | None, status: str | None) -> None:
    """Parties that stand in the sentence and not in the roles of the verb; members of an organisation that gathers."""
    assert [(mode, status)] * (mode is not None) == [(c.mode, c.status) for c in contacts(sentence)]


def test_as_well_as_keeps_occasions_apart() -> None:
    """Phrases that are told apart are contacts of their own, also with people of one state."""
    found = contacts("Kenya's president met with Somalia's president as well as with envoys of Somalia.")

    assert [("KEN", "SOM")] * 2 == [contact.states for contact in found]


def test_two_summits_in_one_plural() -> None:
    """Each organisation that owns a plural holds its own gathering."""
    found = contacts("U.S. President Joe Biden praised the outcome of the G7 and NATO summits.")

    assert [{"G7", "USA"}, {"NATO", "USA"}] == [set(contact.states) for contact in found]


def test_the_wider_occasion_is_another_contact() -> None:
    """What somebody meets "as part of" is an occasion of its own, on the same day and with the same people."""
    found = contacts(
        "As part of the Kenya-Somalia council meeting held on Monday, Kenya's president met with Somalia's president."
    )

    assert ["2022-06-13"] * 2 == [contact.when.iso for contact in found]


def test_talks_that_will_resume() -> None:
    """The next round of talks that have ended is told with them and still to come."""
    found = contacts("Talks between Kenya and Somalia ended on Monday but will resume on Friday.")

    assert [("held", "2022-06-13"), ("planned", "2022-06-17")] == [(c.status, c.when.iso) for c in found]


DAYS = [
    ("Kenya's president is on his first visit to Somalia since May.", None),
    ("Kenya's president said on Monday during a visit to Somalia that fish are scarce.", "2022-06-13"),
    ("Top officials of Kenya and Somalia are holding talks beginning on Friday.", "2022-06-17"),
]


@pytest.mark.parametrize(("sentence", "day"), DAYS)
def test_which_day_is_a_contacts(sentence: str, day: str | None) -> None:
    """The day of what was done at it, not that since when; what begins on a day is to come."""
    assert [day] == [contact.when.iso for contact in contacts(sentence)]


def test_the_lead_gives_its_day() -> None:
    """What a report tells next to its news without a day was on the day of the news."""
    found = contacts(
        "Kenya on Monday lifted a toll.", "In a meeting with Somalia's president, Kenya's president agreed."
    )

    assert ["2022-06-13"] == [contact.when.iso for contact in found]


def test_who_else_was_there() -> None:
    """A later sentence with more people of the same party adds them, and so does a list of a side."""
    found = contacts(
        "President Joe Biden met Kenya's president on Monday.",
        "Biden brought advisers to the meeting with Kenya's president, including Secretary of State Antony Blinken.",
    )

    assert {"Joe Biden", "Antony Blinken"} <= {party.name for party in found[0].parties}


def test_guests_one_by_one() -> None:
    """The people of three states whom somebody meets are met one by one, unless they meet together."""
    guests = (
        "President Yoweri Museveni of Uganda, President Paul Kagame of Rwanda "
        "and President Hassan Sheikh Mohamud of Somalia"
    )
    apart = contacts(f"Kenya's president was meeting with {guests}.")
    together = contacts(f"Kenya's president met jointly with {guests}.")

    assert [("KEN", "UGA"), ("KEN", "RWA"), ("KEN", "SOM")] == [contact.states for contact in apart]
    assert [("KEN", "RWA", "SOM", "UGA")] == [contact.states for contact in together]


def test_talks_to_come_of_the_parties_told_before() -> None:
    """A sentence that names nobody tells of the talks of those who talked before."""
    found = contacts("Kenya's envoys met Somalia's envoys for talks on Monday.", "The talks will resume on Friday.")

    assert ("KEN", "SOM") in {contact.states for contact in found if contact.status == "planned"}
    assert "2022-06-17" in {contact.when.iso for contact in found}
    assert len(contacts("Kenya met Somalia's envoys on Monday.", "It is unclear if the talks will resume.")) == 1


def test_a_body_that_two_hold_together() -> None:
    """What is held at a body with the names of two is a contact of the two."""
    found = contacts("The work will continue in May at the NATO-Ukraine Council.")

    assert [("NATO", "UKR")] == [contact.states for contact in found]
    assert () == contacts("Kenya's president praised the work of the NATO-Ukraine Council.")


def test_the_sidelines_are_no_contact_of_their_own() -> None:
    """A summit that only tells where two met is not told as held by them."""
    found = contacts("Kenya's president met Somalia's president on the sidelines of the African Union summit.")

    assert [("meeting", ("KEN", "SOM"))] == [(contact.mode, contact.states) for contact in found]


def test_whom_one_meets_abroad_is_of_that_country() -> None:
    """In a release "In Manila, she will meet with President Reyes" is a meeting with the host."""
    (found,) = contacts("In Manila, Foreign Minister Musalia Mudavadi will meet with Mayor Jose Reyes.", issuer="KEN")

    assert ("KEN", "PHL") == found.states


def test_one_told_another() -> None:
    """An official who tells a person of another state something was in contact with them, if nothing else tells it."""
    told = "President Paul Kagame of Rwanda told President Yoweri Museveni of Uganda that the road is open."
    met = "President Paul Kagame of Rwanda met President Yoweri Museveni of Uganda on Monday."

    assert ["other"] == [contact.mode for contact in contacts(told)]
    heard = "President Paul Kagame of Rwanda said that the president of Uganda had told him the road is open."
    assert [("RWA", "UGA")] == [contact.states for contact in contacts(heard)]
    assert ["meeting"] == [contact.mode for contact in contacts(met, told)]


def test_arrived_here() -> None:
    """Where a report says "here" it means the place of its dateline."""
    text = "MOGADISHU -- Kenya's president arrived here on Monday. Mogadishu was calm."
    blocks = (Block("dateline", 0, 12), Block("paragraph", 13, len(text)))
    found = EXTRACTOR.extract(Document("d", text, blocks, WEDNESDAY)).contacts

    assert [("visit", ("KEN", "SOM"))] == [(contact.mode, contact.states) for contact in found]


def test_each_day_goes_with_its_own_clause() -> None:
    """A day that opens the next clause is not that of the one before it; one that owns a list is that of all."""
    apart = contacts("On June 1, Kenya's president met Uganda's president, and on June 9, he met Somalia's president.")
    assert [(("KEN", "UGA"), "2022-06-01"), (("KEN", "SOM"), "2022-06-09")] == [(c.states, c.when.iso) for c in apart]
    shared = contacts("Kenya praised last month's summit with Uganda and visit to Somalia.")
    assert {"2022-05"} == {contact.when.iso for contact in shared}


def test_talks_under_way_are_no_meeting_that_was_held() -> None:
    """A release tells of the day's meeting and of negotiations that go on."""
    both = contacts(
        "Kenya's president met Somalia's president on Monday.",
        "Talks with the Somali side are under way.",
        issuer="KEN",
    )
    assert [("meeting", "held", ("KEN", "SOM")), ("talks", "ongoing", ("KEN", "SOM"))] == [
        (contact.mode, contact.status, contact.states) for contact in both
    ]


def test_who_speaks_with_a_guest_is_not_on_the_phone() -> None:
    """Somebody who came and was spoken with is one contact; a call told as one is another."""
    visit = "Foreign Minister Asha Omar of Somalia paid a visit to Kenya."
    face = contacts(visit, "Kenya's president spoke today with Foreign Minister Asha Omar of Somalia.")
    phone = contacts(visit, "Kenya's president spoke by phone today with Foreign Minister Asha Omar of Somalia.")
    assert ["visit"] == [contact.mode for contact in face]
    assert ["visit", "call"] == [contact.mode for contact in phone]


def test_meetings_with_people_of_one_state_are_one_each() -> None:
    """The plural tells of as many occasions as people."""
    told = contacts(
        "Kenya's president had meetings with Somalia's Foreign Minister Asha Omar and Defence Minister Juma Warsame."
    )
    people = [{party.name for party in contact.parties if party.state == "SOM"} for contact in told]
    assert [{"Asha Omar"}, {"Juma Warsame"}] == people
