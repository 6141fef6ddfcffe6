"""Mathematical characters and names as LaTeX writes them; shared by OMML and MathML."""

from __future__ import annotations

import re
import unicodedata

_GREEK = (
    "α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda "
    "μ mu ν nu ξ xi π pi ρ rho ς varsigma σ sigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega "
    "ϵ epsilon ϑ vartheta ϕ phi ϖ varpi ϱ varrho Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi "
    "Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega"
)
_SIGNS = (
    "± pm ∓ mp × times ÷ div · cdot ⋅ cdot ∗ ast ∘ circ • bullet ⊕ oplus ⊗ otimes ≤ leq ≥ geq "
    "≠ neq ≈ approx ≡ equiv ∼ sim ≃ simeq ≅ cong ∝ propto ≪ ll ≫ gg ∈ in ∉ notin ∋ ni ⊂ subset "
    "⊃ supset ⊆ subseteq ⊇ supseteq ∪ cup ∩ cap ∅ emptyset ∖ setminus ∀ forall ∃ exists ¬ neg "
    "∧ wedge ∨ vee → to ← leftarrow ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow "
    "↦ mapsto ↑ uparrow ↓ downarrow ∂ partial ∇ nabla ∞ infty ∫ int ∬ iint ∭ iiint ∮ oint ∑ sum "
    "∏ prod ∐ coprod ⋃ bigcup ⋂ bigcap √ surd ∠ angle ⊥ perp ∥ parallel ∣ mid … ldots ⋯ cdots "
    "⋮ vdots ⋱ ddots ′ prime ″ prime\\prime ℏ hbar ℓ ell ℜ Re ℑ Im ℵ aleph ⟨ langle ⟩ rangle "
    "⌊ lfloor ⌋ rfloor ⌈ lceil ⌉ rceil ‖ Vert ∴ therefore ∵ because ⊢ vdash ⊨ models △ triangle "
    "† dagger ‡ ddagger ⊤ top ≺ prec ≻ succ ⟶ longrightarrow ⟹ Longrightarrow ⇌ rightleftharpoons"
)
_BOARD = {"ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℚ": "Q", "ℂ": "C", "ℙ": "P", "ℍ": "H", "𝔼": "E"}
_PLAIN = {
    "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\sim ", "\\": r"\backslash ", "−": "-", "\u2061": "", "\u2062": "", "\u2063": "",
    "\u2064": "", "\u200b": "", "\xa0": " ", "\u2003": r"\quad ", "^": r"\hat{}", "°": r"^{\circ}",
}  # fmt: skip


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    parts = text.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


SYMBOLS = {char: f"\\{name} " for char, name in (_pairs(_GREEK) | _pairs(_SIGNS)).items()}
SYMBOLS |= {char: f"\\mathbb{{{letter}}}" for char, letter in _BOARD.items()} | _PLAIN

FUNCTIONS = _listed(
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln lg exp lim limsup "
    "liminf max min sup inf det dim ker deg gcd hom arg Pr"
)
ACCENTS = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar",
    "\u0305": "overline", "\u0306": "breve", "\u0307": "dot", "\u0308": "ddot", "\u030c": "check",
    "\u20d7": "vec", "\u20d6": "overleftarrow", "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde",
    "¯": "bar", "‾": "bar", "→": "vec", "˙": "dot", "¨": "ddot", "ˇ": "check",
    "\u20db": "dddot", "´": "acute", "`": "grave", "˘": "breve", "⏞": "overbrace",
    "⏟": "underbrace", "_": "underline", "\u0332": "underline",
}  # fmt: skip


def characters(text: str) -> str:
    """Math characters as LaTeX; the styled letters of Unicode's mathematical block as plain."""
    return "".join(_character(char) for char in text)


def squeeze(latex: str) -> str:
    """One blank where several would stand, none before a closing brace, `^` or `_`."""
    latex = re.sub(r" {2,}", " ", latex)
    latex = re.sub(r"(\\[A-Za-z]+) (?=[{}^_()|,;\]])", r"\1", latex)
    return latex.strip()


def _character(char: str) -> str:
    if char in SYMBOLS:
        return SYMBOLS[char]
    if 0x1D400 <= ord(char) <= 0x1D7FF:
        plain = unicodedata.normalize("NFKC", char)
        return "".join(SYMBOLS.get(one, one) for one in plain)
    return char
