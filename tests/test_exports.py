import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

import own
from commands import run
from readout import cli
from readout.errors import BadCodebook, BadSource, ReadoutError
from readout.pipeline import read_paths
from readout.records import (
    Actor,
    Block,
    Contact,
    Document,
    Event,
    Extraction,
    Family,
    Reading,
    Statement,
    When,
    unknown_when,
)
from readout.store import Store
from readout.store.streaming import Chosen
from readout.views.exports import FORMATS, Asked, Codes, export
from readout.views.exports.findings import Finding, Held
from readout.views.exports.foreign import dyads
from readout.views.exports.gdelt import EVENTS, MENTIONS, global_id
from readout.views.exports.icews import COLUMNS as ICEWS
from readout.views.exports.made import Count
from readout.views.exports.own import TABLES, time
from readout.views.exports.polecat import COLUMNS as POLECAT
from readout.views.exports.polecat import read

if TYPE_CHECKING:
    from readout.codebook.compiled import Compiled

EXAMPLES = Path(__file__).parent.parent / "examples/reports"
OF_TWO = Asked(chosen=Chosen(("NOR", "KAZ")))
FOREIGN = {"polecat": POLECAT, "icews": ICEWS, "gdelt-events": EVENTS, "gdelt-mentions": MENTIONS}
HOSTILE = "=cmd|' /C calc'!A0\tand \"quotes\",\r\n<script>alert(1)</script> | [a](javascript:x)\u2028*end*"


@pytest.fixture(scope="module")
def codes() -> Codes:
    return Codes.of(own.book())


@pytest.fixture(scope="module")
def examples() -> Reading:
    return read_paths([EXAMPLES], today=date(2026, 11, 1))


@pytest.fixture(scope="module")
def hostile() -> Reading:
    """A reading every text of which tries to break out of its cell."""
    document = Document(
        "doc-1", HOSTILE, (Block("paragraph", 0, len(HOSTILE)),), unknown_when("no day"), title=HOSTILE,
        url='javascript:alert("1")', outlet=HOSTILE, where=f"in/{HOSTILE}",
    )  # fmt: skip
    words = document.quote(0, len(HOSTILE), "some.rule")
    one = Actor("person", HOSTILE, "NOR", HOSTILE, "NOR:GOV")
    two = Actor("state", "Kazakhstan", "KAZ", None, "KAZ:GOV")
    said = Statement("statement-1", "doc-1", "direct", words, None, None, (one,))
    day = When(date(2024, 2, 1), date(2024, 3, 1), "month", "stated")
    done = Event("event-1", "doc-1", "AID", None, "happened", (one,), (two,), day, words, place=HOSTILE)
    contact = Contact("contact-1", "call", "held", day, (one, two), (words,), place=HOSTILE)
    extraction = Extraction("doc-1", (), (said,), (done,), (contact,), "rules")
    return Reading((document,), (extraction,), (Family("family-1", ("doc-1",)),), contacts=(contact,))


def text_of(name: str, reading: Reading, codes: Codes, asked: Asked = Asked()) -> str:  # noqa: B008
    made = export(name, reading, codes, asked if not name.startswith("dossier") else OF_TWO)
    return "".join(str(line) for line in made.lines)


def counted(name: str, reading: Reading, codes: Codes, asked: Asked = Asked()) -> Count:  # noqa: B008
    """What is counted when an export has been written to its end."""
    made = export(name, reading, codes, asked)
    assert list(made.lines)
    return made.count


def events_of(reading: Reading) -> list[Finding[Event]]:
    return list(Held.of(reading).events(Count("events")))


def table(name: str, reading: Reading, codes: Codes, asked: Asked = Asked()) -> list[dict[str, str]]:  # noqa: B008
    mark = "\t" if name.endswith("-tsv") else ","
    return list(csv.DictReader(io.StringIO(text_of(name, reading, codes, asked), newline=""), delimiter=mark))


def rows_of(text: str) -> list[list[str]]:
    """The rows of a format without quoting, as a reader that knows none sees them."""
    return [line.split("\t") for line in text.removesuffix("\n").split("\n")]


