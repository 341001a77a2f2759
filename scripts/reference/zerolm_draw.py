"""Draws zerolm's weights again from what its documentation says, with numpy alone.

A weight is named by the first eight bytes of the SHA-256 of its path; Philox4x32-10 counts from there
under the seed, and Box-Muller makes normals of its words. Logarithm, sine and cosine are numpy's in
double precision, so that a number differs from zerolm's by a few units in the last place of single
precision.
"""

import hashlib
import math

import numpy

MASK = numpy.uint64(0xFFFFFFFF)
HALF = numpy.uint64(32)
MULTIPLIERS = (numpy.uint64(0xD2511F53), numpy.uint64(0xCD9E8D57))
WEYL = (0x9E3779B9, 0xBB67AE85)
GROUP = 16


def philox(counter, key):
    """Philox4x32-10 of arrays of four counter words, each a uint64 below 2^32."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        first, second = c0 * MULTIPLIERS[0], c2 * MULTIPLIERS[1]
        c0, c1, c2, c3 = (
            (second >> HALF) ^ c1 ^ numpy.uint64(k0),
            second & MASK,
            (first >> HALF) ^ c3 ^ numpy.uint64(k1),
            first & MASK,
        )
        k0, k1 = (k0 + WEYL[0]) & 0xFFFFFFFF, (k1 + WEYL[1]) & 0xFFFFFFFF
    return c0, c1, c2, c3


def standard_normals(seed, path, size):
    """The first `size` standard normals of the stream of a path under a seed, double precision."""
    name = hashlib.sha256(path.encode()).digest()
    low = numpy.uint64(int.from_bytes(name[:4], "little"))
    high = numpy.uint64(int.from_bytes(name[4:8], "little"))
    groups = -(-size // GROUP)
    blocks = numpy.arange(4 * groups, dtype=numpy.uint64)
    counter = (
        blocks & MASK,
        blocks >> HALF,
        numpy.full_like(blocks, low),
        numpy.full_like(blocks, high),
    )
    words = philox(counter, (seed & 0xFFFFFFFF, seed >> 32))
    # Word j of the k-th block of a group is word 4j + k of the group: [group, j, k].
    words = numpy.stack([word.reshape(groups, 4) for word in words], axis=1)
    out = numpy.empty((groups, 4, 4))
    for j in (0, 2):
        signed = words[:, j].astype(numpy.uint32).view(numpy.int32).astype(numpy.float64)
        radius = numpy.sqrt(
            -2 * numpy.log(numpy.minimum((numpy.abs(signed) + 0.5) / 2.0**31, 1.0))
        )
        angle = words[:, j + 1].astype(numpy.float64) * (2 * math.pi / 2.0**32)
        out[:, j], out[:, j + 1] = radius * numpy.cos(angle), radius * numpy.sin(angle)
    return out.reshape(-1)[:size]
