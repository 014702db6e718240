import json
from dataclasses import replace
from itertools import pairwise

import pytest

from readout.records import Change, Declared, Drop, Reading, Since
from readout.views.export import (
    annotation,
    annotation_line,
    comparison_json,
    comparison_markdown,
    document_json,
    family_json,
)


def _quotes(found: object) -> list[tuple[str, int, int]]:
    """Every string that stands beside its offsets, anywhere in a JSON value."""
    if isinstance(found, list):
        return [quote for part in found for quote in _quotes(part)]
    if not isinstance(found, dict):
        return []
    inner = [quote for part in found.values() for quote in _quotes(part)]
    named = [key for key in found if f"{key}_start" in found and found[key] is not None]
    return inner + [(found[key], found[f"{key}_start"], found[f"{key}_end"]) for key in named]


def test_every_string_is_the_text_at_its_offsets(reading: Reading) -> None:
    for document, extraction in zip(reading.documents, reading.extractions, strict=True):
        quotes = _quotes(annotation(document, extraction))
        assert len(quotes) > 4
        assert all(document.text[start:end] == words for words, start, end in quotes)


def test_annotation_has_the_shape_of_the_guide(reading: Reading) -> None:
    found = json.loads(json.dumps(annotation(reading.documents[1], reading.extractions[1])))
    assert found["published"] == "2021-03-03"
    assert [block["kind"] for block in found["furniture"]] == ["dateline"]
    assert found["furniture"][0]["starts"] == "OSLO --"
    assert found["contacts"][0]["parties"][1] == {"name": "Ana Ruiz", "state": "CHL", "office": "Foreign Minister"}
    assert found["contacts"][0] | {"mode": "call", "status": "held", "date": "2021-03-03"} == found["contacts"][0]
    said = found["statements"][1]
    assert said | {
        "kind": "indirect", "text": "Norway to lower its tariffs", "cue": "urged", "mention": None,
        "speaker": "Ana Ruiz", "speaker_state": "CHL", "source": "Chilean Foreign Ministry",
        "channel": "press-release", "group": None,
    } == said  # fmt: skip
    warned = found["events"][1]
    assert (warned["type"], warned["actors"], warned["recipients"]) == ("THREATEN", ["NOR:GOV"], ["RUS:GOV"])
    assert warned["teller"] == found["statements"][0]["id"]
    assert warned["rule"] == "warned"


def test_an_unknown_sector_leaves_the_state_and_no_actor_comes_twice(reading: Reading) -> None:
    event = reading.extractions[0].events[1]
    actors = tuple(replace(actor, code=None) for actor in event.actors * 2)
    extraction = replace(reading.extractions[0], events=(replace(event, actors=actors),))
    assert annotation(reading.documents[0], extraction)["events"][0]["actors"] == ["NOR"]  # type: ignore[index]


def test_a_document_that_could_not_be_used_keeps_its_line() -> None:
    line = annotation_line(Drop("read", "docs.jsonl:3", "holds no text", "is it the right file?"), "d3")
    assert json.loads(line)["dropped"] == {
        "stage": "read", "where": "docs.jsonl:3", "reason": "holds no text", "hint": "is it the right file?",
    }  # fmt: skip
    assert json.loads(line)["id"] == "d3"


def test_a_document_with_its_blocks(reading: Reading) -> None:
    found = document_json(reading.documents[0])
    assert found["text"] == reading.documents[0].text
    assert found["published_basis"] == "inferred"
    blocks = found["blocks"]
    assert isinstance(blocks, list)
    assert all(before["end"] <= after["start"] for before, after in pairwise(blocks))


def test_a_document_with_its_version_and_what_came_with_it(reading: Reading) -> None:
    declared = Declared(url="https://a.example", dates=(("modified", "2024-05-06"),), origins=(("url", "link"),))
    document = replace(reading.documents[0], version="2nd LD", declared=declared)
    found = json.loads(json.dumps(document_json(document)))
    assert found["version"] == "2nd LD"
    assert found["declared"]["url"] == "https://a.example"
    assert found["declared"]["dates"] == [{"name": "modified", "value": "2024-05-06"}]
    assert found["declared"]["origins"] == [{"field": "url", "origin": "link"}]


