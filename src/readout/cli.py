"""The command line. Results go to standard output, progress and complaints to standard error.

Exit status: 0 all went well; 1 some inputs could not be used; 2 nothing could be done.
"""

import csv
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields as fields_of
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from readout import __version__, codec
from readout.check import check_codebook
from readout.codebook import load
from readout.codebook.starting import start_type
from readout.codebook.weighing import marked_sentences, model_file, weight_lines
from readout.errors import BadSource, ReadoutError, StoreError
from readout.extract import Relation, RelationRules, relate, trained
from readout.language import backend
from readout.link import families, judgements_of
from readout.link.fresh import fresh
from readout.pipeline import extracted, open_rules, related, resolve, structured
from readout.read import sources
from readout.read.fields import mapping
from readout.records import Contact, Document, Done, Drop, Family, Learned, Reading
from readout.run import Gate, Order, dropped, left_out, lines_of, run, shards_of, summed
from readout.run.watching import Watch
from readout.store import Store
from readout.store.streaming import Chosen, Stream
from readout.views import wording
from readout.views.actors import as_json as as_json_line
from readout.views.actors import drawn, exported, may_be_exported, of, terms
from readout.views.asking import COMMANDS, STORE, Since, StoreFile, Until
from readout.views.digest import show
from readout.views.export import annotation_line, comparison_json, comparison_markdown, document_json, family_json
from readout.views.exports import Asked, Codes, account_of, check_asked, export, put_out, shelf
from readout.views.fresh import as_json as fresh_json
from readout.views.fresh import drawn as fresh_drawn
from readout.views.matters import as_json as matter_json
from readout.views.matters import drawn as drawn_matter
from readout.views.show import Surroundings, show_mentions, show_record
from readout.views.web import serve

STDOUT = Path("-")
SOME_DROPPED = 1
FAILED = 2
NO_TYPE = "NONE"  # where no rule speaks
LOOK = 100  # records that `fields` looks at
PORTION = 50  # files that are taken in together while watching
EVERY = 1.0  # seconds between two looks at what is watched

app = typer.Typer(
    help="Sourced records of diplomacy: who met, called, warned or sanctioned whom, and what each side says of it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
codebook_app = typer.Typer(help="The rules and word lists that everything is read with.", no_args_is_help=True)
app.add_typer(codebook_app, name="codebook")
for command in COMMANDS:
    app.command()(command)
app.command("serve")(serve)

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders; - is standard input.")]
Documents = Annotated[Path, typer.Argument(metavar="DOCS.jsonl", help="One document a line; - is standard input.")]
Today = Annotated[
    datetime | None,
    typer.Option("--today", formats=["%Y-%m-%d"], help="No report is later than this day; the default is today."),
]
CodebookFolder = Annotated[
    Path | None,
    typer.Option("--codebook", metavar="FOLDER", help="Read with this codebook instead of the one included."),
]

LanguageName = Annotated[
    str, typer.Option("--language", metavar="NAME", help="What finds clauses: rules, or spacy:NAME of a pipeline.")
]
FieldNames = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="FIELD=NAME", help="Where tables and JSON keep a field: --field text=body."),
]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; what goes wrong on purpose is said in one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        app(args=arguments, prog_name="readout")
    except ReadoutError as error:
        _complain(str(error))
        raise SystemExit(FAILED) from None
    except OSError as error:
        _complain(f"{error.filename}: {error.strerror}")
        raise SystemExit(FAILED) from None


