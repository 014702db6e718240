"""Structure: typed blocks, origin and the day of publication, on reports written for the purpose."""

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest

import own
from readout.codebook import Compiled, compile_codebook
from readout.codebook.entries import Outlet
from readout.read import sources
from readout.records import BlockKind, Declared, Document, Drop, Source
from readout.structure import structure

EXAMPLES = Path(__file__).parents[1] / "examples/reports"
TODAY = date(2026, 11, 21)

WIRE = """Norway, Chile envoys agree on salmon talks
OSLO, May 4 (Nordwire) -- Foreign Minister Liv Dahl spoke with her Chilean counterpart Saturday, her office said.
The call came after last week's opening of a border post.

This file photo, taken on June 3, 2021, shows Dahl in Bergen. (Pool photo) (Nordwire)
l.berg@nordwire.example
(END)
-
(LEAD) Moose found in harbor
-
2nd ferry line opens in 2031: operator
-
Norway, Sweden sign pact
"""

REPRINT = """Foreign Minister Liv Dahl (Ministry of Foreign Affairs)

OSLO/SANTIAGO -- Foreign Minister Liv Dahl spoke with her Chilean counterpart Saturday, her office said.

They agreed on talks, it added. (Yonhap)"""

LONG_TALKS = "Talks on the price of salmon will go on for years"


@pytest.fixture(scope="module")
def rules() -> Compiled:
    codebook = own.book()
    outlets = (
        Outlet(
            "nordwire", "Nordwire News Agency", ("Nordwire", "nordwire.example"), "test:1", kind="agency", state="NOR"
        ),
        Outlet(
            "no-mfa", "Norwegian Foreign Ministry", ("mfa.example",), "test:2", "office", "NOR", "NOR", "Press Unit"
        ),
    )
    return compile_codebook(dataclasses.replace(codebook, outlets=(*codebook.outlets, *outlets)))


def read(rules: Compiled, text: str, today: date = TODAY, **declared: str) -> Document:
    document = structure(Source("a.txt", "text", text, Declared(**declared)), rules, today=today)  # type: ignore[arg-type]
    assert isinstance(document, Document)
    assert document.text == text
    ends = [0, *(block.end for block in document.blocks)]
    assert all(end <= block.start < block.end for end, block in zip(ends, document.blocks, strict=False))
    return document


def shape(document: Document) -> list[tuple[BlockKind, str]]:
    return [(block.kind, document.text[block.start : block.end][:24]) for block in document.blocks]


def test_wire_story_in_blocks(rules: Compiled) -> None:
    assert shape(read(rules, WIRE)) == [
        ("headline", "Norway, Chile envoys agr"),
        ("dateline", "OSLO, May 4 (Nordwire) -"),
        ("paragraph", "Foreign Minister Liv Dah"),
        ("paragraph", "The call came after last"),
        ("caption", "This file photo, taken o"),
        ("credit", "(Pool photo) (Nordwire)"),
        ("contact", "l.berg@nordwire.example"),
        ("end-mark", "(END)"),
        ("related", "(LEAD) Moose found in ha"),
        ("related", "2nd ferry line opens in "),
        ("related", "Norway, Sweden sign pact"),
    ]


def test_reprint_in_blocks(rules: Compiled) -> None:
    document = read(rules, REPRINT)
    assert [kind for kind, _ in shape(document)] == ["caption", "dateline", "paragraph", "paragraph", "credit"]
    assert document.agency == "Yonhap"
    assert document.published.basis == "unknown"
    assert document.published.reasons[0].startswith("no date in dateline")


def test_year_is_inferred_with_reasons(rules: Compiled) -> None:
    when = read(rules, WIRE).published
    assert (when.iso, when.grain, when.basis) == ("2024-05-04", "day", "inferred")
    told = "; ".join(when.reasons)
    for part in ("May 4", "Saturday", "June 3, 2021", "2026-11-21"):
        assert part in told


def test_two_years_that_fit_are_both_kept_and_none_is_guessed(rules: Compiled) -> None:
    when = read(rules, WIRE, date(2030, 6, 1)).published
    assert (when.start, when.basis) == (None, "unknown")
    assert when.candidates == (date(2024, 5, 4), date(2030, 5, 4))


