"""The value axis of a drawn chart: its range, its ticks, and what the ticks are called."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from octavo.formats.sheets.general import decimal, plain


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high` with a tick at every `step`; `percent` marks shares of 1."""

    low: float
    high: float
    step: float
    percent: bool = False

    def share(self, value: float) -> float:
        """Where a value lies, 0 at the low end and 1 at the high one."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * at for at in range(count + 1)]

    def label(self, tick: float) -> str:
        if self.percent:
            return f"{tick * 100:.0f}%"
        tick = 0.0 if abs(tick) < self.step / 1e6 else tick
        if tick != 0 and not 1e-4 <= abs(tick) < 1e12:
            return f"{tick:.3g}"
        text = plain(decimal(float(f"{tick:.12g}")))
        whole, point, part = text.partition(".")
        sign = "-" if tick < 0 else ""
        return f"{sign}{abs(int(whole)):,}{point}{part}"


def fitting(values: Iterable[float], *, zero: bool, percent: bool = False) -> Scale:
    """A scale of round numbers over some values; with `zero`, it always holds 0."""
    held = [value for value in values if math.isfinite(value)]
    if percent:
        low = math.floor(min(held, default=0.0) / 0.2) * 0.2
        return Scale(min(low, 0.0), 1.0, 0.2, percent=True)
    low, high = min(held, default=0.0), max(held, default=1.0)
    if zero or (0 <= low < high * 5 / 6) or (low * 5 / 6 < high <= 0):
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low - 0.5, high + 0.5) if low else (0.0, 1.0)
    step = _round_step((high - low) / 6)
    return Scale(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if rough <= step * power * 1.0001)
