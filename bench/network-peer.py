"""The other side of the bench of network proxies: the same eighteen numbers by PyTorch.

Reads one JSON request a line, {"architecture": ..., "tokens": [[...]], "seed": number or null}, and
answers with the seconds and the scores. With a seed the weights are zerolm's own, drawn again outside
of the time, so that the numbers can be compared; with null they are drawn by PyTorch, inside of it.

It does what a good engineer would do for speed: one forward pass and one backward pass serve all
proxies, the second backward pass is GraSP's alone, tensors are taken where they arise and not by
hooks, activations are PyTorch's own fused ones, nuclear norms and components come from the
eigenvalues of Gram matrices, and the table of words, which no proxy looks at, is drawn once and kept.

Its argument is the number of threads; the environment has to say the same (OMP_NUM_THREADS,
OPENBLAS_NUM_THREADS).
"""

import functools
import json
import math
import sys
import time
from pathlib import Path

try:
    import numpy
    import torch
    from torch import nn

    versions = {"torch": torch.__version__, "numpy": numpy.__version__}
except ImportError:
    print(json.dumps({}), flush=True)
    sys.exit()

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts" / "reference"))

import torch_decoder  # noqa: E402
import torch_model  # noqa: E402
from zerolm_draw import standard_normals  # noqa: E402

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)


def fused_gelu(x, kind):
    return nn.functional.gelu(x, approximate="none" if kind == "gelu" else "tanh")


torch_model.gelu = fused_gelu


class Weights:
    """Weights by path, as zerolm draws them or as PyTorch does."""

    tables = {}

    def __init__(self, architecture, seed):
        self.deviation = architecture["initializerRange"]
        self.seed = seed
        self.known = {}

    def __call__(self, path, shape, constant, dtype):
        if constant is not None:
            return torch.full(shape, constant, dtype=dtype)
        if self.seed is not None:
            if path not in self.known:
                normals = standard_normals(self.seed, path, math.prod(shape)).astype(numpy.float32)
                entries = normals * numpy.float32(self.deviation)
                self.known[path] = torch.from_numpy(entries).reshape(shape)
            return self.known[path].to(dtype)
        if "word_embeddings" in path or ".wte." in path or "embed_tokens" in path:
            key = (tuple(shape), self.deviation)
            if key not in Weights.tables:
                Weights.tables[key] = torch.empty(shape).normal_(0.0, self.deviation)
            return Weights.tables[key].to(dtype)
        if path not in self.known:
            self.known[path] = torch.empty(shape).normal_(0.0, self.deviation)
        return self.known[path].to(dtype)


@functools.lru_cache(maxsize=4)
def waves(base, size, length):
    """Cosines and sines of rotary positions, those of both channels of a pair."""
    angles = torch.arange(length)[:, None] * base ** -(torch.arange(0, size, 2) / size)
    angles = torch.cat([angles, angles], dim=-1)
    return angles.cos(), angles.sin()


def rotate(positions, x):
    """As the transformers library does it; of the whole head, without scaling."""
    assert positions["fraction"] == 1 and positions["scaling"] is None
    cosines, sines = waves(positions["base"], x.shape[-1], x.shape[-2])
    first, second = x.chunk(2, dim=-1)
    return x * cosines + torch.cat([-second, first], dim=-1) * sines


@functools.lru_cache(maxsize=4)
def visible(length, causal, window):
    assert causal and window is None
    return torch.ones([length, length], dtype=torch.bool).tril()


torch_decoder.rotate = rotate
torch_decoder.Decoder.visible = staticmethod(visible)


class Drawn:
    """What both passes share: weights without a detour over numpy, and no gradients kept."""

    linear_pass = False

    def weight(self, path, shape, constant=None):
        if path not in self.weights:
            entries = self.draw(path, list(shape), constant, self.dtype)
            self.weights[path] = entries.requires_grad_(True)
        weight = self.weights[path]
        return weight.abs() if self.linear_pass else weight

    def keep(self, name, tensor):
        self.tensors[name] = tensor
        return tensor


