"""Writes test/reference/singular-values.json: the singular values of a 300 x 200 matrix by numpy,
and the statistics of them.

The entries are those of an integer generator that the test repeats exactly: the state is
multiplied by 1664525, increased by 1013904223 and taken modulo 2^32; an entry is its upper 16
bits, less 32768, over 65536, which float32 holds exactly.
"""

import json
from pathlib import Path

import numpy

ROWS, COLS, SEED = 300, 200, 12345

state = SEED
entries = []
for _ in range(ROWS * COLS):
    state = (state * 1664525 + 1013904223) % 2**32
    entries.append(((state >> 16) - 32768) / 65536)

values = numpy.linalg.svd(numpy.array(entries).reshape(ROWS, COLS), compute_uv=False)
shares = values / values.sum()
reference = {
    "source": f"scripts/make-singular-value-reference.py, numpy {numpy.__version__}",
    "rows": ROWS,
    "cols": COLS,
    "seed": SEED,
    "statistics": {
        "spectral-norm": float(values.max()),
        "nuclear-norm": float(values.sum()),
        "stable-rank": float((values**2).sum() / values.max() ** 2),
        "effective-rank": float(numpy.exp(-(shares * numpy.log(shares)).sum())),
    },
    "singularValues": values.tolist(),
}
path = Path(__file__).parent.parent / "test" / "reference" / "singular-values.json"
path.write_text(json.dumps(reference, indent=2) + "\n")
