"""A Transformer in PyTorch from the description of an architecture: the witness of test/forward.

Written from the papers and from what the released code of the models does, not from zerolm's own
graphs: BERT (Devlin et al. 2019), ELECTRA and FlexiBERT's operations (Serianni and Kalita 2023, file
modeling_electra.py of aaronserianni/training-free-nas), ConvBERT (Jiang et al. 2020), ALBERT (Lan et
al. 2020), GPT-2 (Radford et al. 2019), the adaptive embedding of microsoft/archai. It reads the JSON
form of zerolm's `Architecture` and names weights as its checkpoints do.
"""

import math

import torch
from torch import nn

from torch_positions import added_scores, ways

# What the files of the architectures do not say, by the model after which the weights are named:
# activation, epsilon of the norms, and the position of the first word.
CONVENTIONS = {
    "bert": ("gelu", 1e-12, 0),
    "bert-checkpoint": ("gelu", 1e-12, 0),
    "electra": ("gelu", 1e-12, 0),
    "distilbert": ("gelu", 1e-12, 0),
    "roberta": ("gelu", 1e-5, 2),
    "albert": ("gelu_new", 1e-12, 0),
    "deberta-v2": ("gelu", 1e-7, 0),
    "gpt2": ("gelu_new", 1e-5, 0),
    "transformer-xl": ("relu", 1e-5, 0),
    "mobilebert": ("relu", 1e-12, 0),
    "convbert": ("gelu", 1e-12, 0),
}

BERT = {
    "words": "embeddings.word_embeddings",
    "positions": "embeddings.position_embeddings",
    "types": "embeddings.token_type_embeddings",
    "norm": "embeddings.LayerNorm",
    "projection": "embeddings_project",
    "blocks": "encoder.layer",
    "final_norm": "encoder.LayerNorm",
    "operation": "attention",
    "operation_norm": "attention.output.LayerNorm",
    "in": "intermediate.dense",
    "stack": "intermediate.stack",
    "out": "output.dense",
    "out_norm": "output.LayerNorm",
    "query": "self.query",
    "key": "self.key",
    "value": "self.value",
    "fused": "self.query_key_value",
    "output": "output.dense",
    "depthwise": "self.depthwise",
    "pointwise": "self.pointwise",
    "kernel": "self.conv_kernel",
    "convolved": "self.conv_out",
}
CONVBERT = {
    **BERT,
    "depthwise": "self.key_conv_attn_layer.depthwise",
    "pointwise": "self.key_conv_attn_layer.pointwise",
    "pointwise_bias": "self.key_conv_attn_layer.bias",
    "kernel": "self.conv_kernel_layer",
    "convolved": "self.conv_out_layer",
}
ALBERT = {
    **BERT,
    "projection": "encoder.embedding_hidden_mapping_in",
    "blocks": "encoder.albert_layer_groups",
    "operation_norm": "attention.LayerNorm",
    "in": "ffn",
    "out": "ffn_output",
    "out_norm": "full_layer_layer_norm",
    "query": "query",
    "key": "key",
    "value": "value",
    "output": "dense",
}
DEBERTA = {
    **BERT,
    "projection": "embeddings.embed_proj",
    "query": "self.query_proj",
    "key": "self.key_proj",
    "value": "self.value_proj",
    "position_key": "self.pos_key_proj",
    "position_query": "self.pos_query_proj",
    "distances": "encoder.rel_embeddings",
    "distance_norm": "encoder.LayerNorm",
    "convolution": "encoder.conv",
}
DISTILBERT = {
    **BERT,
    "blocks": "transformer.layer",
    "operation_norm": "sa_layer_norm",
    "in": "ffn.lin1",
    "out": "ffn.lin2",
    "out_norm": "output_layer_norm",
    "query": "q_lin",
    "key": "k_lin",
    "value": "v_lin",
    "output": "out_lin",
}
GPT2 = {
    **BERT,
    "words": "transformer.wte",
    "positions": "transformer.wpe",
    "blocks": "transformer.h",
    "final_norm": "transformer.ln_f",
    "operation": "attn",
    "operation_norm": "ln_1",
    "in": "mlp.c_fc",
    "stack": "mlp.stack",
    "out": "mlp.c_proj",
    "out_norm": "ln_2",
    "fused": "c_attn",
    "output": "c_proj",
}
TRANSFORMER_XL = {
    **BERT,
    "words": "word_emb",
    "blocks": "layers",
    "operation": "dec_attn",
    "operation_norm": "dec_attn.layer_norm",
    "in": "pos_ff.CoreNet.0",
    "out": "pos_ff.CoreNet.3",
    "out_norm": "pos_ff.layer_norm",
    "fused": "qkv_net",
    "output": "o_net",
}


