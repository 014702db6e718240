"""Who is named, by which words, and whom surnames, titles, pronouns and joint words lead back to."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest

from readout.codebook import Compiled, compile_codebook, load
from readout.codebook.loading import BUILT_IN
from readout.extract.actors import mentions
from readout.records import Block, Document, Mention, When

Entries = list[dict[str, object]]
STATES: Entries = [
    {"id": "KOR", "name": "South Korea", "names": ["Republic of Korea", "ROK"], "adjectives": ["South Korean"],
     "weak": ["the South"], "capital": ["Seoul"]},
    {"id": "PRK", "name": "North Korea", "names": ["DPRK"], "adjectives": ["North Korean"], "weak": ["the North"],
     "capital": ["Pyongyang"]},
    {"id": "USA", "name": "United States", "names": ["U.S.", "US"], "adjectives": ["American"], "people": ["Americans"],
     "capital": ["Washington"], "weak": ["America"], "cities": ["Boston"]},
    {"id": "UKR", "name": "Ukraine", "names": [], "adjectives": ["Ukrainian"], "capital": ["Kyiv"]},
    {"id": "RUS", "name": "Russia", "names": [], "adjectives": ["Russian"], "capital": ["Moscow"]},
    {"id": "CAN", "name": "Canada", "names": [], "adjectives": ["Canadian"], "capital": ["Ottawa"]},
    {"id": "IDN", "name": "Indonesia", "names": [], "adjectives": ["Indonesian"], "capital": ["Jakarta"]},
    {"id": "GEO", "name": "Georgia", "names": ["Republic of Georgia"], "adjectives": ["Georgian"], "weak": ["Georgia"]},
]  # fmt: skip
ORGANISATIONS: Entries = [
    {"id": "UN", "name": "United Nations", "names": ["U.N."], "kind": "organisation", "code": "IGO:UN"},
    {"id": "Taliban", "name": "Taliban", "names": [], "kind": "group", "code": "AFG:REB"},
]
BODIES: Entries = [
    {"id": "state-department", "name": "State Department", "names": ["State Department"], "sector": "GOV",
     "state": "USA"},
    {"id": "white-house", "name": "White House", "names": ["White House"], "sector": "GOV", "state": "USA"},
    {"id": "foreign-ministry", "name": "Foreign Ministry", "names": ["foreign ministry", "ministry of foreign affairs"],
     "sector": "GOV"},
    {"id": "ministry", "name": "Ministry", "names": ["ministry"], "sector": "GOV"},
]  # fmt: skip
OFFICES: Entries = [
    {"id": "president", "name": "President", "titles": ["president"], "sector": "GOV", "rank": 100},
    {"id": "head-of-state", "name": "Head of State", "titles": ["head of state"], "sector": "GOV", "rank": 100},
    {"id": "prime-minister", "name": "Prime Minister", "titles": ["prime minister"], "sector": "GOV", "rank": 98},
    {"id": "foreign-minister", "name": "Foreign Minister", "sector": "GOV", "rank": 85,
     "titles": ["foreign minister", "minister of foreign affairs"]},
    {"id": "minister", "name": "Minister", "titles": ["minister"], "sector": "GOV", "rank": 75},
    {"id": "secretary", "name": "Secretary", "titles": ["secretary"], "sector": "GOV", "rank": 70},
    {"id": "secretary-of-state", "name": "Secretary of State", "titles": ["secretary of state"], "sector": "GOV",
     "rank": 85, "state": "USA"},
    {"id": "under-secretary-of-state", "name": "Under Secretary of State", "titles": ["under secretary of state"],
     "sector": "GOV", "rank": 70, "state": "USA"},
    {"id": "security-advisor", "name": "National Security Advisor", "titles": ["national security advisor"],
     "sector": "GOV", "rank": 84},
    {"id": "head-of-office", "name": "Head of the Office of the President", "sector": "GOV", "rank": 80,
     "titles": ["head of the office of the president"]},
    {"id": "spokesperson", "name": "Spokesperson", "titles": ["spokesman", "spokeswoman"], "sector": "GOV", "rank": 50},
    {"id": "ambassador", "name": "Ambassador", "titles": ["ambassador"], "sector": "GOV", "rank": 55},
]  # fmt: skip
HOLDERS = [
    ("foreign-minister", "KOR", "Chung Eui-yong", "2021-02-09", "2022-05-11"),
    ("secretary-of-state", "USA", "Antony Blinken", "2021-01-26", "2025-01-20"),
    ("president", "USA", "Joe Biden", "2021-01-20", "2025-01-20"),
    ("president", "USA", "Donald Trump", "2017-01-20", "2021-01-20"),
    ("president", "RUS", "Vladimir Putin", "2012-05-07", "2030-05-07"),
    ("president", "UKR", "Volodymyr Zelenskyy", "2019-05-20", "2030-05-20"),
    ("foreign-minister", "UKR", "Dmytro Kuleba", "2020-03-04", "2024-09-05"),
]
OUTLETS: Entries = [{"id": "yonhap", "name": "Yonhap", "names": ["Yonhap News"], "kind": "agency", "state": "KOR"}]
CUES = (
    '[[cue]]\nlemma = "add"\nact = "say"\n[[cue]]\nlemma = "warn"\nact = "warn"\n[[cue]]\nlemma = "say"\nact = "say"\n'
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    home = tmp_path_factory.mktemp("codebook")
    for name in ("actors", "language", "statements"):
        (home / name).mkdir()
    terms: Entries = [
        {"office": office, "state": state, "name": name, "since": since, "until": until}
        for office, state, name, since, until in HOLDERS
    ]
    tables: dict[str, Entries] = {"states": STATES, "organisations": ORGANISATIONS, "bodies": BODIES}
    tables |= {"offices": OFFICES, "holders": terms, "outlets": OUTLETS}
    for name, entries in tables.items():
        lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
        (home / f"actors/{name}.jsonl").write_text(lines, encoding="utf-8")
    names = 'honorifics = ["Mr.", "Ms.", "Mrs.", "Dr."]\ngiven_names_last = ["KOR", "PRK"]\n'
    (home / "actors/names.toml").write_text(names, encoding="utf-8")
    (home / "actors/words.toml").write_bytes((BUILT_IN / "actors/words.toml").read_bytes())
    (home / "statements/cues.toml").write_text(CUES, encoding="utf-8")
    verbs = 'irregular = [["say", "said", "said"]]\nplain = ["reject"]\n'
    (home / "language/verbs.toml").write_text(verbs, encoding="utf-8")
    return compile_codebook(load(home))


def document(
    text: str, *, day: date = date(2021, 8, 6), outlet: str | None = None, issuer: str | None = None
) -> Document:
    """A document of one paragraph, with a dateline where the text has one."""
    dateline = text.find(" -- ") + 4 if " -- " in text else 0
    blocks = [Block("dateline", 0, dateline)] if dateline else []
    blocks.append(Block("paragraph", dateline, len(text)))
    when = When(day, day + timedelta(days=1), "day", "metadata")
    return Document("doc-1", text, tuple(blocks), when, outlet=outlet, issuer=issuer)


def read(text: str, rules: Compiled, **about: str) -> list[tuple[str, str]]:
    """Each mention's words, and its actors as "name STATE"."""
    made = document(text, outlet=about.get("outlet"), issuer=about.get("issuer"))
    return [(text[m.start : m.end], _who(m)) for m in mentions(made, rules)]