def test_dates_behind_the_end_are_not_used(rules: Compiled) -> None:
    assert read(rules, WIRE.replace("2031", "2018")).published == read(rules, WIRE).published


def test_weekday_of_the_eve_ranks_second(rules: Compiled) -> None:
    text = "OSLO, May 4 (Nordwire) -- Liv Dahl called Santiago on Friday, her office said.\n"
    caption = "This file photo, taken on June 3, 2018, shows Dahl in Bergen. (Pool photo)\n"
    when = read(rules, text + caption, date(2019, 12, 31)).published
    assert when.iso == "2019-05-04"
    assert any("eve" in reason for reason in when.reasons)


@pytest.mark.parametrize(
    ("declared", "day"),
    [
        ("2022-05-08", "2022-05-08"),
        ("2022-05-08T23:39:16+00:00", "2022-05-08"),
        ("2022-05-08T15:56:00Z", "2022-05-08"),
        ("2022-05-08 23:30:00-04:00", "2022-05-08"),
        ("2022-05-08 23:58:59", "2022-05-08"),
        ("May 8, 2022", "2022-05-08"),
        ("8 May 2022", "2022-05-08"),
    ],
)
def test_declared_day_is_taken_as_written(rules: Compiled, declared: str, day: str) -> None:
    when = read(rules, WIRE, published=declared).published
    assert (when.iso, when.basis) == (day, "metadata")


@pytest.mark.parametrize("declared", ["unknown", "2022-02-31", "yesterday"])
def test_a_declared_date_that_is_none_is_said_and_passed_over(rules: Compiled, declared: str) -> None:
    when = read(rules, WIRE, published=declared).published
    assert when.iso == "2024-05-04"
    assert declared in when.reasons[0]


def test_day_in_the_address(rules: Compiled) -> None:
    when = read(rules, REPRINT, url="https://press.example/2019/05/04/salmon").published
    assert (when.iso, when.basis) == ("2019-05-04", "metadata")


@pytest.mark.parametrize(
    "head", ["Sat May 4, 2019 1:20am EDT", "Published May 4, 2019", "2019-05-04", "By Ann Berg\nMay 4, 2019"]
)
def test_a_full_date_in_the_head_is_stated(rules: Compiled, head: str) -> None:
    document = read(rules, f"{head}\n\nOSLO (Reuters) - Liv Dahl called Santiago on Friday, her office said.\n")
    assert (document.published.iso, document.published.basis) == ("2019-05-04", "stated")
    assert document.agency == "Reuters"


