"""A reading made by hand: an invented call of two ministers, told by a wire story and by a reprint that adds to it."""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from multiprocessing import get_all_start_methods, get_context, set_forkserver_preload
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

import own
from readout.codebook import Codebook, Compiled, compile_codebook, load
from readout.extract import Extractor
from readout.extract.actors import Knowledge
from readout.language import Language, Rules
from readout.link.cells import CellReader
from readout.link.verify import Ways
from readout.records import (
    Account,
    Actor,
    Block,
    Cell,
    Comparison,
    Contact,
    Document,
    Drop,
    Edge,
    Edit,
    Event,
    Evidence,
    Extraction,
    Family,
    Reading,
    Relay,
    Row,
    Span,
    Statement,
    Told,
    When,
    content_id,
)

Made = TypeVar("Made")

# Where byte code is not to lie beside the sources it is kept here: each process that a test starts would compile all
# libraries anew, which takes longer than what it does.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    os.environ |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": sys.pycache_prefix}

# In CI the same examples every time; elsewhere new ones. Time never decides.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def rules() -> Compiled:
    """The compiled codebook, once for all tests."""
    return own.rules()


def once(make: Callable[[Compiled], Made]) -> Callable[[Compiled], Made]:
    """What makes something of a codebook, of our own once."""
    ours = cache(lambda: make(own.rules()))
    return lambda rules: ours() if rules is own.rules() else make(rules)


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """The codebook of the session, and what is made of it, for all that a test runs in this process and names no other.

    What a program of its own does, tests see that start one.
    """

    def opened(codebook: Path | None = None) -> Compiled:
        return own.rules() if codebook is None else compile_codebook(load(codebook))

    def loaded(codebook: Path | None = None) -> Codebook:
        return own.book() if codebook is None else load(codebook)

    def made(rules: Compiled, language: Language) -> Extractor:
        ours = rules is own.rules() and type(language) is Rules
        return own.extractor() if ours else Extractor(rules, language)

    # Processes as clean as those of "spawn", from one that has read the modules, where the system has such.
    way = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    set_forkserver_preload(["readout.link.copies", "readout.run.lines"])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("readout.link.processes.get_context", lambda _: get_context(way))
        for place in ("cli", "pipeline", "run.lines"):
            patched.setattr(f"readout.{place}.open_rules", opened)
        for place in ("pipeline", "run.lines", "store.growing"):
            patched.setattr(f"readout.{place}.Extractor", made)
        patched.setattr("readout.cli.load", loaded)
        for kind in (CellReader, Knowledge, Ways):
            patched.setattr(kind, "of", once(kind.of))
        yield


LEAD = (
    "Foreign Minister Liv Dahl spoke by phone with her Chilean counterpart Ana Ruiz on Wednesday, "
    "the foreign ministry said.\n"
    '"The ministers agreed to open talks on salmon licences by June," the ministry said in a press release.\n'
    "Dahl warned that Russia would face a ban on its trawlers if it left the fisheries pact.\n"
)
ADDED = (
    "The Chilean foreign ministry said Ruiz discussed salmon licences in a frank talk and urged Norway "
    "to lower its tariffs. (Nordwire)\n"
)
WIRE = f"OSLO, March 3 (Nordwire) -- {LEAD}desk@nordwire.example\n"
REPRINT = f"OSLO -- {LEAD}{ADDED}"
DAHL = Actor("person", "Liv Dahl", "NOR", "Foreign Minister", "NOR:GOV")
RUIZ = Actor("person", "Ana Ruiz", "CHL", "Foreign Minister", "CHL:GOV")
RUSSIA = Actor("state", "Russia", "RUS", None, "RUS:GOV")
NOR_MINISTRY = Actor("body", "Norwegian Foreign Ministry", "NOR", None, "NOR:GOV")
CHL_MINISTRY = Actor("body", "Chilean Foreign Ministry", "CHL", None, "CHL:GOV")


def on(day: date, basis: str = "stated", *reasons: str) -> When:
    return When(day, day + timedelta(days=1), "day", basis, reasons)  # type: ignore[arg-type]


MARCH_3 = date(2021, 3, 3)


def _document(id_: str, where: str, text: str, published: When) -> Document:
    blocks: list[Block] = []
    at = 0
    for line in text.splitlines(keepends=True):
        end = at + len(line.rstrip())
        kind = "contact" if "@" in line else "paragraph"
        if line.startswith("OSLO"):
            head = at + line.index("-- ") + 2
            blocks.append(Block("dateline", at, head, "dateline"))
            at = head + 1
        blocks.append(Block(kind, at, end, "lines"))  # type: ignore[arg-type]
        at = end + 1
    return Document(id_, text, tuple(blocks), published, agency="Nordwire", where=where)


