"""Decoders in PyTorch from the description of an architecture: the witness of their mechanisms.

Written from the papers and from what the transformers library computes, not from zerolm's own graphs:
RMS norm (Zhang and Sennrich 2019), rotary positions (Su et al. 2021) as products of complex numbers,
with linear, dynamic, YaRN, Llama-3 and LongRoPE scaling, grouped queries (Ainslie et al. 2023), gated
feed-forward layers (Shazeer 2020), mixtures of experts (Jiang et al. 2024), also in groups
(DeepSeek-AI 2024), parallel blocks (GPT-NeoX, Phi), sliding windows (Mistral), capped
scores (Gemma 2), linear biases (Press et al. 2022, after the code of its authors), sinusoidal
positions (Vaswani et al. 2017), and OPT's projections. `Linear` is SynFlow's network of them.
"""

import math

import torch
from torch import nn

from torch_model import GPT2, Model, merge, split

LLAMA = {
    **GPT2,
    "words": "model.embed_tokens",
    "positions": "model.embed_positions",
    "types": "model.embed_token_types",
    "norm": "model.embed_norm",
    "projection": "model.embed_proj",
    "blocks": "model.layers",
    "final_norm": "model.norm",
    "operation": "self_attn",
    "operation_norm": "input_layernorm",
    "in": "mlp.up_proj",
    "gate": "mlp.gate_proj",
    "stack": "mlp.stack",
    "out": "mlp.down_proj",
    "out_norm": "post_attention_layernorm",
    "query": "q_proj",
    "key": "k_proj",
    "value": "v_proj",
    "fused": "qkv_proj",
    "output": "o_proj",
    "query_norm": "q_norm",
    "key_norm": "k_norm",
    "operation_output_norm": "post_self_attn_layernorm",
    "out_output_norm": "post_mlp_layernorm",
    "operation_scale": "layer_scale1.lambda1",
    "out_scale": "layer_scale2.lambda1",
    "fused_gate": "mlp.gate_up_proj",
    "router": "mlp.gate",
    "experts": "mlp.experts",
    "expert_in": "up_proj",
    "expert_gate": "gate_proj",
    "expert_out": "down_proj",
    "expert_fused": "gate_up_proj",
    "shared_expert": "mlp.shared_expert",
    "shared_expert_gate": "mlp.shared_expert_gate",
}
NAMES = {
    "gpt2": {**GPT2, "norm": "transformer.ln_e"},
    "llama": LLAMA,
    "gpt-oss": {**LLAMA, "router": "mlp.router", "gate_in_pairs": True},
    "opt": {
        **LLAMA,
        "words": "model.decoder.embed_tokens",
        "positions": "model.decoder.embed_positions",
        "projection": "model.decoder.project_in",
        "blocks": "model.decoder.layers",
        "final_norm": "model.decoder.final_layer_norm",
        "operation_norm": "self_attn_layer_norm",
        "in": "fc1",
        "out": "fc2",
        "out_norm": "final_layer_norm",
        "output": "out_proj",
    },
    "gpt-neox": {
        **LLAMA,
        "words": "gpt_neox.embed_in",
        "blocks": "gpt_neox.layers",
        "final_norm": "gpt_neox.final_layer_norm",
        "operation": "attention",
        "in": "mlp.dense_h_to_4h",
        "out": "mlp.dense_4h_to_h",
        "fused": "query_key_value",
        "output": "dense",
    },
    "phi": {
        **LLAMA,
        "final_norm": "model.final_layernorm",
        "in": "mlp.fc1",
        "out": "mlp.fc2",
        "output": "dense",
        "query_norm": "q_layernorm",
        "key_norm": "k_layernorm",
    },
}

ACTIVATIONS = {
    "gelu": nn.functional.gelu,
    "gelu-tanh": lambda x: nn.functional.gelu(x, approximate="tanh"),
    "gelu-10": lambda x: nn.functional.gelu(x).clamp(-10, 10),
    "quick-gelu": lambda x: x * torch.sigmoid(1.702 * x),
    "relu": torch.relu,
    "relu-squared": lambda x: torch.relu(x) ** 2,
    "relu6": nn.functional.relu6,
    "leaky-relu": nn.functional.leaky_relu,
    "silu": nn.functional.silu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "mish": nn.functional.mish,
    "laplace": lambda x: 0.5 * (1 + torch.erf((x - 0.5**0.5) / (0.25 / math.pi) ** 0.5 / 2**0.5)),
    "linear": lambda x: x,
}