# ---- our own tables --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ending", ["csv", "tsv"])
@pytest.mark.parametrize("what", list(TABLES))
def test_every_row_of_ours_names_its_words_in_its_document(
    what: str, ending: str, examples: Reading, codes: Codes
) -> None:
    texts = {document.id: document.text for document in examples.documents}
    for raw in (False, True):
        rows = table(f"{what}-{ending}", examples, codes, Asked(raw=raw))
        assert rows
        for row in rows:
            assert texts[row["document"]][int(row["start"]) : int(row["end"])] == row["quote"]
            assert {"url", "published", "published_basis", "published_grain"} <= set(row)


def test_what_stands_in_a_table_is_what_was_found(examples: Reading, codes: Codes) -> None:
    rows = table("events-csv", examples, codes, Asked(raw=True))
    events = [event for extraction in examples.extractions for event in extraction.events]
    assert [row["id"] for row in rows] == [event.id for event in events]
    assert [row["date"] for row in rows] == [event.when.iso or "" for event in events]
    assert [row["actor_states"] for row in rows] == ["; ".join(a.state or "" for a in e.actors) for e in events]
    call = next(row for row in rows if row["mode"] == "phone")
    assert (call["quad"], call["intensity"], call["cameo"], call["goldstein"]) == ("1", "1.5", "041", "1.0")


def test_copies_are_folded_unless_each_telling_is_asked_for(examples: Reading, codes: Codes) -> None:
    folded, raw = (counted("events-csv", examples, codes, Asked(raw=raw)) for raw in (False, True))
    every = sum(len(extraction.events) for extraction in examples.extractions)
    assert folded.counted == sum(told.kind == "event" for told in examples.told) < every
    assert (folded.otherwise, raw.counted, raw.otherwise) == (every, every, folded.counted)
    counting = {row["id"] for row in table("events-csv", examples, codes)}
    assert {row["told"] for row in table("events-csv", examples, codes, Asked(raw=True))} == counting
    tellings = sum(int(row["tellings"]) for row in table("events-csv", examples, codes))
    assert tellings == every


def test_a_record_that_no_family_tells_is_not_lost(reading: Reading, codes: Codes) -> None:
    held = events_of(replace(reading, told=(), families=()))
    assert len(held) == sum(len(extraction.events) for extraction in reading.extractions)
    assert codes.version


@pytest.mark.parametrize(
    ("when", "cells"),
    [
        (When(date(2024, 3, 14), date(2024, 3, 15), "day", "stated"), ["2024-03-14", "2024-03-14", "2024-03-14"]),
        (When(date(2024, 3, 1), date(2024, 4, 1), "month", "relative"), ["2024-03", "", "2024-03-31"]),
        (When(date(2024, 3, 11), date(2024, 3, 18), "week", "relative"), ["", "", "2024-03-17"]),
        (When(date(2024, 1, 1), date(2025, 1, 1), "year", "stated"), ["2024", "", "2024-12-31"]),
        (unknown_when("nothing says"), ["", "", ""]),
    ],
)
def test_no_date_is_finer_than_it_is_known(when: When, cells: list[str]) -> None:
    iso, day, first, last, grain, basis, _ = time(when)
    assert [iso, day, last] == cells
    assert (grain, basis) == (when.grain, when.basis)
    assert first == (when.start.isoformat() if when.start else "")


def test_parquet_has_the_same_cells(examples: Reading, codes: Codes) -> None:
    reader = pytest.importorskip("pyarrow.parquet")
    for what in TABLES:
        data = b"".join(cast("Iterable[bytes]", export(f"{what}-parquet", examples, codes).lines))
        columns = reader.read_table(io.BytesIO(data)).to_pydict()
        rows = table(f"{what}-csv", examples, codes)
        assert list(columns) == list(rows[0])
        for name, cells in columns.items():
            assert ["" if cell is None else str(cell) for cell in cells] == [row[name] for row in rows]


def test_parquet_without_its_library_says_what_to_install(
    examples: Reading, codes: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ReadoutError, match="readout\\[parquet\\]"):
        export("events-parquet", examples, codes)


