"""Writes test/reference/correlations.json, the numbers that test/evaluation is held against.

    python3 scripts/make-correlation-reference.py && npx prettier --write test/reference

Needs SciPy 1.17. Lists of thousands of items are not stored but described by a small formula,
which test/evaluation/generate-items.ts computes as well; the first few are stored to compare.
"""

import json
import math
import warnings
from itertools import permutations
from pathlib import Path

import scipy
from scipy import stats

OUT = Path(__file__).parent.parent / "test" / "reference" / "correlations.json"

# The "minimal standard" generator of Park and Miller, CACM 31, 1988: its products stay below
# 2^53, so that JavaScript's numbers compute it exactly.
MULTIPLIER = 16807
MODULUS = 2**31 - 1


def generate_items(generator):
    """x has xLevels values; y follows x with noise, and is tied by dropping its last digits."""
    state = generator["seed"]
    x, y = [], []
    for _ in range(generator["n"]):
        state = state * MULTIPLIER % MODULUS
        x_item = state % generator["xLevels"]
        state = state * MULTIPLIER % MODULUS
        noise = state % generator["noise"]
        x.append(x_item)
        y.append((generator["slope"] * x_item + noise) // generator["yStep"])
    return x, y


def exact_spearman_p(x, y):
    """The share of all orders of y with a rho at least as far from 0, in whole numbers."""
    ranks = [[int(2 * rank) - len(x) - 1 for rank in stats.rankdata(side)] for side in (x, y)]
    observed = abs(sum(a * b for a, b in zip(*ranks)))
    sums = [sum(a * b for a, b in zip(ranks[0], order)) for order in permutations(ranks[1])]
    return sum(abs(value) >= observed for value in sums) / len(sums)


def spearman_p(rho, x, y):
    if len(x) <= 9:
        return exact_spearman_p(x, y)
    # SciPy's perfect correlation is 1 for some lists (p = 0) and 1 - 1e-16 for others, from
    # which it gets a p such as 1e-24 that is nothing but rounding error.
    return 0.0 if 1 - abs(rho.statistic) < 1e-15 else float(rho.pvalue)


def correlate(x, y):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tau = stats.kendalltau(x, y)
        rho = stats.spearmanr(x, y)
    if math.isnan(tau.statistic):
        assert math.isnan(rho.statistic)
        return {"kendall": None, "spearman": None}
    try:
        exact = stats.kendalltau(x, y, method="exact").pvalue == tau.pvalue
    except ValueError:
        exact = False
    if not exact:
        assert stats.kendalltau(x, y, method="asymptotic").pvalue == tau.pvalue
    return {
        "kendall": {
            "value": float(tau.statistic),
            "p": float(tau.pvalue),
            "pMethod": "exact" if exact else "asymptotic",
        },
        "spearman": {"value": float(rho.statistic), "p": spearman_p(rho, x, y)},
    }


LISTED = {
    "nine items, one tie": ([1, 2, 3, 4, 5, 6, 7, 8, 9], [2, 1, 4, 3, 3, 7, 6, 9, 8]),
    "no ties, six items": ([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5]),
    "the same order": ([1, 2, 3, 4, 5], [10, 20, 30, 40, 50]),
    "the reverse order": ([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]),
    "ties in x": ([1, 1, 2, 2, 3, 3, 4], [3, 1, 2, 5, 4, 7, 6]),
    "ties in y": ([3, 1, 2, 5, 4, 7, 6], [1, 1, 2, 2, 3, 3, 4]),
    "ties in both": ([1, 1, 1, 2, 2, 3, 4, 4], [2, 2, 1, 1, 3, 3, 3, 5]),
    "the same ties in both": ([1, 1, 2, 3, 3, 3], [5, 5, 8, 9, 9, 9]),
    "the same ties, reversed": ([1, 1, 2, 3, 3, 3], [9, 9, 8, 5, 5, 5]),
    "two values each": ([0, 0, 1, 1, 0, 1], [0, 1, 1, 1, 0, 0]),
    "one item differs in x": ([0, 0, 0, 0, 1], [3, 1, 2, 5, 4]),
    "no correlation": ([1, 2, 3, 4], [2, 4, 1, 3]),
    "no correlation, with ties": ([1, 1, 2, 2], [1, 2, 1, 2]),
    "x constant": ([7, 7, 7], [1, 2, 3]),
    "y constant": ([1, 2, 3], [7, 7, 7]),
    "both constant": ([0, 0, 0], [0, 0, 0]),
    "two items, the same order": ([1, 2], [3, 4]),
    "two items, the reverse order": ([1, 2], [4, 3]),
    "two items, x constant": ([1, 1], [4, 3]),
    "three items, the same order": ([1, 2, 3], [1, 2, 3]),
    "three items, one swap": ([1, 2, 3], [1, 3, 2]),
    "three items, one tie": ([1, 2, 2], [1, 3, 2]),
    "negative zero ties with zero": ([-0.0, 0.0, 1.0, -1.0], [1.0, 2.0, 3.0, -0.0]),
    "negative zero and zero alone": ([-0.0, 0.0, -0.0], [1.0, 2.0, 3.0]),
    "large magnitudes": (
        [1e308, -1e308, 1e300, 5e-324, -5e-324, 1.5],
        [2e307, -1.7e308, 3.0, -2.0, 1e-300, 4e307],
    ),
    "neighbouring floats are no tie": (
        [1.0, 1.0000000000000002, 0.9999999999999999, 2.0],
        [1.0, 3.0, 2.0, 4.0],
    ),
    "unsorted negative fractions": (
        [-0.25, 1.75, -3.5, 0.125, 2.25, -1.0, 0.5],
        [0.75, -1.25, 3.0, 0.5, -2.5, 0.875, 1.0],
    ),
}

# Ranks that go up and down in a fixed pattern: 33 items without ties are the last of the exact
# region, 34 the first of the asymptotic one.
for n in (10, 20, 33, 34, 50):
    LISTED[f"{n} items without ties"] = (list(range(n)), [i * 7 % 53 for i in range(n)])
    LISTED[f"{n} items, one pair swapped"] = (list(range(n)), [1, 0, *range(2, n)])
LISTED["34 items, two pairs swapped"] = (list(range(34)), [1, 0, 3, 2, *range(4, 34)])
LISTED["40 items reversed but for one pair"] = (list(range(40)), [38, 39, *range(37, -1, -1)])
LISTED["33 items, one tie"] = (list(range(33)), [0, 0, *(i * 7 % 53 for i in range(2, 33))])

# seed, n, x_levels, slope, noise, y_step
GENERATED = {
    "200 items, few ties": (1, 200, 1000, 1, 1000, 1),
    "500 items, ties in both": (2, 500, 40, 1, 60, 2),
    "1000 items, ties in x alone": (3, 1000, 10, 10**7, 10**8, 1),
    "1000 items, ties in y alone": (4, 1000, 10**9, 1, 10**9, 10**8),
    "2000 items, unrelated": (5, 2000, 100, 0, 100, 1),
    "3000 items, falling": (6, 3000, 100, -3, 500, 1),
    "5000 items, two values each": (7, 5000, 2, 1, 4, 3),
    "10000 items, weakly related": (8, 10000, 3000, 1, 30000, 1),
    "10000 items, p about 1e-100": (9, 10000, 300, 1, 1300, 10),
}


def main():
    cases = []
    for name, (x, y) in LISTED.items():
        cases.append({"name": name, "x": x, "y": y, **correlate(x, y)})
    for name, (seed, n, x_levels, slope, noise, y_step) in GENERATED.items():
        generator = {
            "seed": seed,
            "n": n,
            "xLevels": x_levels,
            "slope": slope,
            "noise": noise,
            "yStep": y_step,
        }
        x, y = generate_items(generator)
        first = {"x": x[:5], "y": y[:5]}
        cases.append({"name": name, "generator": generator, "first": first, **correlate(x, y)})

    normal = [-38, -8.25, -2, -1.5, -1, -0.1, 0, 1e-300, 1e-10, 0.5, 1, 1.3, 1.4999, 1.5]
    normal += [1.5001, 1.96, 2.5, 3.7, 5, 8.1, 13.7, 21.2734, 30.01, 37.3]
    student = [
        (t, df)
        for df in (1, 2, 3, 4, 5.5, 8, 31, 63, 64, 65, 98, 498, 4998, 9998)
        for t in (-3, -0.2, 0, 1e-3, 0.3, 1, 1.2, 1.3, 1.7, 2.5, 4, 9, 22)
    ]
    student += [(1e10, 8), (1e20, 5), (1e100, 1), (1e25, 4), (76.4, 150), (23.5, 4998), (1e8, 12)]
    student += [(1e-3, 1e6), (2.5, 1e6), (1.2247, 1e8)]
    reference = {
        "madeBy": "scripts/make-correlation-reference.py",
        "scipy": scipy.__version__,
        "cases": cases,
        "normalTail": [{"z": z, "tail": float(stats.norm.sf(z))} for z in normal],
        "studentTTail": [
            {"t": t, "degreesOfFreedom": df, "tail": float(stats.t.sf(t, df))} for t, df in student
        ],
    }
    OUT.write_text(json.dumps(reference, indent=2, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
