"""Records survive the way to a line and back; a line that is none of ours says what is wrong with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout import codec
from readout.errors import BadRecord
from readout.records import Actor, Edit, Event, Evidence, Mention, Reading, Span, Statement, Told, When, unknown_when

EVIDENCE = Evidence("doc-1", 3, 9, "warned", "threaten.warn")
LIMA = Actor("state", "Peru", "PER", None, "PER:GOV")
DAY = When(date(2019, 4, 2), date(2019, 4, 3), "day", "stated", ("said so",))
SAMPLES = [
    Span(3, 9),
    Mention(0, 4, "name", (LIMA,), "its own name"),
    Event("event-1", "doc-1", "THREATEN", None, "happened", (LIMA,), (), DAY, EVIDENCE),
    Statement("statement-1", "doc-1", "direct", EVIDENCE, None, None, (LIMA,)),
    Told("family-1", "event-1", "event", (EVIDENCE,)),
    Edit("added", None, Span(1, 2)),
    unknown_when("nothing names it", candidates=(date(2021, 8, 6), date(2027, 8, 6))),
    Reading(),
]


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: type(record).__name__)
def test_round_trip(record: object) -> None:
    """A decoded line is the record that was encoded, whatever its fields are called."""
    assert record == codec.decode(codec.encode(record))


@given(st.text(), st.integers(0, 10**6), st.integers(0, 10**6), st.text())
def test_round_trip_of_any_evidence(quote: str, start: int, end: int, rule: str) -> None:
    """No character is lost on the way."""
    evidence = Evidence("doc", start, end, quote, rule)

    assert evidence == codec.decode(codec.encode(evidence))


@given(st.dates(), st.sampled_from(["day", "month", "year"]))
def test_a_date_is_no_finer_than_its_grain(day: date, grain: str) -> None:
    """The ISO form is a prefix of the first day, and survives the codec."""
    when = When(day, day, grain, "stated")  # type: ignore[arg-type]

    assert when == codec.decode(codec.encode(when))
    assert day.isoformat().startswith(when.iso or "no")


BAD = [
    ("{", "not JSON"),
    ("[]", "not an object"),
    ('{"readout": "Span", "schema": 99}', "schema 99"),
    ('{"readout": "Elephant", "schema": 1}', "unknown record 'Elephant'"),
    ('{"readout": "Span", "schema": 1, "start": 1}', "missing"),
    ('{"readout": "Span", "schema": 1, "start": 1, "end": "two"}', "expected int"),
    ('{"readout": "Span", "schema": 1, "start": 1, "end": 2, "middle": 1}', "no field middle"),
    ('{"readout": "Block", "schema": 1, "kind": "door", "start": 1, "end": 2}', "'door' is none of"),
]


@pytest.mark.parametrize(("line", "problem"), BAD)
def test_bad_lines_name_their_place(line: str, problem: str) -> None:
    """The message says which line and what is wrong."""
    with pytest.raises(BadRecord, match=r"records\.jsonl:2") as caught:
        list(codec.load([codec.encode(Span(0, 1)), line], "records.jsonl"))

    assert problem in str(caught.value)