def _who(mention: Mention) -> str:
    return " + ".join(f"{actor.label} {actor.state}" for actor in mention.actors)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("South Korean Foreign Minister Chung Eui-yong", "Chung Eui-yong KOR"),
        ("Foreign Minister Chung Eui-yong", "Chung Eui-yong KOR"),
        ("U.S. Secretary of State Antony Blinken", "Antony Blinken USA"),
        ("Secretary of State Antony J. Blinken", "Antony Blinken USA"),
        ("President Joseph R. Biden, Jr.", "Joseph Biden USA"),
        ("President of Ukraine Volodymyr Zelenskyy", "Volodymyr Zelenskyy UKR"),
        ("President Vladimir Putin of Russia", "Vladimir Putin RUS"),
        ("Head of the Office of the President Andriy Yermak", "Andriy Yermak None"),
        ("National Security Advisor to the President of the United States Jacob Sullivan", "Jacob Sullivan USA"),
        ("Republic of Korea (ROK) Foreign Minister Chung Eui-yong", "Chung Eui-yong KOR"),
        ("US Under Secretary of State for Political Affairs Vera Nolan", "Vera Nolan USA"),
        ("Minister of Trade and Industry Ada Brown", "Ada Brown None"),
        ("Prime Minister of Canada Justin Trudeau", "Justin Trudeau CAN"),
        ("Canadian Prime Minister Phạm van der Meer", "Phạm van der Meer CAN"),
        ("United States Ambassador to the United Nations Lily Marsh", "Lily Marsh USA"),
        ("Taliban spokesman Omar Zadran", "Omar Zadran Taliban"),
        ("State Department spokesman Ned Price", "Ned Price USA"),
        ("Russia's ambassador, Ivan Petrov", "Ivan Petrov RUS"),
        ("Chung Eui-yong, the foreign minister", "Chung Eui-yong KOR"),
        ("Ada Brown, the Canadian ambassador to Moscow", "Ada Brown CAN"),
        ("former President Donald Trump", "Donald Trump USA"),
        ("Joe Biden", "Joe Biden USA"),
        ("Washington", "United States USA"),
        ("Russian officials", "Russian officials RUS"),
        ("White House", "White House USA"),
    ],
)
def test_a_naming_is_one_mention(rules: Compiled, words: str, who: str) -> None:
    text = f"On that day {words}, it seems, added nothing." if "," in words else f"On that day {words} added nothing."
    assert read(text, rules)[0] == (words, who)


