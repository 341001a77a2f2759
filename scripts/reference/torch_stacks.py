"""Encoders with a decoder after them, in PyTorch, written from the papers.

The attention over the output of the encoder is that of Vaswani et al. 2017, section 3.2.3; the biases
of distances are those of T5 (Raffel et al. 2020, section 2.1). The other mechanisms are those of
`Decoder`. Both stacks read the same tokens. `LinearStacks` is SynFlow's network of them.
"""

import math

import torch

from torch_decoder import LLAMA, Decoder
from torch_model import BERT, merge, split

T5 = {
    **LLAMA,
    "words": "shared",
    "blocks": "encoder.block",
    "final_norm": "encoder.final_layer_norm",
    "operation": "layer.0.SelfAttention",
    "operation_norm": "layer.0.layer_norm",
    "in": "layer.1.DenseReluDense.wi",
    "in_gated": "layer.1.DenseReluDense.wi_1",
    "gate": "layer.1.DenseReluDense.wi_0",
    "out": "layer.1.DenseReluDense.wo",
    "out_norm": "layer.1.layer_norm",
    "query": "q",
    "key": "k",
    "value": "v",
    "output": "o",
    "biases": "relative_attention_bias",
}
T5_DECODER = {
    **T5,
    "blocks": "decoder.block",
    "final_norm": "decoder.final_layer_norm",
    "cross": "layer.1.EncDecAttention",
    "cross_norm": "layer.1.layer_norm",
    "in": "layer.2.DenseReluDense.wi",
    "in_gated": "layer.2.DenseReluDense.wi_1",
    "gate": "layer.2.DenseReluDense.wi_0",
    "out": "layer.2.DenseReluDense.wo",
    "out_norm": "layer.2.layer_norm",
}
BERT_DECODER = {
    **BERT,
    "words": "decoder.embed_tokens",
    "positions": "decoder.embed_positions",
    "norm": "decoder.layernorm_embedding",
    "blocks": "decoder.layer",
    "final_norm": "decoder.LayerNorm",
    "cross": "crossattention",
    "cross_norm": "crossattention.output.LayerNorm",
}
NAMES = {"t5": (T5, T5_DECODER), "bert": (BERT, BERT_DECODER)}


def bucket(distance, causal, buckets, most):
    """The bucket of a key `distance` places before its query, by the released code of T5."""
    if causal:
        first, far = 0, max(distance, 0)
    else:
        buckets //= 2
        first, far = (buckets, -distance) if distance < 0 else (0, distance)
    exact = buckets // 2
    if far < exact:
        return first + far
    share = math.log(far / exact) / math.log(most / exact)
    return first + min(exact + int(share * (buckets - exact)), buckets - 1)