@app.callback(invoke_without_command=True)
def _readout(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:  # noqa: FBT002
    if version:
        typer.echo(f"readout {__version__}")


# ---- for people ------------------------------------------------------------------------------------------------------
@app.command()
def read(  # noqa: PLR0913, PLR0917 - the options of a command
    paths: Paths,
    store: StoreFile = STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Write the records as JSONL instead of the digest.")] = False,  # noqa: FBT002
    today: Today = None,
    codebook: CodebookFolder = None,
    field: FieldNames = None,
    language: LanguageName = "rules",
    watch: Annotated[  # noqa: FBT002
        bool, typer.Option("--watch", help="Go on: read what comes or changes there, until Ctrl-C.")
    ] = False,
) -> None:
    """Read reports and statements, keep what they say, and show it at a glance."""
    rules = open_rules(codebook)
    clauses = backend(language, rules)

    def understood(some: Sequence[Path]) -> Reading:
        """What files hold."""
        with _progress() as progress:
            documents, drops = structured(
                sources(some, fields=_fields(field)), rules, today=_day(today), progress=progress
            )
            return related(documents, rules, drops=drops, progress=progress, language=clauses)

    def taken_in(kept: Store, reading: Reading) -> tuple[Reading, bool]:
        """What is held now of a reading and of what it hangs together with, and whether something of it is new."""
        added = kept.add(reading, rules, language=clauses)
        ids = (document.id for document in reading.documents)
        return kept.about(ids, reading.drops + added.drops), bool(added.documents)

    if watch:
        _watched(paths, store, (understood, taken_in), as_json=as_json)
        return
    reading = understood(paths)
    if not reading.documents:
        _report(reading.drops)
        _complain("Nothing could be read: give files or folders of reports.")
        raise SystemExit(FAILED)
    with Store.open(store) as kept:
        mine, _ = taken_in(kept, reading)
    _show(mine, as_json=as_json)
    raise SystemExit(SOME_DROPPED if mine.drops else 0)


def _show(mine: Reading, *, as_json: bool) -> None:
    if as_json:
        _write(codec.dump(_records(mine)))
    else:
        show(mine, _console())


def _watched(
    paths: Sequence[Path],
    store: Path,
    steps: tuple[Callable[[Sequence[Path]], Reading], Callable[[Store, Reading], tuple[Reading, bool]]],
    *,
    as_json: bool,
) -> None:
    """Read what comes, a portion of files at a time, and show what is new; Ctrl-C ends it between two portions."""
    understood, taken_in = steps
    found = Watch(paths)
    _tell(f"watching {', '.join(map(str, paths))} for {store}; stop with Ctrl-C")
    try:
        with Store.open(store) as kept:
            while True:
                ready = found.look()
                for at in range(0, len(ready), PORTION):
                    mine, new = taken_in(kept, understood(ready[at : at + PORTION]))
                    if new:
                        _show(mine, as_json=as_json)
                    else:
                        _report(mine.drops)
                    sys.stdout.flush()
                time.sleep(0 if ready else EVERY)
    except KeyboardInterrupt:
        _tell("stopped; what was read is kept")


@app.command("new")
def new_in(
    paths: Paths,
    store: StoreFile = STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object a report.")] = False,  # noqa: FBT002
    today: Today = None,
    codebook: CodebookFolder = None,
    field: FieldNames = None,
) -> None:
    """Show what a report has that nothing in the store has; the report itself is not kept."""
    rules = open_rules(codebook)
    documents, drops = structured(sources(paths, fields=_fields(field)), rules, today=_day(today))
    extractions, failed = extracted(documents, rules, known=Reading())
    by_id = {document.id: document for document in documents}
    with Store.open(store, create=False) as kept:
        for extraction in extractions:
            document = by_id[extraction.document]
            held = kept.near(document)
            found = fresh(document, extraction, held, rules)
            if as_json:
                _write_json(fresh_json(found))
            else:
                _console().print(fresh_drawn(found, document, held), "")
    _finish(drops + failed)


def _records(reading: Reading) -> Iterator[object]:
    """All records of a reading, in the order of its fields."""
    for field in fields_of(reading):
        yield from getattr(reading, field.name)


@app.command("show")
def show_one(
    record: Annotated[str, typer.Argument(metavar="ID", help="An id, or its beginning, as the digest shows it.")],
    store: StoreFile = STORE,
    mentions: Annotated[  # noqa: FBT002
        bool, typer.Option("--mentions", help="Of a document: whom each name means, why, and whom else it could mean.")
    ] = False,
    codebook: CodebookFolder = None,
) -> None:
    """Draw out one record: a document, statement, event, contact or family."""
    with Store.open(store, create=False) as kept:
        found = kept.get(record)
        comparison = kept.comparison(found.id) if isinstance(found, Contact) else None
        ids = _documents_of(found)
        extractions = {id_: extraction for id_ in ids if (extraction := kept.extraction(id_))}
        around = Surroundings({d.id: d for d in kept.documents(*ids)}, extractions, comparison)
    if not mentions:
        show_record(found, around, _console())
        return
    if not isinstance(found, Document):
        raise StoreError(str(store), f"{found.id} is not a document", "--mentions is for one document")
    show_mentions(found, resolve(found, open_rules(codebook)), _console())


@app.command()
def actors(  # noqa: PLR0913 - one option for each way of choosing
    store: Annotated[Path, typer.Argument(metavar="STORE", help="The SQLite file that results are kept in.")] = STORE,
    *,
    state: Annotated[str | None, typer.Option("--state", metavar="KOR", help="Of one state or organisation.")] = None,
    office: Annotated[
        str | None, typer.Option("--office", metavar="OFFICE", help="Of one office: foreign-minister.")
    ] = None,
    learned: Annotated[bool, typer.Option("--learned", help="Only what texts say and the table does not.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSONL instead of a table.")] = False,
    export: Annotated[
        bool, typer.Option("--export", help="Write the learned terms as lines for a holders.jsonl of your own.")
    ] = False,
    codebook: CodebookFolder = None,
) -> None:
    """List who holds which office: the codebook's terms, and those that the texts in the store introduce."""
    found: tuple[Learned, ...] = ()
    if store.exists() or store != STORE or learned or export:
        with Store.open(store, create=False) as kept:
            found = kept.learned()
    listed = tuple(
        term
        for term in of(terms(load(codebook), found), state, office)
        if term.learned is not None or not (learned or export)
    )
    if export:
        _write(exported(listed))
        left_out = sum(not may_be_exported(term) for term in listed)
        if left_out:
            _complain(f"{left_out} left out: no day is known of them, or offices.jsonl has no such office")
    elif as_json:
        for term in listed:
            _write_json(as_json_line(term))
    else:
        _console().print(drawn(listed))


@app.command("matters")
def state_of_play(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="The SQLite file that results are kept in.")] = STORE,
    *,
    between: Annotated[
        list[str] | None, typer.Option("--between", metavar="KOR", help="Of this party; again for another one.")
    ] = None,
    day: Annotated[
        datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Where it stood then; the default is today.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSONL instead of a table.")] = False,
    codebook: CodebookFolder = None,
) -> None:
    """Show where parties stand on hotlines, truces, talks, treaties, sanctions, and what moved them."""
    with Store.open(store, create=False) as kept:
        found = kept.matters(*(between or ()))
    when = _day(day)
    kinds = {matter.id: matter.name for matter in load(codebook).matters}
    for matter in found:
        if as_json:
            _write_json(matter_json(matter, when))
        else:
            _console().print(drawn_matter(matter, when, kinds))