# ---- the formats of others -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "columns"), FOREIGN.items())
def test_columns_are_exact(
    name: str, columns: Sequence[str], examples: Reading, hostile: Reading, codes: Codes
) -> None:
    assert len(columns) == {"polecat": 40, "icews": 20, "gdelt-events": 61, "gdelt-mentions": 16}[name]
    for reading in (examples, hostile):
        rows = rows_of(text_of(name, reading, codes))
        assert {len(row) for row in rows} == {len(columns)}
        assert (tuple(rows[0]) == tuple(columns)) is not name.startswith("gdelt")


@pytest.mark.parametrize("name", FOREIGN)
def test_only_what_happened_is_in_formats_without_status(name: str, examples: Reading, codes: Codes) -> None:
    made = counted(name, examples, codes)
    events = events_of(examples)
    assert made.counted == sum(finding.record.status == "happened" for finding in events)
    assert made.counted + made.left_out.total() == len(events)


def test_polecat(examples: Reading, codes: Codes) -> None:
    rows = list(read(text_of("polecat", examples, codes).splitlines()))
    call = next(row for row in rows if row["Event Mode"] == "phone")
    expected = {
        "Event Date": "2024-03-14", "Event Type": "CONSULT", "Intensity": "1.5", "Quad Code": "VERBAL COOPERATION",
        "Actor Country": "NOR; KAZ", "Actor COW": "385; 705", "Primary Actor Sector": "GOV", "Recipient Name": None,
        "Publication Date": "2024-03-14", "Latitude": None,
    }  # fmt: skip
    assert call | expected == call
    dated = {row["Event ID"]: row["Event Date"] for row in rows}
    for finding in events_of(examples):
        if finding.record.status == "happened":
            day = finding.record.when
            report = next(d.published for d in examples.documents if d.id == finding.record.document)
            day = report if day.start is None else day
            assert dated[finding.record.id] == (day.iso if day.grain == "day" else None)


@pytest.mark.parametrize(
    "malformed",
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("Version\n", "Version\tHeadline\n"),
        lambda text: text.replace("\n", "\t\t\n"),
        lambda text: text.replace("Version\n", "Version\tHeadline\n").replace("\n", "\t\n"),
        lambda text: text.replace("\tIntensity\t", "\tEvent Intensity\t"),
        lambda text: text + "\n\n",
    ],
)
def test_polecat_comes_back_from_malformed_files(malformed: Any, examples: Reading, codes: Codes) -> None:  # noqa: ANN401
    text = text_of("polecat", examples, codes)
    whole = list(read(text.splitlines()))
    again = list(read(io.StringIO(malformed(text), newline="")))
    assert [{name: row[name] for name in POLECAT} for row in again] == whole
    lines = ["\t".join(POLECAT), *("\t".join(row[name] or "" for name in POLECAT) for row in again)]
    assert "\n".join(lines) + "\n" == text


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Event ID\tEvent Date\ne1\t2024-03-14\n", "weekly.txt:1: has no column Event Type"),
        ("\t".join(POLECAT) + "\ne1\t2024-03-14\n", "weekly.txt:2: has 2 cells"),
        ("\t".join(POLECAT) + "\n" + "\t".join(["x"] * 41) + "\n", "weekly.txt:2: has 41 cells"),
        ("", "weekly.txt:1: has no column"),
    ],
)
def test_polecat_that_cannot_be_read_says_where(text: str, where: str) -> None:
    with pytest.raises(BadSource, match=re.escape(where)):
        list(read(text.splitlines(), "weekly.txt"))


def test_icews(examples: Reading, codes: Codes) -> None:
    header, *rows = rows_of(text_of("icews", examples, codes))
    call = next(row for row in (dict(zip(header, cells, strict=True)) for cells in rows) if row["CAMEO Code"] == "041")
    sides = {(call["Source Country"], call["Source Sectors"]), (call["Target Country"], call["Target Sectors"])}
    assert sides == {("Norway", "Government"), ("Kazakhstan", "Government")}
    assert (call["Event Text"], call["Intensity"]) == ("Discuss by telephone", "1.0")
    assert int(call["Sentence Number"]) > 0


