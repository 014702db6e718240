"""Official releases of many offices: issuer, day, what is no story, and the contacts and statements they tell of."""

import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import pytest

import own
from readout.codebook import Compiled
from readout.extract import Extractor
from readout.records import Actor, Contact, Declared, Document, Extraction, Source, Statement
from readout.structure import structure

FIELDS = ("issuer", "office", "agency", "day", "headline", "apart", "story", "contacts", "says")
TABLE = tomllib.loads((Path(__file__).parent / "cases/releases.toml").read_text(encoding="utf-8"))
CASES = {case["name"]: case for case in TABLE["release"]}


def asked(case: dict[str, object]) -> tuple[str, ...]:
    """The fields that a case has, and always the issuer: news has none."""
    return tuple(field for field in FIELDS if field in case or field == "issuer")


def marked(name: str, field: str) -> object:
    """A field of a case, expected to fail where the table says why."""
    why = CASES[name].get("open", {}).get(field)
    return pytest.param(name, field, marks=[pytest.mark.xfail(reason=why, strict=False)] if why else [])


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return own.extractor()


def document_of(case: dict[str, str], rules: Compiled) -> Document:
    declared = Declared(url=case.get("url"), title=case.get("title"), published=case.get("published"))
    found = structure(Source("t", "text", case["text"].strip() + "\n", declared), rules, today=date(2026, 11, 21))
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize(("name", "field"), [marked(name, field) for name in CASES for field in asked(CASES[name])])
def test_release(name: str, field: str, rules: Compiled, extractor: Extractor) -> None:
    """Nothing that the table asks for is missing."""
    case = CASES[name]
    document = document_of(case, rules)
    extraction = extractor.extract(document) if field in {"contacts", "says"} else None

    assert missing(case, field, document, extraction) == []


def missing(case: dict[str, object], field: str, document: Document, extraction: Extraction | None) -> list[str]:
    """What of a field of a case is not found, in words."""
    wanted = case.get(field)
    if field == "issuer":
        return [] if document.issuer == wanted else [f"issuer {document.issuer}, not {wanted}"]
    if field in {"office", "agency"}:
        name = document.office if field == "office" else document.agency
        return [] if str(wanted).casefold() in (name or "").casefold() else [f"{field} {name}, not {wanted}"]
    if field == "headline":
        return [] if document.title == wanted else [f"headline {document.title}, not {wanted}"]
    if field == "day":
        told = document.published
        return [] if told.iso == wanted else [f"{told.iso}, not {wanted}: {told.reasons}"]
    if field in {"apart", "story"}:
        return [words for words in listed(wanted) if in_story(document, words) != (field == "story")]
    assert extraction is not None
    if field == "contacts":
        return [words for words in listed(wanted) if not any(tells(contact, words) for contact in extraction.contacts)]
    assert isinstance(wanted, list)
    pairs = [(str(words), str(speaker)) for words, speaker in wanted]
    return [
        f"{speaker}: {words}"
        for words, speaker in pairs
        if not any(words in said.content.quote and spoken_by(said, speaker) for said in extraction.statements)
    ]


def listed(words: object) -> list[str]:
    assert isinstance(words, list)
    return [str(each) for each in words]


def in_story(document: Document, words: str) -> bool:
    """Whether a paragraph of the story holds the beginning of the words."""
    at = document.text.index(words)
    return any(span.start <= at < span.end for span in document.spans("paragraph"))


def tells(contact: Contact, words: str) -> bool:
    """Whether a contact is the one that the words mean: mode, status, parties, day and names."""
    head, _, names = words.partition(" | ")
    modes, statuses, states, day = head.split()
    labels = folded(" ".join(party.label for party in contact.parties))
    return (
        contact.mode in modes.split("|")
        and contact.status in statuses.split("|")
        and contact.states == tuple(states.replace("_", " ").split("+"))
        and day in {"-", contact.when.iso}
        and all(folded(name.strip()) in labels for name in names.split("+"))
    )