def find(document: Document, words: str, rule: str) -> Evidence:
    start = document.text.index(words)
    return document.quote(start, start + len(words), rule)


def _statement(
    document: Document, words: str, cue: str, speaker: Actor, act: str, chain: tuple[Relay, ...]
) -> Statement:
    return Statement(
        content_id("statement", document.id, words), document.id, "indirect", find(document, words, "content"),
        find(document, cue, "cue"), None, (speaker,), chain, "press-release", act=act, strength=5,
    )  # fmt: skip


def _extraction(document: Document) -> Extraction:
    call = find(
        document, "Foreign Minister Liv Dahl spoke by phone with her Chilean counterpart Ana Ruiz", "spoke-by-phone"
    )
    warning = find(document, "Dahl warned that Russia would face a ban on its trawlers", "warned")
    statements = (
        _statement(document, "Russia would face a ban on its trawlers", "warned", DAHL, "warn", ()),
        *(
            [_statement(
                document, "Norway to lower its tariffs", "urged", RUIZ, "urge",
                (Relay(CHL_MINISTRY, find(document, "Chilean foreign ministry said", "relay")),),
            )] if "urged" in document.text else []
        ),
    )  # fmt: skip
    events = (
        Event(content_id("event", document.id, 1), document.id, "CONSULT", "phone", "happened", (DAHL, RUIZ), (),
              on(MARCH_3), call),
        Event(content_id("event", document.id, 2), document.id, "THREATEN", "restrict", "happened", (DAHL,), (RUSSIA,),
              on(MARCH_3), warning, teller=statements[0].id),
    )  # fmt: skip
    contact = Contact(content_id("contact", document.id), "call", "held", on(MARCH_3), (DAHL, RUIZ), (call,))
    return Extraction(document.id, (), statements, events, (contact,), "rules 1")


def _cell(document: Document, party: str, agent: str, words: str, verb: str) -> Cell:
    return Cell(party, document.id, agent, verb, verb.removesuffix("d"), 4, find(document, words, "cell"))


@pytest.fixture(scope="session")
def reading() -> Reading:
    """Two documents of one family, one contact with two accounts, a comparison, a drop."""
    wire = _document("wire-1", "in/wire.txt", WIRE, on(MARCH_3, "inferred", "March 3 is a Wednesday in 2021"))
    reprint = _document("reprint-2", "in/reprint.txt", REPRINT, on(MARCH_3, "sibling", "the same text as wire-1"))
    added = REPRINT.index("The Chilean")
    edge = Edge("wire-1", "reprint-2", "edited", "known", ("the agency's credit",), (
        Edit("dropped", Span(WIRE.index("desk@"), len(WIRE) - 1), None),
        Edit("added", None, Span(added, len(REPRINT) - 1)),
    ))  # fmt: skip
    extractions = (_extraction(wire), _extraction(reprint))
    tellings = tuple(extraction.contacts[0].tellings[0] for extraction in extractions)
    contact = Contact(
        "contact-aa11bb22cc33", "call", "held", on(MARCH_3), (DAHL, RUIZ), tellings, also=(on(date(2021, 3, 2)),)
    )
    agreed = "agreed to open talks on salmon licences by June"
    rows = (
        Row("salmon licences", (
            _cell(wire, "NOR", "both", agreed, "agreed"), _cell(reprint, "NOR", "both", agreed, "agreed"),
            _cell(reprint, "CHL", "CHL", "Ruiz discussed salmon licences", "discussed"),
        ), "differ", "an agreement against a discussion"),
        Row("tariffs", (_cell(reprint, "CHL", "CHL", "urged Norway to lower its tariffs", "urged"),), "only-one", ""),
    )  # fmt: skip
    comparison = Comparison(
        contact.id,
        (
            Account("NOR", "wire-1", "news-account", "Norwegian Foreign Ministry", full=False),
            Account("NOR", "reprint-2", "news-account", "Norwegian Foreign Ministry", full=False),
            Account("CHL", "reprint-2", "news-account", "Chilean Foreign Ministry", full=False),
        ),
        rows,
        imputed=(find(wire, agreed, "imputed"),),
        next_steps=(find(wire, "open talks on salmon licences by June", "next"),),
        tone=(find(reprint, "frank", "tone"),),
        shared_phrases=("salmon licences",),
    )
    family = Family("family-1", ("wire-1", "reprint-2"), (edge,))
    told = tuple(
        Told(family.id, ours.id, "event", (ours.evidence, theirs.evidence))
        for ours, theirs in zip(extractions[0].events, extractions[1].events, strict=True)
    )
    drop = Drop("read", "in/empty.txt", "holds no text", "is it the right file?")
    return Reading((wire, reprint), extractions, (family,), told, (contact,), (comparison,), (drop,))
