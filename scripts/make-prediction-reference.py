"""Writes test/reference/predictions.json, the numbers that test/prediction is held against.

    python3 scripts/make-prediction-reference.py && npx prettier --write test/reference

Needs NumPy, SciPy and the reference implementation of the method, ../shared/evidence/calibrate.py,
which is not part of the project.
"""

import importlib.util
import json
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
OUT = ROOT / "test" / "reference" / "predictions.json"
REFERENCE = ROOT.parent / "shared" / "evidence" / "calibrate.py"

# Candidates, features, labels, whether labels are tied, whether there is a prior.
CASES = [
    ("few labels", 12, 3, 3, False, True),
    ("tied labels", 20, 4, 9, True, True),
    ("more labels than features", 30, 10, 25, False, True),
    ("no features", 10, 0, 6, False, True),
    ("no prior", 15, 2, 7, False, False),
]


def standardized(values):
    """Population z-scores of each column."""
    return (values - values.mean(0)) / values.std(0)


def main():
    spec = importlib.util.spec_from_file_location("calibrate", REFERENCE)
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    cases = []
    for seed, (name, count, features, labels, tied, has_prior) in enumerate(CASES):
        rng = np.random.default_rng(seed)
        prior = standardized(rng.normal(size=count)) if has_prior else np.zeros(count)
        z = rng.normal(size=(count, features))
        z = standardized(z) if features > 0 else z
        labelled = np.sort(rng.permutation(count)[:labels])
        effect = z @ rng.normal(size=features) if features > 0 else 0
        quality = (prior + effect + 0.3 * rng.normal(size=count))[labelled]
        quality = np.round(quality) if tied else quality
        mean, deviation, _ = reference.calibrate2(prior, z, quality, labelled, sd=True)
        cases.append(
            {
                "name": name,
                "priors": prior.tolist(),
                "features": z.tolist(),
                "labelled": labelled.tolist(),
                "qualities": quality.tolist(),
                "normalScores": reference.nscore(quality).tolist(),
                "means": mean.tolist(),
                "standardDeviations": deviation.tolist(),
            }
        )
    OUT.write_text(json.dumps({"cases": cases}, indent=2) + "\n")


main()