def test_gdelt_events_and_mentions_meet(examples: Reading, codes: Codes) -> None:
    events = [dict(zip(EVENTS, row, strict=True)) for row in rows_of(text_of("gdelt-events", examples, codes))]
    mentions = [dict(zip(MENTIONS, row, strict=True)) for row in rows_of(text_of("gdelt-mentions", examples, codes))]
    assert len({row["GlobalEventID"] for row in events}) == len(events)
    for row in events:
        tellings = [mention for mention in mentions if mention["GlobalEventID"] == row["GlobalEventID"]]
        assert len(tellings) == int(row["NumMentions"]) >= int(row["NumArticles"])
        assert row["EventCode"].startswith(row["EventBaseCode"][:3])
        assert row["EventRootCode"] == row["EventCode"][:2]
        assert row["QuadClass"] in "1234"
        assert bool(row["Day"]) == bool(row["FractionDate"])
    call = next(row for row in events if row["EventCode"] == "041")
    assert (call["Day"], call["MonthYear"], call["Year"]) == ("20240314", "202403", "2024")
    texts = {document.id: document.text for document in examples.documents}
    for mention in mentions:
        facts = dict(fact.split("=", 1) for fact in mention["Extras"].split(";"))
        assert int(mention["MentionDocLen"]) == len(texts[facts["document"]])
        assert facts["start"] == mention["ActionCharOffset"]


def test_the_report_dates_only_what_has_no_time_of_its_own(examples: Reading, hostile: Reading, codes: Codes) -> None:
    made = counted("polecat", examples, codes)
    times = [f.record.when for f in events_of(examples) if f.record.status == "happened"]
    assert made.by_report == sum(when.start is None for when in times) > 0
    assert made.undated == sum(when.start is not None and when.grain != "day" for when in times)
    report = replace(hostile.documents[0], published=When(date(2024, 5, 6), date(2024, 5, 7), "day", "stated"))
    (row,) = read(text_of("polecat", replace(hostile, documents=(report,)), codes).splitlines())
    assert (row["Event Date"], row["Publication Date"]) == (None, "2024-05-06")


def test_a_month_pads_no_day(hostile: Reading, codes: Codes) -> None:
    (row,) = (dict(zip(EVENTS, row, strict=True)) for row in rows_of(text_of("gdelt-events", hostile, codes)))
    assert (row["Day"], row["MonthYear"], row["Year"], row["FractionDate"]) == ("", "202402", "2024", "")
    assert counted("gdelt-events", hostile, codes).undated == 1
    assert json.loads(text_of("plover", hostile, codes))["date"] is None


def test_ids_of_rows_are_stable_numbers() -> None:
    assert global_id("event-5175dc0939bc") == 0x5175DC0939BC
    assert global_id("event-5175dc0939bc-2") != global_id("event-5175dc0939bc-3")
    assert global_id("event-5175dc0939bc-2") < 2**63


def test_every_pair_of_parties_has_its_row(reading: Reading) -> None:
    event = reading.extractions[0].events[0]
    nor, chl, rus = (Actor("state", code, code) for code in ("NOR", "CHL", "RUS"))
    twice = Actor("person", "Liv Dahl", "NOR")
    cases: list[tuple[tuple[Actor, ...], tuple[Actor, ...], int]] = [
        ((nor, twice), (chl,), 1), ((nor, twice, chl), (), 1), ((nor, chl, rus), (), 3), ((nor, chl), (rus,), 2),
        ((), (rus,), 1), ((nor,), (), 1), ((), (), 1),
    ]  # fmt: skip
    for actors, recipients, count in cases:
        assert len(dyads(replace(event, actors=actors, recipients=recipients))) == count


