"""Writes test/reference/operators.json, the numbers that test/onnx/operators is held against.

    python3 scripts/make-operator-reference.py

Needs PyTorch 1.13 and numpy. Every case is one function of a few tensors, computed in float64 by
PyTorch's own operators. With fixed random weights c and d, what is written of y = f(x) is y, the
gradient g of the sum of c y, and the gradient h of the sum of d g.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

OUT = Path(__file__).parent.parent / "test" / "reference" / "operators.json"

rng = np.random.default_rng(6)
cases = []


def tensor(*shape, low=-1.5, high=1.5):
    """Entries with three decimals, none within 0.05 of 0, so that kinks are far."""
    entries = np.round(rng.uniform(low, high, shape), 3)
    entries = np.where(np.abs(entries) < 0.05, entries + 0.1, entries)
    return torch.tensor(entries, dtype=torch.float64)


def positive(*shape):
    return tensor(*shape, low=0.3, high=2.0)


def given(*entries):
    return torch.tensor(entries, dtype=torch.float64)


def whole(entries):
    return torch.tensor(entries, dtype=torch.int64)


def listed(value):
    if value is None:
        return None
    if value._is_zerotensor():
        value = torch.zeros(value.shape)
    return {"shape": list(value.shape), "data": value.detach().reshape(-1).tolist()}


def case(name, function, *inputs, kink=False):
    floats = [x.requires_grad_() for x in inputs if x.dtype == torch.float64]
    outputs = function(*inputs)
    outputs = list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]
    c = [tensor(*y.shape) for y in outputs]
    loss = sum((a * y).sum() for a, y in zip(c, outputs))
    g = [None] * len(floats)
    if loss.requires_grad:
        g = torch.autograd.grad(loss, floats, create_graph=True, allow_unused=True)
    d = [tensor(*x.shape) for x in floats]
    second = sum((a * x).sum() for a, x in zip(d, g) if x is not None)
    h = [None] * len(floats)
    if isinstance(second, torch.Tensor) and second.requires_grad:
        h = torch.autograd.grad(second, floats, allow_unused=True)
    cases.append(
        {
            "name": name,
            "kink": kink,
            "inputs": [
                {"type": "int64" if x.dtype == torch.int64 else "float", **listed(x)}
                for x in inputs
            ],
            "outputs": [listed(y) for y in outputs],
            "outputWeights": [listed(x) for x in c],
            "gradients": [listed(x) for x in g],
            "gradientWeights": [listed(x) for x in d],
            "secondGradients": [listed(x) for x in h],
        }
    )


UNARY = {
    "Neg": (torch.neg, tensor),
    "Abs": (torch.abs, tensor),
    "Sqrt": (torch.sqrt, positive),
    "Exp": (torch.exp, tensor),
    "Log": (torch.log, positive),
    "Reciprocal": (torch.reciprocal, positive),
    "Sign": (torch.sign, tensor),
    "Erf": (torch.erf, tensor),
    "Tanh": (torch.tanh, tensor),
    "Sigmoid": (torch.sigmoid, tensor),
    "Relu": (torch.relu, tensor),
    "Identity": (lambda x: x * 1, tensor),
}
for name, (function, draw) in UNARY.items():
    case(f"{name} of a matrix", function, draw(2, 3))
    case(f"{name} of a scalar", function, draw())
case("Abs at the kink", torch.abs, given(0, -1, 2), kink=True)
case("Relu at the kink", torch.relu, given(0, -1, 2), kink=True)

BINARY = {"Add": torch.add, "Sub": torch.sub, "Mul": torch.mul, "Div": torch.div}
for name, function in BINARY.items():
    case(f"{name} of equal shapes", function, tensor(2, 3), positive(2, 3))
    case(f"{name} of a row", function, tensor(2, 3, 4), positive(4))
    case(f"{name} of both broadcast", function, tensor(2, 1, 4), positive(3, 1))
    case(f"{name} of a scalar and a matrix", function, tensor(), positive(2, 3))
    case(f"{name} of a matrix and one entry", function, tensor(2, 3), positive(1, 1, 1))
    case(f"{name} of a value and itself", lambda x, f=function: f(x, x), tensor(2, 3))

COMPARISONS = {"Greater": torch.gt, "Less": torch.lt, "Equal": torch.eq}
for name, function in COMPARISONS.items():
    case(
        f"{name} that chooses",
        lambda x, y, f=function: torch.where(f(x, y), x * y, x - y),
        given(0.5, 1, -1, 2).reshape(2, 2),
        given(1, -1),
        kink=name != "Equal",
    )
case(
    "Where of broadcast choices",
    lambda x, y, z: torch.where(x > 0.2, y, z),
    tensor(2, 1, 3),
    tensor(2, 1),
    tensor(),
)
case("Cast there and back", lambda x: x * x, tensor(2, 3))
case("Cast of a condition", lambda x: (x > 0.1).to(torch.float64) * x, tensor(2, 3))

for name, function in {
    "ReduceSum": torch.sum,
    "ReduceMean": torch.mean,
    "ReduceMax": torch.amax,
    "ReduceSumSquare": lambda x, axes, keepdim=False: (x * x).sum(axes, keepdim=keepdim),
}.items():
    case(f"{name} of the last axis", lambda x, f=function: f(x, (-1,)), tensor(2, 3, 4))
    case(
        f"{name} of two axes that stay",
        lambda x, f=function: f(x, (0, -2), keepdim=True),
        tensor(2, 3, 4),
    )
    case(f"{name} of all axes", lambda x, f=function: f(x, (0, 1)) ** 2, tensor(3, 2))
    case(f"{name} of an axis of one", lambda x, f=function: f(x, (1,)), tensor(2, 1, 2))
case("ReduceMax at the kink", lambda x: torch.amax(x, (-1,)), given(1, 3, 3, 2), kink=True)

for name, shapes in {
    "two matrices": [(2, 3), (3, 4)],
    "a batch and a matrix": [(2, 3, 4), (4, 5)],
    "two batches, narrow inside": [(2, 2, 3, 2), (2, 2, 2, 5)],
    "two batches, wide inside": [(2, 2, 3, 5), (2, 2, 5, 2)],
    "batches broadcast": [(2, 1, 3, 4), (3, 4, 2)],
    "a matrix and a batch": [(3, 4), (2, 4, 2)],
    "sizes of one": [(1, 1, 1), (1, 1, 1)],
}.items():
    case(f"MatMul of {name}", torch.matmul, *[tensor(*shape) for shape in shapes])
case(
    "MatMul with a transposed batch",
    lambda x, y: torch.matmul(x, y.permute(0, 2, 3, 1)),
    tensor(2, 2, 3, 2),
    tensor(2, 4, 2, 2),
)
for a in (0, 1):
    for b in (0, 1):
        case(
            f"Gemm with transA {a} and transB {b}",
            lambda x, y, a=a, b=b: (x.T if a else x) @ (y.T if b else y),
            tensor(*((3, 2) if a else (2, 3))),
            tensor(*((4, 3) if b else (3, 4))),
        )
for name, shape in {"a row": (4,), "a column": (2, 1), "one entry": (), "a matrix": (2, 4)}.items():
    case(
        f"Gemm plus {name}",
        lambda x, y, z: x @ y + z,
        tensor(2, 3),
        tensor(3, 4),
        tensor(*shape),
    )

for name, function in {"Softmax": F.softmax, "LogSoftmax": F.log_softmax}.items():
    for axis in (-1, 0, 1):
        case(f"{name} along {axis}", lambda x, f=function, a=axis: f(x, a), tensor(2, 3, 2))

case("Transpose of three axes", lambda x: x.permute(2, 0, 1) ** 2, tensor(2, 3, 4))
case("Transpose twice", lambda x: x.permute(0, 2, 3, 1) ** 2, tensor(1, 2, 3, 2))
case("Reshape to a matrix", lambda x: x.reshape(2, 6) ** 2, tensor(2, 3, 2))
case("Reshape to a scalar", lambda x: x.reshape(()) ** 2, tensor(1, 1))
case("Expand of a column", lambda x: x.expand(2, 3, 4) ** 2, tensor(3, 1))
case("Expand of a scalar", lambda x: x.expand(2, 2) ** 2, tensor())
case("Concat along the last axis", lambda x, y: torch.cat([x, y, x], -1) ** 2, tensor(2, 1), tensor(2, 3))
case("Split into three", lambda x: [y**2 for y in x.split([1, 2, 1], 1)], tensor(2, 4, 2))
case("Split with an unused piece", lambda x: x.split([1, 3], -1)[1] ** 2, tensor(2, 4))
case("Slice inside", lambda x: x[:, 1:3] ** 2, tensor(2, 4, 2))
case("Slice from the end", lambda x: x[..., -3:-1] ** 2, tensor(2, 4))
case("Pad of two axes", lambda x: F.pad(x, (1, 2, 0, 1)) ** 2, tensor(2, 3))
case("Pad with a number", lambda x: F.pad(x, (2, 0), value=0.5) ** 2, tensor(2, 3))

case(
    "Gather of rows, some twice, some from the end",
    lambda x, i: x[i] ** 2,
    tensor(4, 3),
    whole([[0, 2, 2], [-1, 0, 0]]),
)
case("Gather along a middle axis", lambda x, i: x[:, i] ** 2, tensor(2, 3, 2), whole([[2, 0], [2, 2]]))
case("Gather of one slice", lambda x, i: x[:, i] ** 2, tensor(2, 3), whole(1))
case("GatherElements along the last axis", lambda x, i: torch.gather(x, -1, i) ** 2, tensor(2, 3), whole([[0, 0], [2, 1]]))
case("GatherElements along the first axis", lambda x, i: torch.gather(x, 0, i) ** 2, tensor(3, 2), whole([[0, 2], [0, 1]]))
case(
    "ScatterElements onto the same entries",
    lambda x, i, u: torch.scatter_add(x, 1, i, u) ** 2,
    tensor(2, 3),
    whole([[0, 0], [2, 1]]),
    tensor(2, 2),
)
case(
    "ScatterND onto the same rows",
    lambda x, i, u: x.index_add(0, i.reshape(-1), u.reshape(-1, 2)) ** 2,
    tensor(3, 2),
    whole([[[0], [2]], [[2], [0]]]),
    tensor(2, 2, 2),
)


def convolution(before, after):
    return lambda x, w: F.conv1d(F.pad(x, (before, after)), w, groups=w.shape[0])


case("Conv with room", convolution(1, 1), tensor(2, 3, 5), tensor(3, 1, 3))
case("Conv without room", convolution(0, 0), tensor(2, 2, 5), tensor(2, 1, 2))
case("Conv with more room before", convolution(2, 0), tensor(1, 2, 4), tensor(2, 1, 3))
case("Conv with more room than its kernel", convolution(3, 1), tensor(2, 2, 3), tensor(2, 1, 2))
case("Conv longer than its input", convolution(3, 3), tensor(1, 2, 2), tensor(2, 1, 7))


def layer_normalization(x, scale, shift):
    mean = x.mean(-1, keepdim=True)
    root = torch.rsqrt(((x - mean) ** 2).mean(-1, keepdim=True) + EPSILON)
    return (x - mean) * root * scale + shift, mean, root


# ONNX keeps the epsilon of a node in single precision.
EPSILON = float(np.float32(1e-2))
case("LayerNormalization, all outputs", layer_normalization, tensor(2, 3, 4), tensor(4), tensor(4))
case("LayerNormalization, mean and root", lambda *x: layer_normalization(*x)[1:], tensor(2, 4), tensor(4), tensor(4))
case(
    "layerNorm",
    lambda x, s, t: F.layer_norm(x, (4,), s, t, EPSILON),
    tensor(2, 3, 4),
    tensor(4),
    tensor(4),
)
case("gelu", F.gelu, tensor(2, 3))
case("linear", F.linear, tensor(2, 3, 4), tensor(5, 4), tensor(5))
case("linear without a bias", F.linear, tensor(2, 4), tensor(3, 4))


def depthwise(x, w):
    return F.conv1d(x.transpose(1, 2), w, padding=w.shape[2] // 2, groups=w.shape[0]).transpose(1, 2)


case("depthwiseConvolution", depthwise, tensor(2, 5, 3), tensor(3, 1, 3))
case("depthwiseConvolution longer than its input", depthwise, tensor(1, 2, 2), tensor(2, 1, 5))


def attention(x, w):
    q, k, v = [(x @ w[i].T).reshape(2, 3, 2, 2).transpose(1, 2) for i in range(3)]
    p = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(2), -1)
    return (p @ v).transpose(1, 2).reshape(2, 3, 4)


case("attention", attention, tensor(2, 3, 4), tensor(3, 4, 4))
for name, function in {"Sin": torch.sin, "Cos": torch.cos}.items():
    case(f"{name} of a matrix", function, tensor(2, 3, low=-4, high=4))
    case(f"{name} of a scalar", function, tensor())
case("CumSum along the last axis", lambda x: torch.cumsum(x, -1) ** 2, tensor(2, 4))
case("CumSum in reverse", lambda x: x.flip(0).cumsum(0).flip(0) ** 2, tensor(3, 2))
case("TopK along the last axis", lambda x: torch.topk(x, 2, -1).values ** 2, tensor(2, 4))
case("TopK along the first axis", lambda x: torch.topk(x, 1, 0).values ** 2, tensor(3, 2))
case("RMS norm", lambda x, s: x / (x.pow(2).mean(-1, keepdim=True) + 1e-3).sqrt() * s, tensor(2, 3), tensor(3))

OUT.write_text(
    json.dumps(
        {"madeBy": "scripts/make-operator-reference.py", "torch": torch.__version__, "cases": cases}
    )
    + "\n"
)