def test_offices_have_terms(rules: Compiled) -> None:
    text = "President Trump added nothing, and President Putin warned him."
    early = mentions(document(text, day=date(2019, 3, 1)), rules)[0].actors[0]
    assert (early.name, early.state, early.office) == ("Donald Trump", "USA", "President")
    assert early.code == "USA:GOV"
    late = mentions(document("Donald Trump added nothing.", day=date(2022, 3, 1)), rules)[0].actors[0]
    assert (late.state, late.office) == ("USA", None)


def test_surnames_titles_and_pairs(rules: Compiled) -> None:
    text = (
        "SEOUL -- Foreign Minister Chung Eui-yong and Secretary of State Antony Blinken spoke on Friday, the foreign "
        'ministry said. "The minister and secretary had much to say," the ministry added. The two countries trade. '
        "The Secretary warned Chung, and the two ministers disagreed. Both sides met Mr. Blinken."
    )
    assert read(text, rules) == [
        ("Foreign Minister Chung Eui-yong", "Chung Eui-yong KOR"),
        ("Secretary of State Antony Blinken", "Antony Blinken USA"),
        ("foreign ministry", "South Korean Foreign Ministry KOR"),
        ("minister", "Chung Eui-yong KOR"),
        ("secretary", "Antony Blinken USA"),
        ("ministry", "South Korean Foreign Ministry KOR"),
        ("two countries", "South Korea KOR + United States USA"),
        ("Secretary", "Antony Blinken USA"),
        ("Chung", "Chung Eui-yong KOR"),
        ("two ministers", "Antony Blinken USA + Chung Eui-yong KOR"),
        ("Both sides", "Antony Blinken USA + Chung Eui-yong KOR"),
        ("Mr. Blinken", "Antony Blinken USA"),
    ]


def test_a_body_belongs_where_the_report_stands(rules: Compiled) -> None:
    mention, _ = mentions(document("The foreign ministry said so in Seoul.", outlet="Yonhap News"), rules)
    assert mention.actors[0].name == "South Korean Foreign Ministry"
    assert mention.reason == "Yonhap is at home there"
    (other,) = mentions(document("The foreign ministry said so."), rules)
    assert other.actors[0].state is None


def test_a_spokesman_speaks_for_the_body_last_named(rules: Compiled) -> None:
    text = "The State Department said little. Spokesman Rolf Inger added nothing. The spokesman warned Moscow."
    assert read(text, rules, outlet="Yonhap") == [
        ("State Department", "State Department USA"),
        ("Spokesman Rolf Inger", "Rolf Inger USA"),
        ("spokesman", "Rolf Inger USA"),
        ("Moscow", "Russia RUS"),
    ]


def test_pronouns(rules: Compiled) -> None:
    text = (
        "In Kyiv, Ms. Ada Brown met Dmytro Kuleba. She said that he warned Russia. The White House said no. "
        '"We agree," it added. They said more.'
    )
    assert read(text, rules) == [
        ("Kyiv", "Ukraine UKR"),
        ("Ms. Ada Brown", "Ada Brown None"),
        ("Dmytro Kuleba", "Dmytro Kuleba UKR"),
        ("She", "Ada Brown None"),
        ("he", "Dmytro Kuleba UKR"),
        ("Russia", "Russia RUS"),
        ("White House", "White House USA"),
        ("it", "White House USA"),
        ("They", ""),
    ]


def test_counterparts(rules: Compiled) -> None:
    text = "Foreign Minister Chung Eui-yong met his U.S. counterpart, Antony Blinken, and his Ukrainian counterpart."
    actors = [mention.actors[0] for mention in mentions(document(text), rules)]
    assert [(actor.name, actor.state) for actor in actors[:2]] == [("Chung Eui-yong", "KOR"), ("Antony Blinken", "USA")]
    assert (actors[2].name, actors[2].state) == ("Dmytro Kuleba", "UKR")


