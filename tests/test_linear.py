"""The linear model: the same weights every time, readable, and reasons for what it says."""

from readout.codebook.weighing import Weights, weight_lines
from readout.extract.linear import judge, train

ROWS = [
    ({"mid: condemn": 1.0, "always": 0.5}, "ACCUSE"),
    ({"mid: condemn": 1.0, "in: sharply": 1.0}, "ACCUSE"),
    ({"mid: visit": 1.0, "always": 0.5}, "CONSULT"),
    ({"mid: visit": 1.0, "in: sharply": 0.2}, "CONSULT"),
]


def test_the_same_sentences_give_the_same_bytes() -> None:
    """Training twice, and in any order of the features, writes one file."""
    again = [(dict(reversed(given.items())), kind) for given, kind in ROWS]

    assert "".join(weight_lines(train(ROWS, "x"))) == "".join(weight_lines(train(again, "x")))


def test_a_verdict_names_its_features() -> None:
    """What spoke for a type is said, the strongest first; what the model never saw is passed over."""
    verdict = judge(train(ROWS, "x"), {"mid: condemn": 1.0, "in: never seen": 1.0})

    assert ("ACCUSE", ("mid: condemn",)) == (verdict.type, verdict.features)
    assert verdict.margin > 0


def test_weights_are_lines_in_order_of_features() -> None:
    """A head, then a line a feature with the types that it speaks for or against."""
    head, *lines = weight_lines(Weights(("A", "B"), "x", {"z": (0.5, 0.0), "b": (-0.1, 0.2)}))

    assert '{"made_of": "x", "types": ["A", "B"]}\n' == head
    assert [
        '{"feature": "b", "weights": {"A": -0.1, "B": 0.2}}\n',
        '{"feature": "z", "weights": {"A": 0.5}}\n',
    ] == lines