@app.command("export")
def export_store(  # noqa: PLR0913 - one option for each way of choosing
    store: Annotated[Path, typer.Argument(metavar="STORE", help="The SQLite file that results are kept in.")] = STORE,
    *,
    name: Annotated[str | None, typer.Option("--format", metavar="NAME", help="One of those --list shows.")] = None,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write; - is standard output.")] = STDOUT,
    raw: Annotated[bool, typer.Option("--raw", help="Every telling, instead of copies folded.")] = False,
    spreadsheet: Annotated[
        bool, typer.Option("--spreadsheet", help="CSV and TSV for Excel: marked as UTF-8, no text is a formula.")
    ] = False,
    contact: Annotated[str | None, typer.Option("--contact", metavar="ID", help="The contact of a dossier.")] = None,
    party: Annotated[
        list[str] | None,
        typer.Option("--party", "--between", metavar="KOR", help="In which this party has a part; again for another."),
    ] = None,
    since: Since = None,
    until: Until = None,
    listing: Annotated[bool, typer.Option("--list", help="Show the formats.")] = False,
    codebook: CodebookFolder = None,
) -> None:
    """Write what a store holds as tables, POLECAT, ICEWS, GDELT, PLOVER, JSON-LD, or a dossier to read."""
    if listing or name is None:
        _console().print(shelf())
        raise SystemExit(0 if listing else FAILED)
    chosen = Chosen(tuple(dict.fromkeys(party or ())), since, until)
    asked = Asked(raw=raw, spreadsheet=spreadsheet, contact=contact, chosen=chosen)
    check_asked(name, asked)
    with Stream.open(store) as kept:
        made = export(name, kept, Codes.of(load(codebook), codebook), asked)
        if made.advice:
            _tell(made.advice)
        put_out(out, made)
    for line in account_of(made.count, asked):
        typer.echo(line, err=True)