def test_post_and_weekday(rules: Compiled) -> None:
    story = "Liv Dahl called Ana Ruiz on Saturday, she said.\n\nGood talk today. — Liv Dahl (@livdahl) May {}, 2019\n"
    assert read(rules, story.format(3)).published.iso == "2019-05-04"
    late = read(rules, story.format(1)).published
    assert (late.start, late.basis) == (None, "unknown")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Office of the Spokesperson\n\nThe below is attributable to Spokesperson Ann Roe:\n\nDahl met Ruiz today.",
         "byline note paragraph"),
        ("Dahl met Ruiz today.\n\n###", "paragraph end-mark"),
        ("Castle Hotel\n\nOslo, Norway\n\n4:37 P.M. CET\n\nMINISTER DAHL:  Hello.\n\nQ  Thanks.\n\nEND 4:40 P.M.",
         "dateline dateline dateline paragraph paragraph dateline"),
        ("MS. DAHL: We met.\n\nMr. Lind, what is on your mind?\n\nMR. LIND: Salmon.", "paragraph paragraph paragraph"),
        ("Dahl met Ruiz today. (Reporting by Ann Berg; Editing by Tom Lind)", "paragraph credit"),
        ("Dahl met Ruiz today.\n\nMore to come\n\nThey agreed on talks, aides said.", "paragraph headline paragraph"),
        ("Dahl met Ruiz today.\n\nREAD MORE:\n\nMoose found in harbor\n\nThey agreed on talks, aides said.",
         "paragraph related related paragraph"),
        ("Dahl met Ruiz today. (RELATED: Moose found in harbor) They agreed.", "paragraph related paragraph"),
        ("Dahl met Ruiz. She left. LONG ROAD AHEAD Talks will take years, aides said.", "paragraph headline paragraph"),
        ("Dahl met Ruiz today.\n\nSign up for our newsletter\n\nCopyright © 2019 Nordwire.", "paragraph promo promo"),
        ("Dahl met Ruiz today.\n\nLars Moe/AFP/Getty Images\n\nThey agreed on talks, aides said.",
         "paragraph credit paragraph"),
        ("Ministry of Trade of Chile\n\nOn the talks with Norway\n\nSantiago, 4 May 2019\n\nRuiz met Dahl today.",
         "byline headline dateline paragraph"),
        ("FOR IMMEDIATE RELEASE\n\nOffice of the President of Chile\n\nRuiz to visit Oslo\n\nRuiz met Dahl today.",
         "dateline byline headline paragraph"),
        ("Ministry of Foreign Affairs of Norway\n\nOslo, Norway\n\n4:37 P.M. CET\n\nMINISTER DAHL:  Hello.",
         "dateline dateline dateline paragraph"),
        ("Dahl met Ruiz. They agreed on salmon. (Baltic Wire)", "paragraph credit"),
        ("Dahl met Ruiz. They agreed on salmon. (Norway)", "paragraph"),
        ("Dahl met Ruiz of the Blue Party. They agreed. (Blue)", "paragraph"),
        ("Dahl met Ruiz. They agreed on salmon. (QQZ)", "paragraph"),
        ("Dahl met Ruiz. They agreed on salmon. (AFP)", "paragraph credit"),
        ("Dahl joined the northern bloc (Nordbloc)", "headline"),
        ("Dahl met Ruiz today.\n\nTom Lind contributed to this report.", "paragraph credit"),
        ("Skip to main content\n\nBoats in Bergen. Photograph: Ann Roe/Nordwire\n\nDahl met Ruiz today.\n\nAD",
         "promo caption paragraph promo"),
        ("Dahl met Ruiz today.\n\n_**Sign up here for our letter**_\n\n**Next steps**\n\nThey agreed, aides said.",
         "paragraph promo headline paragraph"),
        ("Dahl met Ruiz today.\n\nShe named her aims:\n\nMore salmon for the far north\n\nThey agreed, aides said.",
         "paragraph paragraph paragraph paragraph"),
        ("Dahl met Ruiz today.\n\nMoose found in the harbor\nFerries to run until autumn\nCod prices climb once more",
         "paragraph related related related"),
        ("They signed the pact.\n\nNorway: Liv Dahl, Chief of Fish\nChile: Ana Ruiz, Envoy of Peace\nMalta: Joe Borg",
         "paragraph paragraph paragraph paragraph"),
        ("Dahl met Ruiz today.\n\nAnn Roe is a fellow at the Institute of Fjords.\n\nShe said no more.",
         "paragraph paragraph paragraph"),
        ("Dahl met Ruiz today.\n\nAnn Roe is a fellow at the Institute of Fjords.\n\n© 2019 Nordwire.",
         "paragraph note promo"),
        (f"She fears it: {LONG_TALKS}, and no fish will wait for us all.\n\n{LONG_TALKS}.", "paragraph headline"),
        ("Some envoys want to talk about the catch. Dahl courts Ruiz again\n\nDahl met Ruiz today.",
         "caption headline paragraph"),
        ("* Dahl met Ruiz today.\n* They agreed on talks.\n\nLiv Dahl met Ana Ruiz in Oslo, her office said.",
         "headline headline paragraph"),
        ("OSLO\n\nDahl met Ruiz today.", "dateline paragraph"),
        ("Dahl met Ruiz today.\n\n[](https://nordwire.example/moose)\n\nMoose found in the harbor\n\nShe left.",
         "paragraph related related paragraph"),
        ("Dahl met Ruiz today.\n\nBackground on the Talks in Oslo:\n\nShe left.", "paragraph headline paragraph"),
        ('Dahl met Ruiz today.\n\nHe asked: "Are you sure?"\n\nShe left.', "paragraph paragraph paragraph"),
        ("Dahl met Ruiz today.\n\nMoose found in the harbor | Ann Roe Read more\n\nShe left.",
         "paragraph related paragraph"),
        ("Dahl met Ruiz today.\n\nOpinion: Why the cod must rest\n\nShe left.", "paragraph related paragraph"),
        ('Dahl met Ruiz today.\n\n"NO FISH LEFT"\n\nShe left.', "paragraph headline paragraph"),
        ("Dahl met Ruiz today.\n\n\u2022 \u2022 \u2022\n\nShe left.", "paragraph paragraph"),
        ("Foreign Minister Liv Dahl welcomes a new pact on cod.\n\nLiv Dahl met Ana Ruiz in Oslo, her office said.",
         "headline paragraph"),
        ("The visit to Oslo helped Liv Dahl. Cod: no deal yet\n\nLiv Dahl met Ana Ruiz in Oslo, her office said.",
         "headline paragraph"),
        ("Boats in the harbor of Kirkenes.\n\nBoats in the harbor of Kirkenes. Photo: Nordwire\n\nDahl met Ruiz today.",
         "caption caption paragraph"),
        ("They met. This is what we know:\n\nWhat did they agree?\n\nThey agreed on talks, aides said.",
         "paragraph headline paragraph"),
        ("Dahl met Ruiz today.\n\nMoose in port\n\nMay 4, 2019\n\nFerries run\n\nCod prices climb\n\nShe left today.",
         "paragraph related dateline related related paragraph"),
        ("\n".join(f"* Boat number {n} leaves" for n in range(9)) + "\nDahl met Ruiz today.",
         "related " * 9 + "paragraph"),
        ("Sochi\n\nDahl met Ruiz today.", "dateline paragraph"),
    ],
)  # fmt: skip
def test_kinds_of_furniture(rules: Compiled, text: str, kinds: str) -> None:
    assert [kind for kind, _ in shape(read(rules, text))] == kinds.split()


