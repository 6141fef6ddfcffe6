"""Train the finder's ranker.

    python -m tools.train_finder --out src/octavo/finding/ranker.npz

Every sample's candidates become rows labelled by whether they give the true value. Boosted trees
(scikit-learn, at training time only) are fitted on all sources; out-of-fold scores of documents
held out give the calibration. `--check` prints by field what a ranker finds in documents that it
was not trained on, and what one finds that never saw any of their kind (leave one source out).
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression

from octavo.finding import lexicon as lx
from octavo.finding.embedded import LIST_LEVEL, answers_for, distinct, raw_confidence
from octavo.finding.features import NAMES, matrix
from octavo.finding.ranker import Ranker, load
from octavo.finding.scene import build
from octavo.finding.settling import Leaf
from octavo.finding.wanted import Wanted, under, wanted
from tools.finder_sources import Sample, benchmark
from tools.training_documents import generated

HARD, NEGATIVES = 40, 40
"""Wrong candidates kept per field and document when fitting: those with the likeliest labels, and
others by chance; all are kept when scoring."""

BEST = NAMES.index("best")


@dataclass
class Question:
    """One field of one document: its rows, which are right, the values they give, the truth."""

    source: str
    document: str
    field: Wanted
    rows: np.ndarray
    right: np.ndarray
    values: list[Any]
    truth: Any

    @property
    def present(self) -> bool:
        return self.truth is not None


def plain_text(value: Any) -> str:
    return "".join(c for c in lx.fold(str(value)) if c.isalnum())


def agree(field: Wanted, truth: Any, value: Any) -> float:
    """How well a value fits the truth; from 0.999 it is the same."""
    if value is None:
        return 0.0
    if isinstance(truth, list):
        return max((agree(field, one, value) for one in truth), default=0.0)
    if isinstance(truth, str) and field.type in ("number", "integer"):
        truth = float("".join(c for c in truth if c.isdigit() or c in ".-") or "nan")
    if isinstance(truth, int | float):
        same = isinstance(value, int | float) and abs(value - truth) <= 1e-3 * abs(truth) + 1e-9
        return float(same)
    return fuzz.ratio(plain_text(truth), plain_text(value)) / 100


def questions(samples: Iterator[Sample]) -> Iterator[Question]:
    """The ranked questions of all samples: true fields, and decoys whose answer is null."""
    for sample in samples:
        scene = build(sample.document)
        fields = sample.schema["properties"] | sample.decoys
        for name, schema in fields.items():
            path = tuple(name.split("."))
            field = under(wanted(path, schema, "", path[:-1]), scene.title)
            if field.kind in ("enum", "boolean", "currency", "object") or _nested(schema):
                continue
            pairs = answers_for(scene, field)
            if not pairs:
                continue
            rows = matrix(scene, field, [candidate for candidate, _ in pairs])
            values = [value for _, value in pairs]
            truth = sample.truth.get(name) if name in sample.schema["properties"] else None
            yield Question(
                sample.source,
                f"{sample.source}/{sample.name}",
                field,
                rows,
                _right(field, truth, values),
                values,
                truth,
            )


def _nested(schema: dict[str, Any]) -> bool:
    inner = schema.get("items", schema)
    return inner.get("type") in ("object", "array")


def _right(field: Wanted, truth: Any, values: list[Any]) -> np.ndarray:
    if truth is None:
        return np.zeros(len(values))
    scores = np.array([agree(field, truth, value) for value in values])
    top = scores.max()
    if top < 0.999 and (isinstance(truth, list) or top < 0.88):
        return np.zeros(len(values))
    return (scores >= min(top, 0.999)).astype(float)


# --- fitting ----------------------------------------------------------------------------------


def fit(asked: list[Question], seed: int = 0) -> Ranker:
    """Two rounds: the second forgets right answers that only happen to read the same."""
    ranker = _fit_once(asked, [q.right for q in asked], seed)
    sharper = []
    for question in asked:
        scores = ranker.scores(question.rows)
        right = question.right.copy()
        if right.any():
            right[(right > 0) & (scores < 0.35 * scores[right > 0].max())] = np.nan
        sharper.append(right)
    return _fit_once(asked, sharper, seed + 1)


def _fit_once(asked: list[Question], rights: list[np.ndarray], seed: int) -> Ranker:
    rng = np.random.default_rng(seed)
    rows, labels, weights = [], [], []
    for question, right in zip(asked, rights, strict=True):
        good = np.flatnonzero(right == 1)
        bad = rng.permutation(np.flatnonzero(right == 0))
        bad = bad[np.argsort(-question.rows[bad, BEST], kind="stable")]
        bad = np.concatenate([bad[:HARD], rng.permutation(bad[HARD:])[:NEGATIVES]])
        chosen = np.concatenate([good, bad])
        rows.append(question.rows[chosen])
        labels.append(right[chosen])
        each = np.where(right[chosen] == 1, 1.0 / max(1, len(good)), 1.0)
        weights.append(each * _weight(question))
    model = HistGradientBoostingClassifier(
        max_iter=170,
        learning_rate=0.1,
        max_leaf_nodes=16,
        min_samples_leaf=15,
        l2_regularization=3.0,
        max_bins=48,
        random_state=seed,
        early_stopping=False,
    )
    model.fit(np.concatenate(rows), np.concatenate(labels), np.concatenate(weights))
    return exported(model)


def _weight(question: Question) -> float:
    """Real documents are few beside generated ones, and weigh more."""
    return 6.0 if question.source in ("receipts", "contracts") else 1.0


def exported(model: HistGradientBoostingClassifier) -> Ranker:
    """scikit-learn's trees as the arrays the shipped ranker walks."""
    trees = [group[0].nodes for group in model._predictors]
    size = max(len(nodes) for nodes in trees)
    shape = (len(trees), size)
    arrays = {n: np.zeros(shape, np.int16) for n in ("feature", "left", "right")}
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    depth = 0
    for index, nodes in enumerate(trees):
        depth = max(depth, int(nodes["depth"].max()))
        for at, node in enumerate(nodes):
            leaf = bool(node["is_leaf"])
            arrays["feature"][index, at] = 0 if leaf else node["feature_idx"]
            arrays["left"][index, at] = at if leaf else node["left"]
            arrays["right"][index, at] = at if leaf else node["right"]
            threshold[index, at] = 0.0 if leaf else node["num_threshold"]
            value[index, at] = node["value"] if leaf else 0.0
    base = float(np.ravel(model._baseline_prediction)[0])
    knots = np.array([[0.0, 1.0], [0.0, 1.0]], np.float32)
    return Ranker(
        arrays["feature"],
        threshold,
        arrays["left"],
        arrays["right"],
        value,
        base,
        depth,
        knots,
        NAMES,
    )