def prefixed(names, prefix):
    outside = ("words", "positions", "types", "norm", "projection", "blocks", "final_norm")
    outside += ("distances", "distance_norm", "convolution")
    return {k: f"{prefix}.{v}" if k in outside else v for k, v in names.items()}


NAMES = {
    "bert": BERT,
    "bert-checkpoint": prefixed(BERT, "bert"),
    "electra": prefixed(BERT, "electra"),
    "roberta": prefixed(BERT, "roberta"),
    "deberta-v2": prefixed(DEBERTA, "deberta"),
    "distilbert": prefixed(DISTILBERT, "distilbert"),
    "albert": prefixed(ALBERT, "albert"),
    "gpt2": GPT2,
    "transformer-xl": TRANSFORMER_XL,
    "convbert": prefixed(CONVBERT, "convbert"),
    "mobilebert": prefixed(
        {**BERT, "projection": "embeddings.embedding_transformation", "entry": "bottleneck.input"},
        "mobilebert",
    ),
}


def activate(x, kind):
    if kind == "tanh":
        return torch.tanh(x)
    if kind == "relu":
        return torch.relu(x)
    if kind == "gelu":
        return x * 0.5 * (1 + torch.erf(x / math.sqrt(2)))
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def dct(x):
    """The DCT-II over the last dimension by its definition, without normalization."""
    n = x.shape[-1]
    k = torch.arange(n, dtype=x.dtype)[:, None]
    i = torch.arange(n, dtype=x.dtype)[None, :]
    return 2 * x @ torch.cos(math.pi * (2 * i + 1) * k / (2 * n)).T


