"""A word that nobody knows leads to the nearest that is known."""

import pytest

from hubble_widget.suggestions import did_you_mean


@pytest.mark.parametrize(
    ("word", "question"),
    [
        ("learning_rat", " Did you mean 'learning_rate'?"),
        ("LEARNING RATE", " Did you mean 'learning_rate'?"),
        ("iteration", " Did you mean 'iteration' or 'iterations'?"),
        ("xyzzy", ""),
    ],
)
def test_near_matches_are_offered(word: str, question: str) -> None:
    assert did_you_mean(word, ["learning_rate", "iteration", "iterations"]) == question
