"""The content of a clause in a few word beginnings, for laying clauses without a topic side by side."""

import re
from itertools import pairwise

_TOKEN = re.compile(r"[^\W_]+")
# Words too common to tell one subject from another; what is left of a clause is its content.
_COMMON = frozenset(
    """a an the of to in on at for with by from as and or but that this these those its their his her our your my it he
    she they we i is are was were be been being has have had do does did will would can could should may might must not
    no also both further other than more most such all any each into over under between among about against during after
    before including well within without through toward towards upon which who whom whose what when where how two three
    first new said says say president minister secretary leader leaders sides parties state states united country
    countries government issue issues support importance efforts effort continue continued continuing continues agreed
    discussed expressed emphasized emphasised stressed reaffirmed underscored noted today yesterday week month
    year""".split()
)


def content_words(text: str) -> frozenset[str]:
    """The beginnings of the words that carry content, for laying clauses without a topic side by side.

    >>> sorted(content_words("The leaders discussed fishing rights in the strait"))
    ['fishin', 'rights', 'strait']
    """
    return frozenset(stem for stem in _stems(text) if stem)


def content_pairs(text: str) -> frozenset[tuple[str, str]]:
    """Neighbouring content words: two of them side by side name a thing better than two apart.

    >>> sorted(content_pairs("the case of the detained engineer"))
    [('detain', 'engine')]
    """
    return frozenset((one, other) for one, other in pairwise(_stems(text)) if one and other)


def _stems(text: str) -> list[str]:
    """The beginning of each word in order, empty for words that carry no content."""
    words = (match.group().lower() for match in _TOKEN.finditer(text))
    return [word[:6] if len(word) > 2 and word not in _COMMON else "" for word in words]
