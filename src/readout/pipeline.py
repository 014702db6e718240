"""The recipe: sources become documents, documents extractions, extractions contacts and comparisons.

    sources -> structure -> families -> lend dates -> extract -> tell -> contacts, matters, stories -> compare -> since

Copies come before extraction, because a document without a date may get one from its copy, and "Friday" needs it.
A document that fails at any stage becomes a `Drop` with its reason, and all the others go through.
"""

import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from readout.codebook.compiled import Compiled, open_codebook
from readout.errors import BadCodebook, ReadoutError
from readout.extract import Extractor
from readout.extract.actors import Knowledge, mentions
from readout.extract.candidates import with_candidates
from readout.extract.terms import of_the_day
from readout.language import Language, Rules
from readout.link import compare, contacts, families, lend_dates, matters, since, stories, tell
from readout.read import sources
from readout.records import Comparison, Contact, Document, Drop, Extraction, Family, Mention, Reading, Source
from readout.structure import structure

# Told after each step: the stage, how much of it is done, and of how much (None: not known).
Progress = Callable[[str, int, int | None], None]
Made = TypeVar("Made")


def open_rules(codebook: Path | None = None) -> Compiled:
    """The compiled codebook of a folder, or the one that comes with Readout."""
    return open_codebook(codebook)


