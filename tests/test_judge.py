"""What an analyst says of contacts is kept and stands after a rebuild; the latest word on two tellings holds."""

import sqlite3
from pathlib import Path

import pytest

from readout import cli
from readout.codebook import Compiled
from readout.pipeline import related, structured
from readout.read import sources
from readout.records import Reading
from readout.store import Store

EXAMPLES = Path(__file__).parent.parent / "examples/reports"


@pytest.fixture(scope="module")
def told(rules: Compiled) -> Reading:
    documents, drops = structured(sources([EXAMPLES]), rules)
    return related(documents, rules, drops=drops)


@pytest.fixture
def kept(tmp_path: Path, told: Reading, rules: Compiled) -> Path:
    path = tmp_path / "kept.db"
    with Store.open(path) as store:
        store.put(told, rules)
    return path


def occasions(path: Path) -> list[set[str]]:
    with Store.open(path, create=False) as store:
        return [set(contact.documents) for contact in store.contacts()]


def judged(path: Path, verdict: str, one: str, other: str) -> None:
    cli.main(["judge", verdict, one, other, "--store", str(path), "--why", "the ministry told us"])


def largest(path: Path) -> tuple[str, str]:
    """The contact that most documents tell of, and the last of them."""
    with Store.open(path, create=False) as store:
        contact = max(store.contacts(), key=lambda contact: len(contact.documents))
        return contact.id, contact.documents[-1]


def test_a_document_that_is_judged_apart_tells_of_another_contact(kept: Path, told: Reading, rules: Compiled) -> None:
    contact, document = largest(kept)
    with pytest.raises(SystemExit) as ended:
        judged(kept, "apart", contact, document)
    assert not ended.value.code
    apart = occasions(kept)
    assert not any({document} < documents and len(documents) > 4 for documents in apart)
    with Store.open(kept) as store:  # reading the same again changes nothing, and neither does a rebuild
        store.put(told, rules)
        store.judge((), rules)
    assert occasions(kept) == apart


def test_two_contacts_that_are_judged_one_are_one_until_they_are_judged_apart(kept: Path) -> None:
    with Store.open(kept, create=False) as store:
        found = sorted(store.contacts(), key=lambda contact: len(contact.documents))
        one, other = (contact.id for contact in found[-2:])
    with pytest.raises(SystemExit):
        judged(kept, "same", one, other)
    assert len(occasions(kept)) == len(found) - 1


def test_judgements_are_only_added(kept: Path) -> None:
    contact, document = largest(kept)
    with pytest.raises(SystemExit):
        judged(kept, "apart", contact, document)
    held = sqlite3.connect(kept)
    for order in ("DELETE FROM judgement", "UPDATE judgement SET verdict = 'same'"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            held.execute(order)
    held.close()


@pytest.mark.parametrize(("verdict", "said"), [("maybe", "no such verdict"), ("same", "cannot be judged")])
def test_what_cannot_be_judged_is_said(kept: Path, capsys: pytest.CaptureFixture[str], verdict: str, said: str) -> None:
    contact, document = largest(kept)
    with pytest.raises(SystemExit) as ended:
        judged(kept, verdict, contact, document)
    assert ended.value.code == cli.FAILED
    assert said in capsys.readouterr().err