def test_one_paragraph_and_hard_wrapped_lines(rules: Compiled) -> None:
    body = "Liv Dahl met Ana Ruiz in Oslo. " * 20
    assert [kind for kind, _ in shape(read(rules, body))] == ["paragraph"]
    told = "Liv Dahl met Ana Ruiz on the coast of Norway and then spoke of salmon, ferries and the price of cod. " * 10
    lines = re.sub(r"(.{60}\S*) ", r"\1\n", told)
    wrapped = f"{lines}\n\t   {lines}"
    assert [kind for kind, _ in shape(read(rules, wrapped))] == ["paragraph", "paragraph"]


@pytest.mark.parametrize("text", ["A" * 40_000, "A. " * 9_000, "(Reporting " * 2_000, "@" * 5_000, "\n" * 20_000 + "x"])
def test_long_runs_are_no_trap(rules: Compiled, text: str) -> None:
    assert read(rules, text).blocks


def test_origin(rules: Compiled) -> None:
    wire = read(rules, WIRE)
    assert (wire.agency, wire.issuer, wire.title) == ("Nordwire", None, "Norway, Chile envoys agree on salmon talks")
    release = read(rules, "Dahl met Ruiz today.", url="https://www.mfa.example/news/1")
    assert (release.issuer, release.office, release.outlet) == ("NOR", "Press Unit", "Norwegian Foreign Ministry")
    named = read(rules, "Dahl met Ruiz today.", outlet="norwegian foreign ministry (mfa.example)")
    assert (named.issuer, named.outlet) == ("NOR", "norwegian foreign ministry (mfa.example)")
    signed = read(rules, "By Ann Berg and  Tom Lind\n\nDahl met Ruiz today.")
    assert (signed.authors, signed.agency) == (("Ann Berg", "Tom Lind"), None)


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("Ministry of Foreign Affairs of the Republic of Kazakhstan", "KAZ"),
        ("Ministry of Foreign Affairs of the Democratic People's Republic of Korea", "PRK"),
        ("Ministry of Foreign Affairs and International Cooperation of the Republic of Ghana", "GHA"),
        ("Royal Norwegian Ministry of Foreign Affairs", "NOR"),
        ("Office of the President of Finland", "FIN"),
        ("Embassy of Norway in Kazakhstan", "NOR"),
        ("Royal Norwegian Embassy in Astana", "NOR"),
        ("U.S. Department of State", "USA"),
        ("Government of Iceland", "ISL"),
        ("Chilean Foreign Ministry", "CHL"),
        ("Federal Foreign Office", "DEU"),
        ("Prime Minister's Office, Japan", "JPN"),
        ("Office of the Vice President of Chile", "CHL"),
        ("Ministry of Foreign Affairs", None),
        ("Government of Sweden sues Norway", None),
        ("Chilean Foreign Ministry denies report of talks", None),
        ("Ministry of Foreign Affairs of Norway and Chile", None),
        ("Embassy of Norway", "NOR"),
        ("Swiss Federal Department of Foreign Affairs", "CHE"),
        ("State Department", "USA"),
        ("Reuters", None),
        ("Norway", None),
    ],
)
def test_letterhead_tells_the_issuer(rules: Compiled, line: str, issuer: str | None) -> None:
    document = read(rules, f"{line}\n\nOn a call about salmon\n\n4 May 2019\n\nThe ministers spoke of salmon today.")
    assert (document.issuer, document.office) == (issuer, line if issuer else None)
    assert document.published.iso == "2019-05-04"
    if issuer:
        assert document.title == "On a call about salmon"


