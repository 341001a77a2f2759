"""MobileBERT in PyTorch, written from the paper (Sun et al. 2020) and from what its released code does.

The vectors of three tokens are projected together; a block is narrow between two layers with norms,
has several feed-forward networks one after another, and its norms are scales and shifts alone.
"""

import torch

from torch_model import LinearModel, Model, merge


class Narrow:
    """What `Bottlenecks` and its linear form have in common."""

    def together(self, x):
        """[batch, length, 3 e]: the vectors of the next token, of the token, and of the one before."""
        count = self.architecture["embedding"].get("projectedTokens", 1)
        if count == 1:
            return x
        batch, length, size = x.shape
        rows = []
        for place in range(length):
            near = [place + 1, place, place - 1]
            zero = torch.zeros([batch, size], dtype=self.dtype)
            rows.append(torch.cat([x[:, i] if 0 <= i < length else zero for i in near], dim=-1))
        return torch.stack(rows, dim=1)

    def embed(self, tokens):
        embedding, names = self.architecture["embedding"], self.names
        hidden, length = self.architecture["blocks"][0]["hiddenSize"], tokens.shape[1]
        x = self.together(self.vectors(tokens))
        x = self.linear(names["projection"], x, hidden)
        if self.linear_pass:
            return x
        count = embedding["maxPositionEmbeddings"]
        x = x + self.weight(f"{names['positions']}.weight", [count, hidden])[:length]
        x = x + self.weight(f"{names['types']}.weight", [embedding["typeVocabSize"], hidden])[0]
        return self.norm(names["norm"], x)

    def block(self, path, block, x, tap):
        own = block.get("bottleneck")
        inside, queries, values = x, x, x
        size = block["hiddenSize"] if own is None else own["size"]
        if own is not None:
            inside = self.normed(f"{path}.bottleneck.input", x, size)
            queries, values = inside, inside
            if own["ownQueries"]:
                values = x
                if not self.linear_pass:
                    queries = self.normed(f"{path}.bottleneck.attention", x, size)
        mixed = self.mix(f"{path}.attention", block["numAttentionHeads"], size, queries, values, tap)
        y = self.norm(f"{path}.attention.output.LayerNorm", mixed + inside)
        self.keep(f"{tap}.operationOutput", y)
        repeats = block.get("feedForwardRepeats", 1)
        for i in range(repeats):
            at = path if i == repeats - 1 else f"{path}.ffn.{i}"
            (width,) = block["feedForwardWidths"]
            before = self.linear(f"{at}.intermediate.dense", y, width)
            after = self.keep(f"{tap}.preActivations.{i}", before)
            after = self.keep(f"{tap}.activations.{i}", self.activated(after, self.activation))
            fed = self.linear(f"{at}.output.dense", after, size)
            y = self.norm(f"{at}.output.LayerNorm", fed + y)
        if own is None:
            return y
        out = f"{path}.output.bottleneck"
        return self.norm(f"{out}.LayerNorm", self.linear(f"{out}.dense", y, x.shape[-1]) + x)

    def normed(self, path, x, size):
        return self.norm(f"{path}.LayerNorm", self.linear(f"{path}.dense", x, size))

    def to_word_size(self, x, size):
        """Back through the part of the projection that is of the token itself."""
        embedding = self.architecture["embedding"]
        count = embedding.get("projectedTokens", 1)
        shape = [x.shape[-1], count * embedding["embeddingSize"]]
        whole = self.weight(f"{self.names['projection']}.weight", shape)
        return x @ whole[:, (count // 2) * size : (count // 2 + 1) * size]


class Bottlenecks(Narrow, Model):
    """The network."""

    linear_pass = False

    def vectors(self, tokens):
        return self.word_table()[tokens]

    def norm(self, path, x):
        """MobileBERT's norms do not norm."""
        size = [x.shape[-1]]
        return x * self.weight(f"{path}.weight", size, 1.0) + self.weight(f"{path}.bias", size, 0.0)

    def mix(self, path, heads, size, queries, values, tap):
        q = self.linear(f"{path}.self.query", queries, size)
        k = self.linear(f"{path}.self.key", queries, size)
        v = self.linear(f"{path}.self.value", values, size)
        context = self.keep(f"{tap}.headOutputs", self.attend(q, k, v, heads, tap))
        return self.linear(f"{path}.output.dense", merge(context), size)


class LinearBottlenecks(Narrow, LinearModel):
    """SynFlow's network of the same."""

    linear_pass = True

    def vectors(self, tokens):
        size = self.architecture["embedding"]["embeddingSize"]
        return torch.ones([*tokens.shape, size], dtype=self.dtype)

    def mix(self, path, heads, size, queries, values, tap):
        v = self.linear(f"{path}.self.value", values, size)
        return self.linear(f"{path}.output.dense", merge(self.average(v, heads)), size)