class Network(Drawn, torch_model.Model):
    def linear(self, path, x, outputs, bias=True):
        y = super().linear(path, x, outputs, bias)
        last = path.split(".")[-1]
        if last in ("query", "key", "value", "q_lin", "k_lin", "v_lin"):
            self.projections.append(y)
        elif path.endswith(self.names["fused"]):
            self.projections.extend(y.split(outputs // 3, dim=-1))
        return y

    def attention(self, path, block, x, tap):
        self.weighted = block["operation"]["similarity"] == "weighted-multiplicative"
        return super().attention(path, block, x, tap)

    def convolution(self, path, block, x, tap):
        self.weighted = False
        return super().convolution(path, block, x, tap)

    def attend(self, q, k, v, heads, tap):
        if self.weighted:
            self.projections.append(q)
        return super().attend(q, k, v, heads, tap)

    def forward(self, tokens):
        self.projections = []
        return super().forward(tokens)

    def tapped(self, kind):
        return [tensor for name, tensor in self.tensors.items() if f".{kind}" in name]


class Linear(Drawn, torch_model.LinearModel):
    pass


class DecoderNetwork(Drawn, torch_decoder.Decoder):
    @property
    def projections(self):
        return [y for block in self.projected.values() for y in block]

    def tapped(self, kind):
        return [tensor for name, tensor in self.tensors.items() if f".{kind}" in name]


class LinearDecoder(DecoderNetwork):
    linear_pass = True


def classes_of(architecture):
    is_decoder = architecture["naming"] in ("llama", "opt", "gpt-neox", "phi")
    return (DecoderNetwork, LinearDecoder) if is_decoder else (Network, Linear)


def layers_of(model):
    """Matrices and convolutions by path, without the tables of vectors."""
    tables = ("word_embeddings", "position_embeddings", "token_type_embeddings", ".wte.", ".wpe.")
    tables = (*tables, "embed_tokens")
    return {
        path: weight
        for path, weight in model.weights.items()
        if weight.dim() >= 2 and not any(table in path for table in tables)
    }


def in_block(model, path):
    return path.startswith(model.names["blocks"])


def is_mixing(model, path):
    operation = f".{model.names['operation']}."
    return in_block(model, path) and operation in path and model.weights[path].dim() == 2


def is_feed_forward(model, path):
    names = model.names
    ends = [f".{names[part]}.weight" for part in ("in", "gate", "out") if part in names]
    stacked = f".{names['stack']}." in path
    inside = f".{names['operation']}." in path
    return in_block(model, path) and not inside and (stacked or any(path.endswith(e) for e in ends))


def nuclear_norm(matrix):
    matrix = matrix.double()
    gram = matrix @ matrix.T if matrix.shape[0] <= matrix.shape[1] else matrix.T @ matrix
    return torch.linalg.eigvalsh(gram).clamp(min=0).sqrt().sum()


def components(layer):
    rows = layer.reshape(-1, layer.shape[-1])
    rows = rows - rows.mean(0)
    gram = rows @ rows.T if rows.shape[0] <= rows.shape[1] else rows.T @ rows
    values = torch.linalg.eigvalsh(gram.double()).clamp(min=0).flip(0)
    return int((values.cumsum(0) <= 0.99 * values.sum()).sum()) + 1


def jacobian_scores(gradient):
    rows = gradient.reshape(gradient.shape[0], -1).double()
    batch = rows.shape[0]
    correlations = torch.corrcoef(rows)
    values = torch.linalg.eigvalsh(correlations) + 1e-5
    covariance = -(values.log() + 1 / values).sum()
    unit = rows / rows.norm(dim=1, keepdim=True)
    cosines = (unit @ unit.T).abs() ** (1 / 20)
    cosine = 1 - (cosines.sum() - cosines.diagonal().sum()) / (batch * batch - batch)
    return covariance, cosine


def scores_of(architecture, tokens, draw):
    network_class, linear_class = classes_of(architecture)
    model = network_class(architecture, draw, torch.float32)
    batch, length = tokens.shape
    hidden = model.forward(tokens)
    loss = model.next_token_loss(tokens, hidden)
    parameters = architecture["parameters"]
    layers = layers_of(model)
    heads, activations = model.tapped("headOutputs"), model.tapped("activations.")
    inputs = [*layers.values(), *heads, *activations, model.tensors["embedded"]]
    found = torch.autograd.grad(loss, inputs, create_graph=True)
    gradients = dict(zip(layers, found))
    of_heads = found[len(layers) : len(layers) + len(heads)]
    of_activations = found[len(layers) + len(heads) : -1]

    squares = {path: gradient.square().sum() for path, gradient in gradients.items()}
    # Scaled, so that the second pass is not full of denormal numbers, which are slow.
    scaled = 2.0**39 * sum(squares.values())
    second = torch.autograd.grad(scaled, list(layers.values()))
    with torch.no_grad():
        grasp = -sum((w * hg).sum() for w, hg in zip(layers.values(), second)) / 2.0**40
        saliencies = {path: (w * gradients[path]).abs().sum() for path, w in layers.items()}
        fisher = sum(
            (a * g).sum(dim=-2).square().sum()
            for a, g in zip([*heads, *activations], [*of_heads, *of_activations])
        ) / (2 * batch)
        importance = sum(
            (a * g).sum(dim=(2, 3)).abs().sum()
            for a, g, attends in zip(heads, of_heads, attending(model))
            if attends
        ) / batch
        confidence = [y.amax(1).mean() for y in model.projections]
        softmax = [p.amax(-1).mean() for p in model.tapped("probabilities")]
        active = [x > 0 for x in model.tapped("preActivations.")]
        counts = torch.cat([x.sum(1).reshape(-1) for x in active]).double()
        codes = torch.cat([x.reshape(batch, -1) for x in active], dim=1).float() * 2 - 1
        kernel = ((codes @ codes.T).double() + codes.shape[1]) / 2
        covariance, cosine = jacobian_scores(found[-1])
        matrices = [path for path in layers if in_block(model, path) and layers[path].dim() == 2]
        lpzero = [
            layers[path].square().mean() + torch.softmax(gradients[path], 0).square().mean()
            for path in matrices
        ]
        pca = sum(components(x) for x in model.tapped("preActivations."))
        diversity = sum(
            nuclear_norm(gradients[path]) * nuclear_norm(w)
            for path, w in layers.items()
            if is_mixing(model, path)
        )
        scores = {
            "gradient-norm": sum(square.sqrt() for square in squares.values()),
            "snip": sum(saliencies.values()),
            "grasp": grasp,
            "fisher": fisher,
            "jacobian-covariance": covariance,
            "jacobian-cosine": cosine,
            "naswot": torch.linalg.slogdet(kernel).logabsdet,
            "synaptic-diversity": diversity,
            "synaptic-saliency": sum(
                value for path, value in saliencies.items() if is_feed_forward(model, path)
            ),
            "activation-distance": (counts.square() + (length - counts).square()).sum() / batch,
            "pca": pca,
            "weighted-pca": pca * parameters,
            "lpzero": sum(lpzero) / len(lpzero),
        }
        # A model of linear transforms alone has no heads to ask.
        if softmax:
            scores["head-importance"] = importance
            scores["head-confidence"] = sum(confidence) / len(confidence)
            scores["head-softmax-confidence"] = sum(softmax) / len(softmax)

    linear = linear_class(architecture, draw, torch.float64)
    # Its input is ones, whatever the text: one says all.
    flow = linear.forward(tokens[:1]).sum()
    flowing = layers_of(linear)
    flows = torch.autograd.grad(flow, list(flowing.values()), allow_unused=True)
    with torch.no_grad():
        pairs = [(w, g) for w, g in zip(flowing.values(), flows) if g is not None]
        scores["synflow"] = sum((w * g).abs().sum() for w, g in pairs)
        scores["log-synflow"] = sum((w * g.abs().log1p()).abs().sum() for w, g in pairs)
    return {name: float(score) for name, score in scores.items()}


def attending(model):
    """Of the blocks in their order, which have heads that attend."""
    return [
        f"{name.rsplit('.', 1)[0]}.probabilities" in model.tensors
        for name in model.tensors
        if name.endswith(".headOutputs")
    ]


print(json.dumps(versions), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    architecture, seed = request["architecture"], request["seed"]
    tokens = torch.tensor(request["tokens"])
    draw = Weights(architecture, seed)
    if seed is not None:
        scores_of(architecture, tokens, draw)
    started = time.perf_counter()
    scores = scores_of(architecture, tokens, draw)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "scores": scores}), flush=True)
