"""`readout.resolve`: whom each mention means, why, and whom else its words could have named."""

from datetime import date, timedelta
from pathlib import Path

import pytest

import readout
from readout import cli, codec
from readout.codebook import Compiled
from readout.records import Block, Document, Mention, When
from readout.store import Store


def resolved(text: str, rules: Compiled, day: date = date(2021, 8, 6)) -> dict[str, Mention]:
    """The mentions of a text of one paragraph, the last of each words."""
    when = When(day, day + timedelta(days=1), "day", "stated")
    document = Document("d", text, (Block("paragraph", 0, len(text)),), when)
    return {text[m.start : m.end]: m for m in readout.resolve(document, rules)}


def others(mention: Mention) -> dict[str, str]:
    """The candidates by name and state, each with what speaks against it."""
    return {f"{c.actor.label} {c.actor.state}": c.reason for c in mention.candidates}


def test_a_surname_could_be_another_holder(rules: Compiled) -> None:
    chung = resolved("South Korean Foreign Minister Chung Eui-yong left. Chung said little.", rules)["Chung"]
    assert chung.actors[0].name == "Chung Eui-yong"
    assert chung.reason == "surname of Chung Eui-yong"
    term = "from 2013-02-26 to 2015-02-16"
    assert others(chung)["Chung Hong-won KOR"] == f"Prime Minister of KOR {term}, not on 2021-08-06"
    past = next(c.actor for c in chung.candidates if c.actor.name == "Chung Hong-won")
    assert past.code == "KOR:ELI"


def test_a_title_could_be_who_held_it_before(rules: Compiled) -> None:
    said = resolved("The U.S. president met the Russian president.", rules)["U.S. president"]
    assert said.actors[0].name == "Joe Biden"
    assert "not on 2021-08-06" in others(said)["Donald Trump USA"]
    assert others(said)["Vladimir Putin RUS"] == "bears the title, in RUS"


def test_candidates_go_through_json(rules: Compiled) -> None:
    mention = resolved("The U.S. president met the Russian president.", rules)["U.S. president"]
    assert codec.decode(codec.encode(mention)) == mention


def test_a_pronoun_could_be_who_was_named_before(rules: Compiled) -> None:
    he = resolved("Antony Blinken met Sergey Lavrov, and he left.", rules)["he"]
    assert he.actors[0].name == "Antony Blinken"
    assert others(he)["Sergey Lavrov RUS"] == "named in the same sentence, as 'Sergey Lavrov'"


def test_a_ministry_could_be_that_of_the_other_state(rules: Compiled) -> None:
    text = "South Korean Foreign Minister Chung Eui-yong thanked Peru, the foreign ministry said."
    mention = resolved(text, rules)["foreign ministry"]
    assert mention.actors[0].state == "KOR"
    assert "PER is named here" in others(mention)["Peruvian Foreign Ministry PER"]


def test_a_weak_name_left_alone_is_shown(rules: Compiled) -> None:
    georgia = resolved("Voters in Georgia said nothing.", rules)["Georgia"]
    assert georgia.actors == ()
    assert georgia.reason == "a weak name without company"
    assert list(others(georgia)) == ["Georgia GEO"]


def test_words_that_can_mean_one_only_have_no_candidates(rules: Compiled) -> None:
    assert resolved("Peru said no.", rules)["Peru"].candidates == ()


def test_mentions_stay_in_order_and_the_same_every_time(rules: Compiled) -> None:
    text = "Georgia and the North: Kim Jong Un met Antony Blinken. The U.S. president called Peru, she said."
    found = resolved(text, rules)
    assert [text.rindex(words) for words in found] == [mention.start for mention in found.values()]
    assert found == resolved(text, rules)


def test_show_draws_mentions_on_demand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.txt"
    report.write_text("LIMA, May 4, 2021 -- U.S. Secretary of State Antony Blinken left Peru. He said little.\n")
    store = tmp_path / "kept.db"
    with pytest.raises(SystemExit):
        cli.main(["read", str(report), "--store", str(store), "--today", "2021-06-01"])
    with Store.open(store) as kept:
        (document,) = kept.documents()
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        cli.main(["show", document.id, "--mentions", "--store", str(store)])
    out = " ".join(capsys.readouterr().out.split())
    assert stopped.value.code in {0, None}
    assert "(Secretary of State, USA:GOV) · he after Antony Blinken" in out
    assert "Peru (PER:GOV) · names Peru" in out
