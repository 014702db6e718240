"""The gate of a run: what is not in English or names no two parties of the world is left out, and counted as that."""

import json
from pathlib import Path

import pytest

from commands import run
from readout.codebook import Compiled
from readout.records import Declared, Source
from readout.run.relevance import Relevance, is_english

LEFT_OUT = "names no two parties of the world"
MEETING = "Norway's foreign minister met with Kenya's president in Nairobi on Monday."
MATCH = "The home side won the cup after extra time, and the coach said that he was proud of his players."
ELSEWHERE = {
    "Danish": "Ministeren mødte sin kollega i byen i går, og de talte om fiskeri, handel og den nye havn. ",
    "Dutch": "De minister sprak in de hoofdstad met haar ambtgenoot over de haven en de visserij in het noorden. ",
    "French": "Le ministre a rencontré son homologue dans la capitale pour parler de la pêche et du nouveau port. ",
    "German": "Der Minister traf in der Hauptstadt seine Kollegin, und beide sprachen über Fischerei und den Hafen. ",
    "Indonesian": "Menteri itu bertemu rekannya di ibu kota untuk membahas perikanan dan pelabuhan yang baru. ",
    "Polish": "Minister spotkał się w stolicy ze swoim odpowiednikiem, by rozmawiać o rybołówstwie i nowym porcie. ",
    "Portuguese": "O ministro encontrou-se na capital com o seu homólogo para falar da pesca e do novo porto. ",
    "Spanish": "El ministro se reunió en la capital con su homólogo para hablar de la pesca y del nuevo puerto. ",
    "Swahili": "Waziri alikutana na mwenzake katika mji mkuu ili kuzungumza kuhusu uvuvi na bandari mpya. ",
    "Turkish": "Bakan başkentte mevkidaşıyla bir araya geldi ve balıkçılık ile yeni limanı görüştü. ",
    "Russian": "Министр встретился в столице со своим коллегой и говорил о рыболовстве и новом порте. ",
    "Chinese": "部长昨天在首都会见了他的同行，讨论了渔业和新港口的问题。",
}


@pytest.fixture
def gate(rules: Compiled) -> Relevance:
    return Relevance(rules)


def reason(gate: Relevance, text: str, declared: Declared = Declared()) -> str | None:  # noqa: B008 - frozen
    refused = gate.refusal(Source("here", "text", text, declared))
    return refused.reason if refused else None


@pytest.mark.parametrize("language", sorted(ELSEWHERE))
def test_a_text_in_another_language_is_left_out_whomever_it_names(gate: Relevance, language: str) -> None:
    assert reason(gate, "Iran. France. " + ELSEWHERE[language] * 12) == "not in English"


def test_english_is_told_by_its_commonest_words_and_short_texts_by_nothing() -> None:
    assert is_english(f"{MATCH} " * 9)
    assert is_english("General Widgets sold 12,000 units, 3 percent of them abroad. It was a list of figures. " * 9)
    assert is_english("Norwegia i Francja")
    assert is_english(ELSEWHERE["Polish"] * 500 + f"{MATCH} " * 9)  # a release in two languages


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        (MEETING, True),
        (MATCH, False),
        ("France is 2 percent richer than a year ago, the French finance ministry in Paris said.", False),
        ("Parisians met Norwegians.", False),
        ("Oslo warned Nairobi.", True),  # capitals
        ("Gunmen from Sharjah were held in Kandahar.", True),  # other cities
        ("NATO condemned the Norwegian launch.", True),  # an organisation and a people
        ("The Kremlin thanked the White House.", True),  # bodies
        ("Angela Merkel called Emmanuel Macron.", True),  # holders of offices
        ("The inter-Korean talks failed.", True),  # two in one word
        ("Korea is divided: South Korea is richer.", False),  # one that the other may mean
        ("Korea is divided: South Korea is richer than North Korea.", True),
        ("The foreign ministry said the army was ready.", False),  # bodies of any state
    ],
)
def test_two_different_parties_are_asked_for(gate: Relevance, text: str, passes: bool) -> None:  # noqa: FBT001
    assert (reason(gate, text) is None) == passes


def test_who_publishes_a_text_and_what_its_title_names_counts(gate: Relevance) -> None:
    told = "The President spoke with the Prime Minister of Norway today."
    assert reason(gate, told) == LEFT_OUT
    assert reason(gate, told, Declared(outlet="The White House")) is None
    assert reason(gate, told, Declared(url="https://www.whitehouse.gov/news/1")) is None
    assert reason(gate, told, Declared(title="Kenya and Norway speak")) is None


def test_what_has_no_text_is_no_matter_of_relevance(gate: Relevance) -> None:
    assert reason(gate, " \n") is None


MENU = "<ul><li>Norway</li><li>France</li><li>Kenya</li></ul>"


def page(*paragraphs: str) -> str:
    return (
        f"<html><head><script>var a = '{MEETING}' < 1;</script></head><body>{MENU}{''.join(paragraphs)}</body></html>"
    )


def test_what_stands_around_an_article_does_not_count(gate: Relevance) -> None:
    refused = gate.refusal(Source("here", "html", page(*(f"<p>{MATCH}</p>" for _ in range(9)))))
    assert refused is not None
    assert refused.reason == LEFT_OUT
    marked = MEETING.replace("Kenya", "<a href='/k'><b>Kenya</b></a>")
    assert (
        gate.refusal(Source("here", "html", page(*(f"<p>{MATCH}</p>" for _ in range(9)), f"<p>{marked}</p>"))) is None
    )


def test_a_page_with_little_prose_is_looked_at_when_its_article_is_found(gate: Relevance) -> None:
    assert gate.refusal(Source("here", "html", page(f"<p>{MATCH}</p>"))) is None


def test_a_run_counts_what_it_leaves_out_and_a_flag_reads_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "archive.jsonl"
    archive.write_text(
        "".join(json.dumps({"id": text[:3], "text": text}) + "\n" for text in (MEETING, MATCH, MATCH[:50]))
    )
    arguments = ("run", archive, "--today", "2024-06-01", "--out")

    assert run(*arguments, tmp_path / "gated") == 0
    assert f"2 left out: {LEFT_OUT}" in capsys.readouterr().out
    lines = [json.loads(line) for line in next((tmp_path / "gated").glob("*.jsonl")).read_text().splitlines()]
    assert [line["id"] for line in lines] == ["Nor", "The", "The"]
    assert [line.get("dropped", {}).get("stage") for line in lines] == [None, "relevance", "relevance"]

    assert run(*arguments, tmp_path / "whole", "--gate", "none") == 0
    assert "left out" not in capsys.readouterr().out
    whole = [json.loads(line) for line in next((tmp_path / "whole").glob("*.jsonl")).read_text().splitlines()]
    assert whole[0] == lines[0]
    assert not any("dropped" in line for line in whole)
