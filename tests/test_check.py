"""The check of the codebook: its own examples, marks and near misses, and what it says of a codebook that is wrong."""

import shutil
from pathlib import Path

import pytest

import own
from readout import codebook
from readout.check import check_codebook

DATA = Path(codebook.__file__).parent / "data"


def test_no_event_example_is_misread() -> None:
    """Every example of the event files is read as it states."""
    assert [] == [complaint for complaint in own.complaints() if "/events/" in complaint]


SENTENCES = [
    ('[[example]]\ntext = "[actor: Lima] toasted the spring."\n', "expected AGREE, found nothing"),
    ('[[example]]\ntext = "[actor: Peru] promised [recipient: the neighbours] a bridge."\n', "name no known party"),
    ('[[example]]\ntext = "[recipient: Peru] promised [actor: Chile] a bridge."\n', "expected actor CHL, found PER"),
    ('[[example]]\ntext = "[actor: Peru] promised [recipient: Chile] a bridge."\nstatus = "planned"\n', "planned"),
    ('[[near_miss]]\ntext = "Peru promised Chile a bridge."\nis = "none"\n', "claims a near miss"),
    ('[[rule]]\nid = "agree.unused"\nverbs = ["befriend"]\n', "no example uses agree.unused"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("added", "complaint"), SENTENCES)
def test_what_is_wrong_is_said(tmp_path: Path, added: str, complaint: str) -> None:
    """A wrong example, mark, near miss or rule is named with its file."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    with (folder / "events" / "agree.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + added)

    found = [line for line in check_codebook(folder) if "agree.toml" in line]

    assert any(complaint in line for line in found), found
