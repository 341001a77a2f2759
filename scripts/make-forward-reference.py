"""Computes in PyTorch what the graphs of src/forward compute: outputs and every gradient.

    /usr/bin/python3 scripts/make-forward-reference.py          writes test/reference/forward*.json
    /usr/bin/python3 scripts/make-forward-reference.py FILE     writes whole tensors to FILE
    /usr/bin/python3 scripts/make-forward-reference.py FILE ID  the same of one architecture

Needs torch (1.13) and numpy. The architectures and their tokens are those of
the files of test/forward that KINDS names. Their weights are drawn with seed 7, and biases and norms are moved
from the constants that they start from, so that a gradient that forgets them is seen: a tenth of a
standard normal of their own stream is added.

The file of whole tensors is binary: the length of a JSON header as eight bytes, the header with name,
shape and place of every tensor, and the entries as doubles, all little-endian.
"""

import json
import struct
import sys
from pathlib import Path

import numpy
import torch

sys.path.insert(0, str(Path(__file__).parent / "reference"))

from torch_bottleneck import Bottlenecks, LinearBottlenecks  # noqa: E402
from torch_decoder import Decoder, Linear  # noqa: E402
from torch_images import Images, LinearImages  # noqa: E402
from torch_model import LinearModel, Model  # noqa: E402
from torch_stacks import LinearStacks, Stacks  # noqa: E402
from zerolm_draw import standard_normals  # noqa: E402

ROOT = Path(__file__).parent.parent
# The classes that compute the cases of a file, and where their summaries go.
KINDS = {
    "architectures.json": (Model, LinearModel, "forward.json"),
    "decoders.json": (Decoder, Linear, "forward-decoders.json"),
    "distances.json": (Model, LinearModel, "forward-distances.json"),
    "stacks.json": (Stacks, LinearStacks, "forward-stacks.json"),
    "bottlenecks.json": (Bottlenecks, LinearBottlenecks, "forward-bottlenecks.json"),
    "images.json": (Images, LinearImages, "forward-images.json"),
}
SEED = 7


def drawer(architecture):
    """Weights as single-precision numbers, as a checkpoint would hold them."""

    def draw(path, shape, constant):
        size = int(numpy.prod(shape))
        normals = standard_normals(SEED, path, size).astype(numpy.float32)
        if constant is None:
            return normals * numpy.float32(architecture["initializerRange"])
        return (numpy.float32(constant) + numpy.float32(0.1) * normals).astype(numpy.float32)

    return draw


def gradients(model, loss, prefix):
    found = {}
    inputs = {
        **{f"{prefix}.{path}": weight for path, weight in model.weights.items()},
        **{
            f"{prefix}@{name}": tensor
            for name, tensor in model.tensors.items()
            if tensor.requires_grad and name != "hidden"
        },
    }
    values = torch.autograd.grad(loss, list(inputs.values()), retain_graph=True, allow_unused=True)
    for name, value in zip(inputs, values):
        if value is not None:
            found[name] = value
    return found


def cases_of(file):
    return json.loads((ROOT / "test" / "forward" / file).read_text())


def tensors_of(case, dtype, classes):
    """Everything that is compared of one architecture, by name."""
    network_class, linear_class = classes
    architecture = case["architecture"]
    tokens = torch.tensor(case["tokens"])
    model = network_class(architecture, drawer(architecture), dtype)
    hidden = model.forward(tokens)
    next_token = model.next_token_loss(tokens, hidden)
    output_sum = hidden.sum()
    tensors = {f"forward@{name}": tensor for name, tensor in model.tensors.items()}
    tensors["nextToken"] = next_token
    tensors["outputSum"] = output_sum
    tensors.update(gradients(model, next_token, "nextToken"))
    tensors.update(gradients(model, output_sum, "outputSum"))
    linear = linear_class(architecture, drawer(architecture), torch.float64)
    total = linear.forward(tokens).sum()
    tensors["linear"] = total
    tensors.update(gradients(linear, total, "linear"))
    return {name: tensor.detach().numpy().astype(numpy.float64) for name, tensor in tensors.items()}


def summary(tensor):
    """Shape, norm, sum, and the entries a quarter, half and three quarters of the way."""
    flat = tensor.reshape(-1)
    numbers = [numpy.linalg.norm(flat), flat.sum(), *flat[[(i * flat.size) // 4 for i in (1, 2, 3)]]]
    return {"shape": list(tensor.shape), "numbers": [float(f"{number:.8g}") for number in numbers]}


def write_whole(path, tensors):
    header, place = {}, 0
    for name, tensor in tensors.items():
        header[name] = {"shape": list(tensor.shape), "at": place}
        place += tensor.size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for tensor in tensors.values():
            file.write(tensor.astype("<f8").tobytes())


def main():
    torch.set_num_threads(1)
    if len(sys.argv) > 1:
        whole = {
            f"{case['id']}/{name}": tensor
            for file, (*classes, _) in KINDS.items()
            for case in cases_of(file)
            if len(sys.argv) < 3 or case["id"] == sys.argv[2]
            for name, tensor in tensors_of(case, torch.float64, classes).items()
        }
        write_whole(sys.argv[1], whole)
        return
    for file, (*classes, out) in KINDS.items():
        write_reference(cases_of(file), classes, ROOT / "test" / "reference" / out)


def write_reference(cases, classes, path):
    reference = {
        case["id"]: {
            name: summary(tensor)
            for name, tensor in tensors_of(case, torch.float64, classes).items()
            # Gradients of what is on the way are compared as whole tensors alone.
            if "@" not in name or name.startswith("forward@")
        }
        for case in cases
    }
    lines = [
        f"  {json.dumps(id)}: {{\n"
        + ",\n".join(f"    {json.dumps(n)}: {json.dumps(t)}" for n, t in tensors.items())
        + "\n  }"
        for id, tensors in reference.items()
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
