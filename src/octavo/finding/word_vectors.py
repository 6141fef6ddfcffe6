"""Which words belong together: vectors of the commonest English words, from GloVe 6B.

The data file is made by `bench/make_word_vectors.py`; its source is in the public domain (PDDL
1.0). Words of other languages are mostly unknown here and must be matched by their letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]

_FILE = Path(__file__).with_name("word_vectors.npz")


def known(word: str) -> bool:
    return word in _loaded()[0]


def rank(word: str) -> int | None:
    """The word's place among all words by how often it is used, from 0; None if unknown."""
    return _loaded()[0].get(word)


def vectors(words: Sequence[str]) -> Matrix:
    """A row of length 1 for every word, of zeros for one that is unknown."""
    places, rows = _loaded()
    found = np.zeros((len(words), rows.shape[1]), dtype=np.float32)
    for place, word in enumerate(words):
        if (row := places.get(word)) is not None:
            found[place] = rows[row]
    norms = np.linalg.norm(found, axis=1, keepdims=True)
    result: Matrix = (found / np.where(norms == 0, 1, norms)).astype(np.float32)
    return result


def sample(places: slice) -> Matrix:
    """The vectors, of length 1, of the words at these places of the frequency list."""
    rows = _loaded()[1][places].astype(np.float32)
    result: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return result


@cache
def _loaded() -> tuple[dict[str, int], npt.NDArray[np.int8]]:
    with np.load(_FILE) as data:
        words = data["words"].tobytes().decode("ascii").split("\n")
        return {word: place for place, word in enumerate(words)}, data["vectors"]
