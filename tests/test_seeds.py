"""What Readout must show on the two reports that it grew from: a wire story and a newspaper's version of it.

The reports are not part of the project; the tests name places in them, not their words, and skip where they are absent.
"""

import json
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import readout
from readout.records import Actor, Comparison, Contact, Document, Event, Extraction, Reading, Span, Statement

SHARED = Path(os.environ.get("READOUT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
WIRE, REPRINT = SHARED / "seeds" / "wire.txt", SHARED / "seeds" / "reprint.txt"
GROUP = "seed-us-kr-2021-08-06-chung-blinken-call"
TODAY = date(2026, 11, 21)

pytestmark = pytest.mark.skipif(not WIRE.exists(), reason="the seed reports are not beside this checkout")


@pytest.fixture(scope="module")
def seeds() -> Reading:
    """The two reports, read together."""
    return readout.read_paths([WIRE, REPRINT], today=TODAY)


@pytest.fixture(scope="module")
def with_release(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """The group of the seeds: the two reports and the American government's own release."""
    lines = (SHARED / "data/corpus/groups.jsonl").read_text(encoding="utf-8").splitlines()
    path = tmp_path_factory.mktemp("group") / "group.jsonl"
    path.write_text("\n".join(line for line in lines if json.loads(line)["group"] == GROUP), encoding="utf-8")
    return readout.read_paths([path], today=TODAY)


def document(reading: Reading, name: str) -> Document:
    """The document of a file."""
    return next(d for d in reading.documents if d.where.endswith(name))


def extraction(reading: Reading, name: str) -> Extraction:
    """What was extracted from a file."""
    return next(e for e in reading.extractions if e.document == document(reading, name).id)


def kinds(doc: Document) -> Counter[str]:
    """How many blocks there are of each kind."""
    return Counter(block.kind for block in doc.blocks)


# ---- 1. blocks -------------------------------------------------------------------------------------------------------
def test_wire_blocks(seeds: Reading) -> None:
    """Headline, dateline, five paragraphs, caption, contact line, end mark, ten headlines of other stories."""
    found = kinds(document(seeds, "wire.txt"))

    wanted = {"headline": 1, "dateline": 1, "paragraph": 5, "caption": 1, "contact": 1, "end-mark": 1, "related": 10}
    assert wanted == {kind: found[kind] for kind in wanted}
    assert document(seeds, "wire.txt").agency == "Yonhap"


def test_caption_has_its_own_date(seeds: Reading) -> None:
    """The file photo is older than the story."""
    doc = document(seeds, "wire.txt")
    caption = doc.spans("caption")[0]

    earlier = [c for c in extraction(seeds, "wire.txt").contacts if caption.covers(c.tellings[0].span)]

    assert ["2021-03-17"] == [contact.when.iso for contact in earlier]


def test_reprint_blocks(seeds: Reading) -> None:
    """Caption, dateline, eight paragraphs, credit."""
    found = kinds(document(seeds, "reprint.txt"))

    assert {"caption": 1, "dateline": 1, "paragraph": 8, "credit": 1} == dict(found)


def test_related_headlines_yield_nothing(seeds: Reading) -> None:
    """No statement, event or contact comes from the headlines of other stories."""
    related = document(seeds, "wire.txt").spans("related")
    found = extraction(seeds, "wire.txt")
    places = [
        *(s.content.span for s in found.statements),
        *(e.evidence.span for e in found.events),
        *(c.tellings[0].span for c in found.contacts),
    ]

    assert not [place for place in places if any(span.meets(place) for span in related)]


# ---- 2. dates --------------------------------------------------------------------------------------------------------
def test_wire_date_and_its_reasons(seeds: Reading) -> None:
    """The year is inferred, and every ground for it is said."""
    when = document(seeds, "wire.txt").published

    assert ("2021-08-06", "day", "inferred") == (when.iso, when.grain, when.basis)
    reasons = " ".join(when.reasons)
    for ground in ("August 6", "Friday", "March 17, 2021", "2026-11-21"):
        assert ground in reasons


def test_reprint_date_comes_from_its_sibling(seeds: Reading) -> None:
    """A report without a date has that of its family."""
    when = document(seeds, "reprint.txt").published

    assert ("2021-08-06", "day", "sibling") == (when.iso, when.grain, when.basis)


def test_two_years_left_are_both_shown() -> None:
    """With a later clock a second year fits, and nothing is guessed."""
    later = readout.read_paths([WIRE], today=date(2028, 1, 1))
    when = document(later, "wire.txt").published

    assert (None, "unknown") == (when.start, when.basis)
    assert (date(2021, 8, 6), date(2027, 8, 6)) == when.candidates


# ---- 3. family -------------------------------------------------------------------------------------------------------
def test_one_family_and_its_edits(seeds: Reading) -> None:
    """Three paragraphs more, another house style, no headline and no file photo."""
    (family,) = seeds.families
    (edge,) = family.edges
    wire, reprint = document(seeds, "wire.txt"), document(seeds, "reprint.txt")
    added = [edit.after for edit in edge.edits if edit.kind == "added" and edit.after]
    dropped = [edit.before for edit in edge.edits if edit.kind == "dropped" and edit.before]
    styled = [edit.before for edit in edge.edits if edit.kind == "house-style" and edit.before]

    paragraphs = reprint.spans("paragraph")
    assert paragraphs[4:7] == tuple(p for p in paragraphs if any(p.meets(span) for span in added))
    for kind in ("headline", "caption"):
        assert any(span.meets(wire.spans(kind)[0]) for span in dropped)
    assert any(span.meets(wire.spans("dateline")[0]) for span in styled)
    assert sum(span.of(wire.text).startswith(("U.S.", "Korea-U.S.")) for span in styled) >= 3
    assert not [why for why in edge.why if "added by" in why]


# ---- 4. statements ---------------------------------------------------------------------------------------------------
# place, kind, speakers, source, channel
WIRE_STATEMENTS = [
    (192, 293, "indirect", "Chung Eui-yong and Antony Blinken", "Foreign Ministry", "press-release"),
    (587, 679, "indirect", "North Korea", None, "unspecified"),
    (682, 932, "direct", "South Korean Foreign Ministry", None, "press-release"),
    (974, 1168, "direct", "South Korean Foreign Ministry", None, "press-release"),
    (1211, 1462, "mixed", "Antony Blinken", None, "social-media"),
]
REPRINT_STATEMENTS = [
    (176, 277, "indirect", "Chung Eui-yong and Antony Blinken", "Foreign Ministry", "press-release"),
    (574, 664, "indirect", "North Korea", None, "unspecified"),
    (670, 918, "direct", "South Korean Foreign Ministry", None, "press-release"),
    (963, 1157, "direct", "South Korean Foreign Ministry", None, "press-release"),
    (1221, 1262, "indirect", "Antony Blinken", "State Department", "statement"),
    (1268, 1505, "direct", "Ned Price", None, "statement"),
    (1562, 1718, "direct", "Ned Price", None, "statement"),
    (1854, 2101, "mixed", "Antony Blinken", None, "social-media"),
]
CASES = [("wire.txt", *case) for case in WIRE_STATEMENTS] + [("reprint.txt", *case) for case in REPRINT_STATEMENTS]


def statement_at(reading: Reading, name: str, start: int, end: int) -> Statement:
    """The statement whose content is exactly there."""
    found = [s for s in extraction(reading, name).statements if s.content.span == Span(start, end)]
    places = [(s.content.start, s.content.end) for s in extraction(reading, name).statements]
    assert len(found) == 1, f"nothing at {start}:{end}, but {places}"
    return found[0]


@pytest.mark.parametrize(("name", "start", "end", "kind", "speaker", "source", "channel"), CASES)
def test_statement(
    seeds: Reading, name: str, start: int, end: int, kind: str, speaker: str, source: str | None, channel: str
) -> None:
    """Exact content, speakers, whoever relays, channel and kind."""
    found = statement_at(seeds, name, start, end)

    assert (kind, speaker, channel) == (found.kind, found.speaker, found.channel)
    relays = [relay.actor.label for relay in found.chain]
    assert relays[0].endswith(source) if source else not relays


def test_no_other_statements(seeds: Reading) -> None:
    """Nothing is read as speech that is none, the reporter's gloss on a name included."""
    assert len(WIRE_STATEMENTS) == len(extraction(seeds, "wire.txt").statements)
    assert len(REPRINT_STATEMENTS) == len(extraction(seeds, "reprint.txt").statements)


def test_statements_count_once_with_all_places(seeds: Reading) -> None:
    """Five statements stand in both reports, three in the reprint alone."""
    told = [t for t in seeds.told if t.kind == "statement"]

    assert {1: 3, 2: 5} == Counter(len(t.places) for t in told)
    assert all(place.quote == _text(seeds, place.document)[place.start : place.end] for t in told for place in t.places)


def _text(reading: Reading, id_: str) -> str:
    return next(d.text for d in reading.documents if d.id == id_)


# ---- 5. contact ------------------------------------------------------------------------------------------------------
CHUNG = ("Chung Eui-yong", "KOR", "Foreign Minister")
BLINKEN = ("Antony Blinken", "USA", "Secretary of State")


def who(actors: tuple[Actor, ...]) -> set[tuple[str | None, str | None, str | None]]:
    """Name, state and office of each actor."""
    return {(actor.name, actor.state, actor.office) for actor in actors}


def calls(reading: Reading) -> list[Contact]:
    """The contacts by telephone."""
    return [contact for contact in reading.contacts if contact.mode == "call"]


def test_the_call(seeds: Reading) -> None:
    """One call, held, of two ministers."""
    (call,) = calls(seeds)

    assert ("held", "2021-08-06") == (call.status, call.when.iso)
    assert {CHUNG, BLINKEN} == who(call.parties)


def test_one_call_with_two_days(with_release: Reading) -> None:
    """The release dates the call a day earlier, in Washington; it is still one call, with both days."""
    (call,) = calls(with_release)

    assert 3 == len(call.documents)
    assert {"2021-08-05", "2021-08-06"} == {when.iso for when in (call.when, *call.also)}
    assert {CHUNG, BLINKEN} == who(call.parties)


# ---- 6. events -------------------------------------------------------------------------------------------------------
EVENTS = [
    ("CONSULT", "phone", "happened", {"KOR", "USA"}, 330),
    ("AGREE", None, "happened", {"KOR", "USA"}, 200),
    ("COOPERATE", None, "background", {"KOR", "PRK"}, 400),
    ("THREATEN", "relations", "background", {"PRK"}, 560),
    ("AGREE", None, "planned", {"KOR", "USA"}, 620),
]


@pytest.mark.parametrize(("type_", "mode", "status", "states", "near"), EVENTS)
def test_event(seeds: Reading, type_: str, mode: str | None, status: str, states: set[str], near: int) -> None:
    """Each event with its mode, status and actors, told near that place."""
    found = [e for e in extraction(seeds, "wire.txt").events if e.type == type_ and _close(e, near)]

    assert (mode, status, states) in [(e.mode, e.status, {actor.state for actor in e.actors}) for e in found]


def _close(event: Event, near: int) -> bool:
    return event.evidence.start - 60 <= near <= event.evidence.end + 60


def test_tellers(seeds: Reading) -> None:
    """The agreement is the ministry's telling; the warning is the reporter's."""
    found = extraction(seeds, "wire.txt")
    lead = statement_at(seeds, "wire.txt", 192, 293)

    assert lead.id in [e.teller for e in found.events if e.type == "AGREE"]
    assert [None] == [e.teller for e in found.events if e.type == "THREATEN"]


def test_planned_exercise_never_happened(seeds: Reading) -> None:
    """A planned exercise is not an exercise."""
    assert not {"MOBILIZE", "ASSAULT"} & {e.type for e in extraction(seeds, "wire.txt").events}
    assert not [e for e in extraction(seeds, "wire.txt").events if e.type == "COOPERATE" and "MIL" in str(e.actors)]


# ---- 7. comparison ---------------------------------------------------------------------------------------------------
ROWS = [
    ("denuclear", "both", {"KOR", "USA"}),
    ("engage", "differ", {"KOR", "USA"}),
    ("humanitarian", "differ", {"KOR", "USA"}),
    ("alliance", "only-one", {"USA"}),
    ("developments", "only-one", {"USA"}),
]


def comparison(reading: Reading) -> Comparison:
    """The comparison of the call."""
    (call,) = calls(reading)
    return next(c for c in reading.comparisons if c.contact == call.id)


@pytest.mark.parametrize("held", ["seeds", "with_release"])
@pytest.mark.parametrize(("word", "relation", "parties"), ROWS)
def test_row(request: pytest.FixtureRequest, held: str, word: str, relation: str, parties: set[str]) -> None:
    """Each topic on the sides that speak of it, agreeing, differing or alone."""
    rows = comparison(request.getfixturevalue(held)).rows

    fitting = [row for row in rows if any(word in cell.evidence.quote.lower() for cell in row.cells)]
    assert (relation, parties) in [(row.relation, {cell.party for cell in row.cells}) for row in fitting]


def test_absence_is_worded_with_care(seeds: Reading) -> None:
    """What one side does not say is not in the text that we hold."""
    shown = readout.digest(seeds)

    assert "not in the text we hold" in shown
    assert "denied" not in shown


# ---- 8. the public interface -----------------------------------------------------------------------------------------
def test_public_interface_in_ten_lines() -> None:
    """Everything above in a few lines of Python."""
    reading = readout.read_paths([WIRE, REPRINT], today=TODAY)
    (call,) = [contact for contact in reading.contacts if contact.mode == "call"]
    (table,) = [c for c in reading.comparisons if c.contact == call.id]
    topics = [row.topic for row in table.rows if row.relation == "differ"]
    quotes = [cell.evidence.quote for row in table.rows for cell in row.cells]

    assert topics
    assert quotes
