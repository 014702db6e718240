"""A small linear model: for each type the weights of the features that speak for it or against it.

Training is a support vector machine for each type against all others (squared hinge, dual coordinate descent), in plain
Python and in an order that is drawn once and for all: the same sentences give the same weights to the last digit.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readout.codebook.weighing import Weights

Features = Mapping[str, float]
_ROUNDS = 12
_COST = 0.5
_MOST = 5.0  # how much more the sentences of a rare type may count
_SEEN = 2  # a feature of fewer sentences than this says nothing of others
_DIGITS = 2
_LEAST = 0.1  # what weighs less changes no verdict and makes the file three times as long


@dataclass(frozen=True, slots=True)
class Verdict:
    """The type that weighs most, by how much more than the next, and the features that speak for it most."""

    type: str
    margin: float
    features: tuple[str, ...]


def judge(weights: Weights, given: Features, leaning: Mapping[str, float] | None = None) -> Verdict:
    """The type that the features of a sentence weigh towards; `leaning` is what speaks for a type beside them."""
    totals = [(leaning or {}).get(kind, 0.0) for kind in weights.types]
    for feature, value in given.items():
        for n, weight in enumerate(weights.of.get(feature, ())):
            totals[n] += value * weight
    best, *others = sorted(range(len(totals)), key=lambda n: (-totals[n], n))
    shares = sorted((-value * weights.of[name][best], name) for name, value in given.items() if name in weights.of)
    told = tuple(name for share, name in shares[:3] if share < 0)
    return Verdict(weights.types[best], totals[best] - (totals[others[0]] if others else 0.0), told)


def train(rows: Sequence[tuple[Features, str]], made_of: str) -> Weights:
    """The weights that tell the types of these sentences apart."""
    seen = Counter(name for given, _ in rows for name in given)
    names = sorted(name for name, count in seen.items() if count >= _SEEN)
    number = {name: n for n, name in enumerate(names)}
    sparse = [[(number[name], value) for name, value in sorted(given.items()) if name in number] for given, _ in rows]
    types = tuple(sorted({kind for _, kind in rows}))
    slacks = _slacks([kind for _, kind in rows])
    learned = [_separate(sparse, [kind == one for _, kind in rows], slacks, len(names)) for one in types]
    of = {name: tuple(_kept(column[n]) for column in learned) for name, n in number.items()}
    return Weights(types, made_of, {name: row for name, row in of.items() if any(row)})


def _kept(weight: float) -> float:
    """A weight as it is written down; a small one is none."""
    return round(weight, _DIGITS) if abs(weight) >= _LEAST else 0.0


def _slacks(kinds: Sequence[str]) -> list[float]:
    """How far each sentence may be on the wrong side: less where its type has few."""
    counts = Counter(kinds)
    fair = len(kinds) / len(counts)
    return [0.5 / (_COST * min(_MOST, fair / counts[kind])) for kind in kinds]


def _separate(
    rows: Sequence[Sequence[tuple[int, float]]], own: Sequence[bool], slacks: Sequence[float], size: int
) -> list[float]:
    """The weights that put the rows of a type on one side and the others on the other."""
    weights, shares = [0.0] * size, [0.0] * len(rows)
    lengths = [sum(value * value for _, value in row) + slack for row, slack in zip(rows, slacks, strict=True)]
    order = list(range(len(rows)))
    draw = random.Random(0)  # noqa: S311 - an order, not a secret
    for _ in range(_ROUNDS):
        draw.shuffle(order)
        for n in order:
            row, sign = rows[n], 1.0 if own[n] else -1.0
            slope = sign * sum([weights[at] * value for at, value in row]) - 1.0 + slacks[n] * shares[n]
            if shares[n] == 0.0 and slope >= 0.0:
                continue
            before = shares[n]
            shares[n] = max(0.0, before - slope / lengths[n])
            step = (shares[n] - before) * sign
            for at, value in row:
                weights[at] += step * value
    return weights