def test_a_family_with_its_edits(reading: Reading) -> None:
    found = family_json(reading.families[0])
    edges = found["edges"]
    assert isinstance(edges, list)
    assert edges[0] | {"from": "wire-1", "to": "reprint-2", "kind": "edited", "direction": "known"} == edges[0]
    assert edges[0]["via_unseen"] is False
    added = edges[0]["edits"][1]
    assert added["from_start"] is None
    assert reading.documents[1].text[added["to_start"] :].startswith("The Chilean foreign ministry")


def test_a_group_as_the_scorer_reads_it(reading: Reading) -> None:
    found = json.loads(json.dumps(comparison_json("g", reading.contacts, reading.comparisons, reading.documents)))
    (contact,) = found["contacts"]
    assert found["same_contact_pairs"] == [["reprint-2", "wire-1"]]
    assert contact["documents"] == ["wire-1", "reprint-2"]
    assert (contact["date"], contact["date_other"]) == ("2021-03-03", "2021-03-02")
    assert [topic["relation"] for topic in contact["topics"]] == ["differ", "only-one"]
    first = contact["topics"][0]["by"][0]
    assert first | {"party": "NOR", "document": "wire-1", "agent": "both", "verb": "agreed"} == first
    texts = {document.id: document.text for document in reading.documents}
    assert texts[first["document"]][first["evidence_start"] : first["evidence_end"]] == first["evidence"]
    assert contact["tone"][0]["word"] == "frank"


def test_a_document_that_only_announces_shares_the_contact_but_tells_no_account(reading: Reading) -> None:
    contact = replace(reading.contacts[0], announced_by=("wire-1",))
    found = comparison_json("g", (contact,), (), reading.documents)
    assert found["same_contact_pairs"] == [["reprint-2", "wire-1"]]
    contacts = found["contacts"]
    assert isinstance(contacts, list)
    assert (contacts[0]["documents"], contacts[0]["announced_by"]) == (["reprint-2"], ["wire-1"])
    assert contacts[0]["topics"] == []


@pytest.mark.parametrize("awkward", ["a | b", "two\nlines"])
def test_markdown_keeps_its_table_whole(reading: Reading, awkward: str) -> None:
    comparison = reading.comparisons[0]
    rows = (replace(comparison.rows[0], topic=awkward), comparison.rows[1])
    made = comparison_markdown(reading.contacts[0], replace(comparison, rows=rows), {"wire-1": "wire.txt"})
    table = [line.replace("\\|", "") for line in made.splitlines()[2:]]
    assert {line.count("|") for line in table} == {4}
    assert "“agreed to open talks on salmon licences by June” (both agreed; wire.txt)" in made
    assert "*not in the text we hold*" in made


def test_markdown_tells_what_each_text_adds_in_the_column_of_its_party(reading: Reading) -> None:
    made = comparison_markdown(reading.contacts[0], reading.comparisons[0], {})
    rows = {line.split("|")[1].strip(): line for line in made.splitlines() if line.startswith("|")}
    assert rows["**tone**"].count("“frank”") == 1
    assert "**source**" in rows
    assert any(name.startswith(("**next steps**", "**imputed")) for name in rows)


@pytest.mark.parametrize(("full", "said"), [(True, "no longer raised: cod"), (False, "not in the text we hold: cod")])
def test_markdown_tells_what_changed_since_the_contact_before(reading: Reading, full: bool, said: str) -> None:  # noqa: FBT001
    contact, comparison = reading.contacts[0], reading.comparisons[0]
    cell = comparison.rows[0].cells[0]
    changes = (Change("cod", "dropped", cell, None), Change("salmon", "raised", None, cell))
    since = Since(contact.id, "contact-earlier", cell.party, full, changes)
    made = comparison_markdown(contact, comparison, {}, [(since, contact.when)])
    line = made.splitlines()[-1]
    assert line.startswith("| **changed since the contact of 3 Mar 2021** |")
    assert f"newly raised: salmon<br>{said}" in line