@app.command()
def judge(
    verdict: Annotated[str, typer.Argument(metavar="same|apart", help="One contact, or not.")],
    one: Annotated[str, typer.Argument(metavar="CONTACT", help="The id of a contact, or its beginning.")],
    other: Annotated[
        str, typer.Argument(metavar="CONTACT|DOCUMENT", help="Another contact, or a document of the first.")
    ],
    store: StoreFile = STORE,
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason, which is kept.")] = "no reason given",
    codebook: CodebookFolder = None,
) -> None:
    """Say that two contacts are one, or that a document tells of another one; it stands when the store is rebuilt."""
    with Store.open(store, create=False) as kept:
        first = kept.get(one)
        if not isinstance(first, Contact):
            raise StoreError(str(store), f"{first.id} is not a contact", "contacts have ids that begin with contact-")
        made = judgements_of(verdict, first, kept.get(other), why, datetime.now(UTC))
        before = set(kept.contacts())
        after = kept.judge(made, open_rules(codebook)).contacts
    changed = [contact for contact in after if contact not in before]
    for contact in changed:
        _console().print(f"{contact.id}  {wording.parties(contact)}  told by {', '.join(contact.documents)}")
    typer.echo(f"{wording.plural(len(made), 'judgement')} kept, {wording.plural(len(changed), 'contact')} linked anew")


def _documents_of(record: object) -> tuple[str, ...]:
    """The ids of the documents that a record stands in."""
    match record:
        case Document():
            return (record.id,)
        case Contact():
            return tuple(dict.fromkeys(record.documents + record.announced_by))
        case Family():
            return record.documents
        case _:
            return (str(getattr(record, "document", "")),)


@app.command()
def compare(
    what: Annotated[
        str, typer.Argument(metavar="CONTACT|DOCS.jsonl", help="A contact's id, or documents with `group`.")
    ],
    store: StoreFile = STORE,
    markdown: Annotated[bool, typer.Option("--markdown", help="A Markdown table.")] = False,  # noqa: FBT002
    today: Today = None,
    codebook: CodebookFolder = None,
    field: FieldNames = None,
) -> None:
    """Lay the accounts of one contact side by side; or, for DOCS.jsonl, those of every group, as JSONL."""
    if what == "-" or Path(what).is_file():
        _compare_groups(Path(what), today, codebook, field)
        return
    with Store.open(store, create=False) as kept:
        contact = kept.get(what)
        if not isinstance(contact, Contact):
            raise StoreError(kept.path, f"{contact.id} is not a contact", f"see it with: readout show {contact.id}")
        comparison = kept.comparison(contact.id)
        if comparison is None:
            raise StoreError(kept.path, f"only one account of {contact.id} is held", "read what the other side says")
        documents = {document.id: document for document in kept.documents(*contact.documents)}
        days = {held.id: held.when for held in kept.contacts(*contact.states)}
        changed = [(since, days.get(since.earlier)) for since in kept.since(contact.id)]
    if markdown:
        _write([comparison_markdown(contact, comparison, wording.names(documents.values()), changed)])
    else:
        show_record(contact, Surroundings(documents, {}, comparison), _console())


