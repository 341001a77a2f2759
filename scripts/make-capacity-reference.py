"""Writes test/reference/capacity.json, the numbers that test/capacity is held against.

    python3 scripts/make-capacity-reference.py

Needs mpmath 1.3. Everything is computed with 30 digits from the definition, not from the closed
forms that the project uses, and rounded to double precision at the end.
"""

import json
from pathlib import Path

import mpmath as mp

OUT = Path(__file__).parent.parent / "test" / "reference" / "capacity.json"

mp.mp.dps = 30

DEGREES = [*range(1, 33), 63, 64, 100, 126, 127, 128, 129, 130, 131, 255, 1000, 4096, 65536]
DEGREES += [30522 * 128, 10**9, 2**40, 2**53]

SHAPES = [(1, 1), (1, 64), (2, 2), (2, 3), (16, 16), (64, 63), (128, 512), (256, 256), (1024, 256)]
SHAPES += [(768, 3072), (30522, 128), (50257, 768), (1, 10**6), (10**6, 1), (2**18, 2**16)]
VARIANCES = ["1e-300", "1e-170", "1e-80", "1e-20", "1e-9", "0.0004", "0.01", "0.3", "1", "1e6"]


def mean_of_chi(n):
    """The mean of the root of a sum of n squared standard normals, by its density."""
    half = mp.mpf(n) / 2
    return mp.sqrt(2) * mp.exp(mp.loggamma(half + mp.mpf(1) / 2) - mp.loggamma(half))


def expected_log_determinant(rows, cols, variance):
    """The integral of ln(1 + v q x) over the Marchenko-Pastur law of ratio c = p / q, p times.

    With x = 1 + c + 2 sqrt(c) cos(t) the law's density becomes 2 sin(t)^2 / (pi x) dt on
    [0, pi]; the integrand stays bounded, also for c = 1, where x vanishes as the sine does.
    """
    p, q = mp.mpf(min(rows, cols)), mp.mpf(max(rows, cols))
    c = p / q

    def integrand(t):
        # 1 + c + 2 sqrt(c) cos t without cancellation at t = pi, where c is near 1.
        x = (1 - mp.sqrt(c)) ** 2 + 4 * mp.sqrt(c) * mp.cos(t / 2) ** 2
        if x == 0:
            return mp.mpf(0)
        return 2 * mp.sin(t) ** 2 / (mp.pi * x) * mp.log1p(variance * q * x) / (variance * q)

    # Towards pi in ever smaller pieces: near a ratio of 1 everything happens there.
    cuts = [mp.mpf(0), mp.pi / 2] + [mp.pi * (1 - mp.mpf(2) ** -k) for k in range(2, 24)] + [mp.pi]
    # The integrand is divided by v q, so that the quadrature's absolute tolerance is a relative one.
    return p * variance * q * mp.quad(integrand, cuts)


if __name__ == "__main__":
    log_determinant = [
        {
            "rows": rows,
            "cols": cols,
            "variance": float(variance),
            "expected": float(expected_log_determinant(rows, cols, mp.mpf(float(variance)))),
        }
        for rows, cols in SHAPES
        for variance in VARIANCES
    ]
    data = {
        "madeBy": "scripts/make-capacity-reference.py",
        "mpmath": mp.__version__,
        "meanOfChi": [{"n": n, "mean": float(mean_of_chi(n))} for n in DEGREES],
        "expectedLogDeterminant": log_determinant,
    }
    OUT.write_text(json.dumps(data, indent=2) + "\n")