def test_every_type_and_mode_has_a_cameo_code(codes: Codes) -> None:
    kinds = {(event.id, mode) for event in own.book().events for mode in (None, *(name for name, _ in event.modes))}
    assert kinds == set(codes.cameo)
    assert all(codes.cameo_quad(code) for code in codes.cameo.values())
    letters = {state.cow for state in own.book().states if state.cow}
    assert letters == set(codes.cow)
    assert len(set(codes.cow.values())) == len(codes.cow)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"type": "AID", "code": "07", "goldstein": 7.0, "text": "Aid"}', "cameo.jsonl:1: '07' is no CAMEO code"),
        ('{"type": "AID", "code": "070", "goldstein": "7", "text": "Aid"}', "cameo.jsonl:1: `goldstein` is '7'"),
        ('\n{"type": "AID"', "cameo.jsonl:2: not JSON"),
    ],
)
def test_a_fault_of_a_table_names_its_line(line: str, fault: str, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "cameo.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(BadCodebook, match=re.escape(fault)):
        Codes.of(own.book(), tmp_path)


def test_a_type_without_a_code_is_left_out_and_counted(hostile: Reading, codes: Codes) -> None:
    bare = replace(codes, cameo={})
    made = counted("icews", hostile, bare)
    assert (made.counted, made.left_out) == (0, {"no CAMEO code in exports/cameo.jsonl": 1})


# ---- JSON ------------------------------------------------------------------------------------------------------------
def test_plover(examples: Reading, codes: Codes) -> None:
    lines = [json.loads(line) for line in text_of("plover", examples, codes).splitlines()]
    known = set(
        "id date actor event has_event time enddate endtime recipient event_loc event_text quad_code event_scale mode "
        "context link text text_info cite_info coder coded_date coded_time comment".split()
    )
    texts = {document.id: document.text for document in examples.documents}
    for line in lines:
        assert {"id", "date", "actor", "event"} <= set(line) <= known
        text, info = texts[line["cite_info"]["citation"]], line["text_info"]
        assert text[info["start"] : info["end"]] == line["event_text"]
    assert any("historical" in line.get("mode", ()) for line in lines)


def test_web_annotations_point_at_their_words(examples: Reading, codes: Codes) -> None:
    page = json.loads(text_of("web-annotation", examples, codes))
    texts = {document.url or f"urn:readout:{document.id}": document.text for document in examples.documents}
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["items"]
    for item in page["items"]:
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            quote, position = target["selector"]
            text = texts[target["source"]]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_schema_org(examples: Reading, codes: Codes) -> None:
    graph = json.loads(text_of("schema-org", examples, codes))["@graph"]
    kinds = {item["@type"] for item in graph}
    assert {"NewsArticle", "Report", "Quotation", "Claim", "Event"} <= kinds
    articles = {item["@id"] for item in graph if item["@type"] in {"NewsArticle", "Report"}}
    for item in graph:
        for part in (*item.get("isPartOf", ()), *item.get("appearance", ()), *item.get("subjectOf", ())):
            assert part["@id"] in articles


def test_follow_the_money_hangs_together(examples: Reading, codes: Codes) -> None:
    entities = [json.loads(line) for line in text_of("ftm", examples, codes).splitlines()]
    schemata = {entity["id"]: entity["schema"] for entity in entities}
    assert len(schemata) == len(entities)
    assert set(schemata.values()) >= {"Article", "Person", "PublicBody", "Event", "Mention"}
    ranges = {"involved": "actor", "proof": "document", "document": "document", "resolved": "actor"}
    for entity in entities:
        for name, values in entity["properties"].items():
            assert values
            assert all(isinstance(value, str) for value in values)
            assert not ranges.keys() & {name} or all(f"readout-{ranges[name]}" in value for value in values)
            assert name not in ranges or all(value in schemata for value in values)


def test_an_office_without_a_name_is_a_legal_entity(hostile: Reading, codes: Codes) -> None:
    minister = Actor("person", None, "NOR", "Foreign Minister", "NOR:GOV")
    (contact,) = hostile.contacts
    reading = replace(hostile, contacts=(replace(contact, parties=(minister,)),))
    found = [json.loads(line) for line in text_of("ftm", reading, codes).split("\n") if line]
    (entity,) = (entity for entity in found if entity["schema"] == "LegalEntity")
    assert entity["properties"] == {"name": ["Foreign Minister, Norway"], "country": ["no"]}


def test_follow_the_money_is_valid(examples: Reading, codes: Codes) -> None:
    model = pytest.importorskip("followthemoney").model
    for line in text_of("ftm", examples, codes).splitlines():
        entity = json.loads(line)
        proxy = model.get_proxy(entity, cleaned=False)
        model.schemata[entity["schema"]].validate(entity)
        for name, values in entity["properties"].items():
            assert sorted(proxy.get(name)) == sorted(values)


# ---- texts that mean harm --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_a_hostile_text_stays_in_its_cell(ending: str, hostile: Reading, codes: Codes) -> None:
    for what in TABLES:
        rows = table(f"{what}-{ending}", hostile, codes)
        assert len(rows) == {"parties": 2, "moves": 0}.get(what, 1)
        assert all(row["quote"] == HOSTILE and None not in row for row in rows)


def test_for_a_spreadsheet_no_text_is_a_formula(hostile: Reading, codes: Codes) -> None:
    text = text_of("events-csv", hostile, codes, Asked(spreadsheet=True))
    assert text.startswith("\ufeffid,")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert row["quote"] == "'" + HOSTILE
    assert row["goldstein"] == "7.0"


@pytest.mark.parametrize("name", ["plover", "web-annotation", "schema-org", "ftm"])
def test_a_hostile_text_is_a_string(name: str, hostile: Reading, codes: Codes) -> None:
    text = text_of(name, hostile, codes)
    for line in text.removesuffix("\n").split("\n") if name in {"plover", "ftm"} else [text]:
        json.loads(line)
    for_pages = name in {"web-annotation", "schema-org"}
    assert ("</script" in text) is not for_pages
    words = json.dumps(HOSTILE, ensure_ascii=False)[1:-1]
    assert (words.replace("<", "\\u003c") if for_pages else words) in text
    assert name != "ftm" or "javascript:alert" not in text


class _Tags(HTMLParser):
    """The tags and addresses of a page, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_dossier_page_has_no_marks_of_a_document(hostile: Reading, codes: Codes) -> None:
    page = _Tags()
    page.feed(text_of("dossier-html", hostile, codes))
    assert "script" not in page.tags
    assert all(link.startswith("#source-") for link in page.links)
    assert "<script>alert(1)</script>" in page.words


def test_a_dossier_in_markdown_keeps_its_table_and_no_marks(hostile: Reading, codes: Codes) -> None:
    lines = text_of("dossier-md", hostile, codes).splitlines()
    bare = [re.sub(r"\\.", "", line) for line in lines]
    assert not any("<script" in line or "](" in line for line in bare)
    rows = [line for line in bare if line.startswith("|")]
    assert {line.count("|") for line in rows} <= {4, 5}


# ---- a dossier -------------------------------------------------------------------------------------------------------
def test_a_dossier_of_two_parties(examples: Reading, codes: Codes) -> None:
    page = text_of("dossier-md", examples, codes)
    for words in (
        "Norway — Kazakhstan: what is held", "## Call, 14 Mar 2024", "Accounts side by side", "Who tells of it",
        "What they did to each other", "Where they stand", "## Sources", "taken from a copy",
    ):  # fmt: skip
        assert words in page
    texts = {document.id: document.text for document in examples.documents}
    for contact in examples.contacts:
        for telling in contact.tellings:
            assert f"{telling.start}–{telling.end})" in page
            assert texts[telling.document][telling.start : telling.end] == telling.quote


def test_every_link_of_a_dossier_leads_somewhere(examples: Reading, codes: Codes) -> None:
    text = text_of("dossier-html", examples, codes)
    page = _Tags()
    page.feed(text)
    inner = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert inner
    assert all(f'id="{anchor}"' in text for anchor in inner)


def test_a_dossier_of_one_contact(examples: Reading, codes: Codes) -> None:
    contact = next(c for c in examples.contacts if c.mode == "call")
    made = export("dossier-html", examples, codes, Asked(contact=contact.id[:14]))
    text = "".join(str(line) for line in made.lines)
    assert made.count.counted == 1
    assert "<h1>Call, 14 Mar 2024: Kazakhstan — Norway</h1>" in text
    assert "What they did to each other" not in text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(), "of what"),
        (Asked(contact="nothing"), "no contact has that id"),
        (Asked(contact="contact-"), "begin so"),
    ],
)
def test_a_dossier_of_nothing_is_refused(asked: Asked, words: str, examples: Reading, codes: Codes) -> None:
    with pytest.raises(ReadoutError, match=words):
        export("dossier-md", examples, codes, asked)


# ---- all of them -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", [name for name in FORMATS if not name.endswith("parquet")])
def test_the_same_reading_gives_the_same_bytes_and_none_gives_something(
    name: str, examples: Reading, codes: Codes
) -> None:
    assert text_of(name, examples, codes) == text_of(name, examples, codes)
    if name not in {"dossier-md", "dossier-html"}:
        made = export(name, Reading(), codes)
        assert len(list(made.lines)) <= 2
        assert made.count.counted == made.count.rows == 0


def test_every_column_and_format_is_in_the_guide() -> None:
    guide = (EXAMPLES.parents[1] / "docs" / "exports.md").read_text(encoding="utf-8")
    empty = Held.of(Reading())
    ours = {name for make in TABLES.values() for name in make(empty, Codes.of(own.book())).header}
    columns = {*ours, *POLECAT, *ICEWS, *EVENTS, *MENTIONS}
    parts = ("codes", "states", "names", "offices")
    patterns = {f"{side}_{part}" for side in ("actor", "recipient", "party", "speaker") for part in parts}
    geo = {name for name in columns if re.match(r"(Actor1|Actor2|Action)(Geo_)?[A-Z]", name) and "Offset" not in name}
    assert sorted(name for name in columns - patterns - geo if f"`{name}`" not in guide) == []
    assert (
        sorted(name for name in FORMATS if f"`{name}`" not in guide and f"`{name.rpartition('-')[0]}-" not in guide)
        == []
    )


# ---- the command -----------------------------------------------------------------------------------------------------
@pytest.fixture
def kept(tmp_path: Path, reading: Reading) -> Path:
    """A store that holds the reading made by hand."""
    path = tmp_path / "kept.db"
    with Store.open(path) as store:
        store.put(reading, cast("Compiled", None))
    return path


def test_the_command_writes_a_file_and_says_both_counts(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "events.csv"
    assert run("export", kept, "--format", "events-csv", "--out", out) == 0
    assert capsys.readouterr().err == "2 events (4 with every copy)\n"
    with out.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2
    assert sorted(path.name for path in tmp_path.glob("events*")) == ["events.csv"]
    assert run("export", kept, "--format", "events-csv", "--raw", "--out", out) == 0
    assert capsys.readouterr().err == "4 events (2 with copies folded)\n"


def test_the_command_says_what_it_leaves_out(
    kept: Path, tmp_path: Path, reading: Reading, capsys: pytest.CaptureFixture[str]
) -> None:
    planned = tuple(
        replace(x, events=tuple(replace(e, status="planned") for e in x.events)) for x in reading.extractions
    )
    path = tmp_path / "planned.db"
    with Store.open(path) as store:
        store.put(replace(reading, extractions=planned), cast("Compiled", None))
    assert run("export", path, "--format", "icews", "--out", tmp_path / "icews.tsv") == 0
    assert "2 left out, planned: the format has no column for it" in capsys.readouterr().err
    assert kept.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "event-csv"), "did you mean events-csv"),
        (("--format", "xml"), "there is no such format"),
        (("--format", "ftm", "--contact", "c"), "--contact: means nothing to ftm"),
        (("--format", "ftm", "--spreadsheet"), "--spreadsheet: means nothing to ftm"),
        (("--format", "dossier-md", "--raw"), "--raw: means nothing to dossier-md"),
        (("--format", "dossier-md"), "of what?"),
        (("--format", "dossier-md", "--contact", "c", "--party", "NOR"), "--party: means nothing to dossier-md"),
        (("--format", "ftm", "--since", "yesterday"), "--since yesterday: is no day, month or year"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(
    arguments: tuple[str, ...], words: str, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", kept, *arguments) == cli.FAILED
    assert words in capsys.readouterr().err


def test_the_command_lists_its_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "--list") == 0
    out = capsys.readouterr().out
    assert all(name in out for name in FORMATS)
    assert [field.name for field in fields(Asked)] == ["raw", "spreadsheet", "contact", "chosen"]