def test_news_has_no_issuer_whatever_stands_at_its_head(rules: Compiled) -> None:
    story = "Ministry of Foreign Affairs of Norway\n\nOSLO{} -- Liv Dahl spoke with her counterpart, her office said.\n"
    assert read(rules, story.format(""), outlet="Reuters").issuer is None
    assert read(rules, story.format(""), outlet="The Fjord Post").issuer is None
    assert read(rules, story.format(" (Nordwire)")).issuer is None
    named = read(rules, "The ministers spoke of salmon today.", outlet="Ministry of Defence of Norway")
    assert (named.issuer, named.office) == ("NOR", "Ministry of Defence of Norway")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Press release, 14 March 2024", "2024-03-14"),
        ("Astana, 14 March 2024", "2024-03-14"),
        ("14 March 2024", "2024-03-14"),
        ("Washington, DC, May 5, 2021", "2021-05-05"),
        ("For immediate release: May 5, 2021", "2021-05-05"),
        ("PRESS RELEASE No. 12/2021 | 5 May 2021", "2021-05-05"),
    ],
)
def test_date_lines_of_releases(rules: Compiled, line: str, day: str) -> None:
    document = read(rules, f"Government of Iceland\n\nOn a call\n\n{line}\n\nThe ministers spoke of salmon today.")
    assert (document.published.iso, document.published.basis) == (day, "stated")
    assert [kind for kind, _ in shape(document)] == ["byline", "headline", "dateline", "paragraph"]


@pytest.mark.parametrize(
    ("told", "year"),
    [
        ("It was their first contact since a call in March 2024.", 2024),
        ("In March 2024, the two sides signed a pact.", 2024),
        ("The two, who last met in 2024, spoke of salmon.", 2024),
        ("In 2024 the mission will end.", None),
        ("Talks on the budget of 2024 go on.", None),
    ],
)
def test_a_year_told_as_past_is_a_lower_bound(rules: Compiled, told: str, year: int | None) -> None:
    when = read(rules, f"OSLO, April 18 (Nordwire) -- Liv Dahl met Ana Ruiz on Thursday.\n{told}\n").published
    assert (when.start.year if when.start else None) == year


def test_a_picture_credit_is_no_agency(rules: Compiled) -> None:
    assert read(rules, "Dahl met Ruiz today.\n\nThis file photo shows Dahl in Bergen. (AFP)").agency is None


def test_id_is_declared_or_made_of_the_text(rules: Compiled) -> None:
    assert read(rules, WIRE, id="x").id == "x"
    assert read(rules, WIRE).id == read(rules, WIRE, outlet="Other").id != read(rules, REPRINT).id


def test_page_is_reduced_to_its_article(rules: Compiled) -> None:
    story = "".join(f"<p>Liv Dahl spoke with Ana Ruiz about salmon, the office said in part {n}.</p>" for n in range(9))
    page = (
        "<html><head><title>Envoys speak</title>"
        '<meta property="article:published_time" content="2019-05-04T10:00:00Z"></head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>Envoys speak</h1>{story}</article></body></html>"
    )
    found = structure(Source("a.html", "html", page), rules, today=TODAY)
    assert isinstance(found, Document)
    assert (found.published.iso, found.published.basis, found.title) == ("2019-05-04", "metadata", "Envoys speak")
    assert "part 8" in found.text
    assert "Home" not in found.text
    bare = structure(Source("b.html", "html", "<html><body><nav>Home</nav></body></html>"), rules, today=TODAY)
    assert isinstance(bare, Drop)
    assert (bare.stage, bare.where) == ("structure", "b.html")


