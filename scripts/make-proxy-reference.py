"""Computes in PyTorch, in double precision, what the network proxies of src/proxies/network measure.

    /usr/bin/python3 scripts/make-proxy-reference.py    writes test/reference/proxies*.json

Those of larger batches, of test/proxies/network/batches.json, are in proxies-batches.json.

Needs torch (1.13) and numpy. Written from the formulas of the papers, with hooks of its own and
torch.autograd, and nothing of zerolm's graphs. Architectures, tokens and weights are those of
scripts/make-forward-reference.py: seed 7, biases and norms moved. Each proxy is there for the loss of
the next token and for the sum of the outputs, except where that sum is behind a norm of the model
whose shift and scale alone it depends on; null stands for an architecture that has no such part.
"""

import importlib.util
import json
import math
import sys
from pathlib import Path

import numpy
import torch

sys.path.insert(0, str(Path(__file__).parent / "reference"))

from zerolm_draw import standard_normals  # noqa: E402

ROOT = Path(__file__).parent.parent

_spec = importlib.util.spec_from_file_location(
    "make_forward_reference", Path(__file__).parent / "make-forward-reference.py"
)
_forward = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_forward)
drawer, cases_of = _forward.drawer, _forward.cases_of


class Seen:
    """What remembers what the linear layers of a model give, by block (None before the first) and path."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.outputs = {}
        self.current = None

    def block(self, path, block, x, tap):
        self.current = int(tap.split(".")[1])
        return super().block(path, block, x, tap)

    def linear(self, path, x, outputs, bias=True):
        found = super().linear(path, x, outputs, bias)
        # The first is that of the tokens: DeBERTa's keys and queries may project distances too.
        self.outputs.setdefault((self.current, path), found)
        return found


def is_layer(model, path, weight):
    """Whether a weight is one of a linear layer or of a convolution, and no table of vectors."""
    kinds = ("words", "positions", "types", "distances")
    tables = [names.get(kind) for names in names_of(model) for kind in kinds]
    kinds = ("patch_positions", "class_token", "further_tokens")
    if path in [names.get(kind) for names in names_of(model) for kind in kinds]:
        return False
    is_table = path in [f"{table}.weight" for table in tables] or ".emb_layers." in path
    # Biases of experts, and scales of norms of heads, that are stored together; ConvBERT's of a span.
    endings = ("_bias", "_norm.weight", "relative_attention_bias.weight", "key_conv_attn_layer.bias")
    is_vectors = path.endswith(endings)
    return weight.dim() >= 2 and not is_table and not is_vectors


def names_of(model):
    """The names of all stacks of a model."""
    return getattr(model, "stacks", (model.names,))


def in_block(model, path):
    prefixes = tuple(names["blocks"] + "." for names in names_of(model))
    return path.startswith(prefixes) and path.split(".")[-2] not in ("projection", "pooling")


def in_operation(model, path):
    """A weight of a token-mixing operation of a block: the operation's name is in its path."""
    return in_block(model, path) and any(
        path.startswith(names["blocks"] + ".") and f".{names[kind]}." in path
        for names in names_of(model)
        for kind in ("operation", "cross", "entry")
        if kind in names
    )


class Run:
    """A forward pass with the gradients that proxies look at."""

    def __init__(self, case, loss, network_class):
        architecture = case["architecture"]
        self.tokens = torch.tensor(case["tokens"])
        seen = type("SeenModel", (Seen, network_class), {})
        self.model = seen(architecture, drawer(architecture), torch.float64)
        hidden = self.model.forward(self.tokens)
        is_next = loss == "next-token"
        self.loss = self.model.next_token_loss(self.tokens, hidden) if is_next else hidden.sum()
        # By text.
        self.losses = (self.model.losses(self.tokens, hidden) if is_next else hidden.sum(2)).mean(1)
        self.blocks = architecture["blocks"]
        self.batch, self.length = self.model.tensors["embedded"].shape[:2]
        paths = [p for p, w in self.model.weights.items() if is_layer(self.model, p, w)]
        weights = [self.model.weights[p] for p in paths]
        found = torch.autograd.grad(self.loss, weights, create_graph=True, allow_unused=True)
        # A path to its weight and gradient, of all layers that the loss depends on.
        self.layers = {p: (w, g) for p, w, g in zip(paths, weights, found) if g is not None}

    def tap(self, block, name):
        return self.model.tensors.get(f"blocks.{block}.{name}")

    def gradient(self, value):
        return torch.autograd.grad(self.loss, value, retain_graph=True)[0]

    def pre_activations(self):
        for block in range(len(self.blocks)):
            yield from self.layer_taps(block, "preActivations")

    def layer_taps(self, block, name):
        """Of every feed-forward layer of a block but the last."""
        layer = 0
        while (found := self.tap(block, f"{name}.{layer}")) is not None:
            yield found
            layer += 1

    def attending(self):
        """Blocks with heads that attend, and those that attend to an encoder's output."""
        places = [place for b in range(len(self.blocks)) for place in (b, f"{b}.cross")]
        return [b for b in places if self.tap(b, "probabilities") is not None]


