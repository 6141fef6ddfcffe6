"""Office math as LaTeX, construct by construct."""

from __future__ import annotations

import pytest
from lxml import etree

from octavo.formats.office import omml

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def part(name: str, inner: str) -> str:
    return f"<m:{name}>{inner}</m:{name}>"


def e(inner: str) -> str:
    return part("e", inner)


def delimited(inner: str, begin: str = "(", end: str = ")") -> str:
    return f'<m:d><m:dPr><m:begChr m:val="{begin}"/><m:endChr m:val="{end}"/></m:dPr>{inner}</m:d>'


MATRIX = part("m", part("mr", e(r("a")) + e(r("b"))) + part("mr", e(r("c")) + e(r("d"))))
SUM = (
    '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
    + part("sub", r("i=1")) + part("sup", r("n")) + e(r("i")) + "</m:nary>"
)  # fmt: skip


@pytest.mark.parametrize(
    ("source", "latex"),
    [
        (r("α≤β"), r"\alpha \leq \beta"),
        (part("f", part("num", r("1")) + part("den", r("2"))), r"\frac{1}{2}"),
        (part("sSup", e(r("x")) + part("sup", r("2"))), "x^{2}"),
        (part("sSub", e(r("ab")) + part("sub", r("i"))), "{ab}_{i}"),
        (part("sSubSup", e(r("x")) + part("sub", r("i")) + part("sup", r("2"))), "x_{i}^{2}"),
        (
            part("sPre", part("sub", r("6")) + part("sup", r("14")) + e(r("C"))),
            "{}_{6}^{14}C",
        ),
        (part("rad", part("deg", r("3")) + e(r("x"))), r"\sqrt[3]{x}"),
        ('<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>' + e(r("x")) + "</m:rad>",
         r"\sqrt{x}"),
        (SUM, r"\sum_{i=1}^{n} i"),
        (part("nary", part("sub", "") + part("sup", "") + e(r("f"))), r"\int f"),
        (part("d", e(r("x+y"))), r"\left(x+y\right)"),
        (delimited(e(MATRIX), "[", "]"), r"\begin{bmatrix}a & b \\ c & d\end{bmatrix}"),
        (
            delimited(e(part("eqArr", e(r("x,&amp;x>0")) + e(r("0")))), "{", ""),
            r"\begin{cases}x,&x>0 \\ 0\end{cases}",
        ),
        (part("func", part("fName", r("sin")) + e(r("x"))), r"\sin x"),
        (
            part("func", part("fName", part("limLow", e(r("lim")) + part("lim", r("x→0"))))
                 + e(r("f"))),
            r"\lim_{x\to 0} f",
        ),
        ('<m:acc><m:accPr><m:chr m:val="⃗"/></m:accPr>' + e(r("v")) + "</m:acc>", r"\vec{v}"),
        ('<m:bar><m:barPr><m:pos m:val="top"/></m:barPr>' + e(r("x")) + "</m:bar>",
         r"\overline{x}"),
        (r("50%"), r"50\%"),
        (r("𝑥"), "x"),
        ("<m:unknown>" + r("kept") + "</m:unknown>", "kept"),
    ],
)  # fmt: skip
def test_constructs(source: str, latex: str) -> None:
    node = etree.fromstring(f'<m:oMath xmlns:m="{M}">{source}</m:oMath>')
    assert omml.latex(node) == latex