def spoken_by(said: Statement, speaker: str) -> bool:
    """Whether a statement is the speaker's: a name, or "@" with a state."""
    return any(is_speaker(actor, speaker) for actor in said.speakers)


def is_speaker(actor: Actor, speaker: str) -> bool:
    if speaker.startswith("@"):
        return actor.state == speaker[1:]
    return folded(speaker) in folded(actor.label)


def folded(name: str) -> str:
    """A name without its accents, in small letters."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if letter.isascii()).casefold()


STORY = "\n\nThe Minister met his counterpart today. They spoke about cod and the price of boats.\n"
HEADS = {
    "HELLENIC REPUBLIC\nMinistry of Foreign Affairs\n\nAthens, 4 May 2026": ("GRC", "2026-05-04"),
    "French Republic\nMinistry for Europe and Foreign Affairs\n\nPress release\nParis, 4 May 2026": (
        "FRA",
        "2026-05-04",
    ),
    "Finnish Government\n\nPress release 4.5.2026 15.03": ("FIN", "2026-05-04"),
    "Office of the President of the Republic of Cyprus\n\n04/05/2026": ("CYP", None),
    "Press statement by the Ministry of Fisheries\n\n4 May 2026": (None, "2026-05-04"),
    "Statement of the Ministry of Foreign Affairs and Trade of Hungary\n\nBudapest, 4 May 2026": ("HUN", "2026-05-04"),
    "Permanent Mission of Jordan to the United Nations\nNew York": ("JOR", None),
    "Ministry of External Relations\nRepublic of Angola": ("AGO", None),
    "EMBASSY OF THE REPUBLIC OF KOREA\nLUSAKA\n\nNotice": ("KOR", None),
    "THE UNITED REPUBLIC OF TANZANIA\nMINISTRY OF FOREIGN AFFAIRS\n\nDar es Salaam, 4 May 2026": ("TZA", "2026-05-04"),
    "Statement by the NATO Secretary General on the Baltic\n\n4 May 2026": ("NATO", "2026-05-04"),
    "Statement by Foreign Minister Liv Dahl on the Baltic\n\n4 May 2026": (None, "2026-05-04"),
    "Remarks\n\nMinistry of Foreign Affairs\nTokyo, Japan\n\nMay 4, 2026": (None, "2026-05-04"),
    "Foreign Ministry\nBern, Switzerland\n\n4:10 P.M.": (None, None),
    "Government of Sweden to resign\n\nMinistry of Finance": (None, None),
    "Norway and Chile meet": (None, None),
}


@pytest.mark.parametrize("head", HEADS)
def test_heads(head: str, rules: Compiled) -> None:
    """Issuer and day of texts with such a head; where a speech was made is no letterhead."""
    document = document_of({"text": head + STORY}, rules)
    assert (document.issuer, document.published.iso) == HEADS[head]


def test_a_text_is_of_the_office_below_it(rules: Compiled) -> None:
    """Its day stands there as well; of news, no day behind its end is taken."""
    document = document_of({"text": f"Visit to Peru{STORY}\nMINISTRY OF FOREIGN AFFAIRS\nSINGAPORE\n3 MAY 2026"}, rules)
    assert (document.issuer, document.published.iso) == ("SGP", "2026-05-03")
    news = document_of({"text": f"BERGEN (Nordwire) --{STORY[1:]}\nMINISTRY OF FISH\n3 May 2026"}, rules)
    assert (news.issuer, news.published.iso) == (None, None)


@pytest.mark.parametrize(
    ("url", "issuer"),
    [
        ("https://foreign.gov.bb/news/1", "BRB"),
        ("https://mfa.gov.ki/news/1", "KIR"),
        ("https://www.health.gov.uk.example/1", None),
        ("https://abc.go.example/1", None),
        ("https://press.example/gov", None),
        ("https://[broken/1", None),
    ],
)
def test_an_official_domain_tells_the_state(url: str, issuer: str | None, rules: Compiled) -> None:
    assert document_of({"text": f"Minister meets counterpart{STORY}", "url": url}, rules).issuer == issuer