def gradient_norm(run):
    return sum(g.norm() for _, g in run.layers.values())


def snip(run):
    return sum((w * g).abs().sum() for w, g in run.layers.values())


def grasp(run):
    """By the Hessian times the gradient, as the paper has it."""
    weights = [w for w, _ in run.layers.values()]
    gradients = [g for _, g in run.layers.values()]
    along = sum((g * g.detach()).sum() for g in gradients)
    products = torch.autograd.grad(along, weights, retain_graph=True, allow_unused=True)
    return -sum((w * hg).sum() for w, hg in zip(weights, products) if hg is not None)


def fisher(run):
    total = 0
    for block in range(len(run.blocks)):
        maps = [run.tap(block, "headOutputs").transpose(1, 2)]
        gradients = [run.gradient(run.tap(block, "headOutputs")).transpose(1, 2)]
        if run.tap(block, "cross.headOutputs") is not None:
            maps.append(run.tap(block, "cross.headOutputs").transpose(1, 2))
            gradients.append(run.gradient(run.tap(block, "cross.headOutputs")).transpose(1, 2))
        for activations in run.layer_taps(block, "activations"):
            maps.append(activations)
            gradients.append(run.gradient(activations))
        for a, g in zip(maps, gradients):
            # [texts, words, channels]
            a, g = a.flatten(2), g.flatten(2)
            for channel in range(a.shape[-1]):
                per_text = (a[..., channel] * g[..., channel]).sum(1)
                total += (per_text**2).mean() / 2
    return total


def jacobian(run):
    return run.gradient(run.model.tensors["embedded"]).reshape(run.batch, -1).numpy()


def jacobian_covariance(run):
    if run.batch < 2:
        return None
    eigenvalues = numpy.linalg.eigvalsh(numpy.corrcoef(jacobian(run)))
    return -numpy.sum(numpy.log(eigenvalues + 1e-5) + 1 / (eigenvalues + 1e-5))


def jacobian_cosine(run):
    if run.batch < 2:
        return None
    rows = jacobian(run)
    rows = rows / numpy.linalg.norm(rows, axis=1, keepdims=True)
    others = rows @ rows.T - numpy.eye(run.batch)
    total = sum(
        abs(others[i, j]) ** (1 / 20)
        for i in range(run.batch)
        for j in range(run.batch)
        if i != j
    )
    return 1 - total / (run.batch**2 - run.batch)


def codes(run):
    """One row of bits for each text, all layers."""
    return torch.cat([(x > 0).reshape(run.batch, -1) for x in run.pre_activations()], dim=1)


def naswot(run):
    bits = codes(run)
    kernel = torch.tensor(
        [[float(bits.shape[1] - (a != b).sum()) for b in bits] for a in bits], dtype=torch.float64
    )
    sign, logarithm = numpy.linalg.slogdet(kernel.numpy())
    return logarithm if sign != 0 else None