def read_paths(
    paths: Iterable[str | Path],
    *,
    codebook: Path | None = None,
    today: date | None = None,
    fields: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Everything that files and folders hold, read, extracted and related.

    `today` bounds the dates that a report can have; the default is the day on which this runs. `fields` says where
    tables and JSON keep a field, as in `{"text": "body"}`; by default the usual names are tried.
    """
    rules = open_rules(codebook)
    documents, drops = structured(sources(paths, fields=fields), rules, today=today, progress=progress)
    return related(documents, rules, drops=drops, progress=progress)


def resolve(document: Document, rules: Compiled | None = None) -> tuple[Mention, ...]:
    """Who is named in a document: each mention with its actors, why its words mean them, and whom else they could mean.

    `rules` is the compiled codebook (`open_rules`); for many documents open it once.
    """
    knowledge = Knowledge.of(rules or open_rules())
    found = of_the_day(mentions(document, knowledge), knowledge, document.published.start)
    return with_candidates(document, found, knowledge)


def structured(
    found: Iterable[Source | Drop], rules: Compiled, *, today: date | None = None, progress: Progress | None = None
) -> tuple[tuple[Document, ...], tuple[Drop, ...]]:
    """The documents of sources, each once, and what could not be made into one."""
    day = today or datetime.now(UTC).astimezone().date()
    documents: dict[str, Document] = {}
    drops: list[Drop] = []
    for number, source in enumerate(found, 1):
        made = source if isinstance(source, Drop) else document_of(source, rules, day)
        if isinstance(made, Drop):
            drops.append(made)
        elif documents.setdefault(made.id, made).text != made.text:
            first = documents[made.id].where
            reason = f"has the id of another text: {made.id}, in {first}"
            drops.append(Drop("structure", made.where, reason, "give each document an id of its own"))
        _say(progress, "reading", number, None)
    return tuple(documents.values()), tuple(drops)


def document_of(source: Source, rules: Compiled, today: date) -> Document | Drop:
    """The document of one source, or why there is none."""
    return _attempt("structure", source.where, lambda: structure(source, rules, today=today))


def related(  # noqa: PLR0913 - what a reading depends on
    documents: tuple[Document, ...],
    rules: Compiled,
    *,
    known: Reading = Reading(),  # noqa: B008 - frozen and empty
    drops: tuple[Drop, ...] = (),
    progress: Progress | None = None,
    language: Language | None = None,
    workers: int = 1,
) -> Reading:
    """Documents with their families, dates, extractions, contacts and comparisons.

    `known` may hold extractions of documents as they are, and the families of all of them; these are taken over and not
    made again, and judgements of analysts, which stand. Clauses are found by
    `language`, by the rules if none is given. Copies among many documents are looked for by so many `workers`.
    """
    _say(progress, "looking for copies", 0, None)
    own = tuple(as_published(document) for document in documents)
    folded = known.families if _cover(known.families, own) else families(own, rules, workers=workers)
    dated = with_lent_days(own, folded)
    extractions, failed = extracted(dated, rules, known=known, progress=progress, language=language)
    done = {extraction.document for extraction in extractions}
    kept = tuple(document for document in dated if document.id in done)
    folded = families(kept, rules, workers=workers) if failed else folded
    joined_contacts = contacts(kept, extractions, folded, rules, known.judgements)
    # Of copies the first one tells a move: in the order of ids, so that the order of arrival changes nothing.
    standing = matters(sorted(extractions, key=lambda extraction: extraction.document), folded, rules)
    told = tell(folded, extractions)
    alike = stories(kept, extractions, folded, joined_contacts)
    whole = Reading(
        kept, extractions, folded, told, joined_contacts, matters=standing, stories=alike, judgements=known.judgements
    )  # fmt: skip
    made, not_made = compared(joined_contacts, whole, rules, progress)
    changed = since(joined_contacts, made)
    sided = tuple(comparison for comparison in made if two_sided(comparison))
    return replace(whole, comparisons=sided, since=changed, drops=drops + failed + not_made)


def as_published(document: Document) -> Document:
    """A document with the day that it has of its own, none that a copy has lent."""
    return document if document.own is None else replace(document, published=document.own, own=None)


def with_lent_days(own: tuple[Document, ...], folded: Iterable[Family]) -> tuple[Document, ...]:
    """Documents as published, with the days that members of their families can lend them."""
    lent = lend_dates(own, folded)
    return tuple(
        late if late.published == early.published else replace(late, own=early.published)
        for early, late in zip(own, lent, strict=True)
    )


def _cover(known: Iterable[Family], documents: Iterable[Document]) -> bool:
    """Whether families are those of these documents, and of no others."""
    return {id_ for family in known for id_ in family.documents} == {document.id for document in documents}


def extracted(
    documents: tuple[Document, ...],
    rules: Compiled,
    *,
    known: Reading,
    progress: Progress | None = None,
    language: Language | None = None,
) -> tuple[tuple[Extraction, ...], tuple[Drop, ...]]:
    """What each document yields, in order, and the documents at which extraction failed."""
    extractor = Extractor(rules, language or Rules(rules))
    unchanged = set(known.documents)
    ready = {extraction.document: extraction for extraction in known.extractions}
    extractions: list[Extraction] = []
    drops: list[Drop] = []
    for number, document in enumerate(documents, 1):
        if document in unchanged and document.id in ready:
            extractions.append(ready[document.id])
        else:
            made = extraction_of(document, extractor)
            drops += [made] if isinstance(made, Drop) else []
            extractions += [made] if isinstance(made, Extraction) else []
        _say(progress, "extracting", number, len(documents))
    return tuple(extractions), tuple(drops)


def extraction_of(document: Document, extractor: Extractor) -> Extraction | Drop:
    """What one document yields, or why it yields nothing."""
    return _attempt("extract", document.where or document.id, lambda: extractor.extract(document))


def compared(
    found: Iterable[Contact], held: Reading, rules: Compiled, progress: Progress | None = None
) -> tuple[tuple[Comparison, ...], tuple[Drop, ...]]:
    """A comparison for each contact of several parties, also where only one of them gives an account; and failures."""
    documents = {document.id: document for document in held.documents}
    extractions = {extraction.document: extraction for extraction in held.extractions}
    homes = {id_: family for family in held.families for id_ in family.documents}
    made_all: list[Comparison] = []
    drops: list[Drop] = []
    several = [contact for contact in found if len(contact.states) > 1]
    for number, contact in enumerate(several, 1):
        # The documents of the contact alone: with all of them each contact would cost a walk over the archive.
        ids = [id_ for id_ in dict.fromkeys(contact.documents + contact.announced_by) if id_ in documents]
        near = Reading(
            tuple(documents[id_] for id_ in ids),
            tuple(extractions[id_] for id_ in ids),
            tuple(dict.fromkeys(homes[id_] for id_ in ids if id_ in homes)),
        )
        made = _compared(contact, near, rules)
        drops += [made] if isinstance(made, Drop) else []
        made_all += [made] if isinstance(made, Comparison) else []
        _say(progress, "comparing", number, len(several))
    return tuple(made_all), tuple(drops)


def two_sided(comparison: Comparison) -> bool:
    """Whether more than one party gives an account, or one party gives several in releases of different offices."""
    offices = {account.office for account in comparison.accounts if account.kind == "own-release"}
    return len({account.party for account in comparison.accounts}) > 1 or len(offices) > 1


def _compared(contact: Contact, near: Reading, rules: Compiled) -> Comparison | Drop:
    """The accounts of one contact side by side, or why they could not be laid so."""
    held = (near.documents, near.extractions, near.families)
    return _attempt("compare", contact.id, lambda: compare(contact, *held, rules))


def _attempt(stage: str, where: str, step: Callable[[], Made]) -> Made | Drop:
    """What `step` makes, or a drop that names its fault; a wrong codebook still stops the run.

    This is the one boundary at which any exception is caught: a fault that one odd document brings to light must not
    cost an archive its run. It is counted and written out with the line of code where it arose.
    """
    try:
        return step()
    except BadCodebook:
        raise
    except ReadoutError as error:
        return Drop(stage, error.where, error.problem, error.hint)
    except Exception as error:  # noqa: BLE001 - see above
        place = traceback.extract_tb(error.__traceback__)[-1]
        at = f"{Path(place.filename).name}:{place.lineno}"
        return Drop(stage, where, f"{type(error).__name__} at {at}: {error}", "a fault of Readout; please report it")


def _say(progress: Progress | None, stage: str, done: int, total: int | None) -> None:
    if progress:
        progress(stage, done, total)
