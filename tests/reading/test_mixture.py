"""Words and meaning together say what a text means; without a sentence model words do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from careerbot.reading.features import Floats
from careerbot.reading.mixture import Mixture, spell_out

# Words that mean the same share a direction.
MEANING = {"pay": 0, "salary": 0, "earn": 0, "wage": 0, "hours": 1, "shift": 1, "nights": 1, "weekend": 1}
PAY = ["what is the pay", "how high is the salary", "what do they earn"]
HOURS = ["what are the hours", "how long is a shift", "do they work nights"]
EXAMPLES = [*((text, "pay") for text in PAY), *((text, "hours") for text in HOURS)]


def encode(texts: Sequence[str]) -> Floats:
    """Vectors of two directions and a rest."""
    vectors = np.full((len(texts), 3), 0.1, np.float32)
    for row, text in zip(vectors, texts, strict=True):
        for word in text.split():
            if word in MEANING:
                row[MEANING[word]] += 1
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def best(model: Mixture, text: str) -> str:
    """The likeliest label."""
    return model.labels[int(model.find(text).chances.argmax())]


@pytest.mark.parametrize(("text", "label"), [("wage", "pay"), ("weekend", "hours")])
def test_a_word_that_no_example_has_is_read_by_its_meaning(text: str, label: str) -> None:
    assert best(Mixture.fit(EXAMPLES, encode=encode), text) == label


def test_without_a_sentence_model_words_alone_are_read() -> None:
    model = Mixture.fit(EXAMPLES)
    assert (model.meaning, best(model, "what is the pay")) == (None, "pay")


def test_a_mixture_read_back_finds_the_same() -> None:
    model = Mixture.fit(EXAMPLES, encode=encode)
    again = Mixture.load(model.dump(), encode)
    assert np.array_equal(again.find("wage").chances, model.find("wage").chances)


def test_a_mixture_that_lost_its_sentence_model_still_reads_words() -> None:
    model = Mixture.load(Mixture.fit(EXAMPLES, encode=encode).dump())
    assert best(model, "what is the pay") == "pay"


def test_what_stands_for_a_name_is_spelt_out_for_the_sentence_model() -> None:
    assert spell_out("how much does a {occupation} earn in {place}") == "how much does a occupation earn in place"


def test_being_very_like_one_example_speaks_for_its_label() -> None:
    odd = "do they ask for references"
    model = Mixture.fit([*EXAMPLES, (odd, "interview"), ("dress for it", "interview")])
    found = model.lexical.score(odd)
    assert found.likest[model.labels.index("interview")] == pytest.approx(1, abs=1e-3)
    assert found.likest[model.labels.index("pay")] < 0.9
    assert best(model, odd) == "interview"