def zico(run):
    if run.batch < 2:
        return None
    first = -(-run.batch // 2)
    paths = list(run.layers)
    weights = [run.layers[path][0] for path in paths]
    found = [
        torch.autograd.grad(half.mean(), weights, retain_graph=True, allow_unused=True)
        for half in (run.losses[:first], run.losses[first:])
    ]
    total, any_layer = 0.0, False
    for gradients in zip(*found):
        g = numpy.stack([gradient.numpy().reshape(-1) for gradient in gradients])
        deviation = g.std(axis=0)
        # Gradients that differ by rounding alone would make up the sum.
        differs = deviation > 1e-3 * numpy.abs(g).mean(axis=0)
        ratio = (numpy.abs(g).mean(axis=0)[differs] / deviation[differs]).sum()
        if ratio > 0:
            total, any_layer = total + math.log(ratio), True
    return total if any_layer else None


def feature_maps(run):
    """What the modules of the blocks give for the first text, [words, features]."""
    for block in range(len(run.blocks)):
        for place in (block, f"{block}.cross"):
            if run.tap(place, "probabilities") is not None:
                yield from (x[0] for x in projections(run, place))
        if run.blocks[block]["operation"]["kind"] == "linear-transform":
            names = run.model.names
            path = f"{names['blocks']}.{block}.{names['operation']}.self.input"
            yield run.model.outputs[block, path][0]
        yield run.tap(block, "operationOutput")[0]
        yield from (x[0] for x in run.layer_taps(block, "preActivations"))
        yield from (x[0] for x in run.layer_taps(block, "activations"))
        yield run.tap(block, "output")[0]


def least_eigenvalues(run, most):
    total = 0.0
    for x in feature_maps(run):
        rows = x.detach().numpy()
        if len(rows) > most:
            rows = rows[[i * len(rows) // most for i in range(most)]]
        with numpy.errstate(invalid="ignore", divide="ignore"):
            correlations = numpy.nan_to_num(numpy.corrcoef(rows), nan=0.0)
        total += numpy.linalg.eigvalsh(numpy.atleast_2d(correlations)).min() * len(x) / len(rows)
    return total


def meco(run):
    return least_eigenvalues(run, 10**9)


def meco_opt(run):
    return least_eigenvalues(run, 8)


def residual_features(run):
    """By stack, the residual stream after operations and feed-forward layers, with its names."""
    for stack in ("single", "encoder", "decoder"):
        own = [b for b, block in enumerate(run.blocks) if block.get("stack", "single") == stack]
        names = [f"blocks.{b}.{tap}" for b in own for tap in ("operationOutput", "output")]
        if names:
            yield names


def entropies(run):
    for names in residual_features(run):
        found = []
        for name in names:
            x = run.model.tensors[name].detach().numpy()
            x = x.reshape(-1, x.shape[-1])
            x = x - x.mean(axis=0)
            values = numpy.linalg.eigvalsh(x.T @ x / len(x))
            shares = values / values.sum()
            found.append(float((-shares * numpy.log(shares + 1e-8)).sum()))
        yield numpy.array(found)


def az_nas_expressivity(run):
    return sum(found.sum() for found in entropies(run))


def az_nas_progressivity(run):
    return min(numpy.diff(found).min() for found in entropies(run))


def az_nas_trainability(run):
    terms = []
    for names in residual_features(run):
        for before, after in zip(names, names[1:]):
            f_in, f_out = run.model.tensors[before], run.model.tensors[after]
            if f_in.shape[1] != f_out.shape[1]:
                continue  # Patches are pooled between them.
            normals = standard_normals(_forward.SEED, f"signs.{after}", f_out.numel())
            # Signs of the numbers in single precision, as weights are drawn.
            signs = numpy.where(normals.astype(numpy.float32) < 0, -1.0, 1.0)
            g_out = torch.tensor(signs).reshape(f_out.shape)
            g_in = torch.autograd.grad(f_out, f_in, g_out, retain_graph=True)[0]
            if g_in.shape == g_out.shape and bool((g_in == g_out).all()):
                continue
            g_out, g_in = (g.reshape(-1, g.shape[-1]) for g in (g_out, g_in))
            norm = float(torch.linalg.svdvals(g_in.T @ g_out / len(g_out)).max())
            terms.append(-norm - 1 / (norm + 1e-6) + 2)
    return sum(terms) / len(terms) if terms else None


def swap(run):
    """Neurons by sequences, as the authors have them."""
    patterns = torch.unique(codes(run).T, dim=0).shape[0]
    return patterns if patterns < 2**run.batch else None


def synaptic_diversity(run):
    return sum(
        torch.linalg.matrix_norm(w, "nuc") * torch.linalg.matrix_norm(g, "nuc")
        for path, (w, g) in run.layers.items()
        if in_operation(run.model, path) and w.dim() == 2
    )


def synaptic_saliency(run):
    return sum(
        (w * g).abs().sum()
        for path, (w, g) in run.layers.items()
        if in_block(run.model, path) and not in_operation(run.model, path)
    )


def activation_distance(run):
    total = 0.0
    for x in run.pre_activations():
        for text in (x > 0).double():
            total += float((text @ text.T + (1 - text) @ (1 - text).T).sum())
    return total / run.batch


def head_importance(run):
    total = 0
    for block in run.attending():
        heads = run.tap(block, "headOutputs")
        products = (heads * run.gradient(heads)).reshape(run.batch, heads.shape[1], -1)
        total += products.sum(-1).abs().mean(0).sum()
    return total if run.attending() else None


def projections(run, block):
    """Queries, keys, values, and multiplied queries of a block, [texts, words, width]."""
    model = run.model
    known = getattr(model, "projected", {}).get(f"blocks.{block}")
    if known is not None:
        return known
    description = run.blocks[block]
    names = model.names
    path = f"{names['blocks']}.{description.get('sharedAs') or block}.{names['operation']}"
    fused = model.outputs.get((block, f"{path}.{names['fused']}"))
    if fused is not None:
        return list(fused.chunk(3, dim=-1))
    prefix = ("self.{}".format(n) for n in ("query", "key", "value"))
    kinds = (
        prefix
        if description["operation"]["kind"] == "separable-convolution"
        else (names["query"], names["key"], names["value"])
    )
    found = [model.outputs[block, f"{path}.{kind}"] for kind in kinds]
    multiplier = model.weights.get(f"{path}.self.similarity.weight")
    return found if multiplier is None else found + [found[0] @ multiplier.T]


def head_confidence(run):
    greatest = [
        output.max(dim=1).values.mean()
        for block in run.attending()
        for output in projections(run, block)
    ]
    return sum(greatest) / len(greatest) if greatest else None


def head_softmax_confidence(run):
    means = [run.tap(b, "probabilities").max(dim=-1).values.mean() for b in run.attending()]
    return sum(means) / len(means) if means else None


def pca(run):
    total = 0
    for x in run.pre_activations():
        rows = x.detach().flatten(0, 1).numpy()
        if not rows.any():
            continue  # An expert that no token is routed to.
        values = numpy.linalg.eigvalsh(numpy.cov(rows, rowvar=False))[::-1]
        shares = numpy.cumsum(values) / values.sum()
        total += int(numpy.argmax(shares > 0.99)) + 1
    return total


def weighted_pca(run, parameters):
    return parameters * pca(run)


def lpzero(run):
    scores = [
        (w**2).mean() + (torch.softmax(g, dim=0) ** 2).mean()
        for path, (w, g) in run.layers.items()
        if in_block(run.model, path) and w.dim() == 2
    ]
    return sum(scores) / len(scores)


def linear_run(case, linear_class):
    """Weights and gradients of SynFlow's network, whose weights are magnitudes, for one text of ones."""
    architecture = case["architecture"]
    model = linear_class(architecture, drawer(architecture), torch.float64)
    outputs = model.forward(torch.tensor(case["tokens"][:1])).sum()
    paths = [p for p, w in model.weights.items() if is_layer(model, p, w)]
    weights = [model.weights[p] for p in paths]
    found = torch.autograd.grad(outputs, weights, allow_unused=True)
    return [(w.abs(), g * w.sign()) for w, g in zip(weights, found) if g is not None]


def synflow(layers):
    return sum((w * g).sum() for w, g in layers)


def log_synflow(layers):
    return sum((w * torch.log(g + 1)).sum() for w, g in layers)


OF_NETWORK = {
    "gradient-norm": gradient_norm,
    "snip": snip,
    "grasp": grasp,
    "fisher": fisher,
    "jacobian-covariance": jacobian_covariance,
    "jacobian-cosine": jacobian_cosine,
    "naswot": naswot,
    "swap": swap,
    "meco": meco,
    "meco-opt": meco_opt,
    "zico": zico,
    "az-nas-expressivity": az_nas_expressivity,
    "az-nas-progressivity": az_nas_progressivity,
    "az-nas-trainability": az_nas_trainability,
    "synaptic-diversity": synaptic_diversity,
    "synaptic-saliency": synaptic_saliency,
    "activation-distance": activation_distance,
    "head-importance": head_importance,
    "head-confidence": head_confidence,
    "head-softmax-confidence": head_softmax_confidence,
    "pca": pca,
    "lpzero": lpzero,
}
LOSSES = ("next-token", "output-sum")


def number(value):
    return None if value is None else float(f"{float(value):.12g}")


def scores_of(case, network_class, linear_class):
    scores = {}
    for loss in LOSSES:
        run = Run(case, loss, network_class)
        scores[loss] = {name: number(proxy(run)) for name, proxy in OF_NETWORK.items()}
    layers = linear_run(case, linear_class)
    scores["linear"] = {
        "synflow": number(synflow(layers)),
        "log-synflow": number(log_synflow(layers)),
    }
    return scores


def larger(case, sequences):
    """The case with as many sequences, which test/proxies/network/batches.ts makes in the same way."""
    size = max(1, case["architecture"]["embedding"]["vocabSize"])
    tokens = [
        [(7 * b * b + 5 * t * t + 3 * b * t + b + t) % size for t in range(len(case["tokens"][0]))]
        for b in range(sequences)
    ]
    return {**case, "tokens": tokens}


def write(name, scores):
    path = ROOT / "test" / "reference" / name
    path.write_text(json.dumps(scores, indent=2) + "\n")


def main():
    torch.set_num_threads(1)
    known = {}
    for file, (*classes, out) in _forward.KINDS.items():
        cases = cases_of(file)
        known.update({case["id"]: (case, classes) for case in cases})
        scores = {case["id"]: scores_of(case, *classes) for case in cases}
        write(out.replace("forward", "proxies"), scores)
    batches = json.loads((ROOT / "test" / "proxies" / "network" / "batches.json").read_text())
    larger_scores = {}
    for batch in batches:
        case, classes = known[batch["id"]]
        larger_scores[case["id"]] = scores_of(larger(case, batch["sequences"]), *classes)
    write("proxies-batches.json", larger_scores)


if __name__ == "__main__":
    main()