# --- judging ----------------------------------------------------------------------------------


@dataclass
class Outcome:
    """What a ranker answered to one question: its best value, how sure, how right (a list's F1)."""

    question: Question
    raw: float
    right: float
    value: Any


def judge(ranker: Ranker, asked: list[Question]) -> list[Outcome]:
    """The best value of every question, the likely ones of lists."""
    outcomes = []
    for question in asked:
        if question.field.many:
            if question.present:
                outcomes.append(_judged_list(ranker, question))
            continue
        scores = ranker.scores(question.rows)
        top = int(scores.argmax())
        other = [
            s for s, v in zip(scores, question.values, strict=True) if v != question.values[top]
        ]
        raw = raw_confidence(float(scores[top]), float(scores[top] - max(other, default=0.0)))
        outcomes.append(Outcome(question, raw, float(question.right[top]), question.values[top]))
    return outcomes


def _judged_list(ranker: Ranker, question: Question) -> Outcome:
    scores = ranker.scores(question.rows)
    order = np.argsort(-scores)
    leaves = [Leaf(question.values[i], (), float(scores[i])) for i in order]
    given = distinct([leaf for leaf in leaves if leaf.confidence >= LIST_LEVEL])
    have = {plain_text(leaf.value) for leaf in given}
    want = {plain_text(one) for one in question.truth}
    return Outcome(question, 1.0, 2 * len(have & want) / (len(have) + len(want)), given)


