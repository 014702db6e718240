"""What is wrong with a codebook as a whole: named with file and line and the way out, all of it at once."""

import json
from pathlib import Path

import pytest

import own
from readout.check import check_codebook
from readout.codebook import load
from readout.codebook.faults import doubts, faults
from readout.codebook.loading import read
from readout.errors import BadCodebook

Line = dict[str, object]
RURITANIA: Line = {"id": "RUR", "name": "Ruritania", "names": [], "adjectives": ["Ruritanian"]}
BORDAVIA: Line = {"id": "BOR", "name": "Bordavia", "names": []}
KING: Line = {"id": "king", "name": "King", "titles": ["king"], "sector": "GOV", "rank": 100}
PRINCE: Line = {**KING, "id": "co-prince", "name": "Co-Prince", "titles": ["co-prince"], "shared": True}
CONTEXT = '[[metonym]]\nkind = "weak"\n\n[[metonym]]\nkind = "capital"\n'


def term(name: str, since: str, until: str | None = None, *, office: str = "king", state: str = "RUR") -> Line:
    line: Line = {"office": office, "state": state, "name": name, "since": since}
    return {**line, "until": until} if until else line


def folder(home: Path, context: str = CONTEXT, /, **tables: list[Line]) -> Path:
    """A codebook of two states and two offices, with what `tables` puts in their place."""
    lines: dict[str, list[Line]] = {"states": [RURITANIA, BORDAVIA], "offices": [KING, PRINCE], **tables}
    (home / "actors").mkdir()
    for name, entries in lines.items():
        text = "".join(json.dumps(entry) + "\n" for entry in entries)
        (home / "actors" / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (home / "actors/metonyms.toml").write_text(context, encoding="utf-8")
    return home


RUDOLF = term("Rudolf", "1980-01-01", "1990-01-01")
FAULTS: list[tuple[dict[str, list[Line]], str, str, str]] = [
    ({"holders": [RUDOLF, term("Michael", "1985-01-01")]}, "holders.jsonl:2", "within that of Rudolf", "`shared`"),
    ({"holders": [RUDOLF, term("Michael", "1990-02-01"), term("Flavia", "1990-03-01")]}, "holders.jsonl:3",
     "within that of Michael", "holders.jsonl:2"),
    ({"holders": [term("Rudolf", "1980", "2000"), term("Ann", "1982", "1983")]}, "holders.jsonl:2", "Rudolf", "mend"),
    ({"holders": [term("A", "1980", "1990", office="co-prince"), term("A", "1985", office="co-prince")]},
     "holders.jsonl:2", "within that of A", "mend"),
    ({"holders": [term("Rudolf", "1990-01-01", "1980-01-01")]}, "holders.jsonl:1", "before 1990-01-01", "mend"),
    ({"holders": [term("Rudolf", "1990-01-01", state="XXX")]}, "holders.jsonl:1", "unknown state 'XXX'",
     "states.jsonl"),
    ({"holders": [term("Rudolf", "1990-01-01", office="czar")]}, "holders.jsonl:1", "unknown office 'czar'",
     "offices.jsonl"),
    ({"states": [RURITANIA, RURITANIA]}, "states.jsonl:2", "'RUR' stands twice", "states.jsonl:1"),
    ({"offices": [KING, PRINCE, KING]}, "offices.jsonl:3", "'king' stands twice", "offices.jsonl:1"),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "where", "what", "way"), FAULTS)
def test_a_fault_is_named(tmp_path: Path, tables: dict[str, list[Line]], where: str, what: str, way: str) -> None:
    home = folder(tmp_path, **tables)
    with pytest.raises(BadCodebook) as caught:
        load(home)
    assert caught.value.where.endswith(f"actors/{where}")
    assert what in caught.value.problem
    assert way in caught.value.hint
    assert str(caught.value) in check_codebook(home)


@pytest.mark.parametrize(
    ("day", "where"), [("1980-13", "1980-13"), ("80", "80"), ("1980-1", "1980-1"), ("19800101", "19800101")]
)
def test_a_day_that_is_none(tmp_path: Path, day: str, where: str) -> None:
    with pytest.raises(BadCodebook, match=rf"holders\.jsonl:1: `since` is '{where}' \(a day such as"):
        load(folder(tmp_path, holders=[term("Rudolf", day)]))


@pytest.mark.parametrize(
    "holders",
    [
        [RUDOLF, term("Michael", "1990-01-01")],
        [term("Rudolf", "1980", "1990-05"), term("Michael", "1990-05")],
        [term("Rudolf", "1980", "1990"), term("Michael", "1990-05")],
        [term("A", "1980-01-01", office="co-prince"), term("B", "1985-01-01", office="co-prince")],
        [RUDOLF, term("Michael", "1985-01-01", state="BOR")],
    ],
)
def test_terms_that_may_be(tmp_path: Path, holders: list[Line]) -> None:
    assert not list(faults(load(folder(tmp_path, holders=holders))))


