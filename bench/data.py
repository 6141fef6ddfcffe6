"""The benchmark data: documents, what they say in truth, and the scorers that came with them.

They are not part of this repository. They are looked for in `../shared/bench`, beside the
checkout, or in the folder that the environment variable BENCH_DATA names.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(os.environ.get("BENCH_DATA") or Path(__file__).parents[2] / "shared" / "bench")