def folds(asked: list[Question], count: int, key: Callable[[Question], str]) -> Iterator[Any]:
    """Training and held-out questions, parted by documents."""
    names = sorted({key(q) for q in asked})
    place = {name: index % count for index, name in enumerate(names)}
    for fold in range(count):
        held = [q for q in asked if place[key(q)] == fold]
        yield [q for q in asked if place[key(q)] != fold], held


def calibration(outcomes: list[Outcome]) -> np.ndarray:
    """Knots from raw confidence to the share right, never falling, never quite sure."""
    fitted = IsotonicRegression(y_min=0.0, y_max=0.995, out_of_bounds="clip")
    outcomes = [o for o in outcomes if not o.question.field.many]
    raw = np.array([o.raw for o in outcomes])
    weight = np.array([_weight(o.question) for o in outcomes])
    fitted.fit(raw, np.array([float(o.right) for o in outcomes]), weight)
    at = np.linspace(0.0, 1.0, 41)
    return np.array([at, fitted.predict(at)], np.float32)


def report(outcomes: list[Outcome], knots: np.ndarray, title: str) -> None:
    """Accuracy by source and field, absent fields left null, and how sure the wrong ones were."""
    print(f"== {title}")
    wrong = [o for o in outcomes if not o.right and np.interp(o.raw, knots[0], knots[1]) >= 0.9]
    print(f"  wrong but sure (>= 0.9): {len(wrong) / max(1, len(outcomes)):.3f} of all asked")
    table: dict[tuple[str, str], list[float]] = {}
    for outcome in outcomes:
        sure = float(np.interp(outcome.raw, knots[0], knots[1]))
        question = outcome.question
        given = sure >= 0.5 or question.field.many
        good = outcome.right * given if question.present else float(not given)
        whole = question.source in ("receipts", "contracts")
        kind = question.field.path[0] if whole else question.field.kind
        kind = kind if question.present else "(absent)"
        table.setdefault((question.source, kind), []).append(float(good))
    for (source, name), values in sorted(table.items()):
        print(f"  {source:12} {name:22} {np.mean(values):.3f} over {len(values)}")


def save(ranker: Ranker, knots: np.ndarray, path: Path) -> None:
    out = io.BytesIO()
    np.savez_compressed(
        out,
        feature=ranker.feature,
        threshold=ranker.threshold,
        left=ranker.left,
        right=ranker.right,
        value=ranker.value,
        base=ranker.base,
        depth=ranker.depth,
        knots=knots,
        names=np.array(NAMES),
    )
    path.write_bytes(out.getvalue())
    with path.open("rb") as source:
        load(source)
    print(f"wrote {path} ({path.stat().st_size // 1024} KB)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path("/tmp/finding"))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--generated", type=int, default=600)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--check", action="store_true", help="leave each source out in turn too")
    args = parser.parse_args()
    asked = list(questions(generated(args.generated)))
    for kind in ("receipts", "contracts"):
        asked += questions(benchmark(args.cache, kind))
    print(len(asked), "questions,", sum(len(q.rows) for q in asked), "candidates")
    held = [o for t, h in folds(asked, args.folds, lambda q: q.document) for o in judge(fit(t), h)]
    knots = calibration(held)
    report(held, knots, "folds by document")
    if args.check:
        for source in sorted({q.source for q in asked}):
            train = [q for q in asked if q.source != source]
            left = judge(fit(train), [q for q in asked if q.source == source])
            report(left, knots, f"without {source}")
    if args.out:
        save(fit(asked), knots, args.out)


if __name__ == "__main__":
    main()
