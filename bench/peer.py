"""The other side of the benches: draws matrices with numpy or torch, squares and sums them.

Reads one JSON request a line, {"library": ..., "shapes": [[rows, cols], ...]}, and answers with the
seconds and the sum of squares. Its argument is the number of threads; the environment has to say
the same (OMP_NUM_THREADS, OPENBLAS_NUM_THREADS), since torch does not limit OpenBLAS.
"""

import json
import sys
import time

STANDARD_DEVIATION = 0.02

libraries = {}
versions = {}

try:
    import numpy

    versions["numpy"] = numpy.__version__
    generator = numpy.random.default_rng(0)

    def draw_numpy(shapes):
        total = 0.0
        for shape in shapes:
            weights = generator.standard_normal(shape, dtype=numpy.float32)
            weights *= numpy.float32(STANDARD_DEVIATION)
            total += float(numpy.square(weights, out=weights).sum())
        return total

    libraries["numpy"] = draw_numpy
except ImportError:
    pass

try:
    import torch

    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    versions["torch"] = torch.__version__

    def draw_torch(shapes):
        total = 0.0
        with torch.no_grad():
            for shape in shapes:
                weights = torch.empty(shape).normal_(0.0, STANDARD_DEVIATION)
                total += float(weights.square_().sum())
        return total

    libraries["torch"] = draw_torch
except ImportError:
    pass

print(json.dumps(versions), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    started = time.perf_counter()
    total = libraries[request["library"]](request["shapes"])
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "sumOfSquares": total}), flush=True)
