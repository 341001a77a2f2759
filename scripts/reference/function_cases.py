"""What three small models compute whose configs name a function that is not their family's usual one.

Written from the papers of BERT, GPT-2 and ALBERT, with numpy in double precision and zerolm's weights
drawn again: ReLU in a BERT; ReLU, an epsilon of 0.1 and scores divided by the number of the block in a
GPT-2; the exact GELU in an ALBERT. The configs are those of test/shared-cases.test.ts. Prints the first
two entries of the last hidden state of the first and of the last of tokens 1 to 8, under seed 0:

    /usr/bin/python3 scripts/reference/function_cases.py
"""

import json
import math

import numpy

from zerolm_draw import standard_normals

TOKENS = numpy.arange(1, 9)
DEVIATION = 0.5


def weight(path, rows, columns):
    own = standard_normals(0, f"{path}.weight", rows * columns).astype(numpy.float32)
    return DEVIATION * own.astype(numpy.float64).reshape(rows, columns)


def norm(x, epsilon):
    centered = x - x.mean(-1, keepdims=True)
    return centered / numpy.sqrt((centered**2).mean(-1, keepdims=True) + epsilon)


def attend(query, key, value, heads, causal, divisor):
    tokens, width = query.shape
    size = width // heads
    out = numpy.empty_like(value)
    for head in range(heads):
        own = slice(head * size, (head + 1) * size)
        scores = query[:, own] @ key[:, own].T / math.sqrt(size) / divisor
        if causal:
            scores = numpy.where(numpy.tri(tokens, dtype=bool), scores, -numpy.inf)
        shares = numpy.exp(scores - scores.max(-1, keepdims=True))
        out[:, own] = shares / shares.sum(-1, keepdims=True) @ value[:, own]
    return out


def relu(x):
    return numpy.maximum(x, 0)


def gelu(x):
    return x * 0.5 * (1 + numpy.vectorize(math.erf)(x / math.sqrt(2)))


def post_norm_block(x, paths, heads, width, function):
    hidden = x.shape[1]
    inner = [x @ weight(paths[name], hidden, hidden).T for name in ("q", "k", "v")]
    mixed = attend(*inner, heads, False, 1)
    x = norm(x + mixed @ weight(paths["o"], hidden, hidden).T, 1e-12)
    between = function(x @ weight(paths["in"], width, hidden).T)
    return norm(x + between @ weight(paths["out"], hidden, width).T, 1e-12)


def embedded(prefix, size):
    words = weight(f"{prefix}.word_embeddings", 50, size)[TOKENS]
    places = weight(f"{prefix}.position_embeddings", 16, size)[: len(TOKENS)]
    kinds = weight(f"{prefix}.token_type_embeddings", 2, size)[0]
    return norm(words + places + kinds, 1e-12)


def bert():
    base = "bert.encoder.layer.0"
    paths = {
        **{name[0]: f"{base}.attention.self.{name}" for name in ("query", "key", "value")},
        "o": f"{base}.attention.output.dense",
        "in": f"{base}.intermediate.dense",
        "out": f"{base}.output.dense",
    }
    return post_norm_block(embedded("bert.embeddings", 16), paths, 2, 32, relu)


def albert():
    base = "albert.encoder.albert_layer_groups.0.albert_layers.0"
    paths = {
        **{name[0]: f"{base}.attention.{name}" for name in ("query", "key", "value")},
        **{"o": f"{base}.attention.dense", "in": f"{base}.ffn", "out": f"{base}.ffn_output"},
    }
    x = embedded("albert.embeddings", 6)
    x = x @ weight("albert.encoder.embedding_hidden_mapping_in", 12, 6).T
    for _ in range(2):
        x = post_norm_block(x, paths, 3, 20, gelu)
    return x


def gpt2():
    x = weight("transformer.wte", 50, 12)[TOKENS]
    x = x + weight("transformer.wpe", 16, 12)[: len(TOKENS)]
    for block in range(2):
        base = f"transformer.h.{block}"
        inner = norm(x, 0.1) @ weight(f"{base}.attn.c_attn", 36, 12).T
        mixed = attend(*numpy.split(inner, 3, axis=1), 3, True, block + 1)
        x = x + mixed @ weight(f"{base}.attn.c_proj", 12, 12).T
        between = relu(norm(x, 0.1) @ weight(f"{base}.mlp.c_fc", 48, 12).T)
        x = x + between @ weight(f"{base}.mlp.c_proj", 12, 48).T
    return norm(x, 0.1)


for name, model in (("relu", bert), ("gpt2-act", gpt2), ("albert-v1", albert)):
    output = model()
    print(json.dumps({name: [round(entry, 6) for entry in [*output[0, :2], *output[-1, :2]]]}))
