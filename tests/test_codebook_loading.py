"""Loading a codebook: what is right is built, what is wrong is said with file and line."""

from pathlib import Path

import pytest

from readout.codebook import compile_codebook, load, open_codebook
from readout.codebook.loading import unmarked
from readout.errors import BadCodebook

RURITANIA = '{"id": "RUR", "name": "Ruritania", "names": ["Kingdom of Ruritania"], "adjectives": ["Ruritanian"]}'
BORDAVIA = '{"id": "BOR", "name": "Bordavia", "names": []}'
KING = '{"id": "king", "name": "King", "titles": ["king"], "sector": "GOV", "rank": 100}'


def folder(tmp_path: Path, **files: str) -> Path:
    """A codebook folder: `actors_states` holds `actors/states.jsonl`, a name with `__toml` at its end is TOML."""
    for name, content in files.items():
        stem, toml = name.removesuffix("__toml"), name.endswith("__toml")
        path = tmp_path / (stem.replace("_", "/", 1) + (".toml" if toml else ".jsonl"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def complaint(home: Path) -> str:
    with pytest.raises(BadCodebook) as caught:
        load(home)
    return str(caught.value).removeprefix(f"{home}/")


def test_the_codebook_of_readout_loads_and_compiles() -> None:
    compiled = compile_codebook(load())
    assert compiled.codebook.states
    assert compiled.codebook.version != "0"


def test_entries_know_their_line(tmp_path: Path) -> None:
    book = load(folder(tmp_path, actors_states=f"{RURITANIA}\n\n{BORDAVIA}\n"))
    assert [state.at.rpartition(":")[2] for state in book.states] == ["1", "3"]
    assert book.states[0].adjectives == ("Ruritanian",)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    assert "no such folder" in complaint(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("states", "where", "what"),
    [
        ("{nonsense", "actors/states.jsonl:1:", "not JSON"),
        ("[1]", "actors/states.jsonl:1:", "not an object"),
        ('{"id": "RUR", "name": "R", "names": [], "colour": 1}', "actors/states.jsonl:1:", "unknown field colour"),
        ('{"id": "RUR", "names": []}', "actors/states.jsonl:1:", "needs `name`"),
        ('{"id": "RUR", "name": 7, "names": []}', "actors/states.jsonl:1:", "`name` is 7"),
        ('{"id": "RUR", "name": "R", "names": "R"}', "actors/states.jsonl:1:", "a list, please"),
        (f"{RURITANIA}\n{RURITANIA}", "actors/states.jsonl:2:", "stands twice"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, states: str, where: str, what: str) -> None:
    said = complaint(folder(tmp_path, actors_states=states))
    assert said.startswith(where)
    assert what in said


def test_references_must_resolve(tmp_path: Path) -> None:
    body = '{"id": "court", "name": "Court", "names": ["court"], "sector": "JUD", "state": "XXX"}'
    assert "unknown state 'XXX'" in complaint(folder(tmp_path, actors_states=RURITANIA, actors_bodies=body))


@pytest.mark.parametrize(
    ("terms", "what"),
    [
        ([("Rudolf", "1990-01-01", "1980-01-01")], "before"),
        ([("Rudolf", "1980-01-01", "1990-01-01"), ("Michael", "1985-01-01", "1999-01-01")], "within that of Rudolf"),
        ([("Rudolf", "1980-02-30", "1990-01-01")], "a day such as"),
    ],
)
def test_terms_of_office(tmp_path: Path, terms: list[tuple[str, str, str]], what: str) -> None:
    lines = [
        f'{{"office": "king", "state": "RUR", "name": "{name}", "since": "{since}", "until": "{until}"}}'
        for name, since, until in terms
    ]
    home = folder(tmp_path, actors_states=RURITANIA, actors_offices=KING, actors_holders="\n".join(lines))
    said = complaint(home)
    assert said.startswith(f"actors/holders.jsonl:{len(terms)}:")
    assert what in said


@pytest.mark.parametrize("regex", ["(b", "(?<=b+)c"])
def test_an_expression_that_does_not_compile(tmp_path: Path, regex: str) -> None:
    """It is told when the codebook is loaded and when it is opened, though most are compiled much later."""
    toml = f'[[pattern]]\nid = "a"\nkind = "k"\nregex = "a"\n\n[[pattern]]\nid = "b"\nkind = "k"\nregex = "{regex}"\n'
    home = folder(tmp_path, structure_tails__toml=toml)
    said = complaint(home)
    assert said.startswith("structure/tails.toml:6:")
    assert "does not compile" in said
    with pytest.raises(BadCodebook, match="does not compile"):
        open_codebook(home)


EVENT = """
id = "GREET"
label = "Greet"
definition = "One side greets another."
quad = 1
intensity = 1
cameo = ["019"]
modes = { wave = 1.5 }

[[rule]]
id = "greet-wave"
verbs = ["wave at"]
if = ["past"]

[[example]]
text = "[actor: Ruritania] waved at [recipient: Bordavia]."
rule = "greet-wave"

[[near_miss]]
text = "The flag waved."
is = "none"
"""


def test_an_event_file(tmp_path: Path) -> None:
    (event,) = load(folder(tmp_path, events_greet__toml=EVENT)).events
    assert event.modes == (("wave", 1.5),)
    assert event.rules[0].if_ == ("past",)
    assert event.rules[0].type == "GREET"
    assert event.rules[0].at.endswith("greet.toml:10")
    assert event.examples[0].marks == (("actor", 0, 9), ("recipient", 19, 27))
    assert event.examples[1].near_miss
    assert event.examples[1].expect == "none"


def test_an_example_of_a_rule_that_is_not_there(tmp_path: Path) -> None:
    said = complaint(folder(tmp_path, events_greet__toml=EVENT.replace('rule = "greet-wave"', 'rule = "other"')))
    assert said.startswith("events/greet.toml:15:")
    assert "no rule 'other'" in said


def test_marks_are_taken_out() -> None:
    text, marks = unmarked("Today [actor: Bordavia] met nobody [sic].")
    assert text == "Today Bordavia met nobody [sic]."
    assert [text[start:end] for _, start, end in marks] == ["Bordavia"]