def test_a_term_is_as_fine_as_it_is_written(tmp_path: Path) -> None:
    (holder,) = load(folder(tmp_path, holders=[term("Rudolf", "2011-02", "2014")])).holders
    days = (holder.since, holder.begun, holder.ending, holder.until)
    assert [str(day) for day in days] == ["2011-02-01", "2011-02-28", "2014-01-01", "2014-12-31"]


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    holders = [RUDOLF, term("Ann", "1985-01-01"), term("Bo", "1990-01-01", office="czar")]
    said = check_codebook(folder(tmp_path, holders=holders, states=[RURITANIA, RURITANIA]))
    assert [line.partition(": ")[0].rpartition("/")[2] for line in said] == [
        "states.jsonl:2",
        "holders.jsonl:3",
        "holders.jsonl:2",
    ]


WEAK: Line = {**RURITANIA, "weak": ["the Valley"], "capital": ["Strelsau"]}
DOUBTS: list[tuple[dict[str, list[Line]], str, str, str]] = [
    ({"states": [WEAK]}, "", "states.jsonl:1", "no context tells when 'the Valley' means RUR"),
    ({"states": [WEAK]}, '[[metonym]]\nkind = "weak"\n', "states.jsonl:1", "'Strelsau'"),
    ({"states": [RURITANIA, {**BORDAVIA, "names": ["Ruritania"]}]}, CONTEXT, "states.jsonl:2", "is a name of RUR and"),
    ({"states": [{**RURITANIA, "iso2": "RU"}, {**BORDAVIA, "iso2": "RU"}]}, CONTEXT, "states.jsonl:2", "'RU' stands"),
    ({"holders": [term("Ann Lee", "1980-01-01"), {**term("Ann B. Lee", "1985-01-01", state="BOR"),
                                                  "names": ["Ann Lee"]}]}, CONTEXT,
     "holders.jsonl:2", "'Ann Lee' is Ann Lee of RUR and Ann B. Lee of BOR at one time"),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "context", "where", "what"), DOUBTS)
def test_a_doubt_is_said_by_the_check_alone(
    tmp_path: Path, tables: dict[str, list[Line]], context: str, where: str, what: str
) -> None:
    home = folder(tmp_path, context, **tables)
    load(home)
    assert [line for line in check_codebook(home) if f"actors/{where}: " in line and what in line]


@pytest.mark.parametrize(
    ("context", "what"),
    [
        ("[[metonym]]\n", "a metonym has a `kind` or `names`"),
        ('[[metonym]]\nkind = "seat"\n', "unknown kind 'seat'"),
        ('[[metonym]]\nnames = ["the Hill"]\nparty = "RUR"\n', "'the Hill' is neither weak nor a capital of RUR"),
        ('[[metonym]]\nnames = ["the Valley"]\nparty = "XXX"\n', "unknown state 'XXX'"),
    ],
)
def test_a_wrong_context_is_named(tmp_path: Path, context: str, what: str) -> None:
    with pytest.raises(BadCodebook, match=r"metonyms\.toml:1: ") as caught:
        load(folder(tmp_path, context, states=[WEAK]))
    assert what in str(caught.value)


def test_an_example_of_a_context_is_tried(tmp_path: Path) -> None:
    context = (
        CONTEXT + '[[metonym]]\nnames = ["the Valley"]\nparty = "RUR"\nwords = ["Strelsau"]\nbars = ["Napa"]\n'
        'examples = ["RUR: The Valley said no in Strelsau.", "RUR: The Valley said no."]\n'
        'near_misses = ["RUR: The Valley said no in Napa.", "RUR: The Valley said yes in Strelsau."]\n'
    )
    said = check_codebook(folder(tmp_path, context, states=[WEAK]))
    assert [line.partition("metonyms.toml")[2] for line in said] == [
        ":6: the name means nobody of RUR in its example: The Valley said no.",
        ":6: 'Valley' means RUR in a near miss: The Valley said yes in Strelsau.",
    ]


def test_the_codebook_of_readout_has_neither() -> None:
    book = read()
    assert [str(fault) for fault in (*faults(book), *doubts(book))] == []


def test_no_metonym_of_readout_is_misread() -> None:
    assert [line for line in own.complaints() if "metonyms.toml" in line] == []


def test_unknown_condition_of_a_rule(tmp_path: Path) -> None:
    """A word that no clause can be asked is refused when the codebook is loaded, by its file and line."""
    home = folder(tmp_path)
    (home / "events").mkdir()
    head = 'id = "AGREE"\nlabel = "x"\ndefinition = "x"\nquad = 1\nintensity = 1.0\ncameo = []\n'
    rule = '\n[[rule]]\nid = "agree.x"\nverbs = ["agree"]\nif = ["someday"]\n'
    (home / "events/agree.toml").write_text(head + rule, encoding="utf-8")
    (found,) = [str(fault) for fault in faults(read(home)) if "someday" in str(fault)]
    assert "agree.toml:8" in found
    assert "known are active" in found