def _fields(given: list[str] | None) -> dict[str, str] | None:
    """The options `FIELD=NAME` as a table."""
    pairs = [option.partition("=") for option in given or ()]
    wrong = next((name for name, equals, value in pairs if not equals or not value), None)
    if wrong is not None:
        option = f"--field {wrong}"
        raise BadSource(option, "is not FIELD=NAME", "for instance --field text=body")
    return {name: value for name, _, value in pairs} or None


def _compare_groups(path: Path, today: datetime | None, codebook: Path | None, field: list[str] | None) -> None:
    """One line for each group of documents; documents without one are a group together."""
    rules = open_rules(codebook)
    documents, drops = structured(sources([path], fields=_fields(field)), rules, today=_day(today))
    groups: dict[str, list[Document]] = {}
    for document in documents:
        groups.setdefault(document.group or path.stem, []).append(document)
    for group, members in groups.items():
        reading = related(tuple(members), rules)
        drops += reading.drops
        _write_json(comparison_json(group, reading.contacts, reading.comparisons, reading.documents))
    _finish(drops)


@app.command("rebuild")
def rebuild(
    records: Annotated[list[Path], typer.Argument(metavar="RECORDS.jsonl...", help="What read --json wrote.")],
    store: StoreFile = STORE,
    codebook: CodebookFolder = None,
) -> None:
    """Make a store anew of records: documents and what they yield as they are, judgements, and all links afresh."""
    if store.exists():
        raise StoreError(str(store), "is there already", "give the name of a new file: --store FILE")
    rules = open_rules(codebook)
    with Store.open(store) as kept:
        count = kept.rebuilt((record for path in records for record in _decoded(path)), rules)
    typer.echo(f"{wording.plural(count, 'document')} in {store}")