def test_weak_names_need_company(rules: Compiled) -> None:
    assert read("Voters in Georgia warned nobody.", rules) == []
    assert read("North Korea warned Seoul. Then the North added more.", rules)[2] == ("North", "North Korea PRK")


def test_places_and_governments(rules: Compiled) -> None:
    made = mentions(document("Moscow rejected it in Washington and in Boston."), rules)
    assert [(mention.form, mention.actors[0].state) for mention in made] == [
        ("name", "RUS"),
        ("place", "USA"),
        ("place", "USA"),
    ]


def test_a_release_has_a_home(rules: Compiled) -> None:
    text = "The President spoke with Prime Minister of Canada Justin Trudeau. The Head of State warned of war."
    assert read(text, rules, issuer="UKR") == [
        ("President", "Volodymyr Zelenskyy UKR"),
        ("Prime Minister of Canada Justin Trudeau", "Justin Trudeau CAN"),
        ("Head of State", "Volodymyr Zelenskyy UKR"),
    ]


def test_given_name_after_a_title(rules: Compiled) -> None:
    text = "Indonesian Foreign Minister Retno Marsudi came. Foreign Minister Retno added that Marsudi had left."
    assert [who for _, who in read(text, rules)] == ["Retno Marsudi IDN"] * 3


def test_names_beside_other_words(rules: Compiled) -> None:
    text = (
        "Presidents Biden and Putin spoke. Meanwhile Dmytro Kuleba met Jan Marek, a Canadian ambassador. "
        "Ms. Theresa May left."
    )
    assert [who for _, who in read(text, rules)] == [
        "Joe Biden USA",
        "Vladimir Putin RUS",
        "Dmytro Kuleba UKR",
        "Jan Marek CAN",
        "Theresa May None",
    ]


def test_an_office_of_another_state_is_no_home_office(rules: Compiled) -> None:
    text = "Secretary Blinken met Foreign Minister Ana Torres in Kyiv. The minister thanked the Secretary."
    made = mentions(document(text, issuer="USA"), rules)
    assert [(mention.actors[0].name, mention.actors[0].state) for mention in made if mention.form != "place"] == [
        ("Antony Blinken", "USA"),
        ("Ana Torres", "UKR"),
        ("Ana Torres", "UKR"),
        ("Antony Blinken", "USA"),
    ]


def test_he_said_is_who_spoke(rules: Compiled) -> None:
    text = "Antony Blinken said so in Boston. In Vladimir Putin's office there was no answer. He added nothing."
    assert read(text, rules)[-1] == ("He", "Antony Blinken USA")


def test_mentions_are_in_order_and_apart(rules: Compiled) -> None:
    text = "U.S. President Joe Biden, the U.S. president, warned the Russian president and Russian officials in Moscow."
    made = mentions(document(text), rules)
    assert all(left.end <= right.start for left, right in pairwise(made))
    assert made == mentions(document(text), rules)


def test_several_states_share_an_office(rules: Compiled) -> None:
    text = "The U.S. and South Korean presidents spoke. The presidents of Russia and Ukraine did not."
    (first, second) = mentions(document(text), rules)
    assert [(actor.name, actor.state, actor.office) for actor in first.actors] == [
        ("Joe Biden", "USA", "President"),
        (None, "KOR", "President"),
    ]
    assert [actor.name for actor in second.actors] == ["Vladimir Putin", "Volodymyr Zelenskyy"]


def test_an_apposition_tells_where_somebody_is_from(rules: Compiled) -> None:
    text = "Mara Lindqvist, a lawyer from Ukraine, warned them. Ada Brown, an expert on Russia in Ottawa, added more."
    made = [mention.actors[0] for mention in mentions(document(text), rules) if mention.actors[0].kind == "person"]
    assert [(actor.name, actor.state) for actor in made] == [("Mara Lindqvist", "UKR"), ("Ada Brown", "CAN")]


def test_who_is_out_of_office_is_of_the_elite(rules: Compiled) -> None:
    (mention,) = mentions(document("Former President Donald Trump added nothing."), rules)
    assert (mention.actors[0].office, mention.actors[0].code) == ("former President", "USA:ELI")


def test_a_state_in_a_name_acts_not(rules: Compiled) -> None:
    assert read("Guests saw how Canada Hicks warned them.", rules) == [("Canada Hicks", "Canada Hicks None")]
