"""Checks ONNX files as the onnx package does, shapes included, and prints how many there were.

    python3 scripts/check-onnx.py MODEL.onnx...

Fails at the first file that is not valid.
"""

import sys

import onnx

for path in sys.argv[1:]:
    try:
        onnx.checker.check_model(path, full_check=True)
        onnx.shape_inference.infer_shapes(onnx.load(path), check_type=True, strict_mode=True)
    except Exception as error:
        sys.exit(f"{path}: {error}")
print(len(sys.argv) - 1)