def example(rules: Compiled, name: str) -> Document:
    (source,) = sources([EXAMPLES / name])
    assert isinstance(source, Source)
    document = structure(source, rules, today=TODAY)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    ("name", "issuer", "agency", "published"),
    [
        ("norway-release.txt", "NOR", None, ("2024-03-14", "stated")),
        ("kazakhstan-release.txt", "KAZ", None, ("2024-03-14", "stated")),
        ("courier-reprint.txt", None, "Nordwire", (None, "unknown")),
        ("nordwire-call.txt", None, "Nordwire", ("2024-03-14", "inferred")),
        ("nordwire-meeting.txt", None, "Nordwire", ("2024-04-18", "inferred")),
        ("fjord-post.html", None, None, ("2024-04-19", "metadata")),
    ],
)
def test_examples(
    rules: Compiled, name: str, issuer: str | None, agency: str | None, published: tuple[str | None, str]
) -> None:
    document = example(rules, name)
    assert (document.issuer, document.agency) == (issuer, agency)
    assert (document.published.iso, document.published.basis) == published


def test_a_page_gives_no_menu_and_no_footer(rules: Compiled) -> None:
    text = example(rules, "fjord-post.html").text
    assert not any(words in text for words in ("Home", "Most read", "Storm closes", "newsletter", "Copyright"))


def test_structure_patterns_stand_by_their_examples(rules: Compiled) -> None:
    for pattern in rules.codebook.patterns:
        if "/structure/" in pattern.at:
            regex = rules.patterns[pattern.id]
            assert pattern.examples
            assert all(regex.search(example) for example in pattern.examples), pattern.id
            assert not any(regex.search(example) for example in pattern.near_misses), pattern.id


# ---- versions, and what came with the source -------------------------------------------------------------------------
def test_the_version_stands_in_the_title_or_in_the_first_headline(rules: Compiled) -> None:
    marks = {
        "(LEAD) Norway, Chile agree on salmon": "LEAD",
        "(2nd LD) Norway, Chile agree on salmon": "2nd LD",
        "UPDATE 2-Norway, Chile agree on salmon": "UPDATE 2",
        "RPT-WRAPUP 3-Norway, Chile agree on salmon": "RPT-WRAPUP 3",
        "BC-Norway-Chile,1st Ld-Writethru,540": "1st Ld-Writethru",
        "AP-EU--Norway-Chile Talks, 2nd Ld": "2nd Ld",
        "Norway, Chile agree on salmon (1st LD)": "1st LD",
        "The lead: Norway and Chile agree": None,
        "Norway and Chile agree": None,
    }
    body = WIRE.partition("\n")[2]
    for title, version in marks.items():
        assert read(rules, f"{title}\n{body}").version == version
        assert read(rules, body, title=title).version == version


def test_a_version_is_no_block_and_those_of_other_stories_do_not_count(rules: Compiled) -> None:
    found = read(rules, f"UPDATE 2-{WIRE}")
    assert found.blocks[0].kind == "headline"
    assert found.text[: found.blocks[0].end] == "UPDATE 2-Norway, Chile envoys agree on salmon talks"
    assert read(rules, WIRE).version is None


@pytest.mark.parametrize("id_", ["bracket", "bracket-behind", "hyphen", "colon", "ordinal", "slug"])
def test_examples_of_versions_name_their_mark(rules: Compiled, id_: str) -> None:
    pattern = next(pattern for pattern in rules.codebook.patterns_of("version") if pattern.id == f"version-{id_}")
    assert all(rules.patterns[pattern.id].search(words)["version"] for words in pattern.examples)  # type: ignore[index]
    assert not any(rules.patterns[pattern.id].search(words) for words in pattern.near_misses)


def test_a_document_keeps_what_came_with_its_source(rules: Compiled) -> None:
    declared = Declared(
        canonical="https://press.example/1", retrieved="2024-05-05", language="en",
        dates=(("modified", "2024-05-06"),), origins=(("canonical", "link rel=canonical"), ("language", "html lang")),
    )  # fmt: skip
    found = structure(Source("a.txt", "text", WIRE, declared), rules, today=TODAY)
    assert isinstance(found, Document)
    assert found.declared == declared
