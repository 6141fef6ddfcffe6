"""Output names: the rule, safety, uniqueness, and little memory for many."""

from __future__ import annotations

import tracemalloc
from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from octavo.storage.names import MANIFEST, output_names, safe_path


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (["a.pdf", "b.docx"], ["a.json", "b.json"]),
        (["sub/a.pdf", "a.pdf", "sub/x/a.pdf"], ["sub/a.json", "a.json", "sub/x/a.json"]),
        (["a.pdf", "a.docx", "b.md"], ["a.pdf.json", "a.docx.json", "b.json"]),
        (["a.pdf", "a.pdf", "a.pdf"], ["a.pdf.json", "a.pdf-2.json", "a.pdf-3.json"]),
        (["a.pdf", "a.doc", "a.pdf.txt"], ["a.pdf.json", "a.doc.json", "a.pdf.txt.json"]),
        (["archive.tar.pdf", "noext", ".pdf"], ["archive.tar.json", "noext.json", ".pdf.json"]),
        (["_batch.pdf", "sub/_batch.pdf"], ["_batch.pdf.json", "sub/_batch.json"]),
        (
            ["../../etc/x.pdf", "/abs/y.pdf", "c:\\d\\z.pdf"],
            ["etc/x.json", "abs/y.json", "c:/d/z.json"],
        ),
        (["a\x00b\n.pdf", "ev\u202efdp.exe"], ["a_b_.json", "ev_fdp.json"]),
        (["Q3: “Plan”, v1 (final)?.pdf"], ["Q3: “Plan”, v1 (final)?.json"]),
    ],
)
def test_the_rule(labels: list[str], names: list[str]) -> None:
    assert list(output_names(labels)) == names


def test_the_rule_holds_whatever_order_a_one_shot_iterable_has() -> None:
    assert list(output_names(iter(["x/a.md", "b.pdf", "a.b/c.d"]))) == [
        "x/a.json",
        "b.json",
        "a.b/c.json",
    ]


labels = st.text(
    alphabet=st.sampled_from("ab./\\-2\x00\u202e é\ud800") | st.characters(), max_size=40
)


@given(
    st.lists(labels | st.sampled_from(["a.pdf", "a.doc", "a.pdf.json", "_batch.json"]), max_size=20)
)
@example(["\ud800", "caf\udce9.pdf"])
def test_names_are_safe_unique_and_the_same_again(many: list[str]) -> None:
    names = list(output_names(many))
    assert names == list(output_names(many))
    assert len({*names, MANIFEST}) == len(many) + 1
    for name in names:
        assert safe_path(name) == name
        assert not PurePosixPath(name).is_absolute()
        assert ".." not in PurePosixPath(name).parts
        assert "\0" not in name


@given(st.text(max_size=3000))
def test_a_safe_path_is_left_alone(label: str) -> None:
    path = safe_path(label)
    assert safe_path(path) == path
    assert len(path.encode()) <= 700
    assert all(0 < len(part.encode()) <= 240 for part in path.split("/"))


def test_long_names_stay_apart_and_keep_their_extension() -> None:
    first, second = output_names(["é" * 4096 + "1.pdf", "é" * 4096 + "2.pdf"])
    assert first != second
    assert len(first.encode()) <= 255
    assert safe_path("n" * 4096 + ".pdf").endswith(".pdf")
    assert len(safe_path("/".join(["part"] * 900))) <= 700


def test_many_names_take_little_memory() -> None:
    tracemalloc.start()
    count = sum(1 for _ in output_names(f"folder/{n % 18_000}.pdf" for n in range(20_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 6 * 1024 * 1024
