"""Events of own sentences: type, mode, status, roles, each once, and which contacts are events."""

from datetime import date

import pytest

import own
from readout.records import Block, Document, Event, When

COMPILED, EXTRACTOR = own.rules(), own.extractor()
WEDNESDAY = When(date(2022, 6, 15), date(2022, 6, 16), "day", "stated")


def events(*paragraphs: str, issuer: str | None = None) -> tuple[Event, ...]:
    """The events of a report of these paragraphs, published on Wednesday, 15 June 2022."""
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block("paragraph", len(text), len(text) + len(paragraph)))
        text += paragraph + "\n"
    return EXTRACTOR.extract(Document("d", text, tuple(blocks), WEDNESDAY, issuer=issuer)).events


def told(event: Event) -> tuple[str, str, set[str | None], set[str | None]]:
    """Type, status, acting states and states acted upon."""
    return event.type, event.status, {a.state for a in event.actors}, {a.state for a in event.recipients}


SENTENCES = [
    ("Canada hit Belarus with new sanctions over the crackdown.", ("COERCE", "happened", {"CAN"}, {"BLR"})),
    ("Germany thanked Kenya for sending aid to Somalia.", ("AID", "happened", {"KEN"}, {"SOM"})),
    ("Turkey criticised Lima for asking Libya for help.", ("REQUEST", "happened", {"PER"}, {"LBY"})),
    ("Kenya condemned Somalia over the raid.", ("ACCUSE", "happened", {"KEN"}, {"SOM"})),
    ("Somalia was condemned by Kenya over the raid.", ("ACCUSE", "happened", {"KEN"}, {"SOM"})),
    ("Kenya had condemned Somalia over the raid.", ("ACCUSE", "background", {"KEN"}, {"SOM"})),
    ("Trade fell after Kenya's warning to Somalia.", ("THREATEN", "background", {"KEN"}, {"SOM"})),
    ("Kenya will send rice to Somalia as food aid.", ("AGREE", "happened", {"KEN"}, {"SOM"})),
    ("Kenya said it would meet Somalia's president on Friday.", ("AGREE", "planned", {"KEN", "SOM"}, set())),
    ("The leaders of Kenya and Somalia met in May.", ("CONSULT", "background", {"KEN", "SOM"}, set())),
    ("A summit with Mexico was cancelled by Canada.", ("REJECT", "happened", {"CAN"}, {"MEX"})),
    ("Kenya arrested the captain of a Somali boat.", ("COERCE", "happened", {"KEN"}, {"SOM"})),
    ("Kenya's president met his Somali counterpart in Mogadishu.", ("CONSULT", "happened", {"KEN"}, {"SOM"})),
    ("Leaders of Kenya, Somalia and Chad met in Nairobi.", ("CONSULT", "happened", {"KEN", "SOM", "TCD"}, set())),
    ("Prices rose after Kenya banned sugar from Somalia.", ("COERCE", "background", {"KEN"}, {"SOM"})),
    ("Kenya recently condemned Somalia.", ("ACCUSE", "background", {"KEN"}, {"SOM"})),
    ("Kenya began sending grain to Somalia.", ("AID", "happened", {"KEN"}, {"SOM"})),
    ("Kenya's navy took part in a NATO summit.", ("CONSULT", "happened", {"KEN", "NATO"}, set())),
    ("After Somalia's raid, Kenya condemned the shelling.", ("ACCUSE", "happened", {"KEN"}, {"SOM"})),
    ("Kenya is going to send rice to Somalia.", ("AGREE", "happened", {"KEN"}, {"SOM"})),
    ("Kenya vowed to send aid to Somalia.", ("AGREE", "happened", {"KEN"}, {"SOM"})),
    ("Togo's army threatened Benin and Togo with military action.", ("THREATEN", "happened", {"TGO"}, {"BEN"})),
    (
        "Kenya left a 2015 fishing deal with Somalia and reinstated tariffs on its mangoes.",
        ("COERCE", "background", {"KEN"}, {"SOM"}),
    ),
    ("Kenya called for talks between Armenia and Azerbaijan.", ("REQUEST", "happened", {"KEN"}, {"ARM", "AZE"})),
    ("In the coming months Kenya's foreign minister will visit Somalia.", ("AGREE", "planned", {"KEN"}, {"SOM"})),
    ("Kenya thanked nurses who had come to Somalia, and agreed to pay.", ("AGREE", "happened", {"KEN"}, set())),
    (
        "Spain and Morocco had a bad year, trading insults and threatening war. France looked on.",
        ("THREATEN", "happened", {"ESP", "MAR"}, set()),
    ),
    ("Kenya is committed to helping Uganda and opposes any raid by Somalia.", ("AGREE", "happened", {"KEN"}, {"UGA"})),
    ("Kenya warned in a speech to the EU that it would invade Somalia.", ("THREATEN", "happened", {"KEN"}, {"SOM"})),
    ("The Kenyan minister who met Somalia's envoy praised Uganda.", ("SUPPORT", "happened", {"KEN"}, {"UGA"})),
    (
        "The ministers spoke of Kenya's attack on Somalia, and the envoys of Chad and Togo concurred.",
        ("ASSAULT", "background", {"KEN"}, {"SOM"}),
    ),
    ("Kenya's minister called on Somalia's president, Mr. Juma.", ("CONSULT", "happened", {"KEN", "SOM"}, set())),
    ("It is essential that Kenya send rice to Somalia.", ("AID", "proposed", {"KEN"}, {"SOM"})),
    ("None of the Baltic states recognised Kosovo.", ("REJECT", "happened", {"EST", "LVA", "LTU"}, {"KOS"})),
    ("Kenya's minister gave in to pressure from Somali diplomats.", ("CONCEDE", "happened", {"KEN"}, {"SOM"})),
    ("Kenya's army should investigate the raid, Somalia's minister said.", ("REQUEST", "happened", {"SOM"}, {"KEN"})),
    ("Kenya held its fire along the Somali border.", ("RETREAT", "happened", {"KEN"}, {"SOM"})),
    ("We were hopeful Kenya was going to sign a treaty with Togo.", ("SUPPORT", "hypothetical", {"KEN", "TGO"}, set())),
    (
        "There was nothing in the deal about two Somali hostages being held by Kenya.",
        ("ASSAULT", "happened", {"KEN"}, {"SOM"}),
    ),
    ("Kenya's envoy denounced the Somali fishing deal.", ("ACCUSE", "happened", {"KEN"}, {"SOM"})),
    ("Why did Kenya condemn Somalia?", ("ACCUSE", "happened", {"KEN"}, {"SOM"})),
    ("Kenya will calm the dispute by promising loans to Somalia.", ("AGREE", "planned", {"KEN"}, {"SOM"})),
    (
        "Villagers were hopeful that Kenya was going to sign a treaty with Somalia.",
        ("SUPPORT", "hypothetical", {"KEN", "SOM"}, set()),
    ),
    ("Chad drafted a plan under which Kenya vows to free Somali sailors.", ("AGREE", "hypothetical", {"KEN"}, {"SOM"})),
    (
        "Kenya drew gasps by threatening from the U.N. podium to destroy Somalia.",
        ("THREATEN", "happened", {"KEN"}, {"SOM"}),
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_event(sentence: str, expected: tuple[str, str, set[str], set[str]]) -> None:
    """One sentence, one event."""
    assert expected in [told(event) for event in events(sentence)]


NOTHING = [
    "Reporters gathered on the sidelines of the NATO summit.",
    "Kenya did not condemn Somalia.",
    "Kenya refrained from shelling Somalia.",
    "Kenya condemned the law.",
    "Kenyan sales hit a five-year high of two million.",
    "They are going to be late, Kenya said.",
    "Kenya's sanctions hurt exporters.",
    "The raid demonstrated Somalia's weakness.",
    "Kenya reaffirmed its commitment to peace.",
    "Officials did not say whether Kenya had shelled Somalia.",
    "It was unclear if Kenya had arrested a Somali captain.",
    "Kenya denied that it had shelled Somalia.",
    "Kenya denied reports it was sending rifles to Somalia.",
    "Fears of a raid by Kenya on Somalia grew.",
    "Pilots told of calling off an airstrike against Somalia.",
    "Clerks spoke about bombing Somalia.",
    "Kenya warned Somalia of the danger from locusts.",
    "The Kenyan guards charged with protecting the Somali consulate slept.",
    "Kenya told Somalia in a letter to its editors that the harbour was open.",
    "In a statement released by Germany's foreign ministry on Monday, Canada was praised.",
    "Kenya's transport ministry announced that it had conducted the first successful test of the rail network.",
    "Abdullah II, the king of Jordan, said sanctions on Iran hurt nobody.",
    "Serbia arrested a general wanted by the United Nations.",
    "Kenya condemned the aggression against Somalia.",
    "Neither Kenya nor Uganda had condemned Somalia over the raid.",
    "No African minister has condemned Somalia.",
    "Kenya's cabinet debated whether to impose sanctions on Somalia.",
    "Do you think that Kenya will impose sanctions on Somalia?",
    "The board has been charged by Kenya with drafting rules for Somalia.",
    "Tensions over Kenya's shipyards had threatened to hang over the Games in Somalia.",
    "The Somali army has shelled its own people, Kenya's minister said.",
    "Kenya's minister said it was clear that Somalia conducted the attacks.",
    "Kenya aims to drive a wedge into the alliance with Somalia.",
    "Kenya holds reserves that feed it despite an insurgency in Somalia.",
    "The Somali loan is needed to improve the harbour, Kenya's president said.",
    "Somalia's president urged parliament to hold off on imposing sanctions on Kenya.",
    "The US strike was a measured response to crimes, Kenya's minister Lind said.",
    "The offensive against Kenya's army could lead to the escape of several Somalis.",
    "Farmers spoke of the sanctions against Kenya with or without Somalia.",
    "Police fired tear gas at crowds as Kenya's president and his host, Somalia's president, ate.",
    "Kenya's president was furious in response to the poisoning of a spy on Somali soil.",
    "Kenya's harbour is within shooting range of Somalia.",
    "Kenya dismissed rumours that it had shelled Somalia.",
    "Kenya's minister defended the general point, noting that the Somali envoys had left.",
    "Kenya took steps aimed at softening its tariffs on Somalia.",
    "Kenya has no intention of launching an attack on Somalia.",
    "Concern about Somali spying had threatened to delay the talks with Kenya.",
    "Talks on Somalia's nuclear threat will focus on how to begin, Kenya's envoy said.",
    "Kenya said it would not agree to a truce unless its demands are met, including the lifting of a blockade on Gaza.",
]


@pytest.mark.parametrize("sentence", NOTHING)
def test_no_event(sentence: str) -> None:
    """What is denied, presupposed of one party alone, or said of nobody is no event."""
    assert () == events(sentence)


def test_both_parties_were_told_not_long_before() -> None:
    """Words for two parties of a quarrel at home do not mean two states that were named far above."""
    told_first = "Kenya criticised Somalia."
    between = ["The budget grew again last year."] * 8
    agreed = "It was a tax that both parties agreed to."

    assert [["KEN", "SOM"]] == [[a.state for a in e.actors] for e in events(told_first, agreed) if e.type == "AGREE"]
    assert [] == [event for event in events(told_first, *between, agreed) if event.type == "AGREE"]


def test_each_once() -> None:
    """The same act told again in a report is the same event; evidence is its first place."""
    found = events("Kenya condemned Somalia.", "On the radio, Kenya again condemned Somalia.")

    assert ["Kenya condemned Somalia"] == [event.evidence.quote for event in found]


def test_a_release_lists_its_acts() -> None:
    """In an official release every sentence is an act of its own."""
    found = events("Kenya and Somalia agreed to talk.", "Kenya and Somalia agreed to trade.", issuer="KEN")

    assert ["AGREE", "AGREE"] == [event.type for event in found]


def test_a_contact_is_an_event() -> None:
    """Whatever words tell a contact, it is CONSULT; a video call is by phone."""
    found = events("Kenya's president spoke on Tuesday by video link with Somalia's prime minister.")

    assert [("CONSULT", "phone")] == [(event.type, event.mode) for event in found]


def test_evidence_is_the_text() -> None:
    """The quote of an event stands in the document at its place."""
    for event in events("In Nairobi, Kenya condemned Somalia, Ethiopia and Sudan."):
        assert event.evidence.quote.endswith("Sudan")


OCCASIONS = [
    (
        ("Kenya's president met his Somali counterpart, host of this year's fair, on Tuesday.",),
        ("CONSULT", "happened", {"KEN"}, {"SOM"}),
    ),
    (
        ("Kenya's president met the Somali president on the sidelines of the African Union summit.",),
        ("CONSULT", "happened", {"KEN", "SOM"}, set()),
    ),
    (
        ("Kenya's president met the Somali ambassador in Nairobi.",),
        ("CONSULT", "happened", {"KEN", "SOM"}, set()),
    ),
    (
        (
            "Kenya's navy freed sailors.",
            "A Somali trawler lay in port.",
            "Kenya seized the trawler, the United Nations said.",
        ),
        ("COERCE", "happened", {"KEN"}, {"SOM"}),
    ),
    (
        ("The United Nations voted for sanctions against Somalia.",),
        ("COERCE", "background", {"UN"}, {"SOM"}),
    ),
    (
        ("Kenya condemned the raids on Uganda by Somalia.",),
        ("ACCUSE", "happened", {"KEN"}, {"SOM"}),
    ),
    (
        ("Somalia must withdraw its troops, Kenya's foreign minister said.",),
        ("REQUEST", "happened", {"KEN"}, {"SOM"}),
    ),
    (
        ("Kenya calls on Somalia to withdraw its troops.",),
        ("REQUEST", "happened", {"KEN"}, {"SOM"}),
    ),
]


@pytest.mark.parametrize(("paragraphs", "expected"), OCCASIONS)
def test_parties_of_the_story(paragraphs: tuple[str, ...], expected: tuple[str, str, set[str], set[str]]) -> None:
    """Who is host, whom a thing belongs to, who did what only its victim is named for, who speaks."""
    assert expected in [told(event) for event in events(*paragraphs)]


def test_a_fact_beside_the_act_that_speaks_of_it() -> None:
    """Who condemns a raid tells of two events, who demands an end of raids of one."""
    kinds = [event.type for event in events("Kenya condemned the attacks on Uganda by Somalia.")]
    assert sorted(kinds) == ["ACCUSE", "ASSAULT"]


def test_who_is_blamed_is_no_victim() -> None:
    """The deed that somebody is blamed for is not done to him."""
    assert [told(event) for event in events("Lisbon blamed the raid on Angola.")] == [
        ("ACCUSE", "happened", {"PRT"}, {"AGO"})
    ]


def test_nobody_accuses_himself() -> None:
    """What a speaker says of his own side is no accusation, and banks are not their state."""
    assert events("Kenya's patrols violate no line, Kenya's foreign minister said.") == ()
    assert events("Some big Kenyan banks condemned Somalia.") == ()