def frequencies(positions, channels, length):
    """The angles of the pairs of channels, and what their waves are multiplied by."""
    base, scaling = positions["base"], positions["scaling"]
    pairs = torch.arange(0, channels, 2, dtype=torch.float64) / channels
    if scaling is None:
        return base**-pairs, 1.0
    kind, factor, settings = scaling["type"], scaling["factor"], scaling["settings"]
    if kind == "linear":
        return base**-pairs / factor, 1.0
    if kind == "dynamic":
        context = scaling["context"]
        if length > context:
            grown = factor * length / context - (factor - 1)
            base = base * grown ** (channels / (channels - 2))
        return base**-pairs, 1.0
    if kind == "llama3":
        plain = base**-pairs
        waves = 2 * math.pi / plain
        old = settings["original_max_position_embeddings"]
        low, high = settings["low_freq_factor"], settings["high_freq_factor"]
        smooth = (old / waves - low) / (high - low)
        mixed = (1 - smooth) * plain / factor + smooth * plain
        slow = torch.where(waves > old / low, plain / factor, mixed)
        return torch.where(waves < old / high, plain, slow), 1.0
    if kind == "yarn":
        old = settings["original_max_position_embeddings"]

        def dimension(rotations):
            return channels * math.log(old / (rotations * 2 * math.pi)) / (2 * math.log(base))

        low = max(math.floor(dimension(settings.get("beta_fast", 32))), 0)
        high = min(math.ceil(dimension(settings.get("beta_slow", 1))), channels - 1)
        ramp = (torch.arange(channels // 2, dtype=torch.float64) - low) / max(high - low, 0.001)
        kept = 1 - ramp.clamp(0, 1)
        plain = base**-pairs
        magnitude = 0.1 * math.log(factor) + 1
        if "mscale" in settings:
            own, every = (0.1 * settings[key] * math.log(factor) + 1 for key in ("mscale", "mscale_all_dim"))
            magnitude = own / every
        return plain / factor * (1 - kept) + plain * kept, magnitude
    assert kind == "longrope", kind
    old = settings["original_max_position_embeddings"]
    stretch = scaling["context"] / old
    divisors = settings["long_factor" if length > old else "short_factor"]
    magnitude = math.sqrt(1 + math.log(stretch) / math.log(old))
    return base**-pairs / torch.tensor(divisors, dtype=torch.float64), magnitude


def rotate(positions, x):
    """[batch, heads, length, size] with the first channels of each head rotated."""
    size, length = x.shape[-1], x.shape[-2]
    channels = int(size * positions["fraction"])
    angles, magnitude = frequencies(positions, channels, length)
    turns = torch.polar(
        torch.full([length, channels // 2], magnitude, dtype=torch.float64),
        torch.arange(length, dtype=torch.float64)[:, None] * angles,
    )
    rotated, kept = x[..., :channels], x[..., channels:]
    if positions.get("interleaved", False):
        real, imaginary = rotated[..., 0::2], rotated[..., 1::2]
    else:
        real, imaginary = rotated.chunk(2, dim=-1)
    turned = torch.complex(real, imaginary) * turns
    if positions.get("interleaved", False):
        rotated = torch.view_as_real(turned).flatten(-2)
    else:
        rotated = torch.cat([turned.real, turned.imag], dim=-1)
    return torch.cat([rotated, kept], dim=-1)


def chosen_experts(scores, routed, groups):
    """The experts of one token: those of greatest score, in the groups whose best have the greatest sum."""
    allowed = list(range(len(scores)))
    if groups is not None:
        size = len(scores) // groups["count"]

        def sum_of(group):
            return sum(sorted(scores[group * size : (group + 1) * size])[-groups["best"] :])

        kept = sorted(range(groups["count"]), key=sum_of)[-groups["chosen"] :]
        allowed = [expert for expert in allowed if expert // size in kept]
    return sorted(allowed, key=lambda expert: scores[expert])[-routed:]


def slopes(heads, exponent):
    """As the code of Press et al. has them, with the exponent that MPT's `alibi_bias_max` is."""
    if math.log2(heads).is_integer():
        return [2 ** (-exponent * (i + 1) / heads) for i in range(heads)]
    closest = 2 ** math.floor(math.log2(heads))
    return slopes(closest, exponent) + slopes(2 * closest, exponent)[0::2][: heads - closest]


class Decoder(Model):
    """A model of any of these mechanisms, decoder or not."""

    linear_pass = False

    def __init__(self, architecture, draw, dtype=torch.float64):
        self.architecture = architecture
        self.names = NAMES[architecture["naming"]]
        self.epsilon = architecture["normEpsilon"]
        self.draw = draw
        self.dtype = dtype
        self.weights = {}
        self.tensors = {}
        self.projected = {}

    def weight(self, path, shape, constant=None):
        weight = super().weight(path, shape, constant)
        return weight.abs() if self.linear_pass else weight

    def norm(self, path, x, fixed=False):
        if self.linear_pass:
            return x
        size = [x.shape[-1]]
        kind = self.architecture.get("normKind", "layer-norm")
        scale = shift = None
        if not fixed and kind != "fixed-norm":
            scale = self.weight(f"{path}.weight", size, 1.0)
        if not fixed and kind == "layer-norm":
            shift = self.weight(f"{path}.bias", size, 0.0)
        if kind == "rms-norm":
            x = x / ((x**2).mean(-1, keepdim=True) + self.epsilon).sqrt()
            return x if scale is None else x * scale
        return nn.functional.layer_norm(x, size, scale, shift, self.epsilon)

    def embed(self, tokens):
        embedding, names = self.architecture["embedding"], self.names
        hidden, size = self.architecture["blocks"][0]["hiddenSize"], embedding["embeddingSize"]
        projected = embedding.get("projected", "norm")

        def project(x, at):
            if at != projected or size == hidden:
                return x
            return self.linear(names["projection"], x, hidden, embedding.get("projectionBias", True))

        if self.linear_pass:
            x = torch.ones([*tokens.shape, size], dtype=self.dtype)
        else:
            x = self.word_table()[tokens] * embedding.get("scale", 1)
        x = project(x, "tokens")
        length, width = x.shape[1:]
        positions = self.architecture["positions"]
        if not self.linear_pass and positions["kind"] == "learned":
            shape = [embedding["maxPositionEmbeddings"], width]
            table = self.weight(f"{names['positions']}.weight", shape)
            x = x + table[positions["first"] : positions["first"] + length]
        if not self.linear_pass and positions["kind"] == "sinusoidal":
            vectors = torch.zeros([length, width], dtype=self.dtype)
            for place in range(length):
                for channel in range(width):
                    angle = place / 10000 ** ((channel - channel % 2) / width)
                    wave = math.cos(angle) if channel % 2 else math.sin(angle)
                    vectors[place, channel] = wave
            x = x + vectors
        x = project(x, "sum")
        if embedding.get("norm", True):
            x = self.norm(names["norm"], x)
        return project(x, "norm")

    def attention(self, path, block, x, tap):
        names, operation, bias = self.names, block["operation"], block.get("bias", True)
        heads, h = block["numAttentionHeads"], block["hiddenSize"]
        size = operation.get("headSize") or h // heads
        value_size = operation.get("valueSize") or size
        groups = operation.get("numKeyValueHeads") or heads
        own = operation.get("queryKeyValueBias", bias)
        if operation.get("latent") is not None:
            return self.latent_attention(path, block, x, tap)
        self.groups = groups
        q, k, v = self.query_key_value(path, x, operation, [heads * size, groups * size, groups * value_size], own)
        self.projected[tap] = [q, k, v]
        causal = self.architecture["family"] == "decoder"
        may = self.visible(x.shape[1], causal, operation.get("window"))
        values = split(v, groups).repeat_interleave(heads // groups, dim=1)
        if self.linear_pass:
            may = may.to(self.dtype)
            seen = may.sum(-1, keepdim=True) + operation.get("sinks", False)
            context = (may / seen) @ values
        else:
            probabilities = self.probabilities(path, q, k, block, heads, groups, tap, may)
            context = self.keep(f"{tap}.probabilities", probabilities) @ values
        self.keep(f"{tap}.headOutputs", context)
        bias = operation.get("outputBias", bias)
        return self.linear(f"{path}.{names['output']}", merge(context), h, bias)

    def latent_attention(self, path, block, x, tap):
        """DeepSeek-V2's attention, head by head, equations 9 to 19 of its paper."""
        operation, (batch, length, h) = block["operation"], x.shape
        latent, heads = operation["latent"], block["numAttentionHeads"]
        bias = operation.get("queryKeyValueBias", block.get("bias", True))
        rank, turning = latent["keyValueRank"], latent["rotarySize"]
        size = operation["headSize"]
        value_size = operation.get("valueSize") or size
        plain = size - turning
        down = self.linear(f"{path}.kv_a_proj_with_mqa", x, rank + turning, bias)
        compressed = self.norm(f"{path}.kv_a_layernorm", down[..., :rank])
        up = self.linear(f"{path}.kv_b_proj", compressed, heads * (plain + value_size), False)
        up = split(up, heads)
        values = up[..., plain:]
        may = self.visible(length, self.architecture["family"] == "decoder", operation.get("window"))
        if self.linear_pass:
            may = may.to(self.dtype)
            context = (may / may.sum(-1, keepdim=True)) @ values
        else:
            if latent["queryRank"] is None:
                q = self.linear(f"{path}.q_proj", x, heads * size, False)
            else:
                q = self.linear(f"{path}.q_a_proj", x, latent["queryRank"], bias)
                q = self.norm(f"{path}.q_a_layernorm", q)
                q = self.linear(f"{path}.q_b_proj", q, heads * size, False)
            self.projected[tap] = [q, merge(up[..., :plain]), merge(values)]
            q = split(q, heads)
            positions = {**self.architecture["positions"], "fraction": 1}
            turned = rotate(positions, down[..., None, :, rank:].reshape(batch, 1, length, turning))
            scaling, scale = positions["scaling"], 1
            if scaling is not None and "mscale_all_dim" in scaling["settings"]:
                scale = 0.1 * scaling["settings"]["mscale_all_dim"] * math.log(scaling["factor"]) + 1
            scores = []
            for head in range(heads):
                content = q[:, head, :, :plain] @ up[:, head, :, :plain].transpose(-1, -2)
                place = rotate(positions, q[:, head : head + 1, :, plain:])[:, 0]
                scores.append(content + place @ turned[:, 0].transpose(-1, -2))
            scores = torch.stack(scores, dim=1) / math.sqrt(size) * scale**2
            probabilities = torch.softmax(scores.masked_fill(~may, -math.inf), dim=-1)
            context = self.keep(f"{tap}.probabilities", probabilities) @ values
        self.keep(f"{tap}.headOutputs", context)
        bias = operation.get("outputBias", block.get("bias", True))
        return self.linear(f"{path}.{self.names['output']}", merge(context), h, bias)

    def query_key_value(self, path, x, operation, widths, bias):
        names, groups = self.names, self.groups
        key_bias = operation.get("keyBias", bias)
        if not operation.get("fusedQueryKeyValue", False):
            kinds = zip(("query", "key", "value"), widths, (bias, key_bias, bias))
            return [self.linear(f"{path}.{names[kind]}", x, width, own) for kind, width, own in kinds]
        fused = self.linear(f"{path}.{names['fused']}", x, sum(widths), bias and key_bias)
        if bias and not key_bias:
            shifts = [
                self.weight(f"{path}.q_bias", widths[:1], 0.0),
                torch.zeros(widths[1]),
                self.weight(f"{path}.v_bias", widths[2:], 0.0),
            ]
            fused = fused + torch.cat(shifts)
        rows = operation.get("fusedRows", "parts")
        if rows == "parts":
            return fused.split(widths, dim=-1)
        if rows == "quarters":
            # Of each quarter of the heads: its queries, its values, its keys.
            query, value, key = fused.reshape(*x.shape[:2], 4, -1).chunk(3, dim=-1)
            return [query.flatten(2), key.flatten(2), value.flatten(2)]
        # The rows of each group: its queries, its key, its value.
        parts = fused.reshape(*x.shape[:2], groups, -1).split(
            [width // groups for width in widths], dim=-1
        )
        return [part.flatten(2) for part in parts]

    def visible(self, length, causal, window):
        may = torch.zeros([length, length], dtype=torch.bool)
        for row in range(length):
            for column in range(length):
                distance = row - column
                if causal:
                    seen = 0 <= distance and (window is None or distance < window)
                else:
                    seen = window is None or abs(distance) <= window // 2
                may[row, column] = seen
        return may

    def probabilities(self, path, q, k, block, heads, groups, tap, may):
        operation, names = block["operation"], self.names
        positions = operation.get("positions") or self.architecture["positions"]
        kind = operation.get("queryKeyNorm")
        q = self.normed_heads(f"{path}.{names.get('query_norm')}", q, heads, kind)
        k = self.normed_heads(f"{path}.{names.get('key_norm')}", k, groups, kind)
        if positions["kind"] == "rotary":
            q, k = rotate(positions, q), rotate(positions, k)
        k = k.repeat_interleave(heads // groups, dim=1)
        scaling = operation.get("scaling", "head-size")
        divisor = math.sqrt(q.shape[-1]) if scaling == "head-size" else scaling
        scores = q @ k.transpose(-1, -2) / divisor
        cap = operation.get("softCap")
        if cap is not None:
            scores = cap * torch.tanh(scores / cap)
        if positions["kind"] == "alibi":
            places = torch.arange(scores.shape[-1], dtype=self.dtype)
            distances = (places[:, None] - places[None, :]).abs()
            own = torch.tensor(slopes(heads, positions.get("exponent", 8)), dtype=self.dtype)
            falling = own[:, None, None] * distances
            scores = scores - falling / (divisor if positions.get("divided", False) else 1)
        scores = scores.masked_fill(~may, -math.inf)
        if not operation.get("sinks", False):
            return torch.softmax(scores, dim=-1)
        sinks = self.weight(f"{path}.sinks", [heads], 0.0)[:, None, None]
        powers = scores.exp()
        return powers / (powers.sum(-1, keepdim=True) + sinks.exp())

    def normed_heads(self, path, x, heads, kind):
        if kind == "all-heads":
            return split(self.norm(path, x), heads)
        x = split(x, heads)
        if kind == "head":
            return self.norm(path, x)
        if kind == "each-head":
            scale = self.weight(f"{path}.weight", [heads, x.shape[-1]], 1.0)
            return self.norm(path, x, fixed=True) * scale[:, None, :]
        return self.norm(path, x, fixed=True) if kind == "fixed" else x

    def feed_forward(self, path, block, x, tap):
        if block.get("experts") is not None:
            return self.mixture(path, block, x, tap)
        names, bias = self.names, block.get("bias", True)
        act = ACTIVATIONS["linear" if self.linear_pass else block["activation"]]
        for i, width in enumerate(block["feedForwardWidths"]):
            at = names["in"] if i == 0 else f"{names['stack']}.{i}.dense"
            gated = block.get("gated", False) and i == 0
            if gated and block.get("fusedGate", False):
                both = self.linear(f"{path}.{names['fused_gate']}", x, 2 * width, bias)
                before, layer = both.chunk(2, dim=-1)
            else:
                layer = self.linear(f"{path}.{at}", x, width, bias)
                before = self.linear(f"{path}.{names['gate']}", x, width, bias) if gated else layer
            before = self.keep(f"{tap}.preActivations.{i}", before)
            x = self.gate(block, act, before, layer) if gated else act(before)
            x = self.keep(f"{tap}.activations.{i}", x)
        return self.linear(f"{path}.{names['out']}", x, block["hiddenSize"], bias)

    def gate(self, block, act, before, other):
        limit = block.get("gateLimit")
        if self.linear_pass:
            return (before + other) / 2
        if limit is None:
            return act(before) * other
        return act(before.clamp(max=limit)) * (other.clamp(-limit, limit) + 1)

    def mixture(self, path, block, x, tap):
        """Every expert on the tokens that are routed to it alone, one after the other."""
        experts, names, h = block["experts"], self.names, block["hiddenSize"]
        count, routed = experts["count"], experts["routed"]
        (width,) = block["feedForwardWidths"]
        tokens = x.reshape(-1, h)
        router = self.linear(f"{path}.{names['router']}", tokens, count, experts.get("routerBias", False))
        if self.linear_pass:
            weights = torch.full([len(tokens), count], 1 / count, dtype=self.dtype)
            chosen = torch.ones([len(tokens), count], dtype=torch.bool)
        else:
            is_sigmoid = experts.get("score") == "sigmoid"
            weights = torch.sigmoid(router) if is_sigmoid else torch.softmax(router, dim=-1)
            chosen = torch.zeros([len(tokens), count], dtype=torch.bool)
            for token, scores in enumerate(weights.tolist()):
                chosen[token, chosen_experts(scores, routed, experts.get("groups"))] = True
            weights = weights * chosen
            if experts.get("normalized", True):
                weights = weights / weights.sum(-1, keepdim=True)
        weights = weights * experts.get("scale", 1)
        total = torch.zeros_like(tokens)
        for expert in range(count):
            own = chosen[:, expert].nonzero()[:, 0]
            layer = self.expert_layer(path, block, expert)
            part = weights[:, expert, None]
            if experts.get("weighs") == "inputs" and not self.linear_pass:
                read, part = tokens * part, torch.ones_like(part)
            else:
                read = tokens
            y = self.expert(layer, block, read, own, width, f"{tap}.%s.{expert}", x.shape[:2])
            total = total.index_add(0, own, y * part[own])
        shared = experts.get("sharedWidth")
        if shared is not None:
            at = f"{path}.{names['shared_expert']}"

            def layer(name, value, outputs):
                return self.linear(f"{at}.{names[name]}", value, outputs, False)

            every = torch.arange(len(tokens))
            plain = {**block, "fusedGate": False} if experts.get("stacked", False) else block
            y = self.expert(layer, plain, tokens, every, shared, f"{tap}.%s.{count}", x.shape[:2])
            if experts.get("sharedGate", True):
                gate = self.linear(f"{path}.{names['shared_expert_gate']}", tokens, 1, False)
                y = y if self.linear_pass else y * torch.sigmoid(gate)
            total = total + y
        return total.reshape(x.shape)

    def expert_layer(self, path, block, expert):
        """A linear layer of an expert, by its name, from a matrix of its own or from a stack."""
        experts, names, bias = block["experts"], self.names, block.get("bias", True)
        if not experts.get("stacked", False):
            at = f"{path}.{names['experts']}.{expert}"
            return lambda name, x, outputs: self.linear(f"{at}.{names[name]}", x, outputs, bias)

        def layer(name, x, outputs):
            at = f"{path}.{names['experts']}.{names[name]}"
            matrix = self.weight(at, [experts["count"], outputs, x.shape[-1]])[expert]
            shift = 0
            if bias:
                shift = self.weight(f"{at}_bias", [experts["count"], outputs], 0.0)[expert]
            return x @ matrix.T + shift

        return layer

    def expert(self, layer, block, tokens, own, width, tap, shape):
        act = ACTIVATIONS["linear" if self.linear_pass else block["activation"]]
        x = tokens[own]
        if block.get("fusedGate", False):
            both = layer("expert_fused", x, 2 * width)
            if self.names.get("gate_in_pairs", False):
                before, other = both[..., ::2], both[..., 1::2]
            else:
                before, other = both.chunk(2, dim=-1)
        elif block.get("gated", False):
            before, other = layer("expert_gate", x, width), layer("expert_in", x, width)
        else:
            before, other = layer("expert_in", x, width), None

        def keep(name, rows):
            """The rows among those of all tokens, which are zero."""
            whole = torch.zeros([len(tokens), width], dtype=self.dtype).index_put((own,), rows)
            return self.keep(tap % name, whole.reshape(*shape, width)).reshape(-1, width)[own]

        before = keep("preActivations", before)
        y = act(before) if other is None else self.gate(block, act, before, other)
        return layer("expert_out", keep("activations", y), block["hiddenSize"])

    def block(self, path, block, x, tap):
        names, parallel, place = self.names, block.get("parallel"), block["norm"]

        def inner(part, value):
            """What is read, where a norm comes before."""
            return self.norm(f"{path}.{names[part]}", value) if place in ("pre", "sandwich") else value

        def outer(part, value, residual):
            """What is added up, with what comes before and after."""
            if place in ("sandwich", "output"):
                value = self.norm(f"{path}.{names[part + '_output_norm']}", value)
            if block.get("layerScale", False):
                value = value * self.weight(f"{path}.{names[part + '_scale']}", [value.shape[-1]], 1.0)
            summed = residual + block.get("residualScale", 1) * value
            return self.norm(f"{path}.{names[part + '_norm']}", summed) if place == "post" else summed

        read = inner("operation_norm", x) if block.get("firstNorm", True) else x
        mixed = self.attention(f"{path}.{names['operation']}", block, read, tap)
        summed = self.keep(f"{tap}.operationOutput", outer("operation", mixed, x))
        if parallel is None:
            read = inner("out_norm", summed)
        elif parallel == "separate-norms":
            read = inner("out_norm", x)
        return outer("out", self.feed_forward(path, block, read, tap), summed)

    def finish_logits(self, logits):
        head = self.architecture.get("head") or {}
        logits = logits * head.get("scale", 1)
        cap = head.get("softCap")
        return logits if cap is None else cap * torch.tanh(logits / cap)


class Linear(Decoder):
    """SynFlow's network: magnitudes, uniform attention, and the mean of a gate and what it multiplies."""

    linear_pass = True
