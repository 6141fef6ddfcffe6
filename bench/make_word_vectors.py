"""Make `finding/word_vectors.npz`: what the splitter knows of which words belong together.

    python -m bench.make_word_vectors glove.6B.50d.txt

The source is GloVe 6B 50d (Pennington, Socher, Manning, EMNLP 2014), in the public domain under
the PDDL 1.0. Kept are the most frequent words of letters; common directions are removed (Mu and
Viswanath, "All-but-the-Top", ICLR 2018), rows brought to length 1 and stored in a byte a number.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

WORDS = 80_000
COMMON_DIRECTIONS = 2
TARGET = Path(__file__).parents[1] / "src/octavo/finding/word_vectors.npz"


def main() -> None:
    words, rows = [], []
    for word, numbers in _lines(Path(sys.argv[1])):
        if word.isascii() and word.isalpha() and len(word) > 1:
            words.append(word)
            rows.append(numbers)
        if len(words) == WORDS:
            break
    vectors = _without_common_directions(np.array(rows, dtype=np.float32))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled = np.round(vectors / np.abs(vectors).max() * 127).astype(np.int8)
    text = np.frombuffer("\n".join(words).encode("ascii"), dtype=np.uint8)
    np.savez_compressed(TARGET, words=text, vectors=scaled)
    print(f"{TARGET.name}: {len(words)} words, {TARGET.stat().st_size} bytes")


def _lines(path: Path) -> Iterator[tuple[str, list[float]]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            word, *numbers = line.rstrip().split(" ")
            yield word, [float(number) for number in numbers]


def _without_common_directions(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    centred = rows - rows.mean(axis=0)
    _, _, directions = np.linalg.svd(centred[:20_000], full_matrices=False)
    common = directions[:COMMON_DIRECTIONS]
    result: npt.NDArray[np.float32] = centred - centred @ common.T @ common
    return result


if __name__ == "__main__":
    main()