class Model:
    """An architecture with its weights.

    draw(path, shape, constant) gives the numpy array of a weight, constant being what biases and
    norms start from and None for a matrix. `weights` has every weight that was used, by its path;
    `tensors` what was seen on the way, by the names of zerolm's taps.
    """

    def __init__(self, architecture, draw, dtype=torch.float32):
        self.architecture = architecture
        naming = architecture.get("naming", "bert")
        self.names = NAMES[naming]
        self.activation, self.epsilon, self.first_position = CONVENTIONS[naming]
        self.draw = draw
        self.dtype = dtype
        self.weights = {}
        self.tensors = {}

    def weight(self, path, shape, constant=None):
        if path not in self.weights:
            entries = torch.from_numpy(self.draw(path, shape, constant)).to(self.dtype)
            self.weights[path] = entries.reshape(shape).requires_grad_(True)
        assert list(self.weights[path].shape) == list(shape), path
        return self.weights[path]

    def keep(self, name, tensor):
        if tensor.requires_grad:
            tensor.retain_grad()
        self.tensors[name] = tensor
        return tensor

    def linear(self, path, x, outputs, bias=True):
        weight = self.weight(f"{path}.weight", [outputs, x.shape[-1]])
        shift = self.weight(f"{path}.bias", [outputs], 0.0) if bias else None
        return nn.functional.linear(x, weight, shift)

    def norm(self, path, x):
        size = [x.shape[-1]]
        scale = self.weight(f"{path}.weight", size, 1.0)
        shift = self.weight(f"{path}.bias", size, 0.0)
        return nn.functional.layer_norm(x, size, scale, shift, self.epsilon)

    def word_table(self):
        """The vectors of all words as the embedding and the logits see them."""
        embedding = self.architecture["embedding"]
        if embedding.get("clusters") is None:
            shape = [embedding["vocabSize"], embedding["embeddingSize"]]
            return self.weight(f"{self.names['words']}.weight", shape)
        hidden = self.architecture["blocks"][0]["hiddenSize"]
        tables = []
        for i, cluster in enumerate(embedding["clusters"]):
            path = f"{self.names['words']}.emb_layers.{i}.weight"
            table = self.weight(path, [cluster["tokens"], cluster["width"]])
            if cluster["projected"]:
                path = f"{self.names['words']}.emb_projs.{i}"
                table = table @ self.weight(path, [hidden, cluster["width"]]).T
            tables.append(table)
        return torch.cat(tables)

    def embed(self, tokens):
        embedding = self.architecture["embedding"]
        hidden = self.architecture["blocks"][0]["hiddenSize"]
        x = self.word_table()[tokens]
        if embedding.get("clusters") is not None:
            x = x * math.sqrt(hidden)
        length, size = x.shape[1:]
        if embedding["maxPositionEmbeddings"] > 0:
            shape = [embedding["maxPositionEmbeddings"], size]
            table = self.weight(f"{self.names['positions']}.weight", shape)
            x = x + table[self.first_position : self.first_position + length]
        if embedding["typeVocabSize"] > 0:
            shape = [embedding["typeVocabSize"], size]
            x = x + self.weight(f"{self.names['types']}.weight", shape)[0]
        if embedding.get("projected", "norm") == "sum":
            if size != hidden:
                bias = embedding.get("projectionBias", True)
                x = self.linear(self.names["projection"], x, hidden, bias)
            return self.norm(self.names["norm"], x) if embedding.get("norm", True) else x
        if embedding.get("norm", True):
            x = self.norm(self.names["norm"], x)
        if size != hidden or embedding.get("alwaysProjected", False):
            bias = embedding.get("projectionBias", True)
            x = self.linear(self.names["projection"], x, hidden, bias)
        return x

    def attention(self, path, block, x, tap):
        heads, h = block["numAttentionHeads"], block["hiddenSize"]
        operation, names = block["operation"], self.names
        bias, a = has_bias(block), heads * operation.get("headSize", h // heads)
        if operation.get("fusedQueryKeyValue", False):
            q, k, v = self.linear(f"{path}.{names['fused']}", x, 3 * a, bias).split(a, dim=-1)
        else:
            q = self.linear(f"{path}.{names['query']}", x, a, bias)
            k = self.linear(f"{path}.{names['key']}", x, a, bias)
            v = self.linear(f"{path}.{names['value']}", x, a, bias)
        if operation["similarity"] == "weighted-multiplicative":
            q = q @ self.weight(f"{path}.self.similarity.weight", [h, h]).T
        added = added_scores(self, path, block, q, k)
        context = self.attend(q, k, v, heads, tap, added, ways(block))
        self.keep(f"{tap}.headOutputs", context)
        return self.linear(f"{path}.{names['output']}", merge(context), h, bias)

    def attend(self, q, k, v, heads, tap, added=0, ways=1):
        q, k, v = split(q, heads), split(k, heads), split(v, heads)
        scores = (q @ k.transpose(-1, -2) + added) / math.sqrt(ways * q.shape[-1])
        if self.architecture["family"] == "decoder":
            future = torch.ones(scores.shape[-2:]).triu(1).bool()
            scores = scores.masked_fill(future, -math.inf)
        probabilities = self.keep(f"{tap}.probabilities", torch.softmax(scores, dim=-1))
        return probabilities @ v

    def convolution(self, path, block, x, tap):
        h, n, bias = block["hiddenSize"], block["numAttentionHeads"], block.get("bias", True)
        size, heads, kernel = h // n, n // 2, block["operation"]["kernelSize"]
        width, names = heads * size, self.names
        batch, length = x.shape[:2]
        q, k, v = (
            self.linear(f"{path}.self.{name}", x, width, bias) for name in ("query", "key", "value")
        )
        span = nn.functional.conv1d(
            x.transpose(1, 2),
            self.weight(f"{path}.{names['depthwise']}.weight", [h, 1, kernel]),
            padding=kernel // 2,
            groups=h,
        )
        pointwise = f"{path}.{names['pointwise']}"
        if "pointwise_bias" in names:
            # ConvBERT's is a tensor of two dimensions.
            bias_of_span = self.weight(f"{path}.{names['pointwise_bias']}", [width, 1], 0.0)[:, 0]
        else:
            bias_of_span = self.weight(f"{pointwise}.bias", [width], 0.0)
        span = nn.functional.conv1d(
            span, self.weight(f"{pointwise}.weight", [width, h, 1]), bias_of_span
        ).transpose(1, 2)
        kernels = self.linear(f"{path}.{names['kernel']}", span * q, heads * kernel, bias)
        kernels = torch.softmax(kernels.reshape(batch, length, heads, kernel), dim=-1)
        self.keep(f"{tap}.kernels", kernels)
        y = self.linear(f"{path}.{names['convolved']}", x, width, bias)
        y = nn.functional.unfold(
            y.transpose(1, 2).unsqueeze(-1), [kernel, 1], padding=[kernel // 2, 0]
        )
        y = y.transpose(1, 2).reshape(batch, length, heads, size, kernel)
        convolved = (y @ kernels.unsqueeze(-1)).squeeze(-1).transpose(1, 2)
        context = torch.cat([self.attend(q, k, v, heads, tap), convolved], dim=1)
        self.keep(f"{tap}.headOutputs", context)
        return self.linear(f"{path}.output.dense", merge(context), h, bias)

    def convolve(self, block, x, output):
        """DeBERTa-v2's convolution beside its first block."""
        h, path, own = block["hiddenSize"], self.names["convolution"], block["convolution"]
        shape = [h, h // own["groups"], own["kernelSize"]]
        y = nn.functional.conv1d(
            x.transpose(1, 2),
            self.entering(f"{path}.conv.weight", shape),
            self.entering(f"{path}.conv.bias", [h], 0.0),
            padding=own["kernelSize"] // 2,
            groups=own["groups"],
        ).transpose(1, 2)
        return self.norm(f"{path}.LayerNorm", output + self.activated(y, own["activation"]))

    def entering(self, path, shape, constant=None):
        return self.weight(path, shape, constant)

    def activated(self, x, activation):
        return activate(x, activation)

    def transform(self, path, block, x, tap):
        h, bias = block["hiddenSize"], block.get("bias", True)
        x = split(self.linear(f"{path}.self.input", x, h, bias), block["numAttentionHeads"])
        if block["operation"]["transform"] == "discrete-fourier":
            x = torch.fft.fft2(x).real
        else:
            x = dct(dct(x).transpose(-1, -2)).transpose(-1, -2)
        return merge(self.keep(f"{tap}.headOutputs", x))

    def feed_forward(self, path, block, x, tap):
        names, bias = self.names, block.get("bias", True)
        for i, width in enumerate(block["feedForwardWidths"]):
            at = names["in"] if i == 0 else f"{names['stack']}.{i}.dense"
            x = self.grouped(f"{path}.{at}", block, x, width, bias)
            x = self.keep(f"{tap}.preActivations.{i}", x)
            x = self.keep(f"{tap}.activations.{i}", activate(x, self.activation))
        return self.grouped(f"{path}.{names['out']}", block, x, block["hiddenSize"], bias)

    def grouped(self, path, block, x, outputs, bias):
        """A layer of one matrix, or of one for each group of inputs and outputs, as in ConvBERT."""
        groups = block.get("feedForwardGroups", 1)
        if groups == 1:
            return self.linear(path, x, outputs, bias)
        shape = [groups, x.shape[-1] // groups, outputs // groups]
        matrices = self.entering(f"{path}.weight", shape)
        parts = [part @ matrices[i] for i, part in enumerate(x.chunk(groups, dim=-1))]
        whole = torch.cat(parts, dim=-1)
        return whole + self.entering(f"{path}.bias", [outputs], 0.0) if bias else whole

    def operate(self, path, block, x, tap):
        kind = block["operation"]["kind"]
        if kind == "self-attention":
            return self.attention(path, block, x, tap)
        if kind == "separable-convolution":
            return self.convolution(path, block, x, tap)
        return self.transform(path, block, x, tap)

    def block(self, path, block, x, tap):
        names = self.names
        operation, norm = f"{path}.{names['operation']}", f"{path}.{names['operation_norm']}"
        last = f"{path}.{names['out_norm']}"
        if block.get("norm", "post") == "pre":
            x = x + self.operate(operation, block, self.norm(norm, x), tap)
            self.keep(f"{tap}.operationOutput", x)
            return x + self.feed_forward(path, block, self.norm(last, x), tap)
        if block["operation"]["kind"] == "linear-transform":
            # Neither a residual nor a norm in the released code.
            x = self.operate(operation, block, x, tap)
        else:
            x = self.norm(norm, self.operate(operation, block, x, tap) + x)
        self.keep(f"{tap}.operationOutput", x)
        return self.norm(last, self.feed_forward(path, block, x, tap) + x)

    def forward(self, tokens):
        blocks = self.architecture["blocks"]
        x = self.keep("embedded", self.embed(tokens))
        for i, block in enumerate(blocks):
            at = f"{self.names['blocks']}.{block.get('sharedAs') or i}"
            output = self.block(at, block, x, f"blocks.{i}")
            if block.get("convolution") is not None:
                output = self.convolve(block, x, output)
            x = self.keep(f"blocks.{i}.output", output)
            after = blocks[i + 1]["hiddenSize"] if i + 1 < len(blocks) else x.shape[-1]
            if after != x.shape[-1]:
                x = self.linear(f"{self.names['blocks']}.{i}.projection", x, after)
        if self.architecture.get("finalNorm", False):
            x = self.norm(self.names["final_norm"], x)
        return self.keep("hidden", x)

    def to_word_size(self, x, size):
        """Back through the transposed projections, from the hidden size to that of the words."""
        embedding, blocks = self.architecture["embedding"], self.architecture["blocks"]
        steps = []
        if embedding.get("clusters") is None:
            steps.append((self.names["projection"], size, blocks[0]["hiddenSize"]))
        for i in range(len(blocks) - 1):
            path = f"{self.names['blocks']}.{i}.projection"
            steps.append((path, blocks[i]["hiddenSize"], blocks[i + 1]["hiddenSize"]))
        while x.shape[-1] != size:
            path, before, after = next(
                step for step in steps if step[2] == x.shape[-1] and step[1] != step[2]
            )
            x = x @ self.weight(f"{path}.weight", [after, before])
        return x

    def finish_logits(self, logits):
        return logits

    def next_token_loss(self, tokens, hidden):
        """Mean cross-entropy of the next word among the words that the batch has."""
        return self.losses(tokens, hidden).mean()

    def losses(self, tokens, hidden):
        """Its terms, by text and word."""
        table = self.word_table()
        words = torch.unique(tokens)
        x = self.to_word_size(hidden[:, :-1], table.shape[-1])
        logits = self.finish_logits(x @ table[words].T)
        targets = torch.searchsorted(words, tokens[:, 1:].contiguous())
        logits = logits.reshape(-1, len(words))
        terms = nn.functional.cross_entropy(logits, targets.reshape(-1), reduction="none")
        return terms.reshape(len(tokens), -1)


def has_bias(block):
    """Whether attention has biases: Transformer-XL's has none but those of its distances."""
    return block.get("bias", True) and not block["operation"].get("relativePositions", False)


def split(x, heads):
    """[batch, length, heads * size] as [batch, heads, length, size]."""
    batch, length, width = x.shape
    return x.reshape(batch, length, heads, width // heads).transpose(1, 2)


def merge(x):
    """The inverse of `split`."""
    batch, heads, length, size = x.shape
    return x.transpose(1, 2).reshape(batch, length, heads * size)


class LinearModel(Model):
    """SynFlow's network: every weight by its magnitude, nothing that bends, ones for an input.

    Norms and activations pass their input on. An attention or a dynamic kernel is uniform over what
    it may look at, and the entries of a transform count by their magnitudes.
    """

    def linear(self, path, x, outputs, bias=True):
        weight = self.weight(f"{path}.weight", [outputs, x.shape[-1]])
        x = x @ weight.abs().T
        return x + self.weight(f"{path}.bias", [outputs], 0.0).abs() if bias else x

    def norm(self, path, x):
        return x

    def entering(self, path, shape, constant=None):
        return self.weight(path, shape, constant).abs()

    def activated(self, x, activation):
        return x

    def embed(self, tokens):
        embedding = self.architecture["embedding"]
        hidden = self.architecture["blocks"][0]["hiddenSize"]
        if embedding.get("clusters") is not None:
            return torch.ones([*tokens.shape, hidden], dtype=self.dtype)
        x = torch.ones([*tokens.shape, embedding["embeddingSize"]], dtype=self.dtype)
        if x.shape[-1] != hidden or embedding.get("alwaysProjected", False):
            x = self.linear(
                self.names["projection"], x, hidden, embedding.get("projectionBias", True)
            )
        return x

    def attention(self, path, block, x, tap):
        heads, h = block["numAttentionHeads"], block["hiddenSize"]
        operation, names = block["operation"], self.names
        bias, a = has_bias(block), heads * operation.get("headSize", h // heads)
        if operation.get("fusedQueryKeyValue", False):
            v = self.linear(f"{path}.{names['fused']}", x, 3 * a, bias)[..., 2 * a :]
        else:
            v = self.linear(f"{path}.{names['value']}", x, a, bias)
        context = self.average(v, heads)
        return self.linear(f"{path}.{names['output']}", merge(context), h, bias)

    def average(self, v, heads):
        length = v.shape[1]
        may = torch.ones([length, length], dtype=self.dtype)
        if self.architecture["family"] == "decoder":
            may = may.tril()
        return (may / may.sum(-1, keepdim=True)) @ split(v, heads)

    def convolution(self, path, block, x, tap):
        h, n, bias = block["hiddenSize"], block["numAttentionHeads"], block.get("bias", True)
        heads, kernel = n // 2, block["operation"]["kernelSize"]
        width, names = heads * (h // n), self.names
        v = self.linear(f"{path}.self.value", x, width, bias)
        y = self.linear(f"{path}.{names['convolved']}", x, width, bias).transpose(1, 2)
        y = nn.functional.avg_pool1d(y, kernel, 1, kernel // 2, count_include_pad=True)
        context = torch.cat([self.average(v, heads), split(y.transpose(1, 2), heads)], dim=1)
        return self.linear(f"{path}.output.dense", merge(context), h, bias)

    def transform(self, path, block, x, tap):
        h, bias = block["hiddenSize"], block.get("bias", True)
        x = split(self.linear(f"{path}.self.input", x, h, bias), block["numAttentionHeads"])
        length, size = x.shape[-2:]
        if block["operation"]["transform"] == "discrete-fourier":
            rows = torch.fft.fft(torch.eye(length, dtype=self.dtype))
            columns = torch.fft.fft(torch.eye(size, dtype=self.dtype))
            x = rows.real.abs() @ x @ columns.real.abs() + rows.imag.abs() @ x @ columns.imag.abs()
        else:
            rows = dct(torch.eye(length, dtype=self.dtype)).T.abs()
            x = rows @ x @ dct(torch.eye(size, dtype=self.dtype)).abs()
        return merge(x)

    def feed_forward(self, path, block, x, tap):
        names, bias = self.names, block.get("bias", True)
        for i, width in enumerate(block["feedForwardWidths"]):
            at = names["in"] if i == 0 else f"{names['stack']}.{i}.dense"
            x = self.grouped(f"{path}.{at}", block, x, width, bias)
        return self.grouped(f"{path}.{names['out']}", block, x, block["hiddenSize"], bias)
