"""Models that read images, in PyTorch, written from the papers.

Patches, class token and positions are those of Dosovitskiy et al. 2021, equation 1; registers, which
have no position, those of Darcet et al. 2024. Pixels are standard normals of the stream `pixels`. The
loss compares images with drawn vectors of classes, see `class_loss`.
"""

import torch
from torch import nn

from torch_decoder import Decoder
from torch_model import BERT
from zerolm_draw import standard_normals

NAMES = {
    **BERT,
    "patches": "embeddings.patch_embeddings.projection",
    "patch_positions": "embeddings.position_embeddings",
    "class_token": "embeddings.cls_token",
    "further_tokens": "embeddings.register_tokens",
    "operation_scale": "layer_scale1.lambda1",
    "out_scale": "layer_scale2.lambda1",
}
SEED = 7
CLASSES = 1000


def normals(name, shape, deviation=1.0):
    size = int(torch.tensor(shape).prod())
    entries = torch.from_numpy(standard_normals(SEED, name, size)).float() * deviation
    return entries.double().reshape(shape)


class Images(Decoder):
    """A model of patches."""

    def __init__(self, architecture, draw, dtype=torch.float64):
        self.architecture = architecture
        self.names = NAMES
        self.epsilon = architecture["normEpsilon"]
        self.draw = draw
        self.dtype = dtype
        self.weights = {}
        self.tensors = {}
        self.projected = {}

    def embed(self, tokens):
        embedding, names = self.architecture["embedding"], self.names
        own, size, batch = embedding["input"], embedding["embeddingSize"], len(tokens)
        shape = [batch, own["channels"], own["imageSize"], own["imageSize"]]
        pixels = torch.ones(shape, dtype=self.dtype) if self.linear_pass else normals("pixels", shape)
        p, extra = own["patchSize"], own["extraTokens"]
        x = nn.functional.conv2d(
            pixels,
            self.weight(f"{names['patches']}.weight", [size, own["channels"], p, p]),
            self.weight(f"{names['patches']}.bias", [size], 0.0) if own["bias"] else None,
            stride=own.get("stride", p),
        )
        x = x.flatten(2).transpose(1, 2)
        count = embedding["maxPositionEmbeddings"]
        # PiT's class token has none.
        bare = extra > 0 and count == x.shape[1]
        if bare:
            x = x + self.weight(names["patch_positions"], [count, size])
        if extra > 0:
            token = self.weight(names["class_token"], [1, 1, size]).expand(batch, 1, size)
            x = torch.cat([token, x], dim=1)
        further = []
        if extra > 1:
            shape = [1, extra - 1, size]
            further = [self.weight(names["further_tokens"], shape).expand(batch, *shape[1:])]
        if bare:
            return x
        placed = count == x.shape[1]
        positions = self.weight(names["patch_positions"], [count, size])
        if not placed:
            x = torch.cat([x[:, :1], *further, x[:, 1:]], dim=1)
        x = x + positions
        if placed:
            x = torch.cat([x[:, :1], *further, x[:, 1:]], dim=1)
        return self.norm(names["norm"], x) if embedding.get("norm", True) else x

    def forward(self, tokens):
        blocks = self.architecture["blocks"]
        x = self.keep("embedded", self.embed(tokens))
        for i, block in enumerate(blocks):
            at = f"{self.names['blocks']}.{i}"
            x = self.keep(f"blocks.{i}.output", self.block(at, block, x, f"blocks.{i}"))
            if block.get("pooling") is not None:
                x = self.pool(at, block["pooling"], x, blocks[i + 1]["hiddenSize"])
        return self.keep("hidden", self.norm(self.names["final_norm"], x))

    def pool(self, path, pooling, x, width):
        """Heo et al. 2021, section 3.2: a depthwise convolution of patches, a layer of the tokens before."""
        extra = self.architecture["embedding"]["input"]["extraTokens"]
        kernel, (batch, length, h) = pooling["kernelSize"], x.shape
        side = round((length - extra) ** 0.5)
        patches = x[:, extra:].transpose(1, 2).reshape(batch, h, side, side)
        patches = nn.functional.conv2d(
            patches,
            self.weight(f"{path}.pooling.weight", [width, 1, kernel, kernel]),
            self.weight(f"{path}.pooling.bias", [width], 0.0),
            stride=pooling["stride"],
            padding=kernel // 2,
            groups=h,
        )
        tokens = self.linear(f"{path}.projection", x[:, :extra], width)
        return torch.cat([tokens, patches.flatten(2).transpose(1, 2)], dim=1)

    def losses(self, tokens, hidden):
        """The cross-entropy of classes in the place of that of tokens: image b is of class b."""
        extra = self.architecture["embedding"]["input"]["extraTokens"]
        vectors = hidden[:, 0] if extra > 0 else hidden.mean(1)
        deviation = self.architecture["initializerRange"]
        classes = normals("classes", [CLASSES, hidden.shape[-1]], deviation)
        labels = torch.arange(len(tokens))
        terms = nn.functional.cross_entropy(vectors @ classes.T, labels, reduction="none")
        return terms.reshape(-1, 1)


class LinearImages(Images):
    """SynFlow's network: magnitudes, uniform attention, and pixels of 1."""

    linear_pass = True
