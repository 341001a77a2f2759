"""Writes test/reference/rankings.json, the numbers that test/evaluation is held against.

    python3 scripts/make-ranking-reference.py && npx prettier --write test/reference

Needs SciPy 1.17 and scikit-learn 1.9: nDCG by scikit-learn, the Friedman test, the tails of
the chi-square and the F distribution and the studentized range by SciPy.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.metrics import ndcg_score

OUT = Path(__file__).parent.parent / "test" / "reference" / "rankings.json"

draw = np.random.default_rng(20061)


def gains():
    """nDCG of scores with and without ties; the qualities are negative as well."""
    cases = []
    for n, levels in [(2, 9), (5, 3), (12, 4), (12, 1000), (40, 6), (40, 1000)]:
        scores = draw.integers(0, levels, n).astype(float)
        quality = np.round(draw.normal(-1, 2, n), 3)
        gain = quality - quality.min()
        for k in sorted({1, 2, max(1, n // 3), n}):
            value = ndcg_score([gain], [scores], k=k)
            cases.append({"scores": scores.tolist(), "quality": quality.tolist(), "k": k, "value": value})
    return cases


def friedman():
    """Tables of sets by proxies, with and without ties, and the test of their columns."""
    cases = []
    for sets, proxies, levels in [(2, 3, 99), (4, 3, 99), (6, 5, 4), (10, 4, 3), (12, 9, 999)]:
        rows = draw.integers(0, levels, (sets, proxies)).astype(float)
        statistic, p = stats.friedmanchisquare(*rows.T)
        f = (sets - 1) * statistic / (sets * (proxies - 1) - statistic)
        degrees = [proxies - 1, (proxies - 1) * (sets - 1)]
        cases.append(
            {
                "rows": rows.tolist(),
                "statistic": statistic,
                "p": p,
                "f": {"statistic": f, "degreesOfFreedom": degrees, "p": stats.f.sf(f, *degrees)},
            }
        )
    return cases


def chi_square():
    return [
        {"x": x, "df": df, "p": stats.chi2.sf(x, df)}
        for df in (1, 2, 3, 8, 17, 40)
        for x in (0.0, 0.01, 0.5, 1.0, 3.7, 9.9, 27.5, 80.0, 400.0)
    ]


def f_distribution():
    return [
        {"f": f, "m": m, "n": n, "p": stats.f.sf(f, m, n)}
        for m, n in [(1, 1), (1, 7), (2, 2), (2, 9), (3, 6), (4, 40), (9, 81), (27, 540)]
        for f in (0.0, 0.01, 0.7, 1.0, 1.3, 4.5, 30.0, 2000.0)
    ]


def studentized_range():
    """Critical values for infinitely many degrees of freedom, and the tail at some points."""
    quantiles = [
        {"k": k, "alpha": alpha, "q": stats.studentized_range.isf(alpha, k, np.inf)}
        for k in (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 28, 50)
        for alpha in (0.01, 0.05, 0.1)
    ]
    tail = [
        {"k": k, "q": q, "p": stats.studentized_range.sf(q, k, np.inf)}
        for k in (2, 3, 10, 28)
        for q in (0.1, 1.0, 2.5, 4.0, 6.0)
    ]
    return quantiles, tail


quantiles, range_tail = studentized_range()
OUT.write_text(
    json.dumps(
        {
            "madeWith": {"scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
            "gains": gains(),
            "friedman": friedman(),
            "chiSquare": chi_square(),
            "fDistribution": f_distribution(),
            "studentizedRange": {"quantiles": quantiles, "tail": range_tail},
        }
    )
)
