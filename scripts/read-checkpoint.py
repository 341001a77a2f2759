"""Reads a safetensors file by its documented layout, with numpy alone: the witness of a test.

Usage: python3 scripts/read-checkpoint.py FILE. Prints JSON: for each tensor its type, shape, sum and
sum of squares in double precision, each sum exactly rounded.
"""

import json
import math
import struct
import sys

import numpy

TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}


def entries_of(data: bytes, dtype: str) -> numpy.ndarray:
    raw = numpy.frombuffer(data, dtype=TYPES[dtype])
    if dtype == "BF16":
        raw = (raw.astype("<u4") << 16).view("<f4")
    return raw.astype(numpy.float64)


def main() -> None:
    with open(sys.argv[1], "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        start = 8 + length
        tensors = {}
        for name, tensor in header.items():
            if name == "__metadata__":
                continue
            begin, end = tensor["data_offsets"]
            file.seek(start + begin)
            entries = entries_of(file.read(end - begin), tensor["dtype"])
            assert entries.size == math.prod(tensor["shape"]), name
            tensors[name] = {
                "dtype": tensor["dtype"],
                "shape": tensor["shape"],
                "sum": math.fsum(entries),
                "sumOfSquares": math.fsum(entries * entries),
            }
    json.dump({"metadata": header.get("__metadata__"), "tensors": tensors}, sys.stdout)


main()
