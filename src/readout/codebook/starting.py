"""A user's own event type: the included codebook with one file more, which works as it is until it is edited."""

import re
import shutil
from pathlib import Path

from readout.codebook.loading import BUILT_IN
from readout.codebook.verbs import inflected
from readout.errors import BadCodebook

_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:[-_][A-Z0-9]+)*")
_CONFLICT = (3, 4)
_SKELETON = """\
id = "{type}"
label = "{label}"
definition = "A party does what the verb says to another. Say here what belongs to the type, and what does not."
quad = {quad}                         # 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict
intensity = {intensity}
cameo = []
recipient_required = false

[modes]

# A rule: the verbs and nouns that tell the act. See docs/codebook.md for what else it may say.
[[rule]]
id = "{lower}.verb"
verbs = ["{verb}"]
weight = 9                       # before the rules of other types on the same words

# ---- examples: what belongs to the type ------------------------------------------------------------------------------
[[example]]
text = "[actor: Norway] {past} [recipient: Chile] on Tuesday."
rule = "{lower}.verb"

[[example]]
text = "[recipient: Chile] was {participle} by [actor: Norway] on Tuesday."
rule = "{lower}.verb"

[[example]]
text = "[actor: Norway] will {verb} [recipient: Chile] next month."
status = "planned"
rule = "{lower}.verb"

# ---- near misses: what looks like it and is not ----------------------------------------------------------------------
[[near_miss]]
text = "Norway did not {verb} Chile."
is = "none"

[[near_miss]]
text = "Norway condemned Chile over the harbour dues."
is = "ACCUSE"

[[near_miss]]
text = "The ministers of Norway and Chile met on Tuesday."
is = "CONSULT"
"""


def start_type(name: str, verb: str, folder: Path, *, quad: int = 1) -> Path:
    """Write the file of a new type into a codebook folder, and return its path.

    A folder that is not there yet becomes a copy of the included codebook, without the weights that were trained for
    its types. Raises `BadCodebook` for a name that is none, or one that is taken.
    """
    if not _NAME.fullmatch(name):
        raise BadCodebook(name, "not the name of a type", "capitals, digits, hyphens: SUMMIT-OFFER")
    if quad not in range(1, 5):
        at = f"{name}, quad {quad}"
        raise BadCodebook(at, "no quad class", "1 or 2 for cooperation, 3 or 4 for conflict")
    path = folder / "events" / f"{name.lower()}.toml"
    known = folder if folder.is_dir() else BUILT_IN
    if (known / "events" / path.name).exists():
        raise BadCodebook(str(path), "the type is there already", "edit its file, or choose another name")
    if not folder.exists():
        shutil.copytree(BUILT_IN, folder, ignore=shutil.ignore_patterns("model.jsonl"))
    past, participle = inflected(verb)
    filled = _SKELETON.format(
        type=name, label=name.capitalize(), lower=name.lower(), verb=verb, past=past, participle=participle,
        quad=quad, intensity=-5.0 if quad in _CONFLICT else 5.0,
    )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(filled, encoding="utf-8")
    return path