class Stacks(Decoder):
    """An encoder and a decoder."""

    def __init__(self, architecture, draw, dtype=torch.float64):
        self.stacks = NAMES[architecture["naming"]]
        self.architecture = architecture
        self.names = self.stacks[0]
        self.epsilon = architecture["normEpsilon"]
        self.draw = draw
        self.dtype = dtype
        self.weights = {}
        self.tensors = {}
        self.projected = {}
        self.table = self.memory = None

    def forward(self, tokens):
        architecture = self.architecture
        x = self.keep("embedded", self.embed(tokens).clone())
        place, outputs = 0, []
        for index, block in enumerate(architecture["blocks"]):
            if block["stack"] == "decoder" and self.memory is None:
                self.memory = [self.norm_after(x), *reversed(outputs[:-1])]
                self.names, place = self.stacks[1], 0
                x = self.embed_decoder(tokens)
            at = f"{self.names['blocks']}.{place}"
            x = self.keep(f"blocks.{index}.output", self.block(at, block, x, f"blocks.{index}"))
            outputs.append(x)
            place += 1
        return self.keep("hidden", self.norm_after(x))

    def norm_after(self, x):
        return self.norm(self.names["final_norm"], x) if self.architecture["finalNorm"] else x

    def embed_decoder(self, tokens):
        """Tokens by a matrix of the decoder's own, or of the encoder; the loss takes the same."""
        embedding = self.architecture["embedding"]
        own = embedding.get("decoder") or {}
        names = self.names
        if own.get("vocabSize") is None:
            self.names = {**names, "words": self.stacks[0]["words"]}
        changed = {
            "vocabSize": own.get("vocabSize") or embedding["vocabSize"],
            "maxPositionEmbeddings": own.get("maxPositionEmbeddings", 0),
            "norm": own.get("norm", False),
        }
        blocks = [block for block in self.architecture["blocks"] if block["stack"] == "decoder"]
        if own.get("vocabSize") is not None:
            changed["embeddingSize"] = blocks[0]["hiddenSize"]
        changed["scale"] = own.get("scale", embedding.get("scale", 1))
        whole = {"blocks": blocks, "embedding": {**embedding, **changed}}
        self.architecture = {**self.architecture, **whole}
        return self.embed(tokens)

    def block(self, path, block, x, tap):
        names = self.names
        mix = self.attention(f"{path}.{names['operation']}", block, self.before(path, x, block, "operation_norm"), tap)
        x = self.after(path, x + mix, block, "operation_norm")
        if block.get("crossAttention", False):
            mix = self.cross(f"{path}.{names['cross']}", block, self.before(path, x, block, "cross_norm"), tap)
            x = self.after(path, x + mix, block, "cross_norm")
        self.keep(f"{tap}.operationOutput", x)
        fed = self.feed_forward(path, block, self.before(path, x, block, "out_norm"), tap)
        return self.after(path, x + fed, block, "out_norm")

    def before(self, path, x, block, name):
        return self.norm(f"{path}.{self.names[name]}", x) if block["norm"] == "pre" else x

    def after(self, path, x, block, name):
        return self.norm(f"{path}.{self.names[name]}", x) if block["norm"] == "post" else x

    def attention(self, path, block, x, tap):
        return self.attend_to(path, block, x, x, tap, block["stack"] == "decoder", True)

    def cross(self, path, block, x, tap):
        own = block.get("crossSource")
        if own is None:
            return self.attend_to(path, block, x, self.memory[0], f"{tap}.cross", False, False)
        # HAT: the outputs of the last layers, one after another, and heads of its own.
        source = torch.cat(self.memory[: own["layers"]], dim=1)
        heads = own["numAttentionHeads"]
        size = block["operation"]["headSize"] * block["numAttentionHeads"] // heads
        operation = {**block["operation"], "headSize": size}
        block = {**block, "numAttentionHeads": heads, "operation": operation}
        return self.attend_to(path, block, x, source, f"{tap}.cross", False, False)

    def attend_to(self, path, block, x, source, tap, causal, placed):
        names, operation, bias = self.names, block["operation"], block.get("bias", True)
        heads, h = block["numAttentionHeads"], block["hiddenSize"]
        width = heads * (operation.get("headSize") or h // heads)
        q = self.linear(f"{path}.{names['query']}", x, width, bias)
        k = self.linear(f"{path}.{names['key']}", source, width, bias)
        v = self.linear(f"{path}.{names['value']}", source, width, bias)
        self.projected[tap] = [q, k, v]
        may = self.visible(x.shape[1], causal, None)
        if source is not x:
            may = torch.ones([x.shape[1], source.shape[1]], dtype=torch.bool)
        if self.linear_pass:
            shares = may.to(self.dtype)
            context = (shares / shares.sum(-1, keepdim=True)) @ split(v, heads)
        else:
            divisor = 1 if operation.get("scaling") == "none" else math.sqrt(width / heads)
            scores = split(q, heads) @ split(k, heads).transpose(-1, -2) / divisor
            if placed:
                scores = scores + self.biases(path, block, x.shape[1], causal)
            probabilities = torch.softmax(scores.masked_fill(~may, -math.inf), dim=-1)
            context = self.keep(f"{tap}.probabilities", probabilities) @ split(v, heads)
        self.keep(f"{tap}.headOutputs", context)
        return self.linear(f"{path}.{names['output']}", merge(context), h, bias)

    def biases(self, path, block, length, causal):
        positions = self.architecture["positions"]
        if positions["kind"] != "bucketed-biases":
            return 0
        count = block["operation"].get("distanceBiases", 0)
        if count > 0:
            shape = [count, block["numAttentionHeads"]]
            self.table = self.weight(f"{path}.{self.names['biases']}.weight", shape)
        rows = torch.tensor(
            [
                [bucket(i - j, causal, positions["buckets"], positions["maxDistance"]) for j in range(length)]
                for i in range(length)
            ]
        )
        return self.table[rows].permute(2, 0, 1)

    def feed_forward(self, path, block, x, tap):
        if block.get("gated", False):
            self.names = {**self.names, "in": self.names.get("in_gated", self.names["in"])}
        return super().feed_forward(path, block, x, tap)


class LinearStacks(Stacks):
    """SynFlow's network: magnitudes, uniform attention, and the mean of a gate and what it multiplies."""

    linear_pass = True