def _decoded(path: Path) -> Iterator[object]:
    """The records of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        yield from codec.load(lines, str(path))


# ---- for programs ----------------------------------------------------------------------------------------------------
@app.command()
def structure(paths: Paths, today: Today = None, codebook: CodebookFolder = None, field: FieldNames = None) -> None:
    """Write documents with their blocks and days as JSONL."""
    rules = open_rules(codebook)
    drops: tuple[Drop, ...] = ()
    for source in sources(paths, fields=_fields(field)):
        documents, failed = structured([source], rules, today=_day(today))
        drops += failed
        for document in documents:
            _write_json(document_json(document))
    _finish(drops)


@app.command("fields")
def fields_in_use(paths: Paths, field: FieldNames = None) -> None:
    """Show which names of tables, JSON, feeds and mail are read as which field."""
    used: Counter[tuple[str, str]] = Counter()
    drops: list[Drop] = []
    for source in itertools.islice(sources(paths, fields=_fields(field)), LOOK):
        if isinstance(source, Drop):
            drops.append(source)
        else:
            used.update(source.declared.origins)
    for (name, origin), count in sorted(used.items()):
        typer.echo(f"{name:12} {origin:24} in {count} of the first {LOOK}")
    _finish(tuple(drops))


@app.command()
def annotate(
    documents: Documents,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes to use.")] = 1,
    today: Today = None,
    codebook: CodebookFolder = None,
    field: FieldNames = None,
    language: LanguageName = "rules",
) -> None:
    """Write the stand-off annotation of each document as JSONL, line by line and in order."""
    status = 0
    order = Order(annotation_line, _day(today), codebook, language)
    for line, drop in lines_of(sources([documents], fields=_fields(field)), order, workers=workers):
        _write([line, "\n"])
        if drop:
            _report((drop,))
            status = SOME_DROPPED
    raise SystemExit(status)


@app.command("run")
def run_archive(  # noqa: PLR0913, PLR0917 - the options of a command
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the lines, one file a shard.")],
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes to use.")] = 1,
    today: Today = None,
    codebook: CodebookFolder = None,
    field: FieldNames = None,
    language: LanguageName = "rules",
    gate: Annotated[
        Gate, typer.Option("--gate", help="Read all, or what is in English and names two parties of the world.")
    ] = "relevant",
) -> None:
    """Annotate an archive, a shard for each file; stopped at any moment, it goes on where it was."""
    out.mkdir(parents=True, exist_ok=True)
    named = _fields(field) or {}
    # What is wrong with them is said here, before any process starts.
    mapping((), named)
    if codebook is not None:
        load(codebook)
    order = Order(annotation_line, _day(today), codebook, language, tuple(named.items()), gate)
    shards, drops = shards_of(paths, out, order)
    if not shards:
        _report(tuple(drops))
        _complain("Nothing to do: give files or folders that hold files.")
        raise SystemExit(FAILED)
    counted: list[Done] = []
    with _archive_progress() as progress:
        task = progress.add_task("annotating", total=sum(shard.size for shard in shards) or None, documents=0)
        for shard, done in run(shards, order, workers=workers):
            counted.append(done)
            documents = sum(one.documents for one in counted)
            progress.update(task, advance=shard.size, documents=documents)
    whole = summed(counted)
    typer.echo(
        f"{wording.plural(len(shards), 'shard')}, {wording.plural(whole.documents, 'document')} of "
        f"{wording.plural(whole.sources, 'source')} in {out}"
    )
    for reason, count in left_out(whole):
        typer.echo(f"{count} left out: {reason}")
    faults = dropped(whole)
    for reason, count in faults:
        _complain(f"{count} not used: {reason}")
    _finish(tuple(drops))
    if faults:
        raise SystemExit(SOME_DROPPED)


@app.command()
def copies(
    documents: Documents,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes to compare many documents in.")] = 1,
    today: Today = None,
    codebook: CodebookFolder = None,
    field: FieldNames = None,
) -> None:
    """Write families of copies as JSONL."""
    rules = open_rules(codebook)
    held, drops = structured(sources([documents], fields=_fields(field)), rules, today=_day(today))
    for family in families(held, rules, workers=workers):
        _write_json(family_json(family))
    _finish(drops)


@app.command("relate")
def relate_pairs(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="IN.tsv", help="With the columns uid and marked_sentence; source and target if marks are missing."
        ),
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT.tsv", help="Gets the columns uid, root, rule and reason.")],
    merge: Annotated[bool, typer.Option("--yield", help="Write the roots of CAMEO: YIELD, and what differs.")] = False,  # noqa: FBT002
    codebook: CodebookFolder = None,
) -> None:
    """Give the PLOVER type of what each marked source does to its target."""
    rules = open_rules(codebook)
    known = RelationRules.of(rules, codebook)
    rows = tuple(_rows(table))
    status = 0
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(["uid", "root", "rule", "reason"])
        for row in rows:
            words = {"source": row.get("source") or "", "target": row.get("target") or ""}
            try:
                found = relate(row["marked_sentence"], known, older=merge, **words)
            except BadSource as error:
                _complain(f"{table}, {row['uid']}: {error.problem}")
                found, status = Relation(None, None, error.problem), SOME_DROPPED
            root = found.type or NO_TYPE
            writer.writerow([row["uid"], root, found.rule or "", found.reason])
    raise SystemExit(status)


def _rows(table: Path) -> Iterator[dict[str, str]]:
    """The rows of a table that has the columns that are needed."""
    try:
        file = table.open(encoding="utf-8", newline="")
    except OSError as error:
        raise BadSource(str(table), error.strerror or "cannot be opened") from error
    with file:
        rows = csv.DictReader(file, delimiter="\t")
        if not {"uid", "marked_sentence"} <= set(rows.fieldnames or ()):
            header = f"{table}:1"
            raise BadSource(header, "has no columns uid and marked_sentence", "a TSV file with a header, please")
        yield from rows


@codebook_app.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="A codebook; the included one if none is given.")] = None,
) -> None:
    """Try every rule on its examples and near misses."""
    complaints = check_codebook(folder)
    for complaint in complaints:
        typer.echo(complaint)
    raise SystemExit(SOME_DROPPED if complaints else 0)


@codebook_app.command("train")
def train(codebook: CodebookFolder = None) -> None:
    """Weigh the features of the marked sentences beside the rules, for `relate`; writes events/model.jsonl."""
    rules = open_rules(codebook)
    sentences = marked_sentences(rules.codebook, codebook)
    weights = trained(sentences, RelationRules.of(rules, codebook, weighed=False))
    path = model_file(codebook)
    path.write_text("".join(weight_lines(weights)), encoding="utf-8")
    typer.echo(f"{len(sentences)} sentences, {len(weights.types)} types, {len(weights.of)} features: {path}")


@codebook_app.command("new")
def new_type(
    name: Annotated[str, typer.Argument(metavar="TYPE", help="The name of the type, in capitals.")],
    codebook: Annotated[
        Path, typer.Option("--codebook", metavar="FOLDER", help="Your codebook; made of the included one if not there.")
    ],
    verb: Annotated[str | None, typer.Option("--verb", help="A verb that tells it; else the type's name.")] = None,
    quad: Annotated[int, typer.Option("--quad", help="1 or 2 cooperation, 3 or 4 conflict.")] = 1,
) -> None:
    """Begin an event type of your own: a file with a definition, a rule and six examples, ready to be edited."""
    path = start_type(name, verb or name.lower().replace("-", " ").replace("_", " "), codebook, quad=quad)
    typer.echo(f"{path}\nedit it, then:")
    typer.echo(f"readout codebook check {codebook}\nreadout codebook train --codebook {codebook}")


# ---- streams ---------------------------------------------------------------------------------------------------------
def _day(today: datetime | None) -> date:
    return today.date() if today else datetime.now(UTC).astimezone().date()


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)


def _write(lines: Iterable[str]) -> None:
    sys.stdout.writelines(lines)


def _write_json(item: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(item, ensure_ascii=False) + "\n")


def _complain(words: str) -> None:
    """One red line on standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(words, style="red", markup=False)


def _tell(words: str) -> None:
    """One quiet line on standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(words, style="dim", markup=False)


def _report(drops: tuple[Drop, ...]) -> None:
    """A line for each input that could not be used."""
    for drop in drops:
        _complain(f"{drop.where}: {drop.reason}" + (f" ({drop.hint})" if drop.hint else ""))


def _finish(drops: tuple[Drop, ...]) -> None:
    """Say what could not be used, and let the exit status say it too."""
    _report(drops)
    raise SystemExit(SOME_DROPPED if drops else 0)


@contextmanager
def _progress() -> Iterator["Steps"]:
    """A bar on standard error where that is a terminal, else nothing."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield Steps(bar)


def _archive_progress() -> Progress:
    """A bar on standard error with the rate and the time that is left, where that is a terminal."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
        TextColumn("{task.fields[documents]} documents"), TimeRemainingColumn(),
    )  # fmt: skip
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


class Steps:
    """What the pipeline tells of its progress, drawn as one bar for each stage."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Draw how far a stage has come."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=total)
        self._bar.update(self._tasks[stage], completed=done, total=total)
