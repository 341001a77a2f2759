import type { PythonPart } from './python-parts.ts';

/** The classes of blocks, by where their norms are and whether a residual goes around the mixing. */
export const BLOCK_CLASSES = {
  post: { residual: 'PostNormBlock', none: 'TransformBlock' },
  pre: { residual: 'PreNormBlock', none: 'PreNormTransformBlock' },
} as const;

const DESCRIPTIONS = {
  PostNormBlock: 'Token mixing and feed-forward layers, each summed, then normed.',
  PreNormBlock: 'Token mixing and feed-forward layers, each normed, then summed.',
  TransformBlock: 'A transform without residual or norm, then feed-forward layers.',
  PreNormTransformBlock: 'A transform without residual or norm, then feed-forward layers.',
} as const;

function blockPart(norm: 'post' | 'pre', around: 'residual' | 'none'): PythonPart {
  const name = BLOCK_CLASSES[norm][around];
  const isPost = norm === 'post';
  const mixing =
    around === 'none'
      ? 'self.mixing(x, kept)'
      : isPost
        ? 'self.mixing_norm(x + self.mixing(x, kept))'
        : 'x + self.mixing(self.mixing_norm(x), kept)';
  const mixingNorm =
    around === 'none' ? '' : '        self.mixing_norm = nn.LayerNorm(hidden_size, eps=EPSILON)\n';
  const output = isPost
    ? 'self.feed_forward_norm(x + self.feed_forward(x))'
    : 'x + self.feed_forward(self.feed_forward_norm(x))';
  return {
    name,
    needs: ['FeedForward'],
    source: `class ${name}(nn.Module):
    """${DESCRIPTIONS[name]}"""

    def __init__(
        self, hidden_size: int, mixing: nn.Module, feed_forward: nn.Module
    ) -> None:
        super().__init__()
        self.mixing = mixing
${mixingNorm}        self.feed_forward = feed_forward
        self.feed_forward_norm = nn.LayerNorm(hidden_size, eps=EPSILON)

    def forward(self, x: Tensor, kept: Tensor) -> Tensor:
        x = ${mixing}
        return ${output}
`,
  };
}

const FEED_FORWARD: PythonPart = {
  name: 'FeedForward',
  needs: [],
  source: `class FeedForward(nn.Module):
    """Linear layers with an activation after each but the last."""

    def __init__(
        self,
        hidden_size: int,
        widths: list[int],
        activation: nn.Module,
        bias: bool = True,
    ) -> None:
        super().__init__()
        sizes = zip([hidden_size, *widths], widths)
        self.hidden = nn.ModuleList(
            nn.Linear(inputs, outputs, bias=bias) for inputs, outputs in sizes
        )
        self.activation = activation
        self.output = nn.Linear(widths[-1], hidden_size, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.hidden:
            x = self.activation(layer(x))
        return self.output(x)
`,
};

const PROJECTION: PythonPart = {
  name: 'Projection',
  needs: [],
  source: `class Projection(nn.Module):
    """A linear layer between blocks of different hidden sizes."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.projection = nn.Linear(inputs, outputs)

    def forward(self, x: Tensor, kept: Tensor) -> Tensor:
        return self.projection(x)
`,
};

const ADAPTIVE_EMBEDDING: PythonPart = {
  name: 'AdaptiveEmbedding',
  needs: [],
  source: `class AdaptiveEmbedding(nn.Module):
    """Vectors of tokens in clusters: each has its width, and a projection.

    A cluster is (tokens, width, whether it is projected). All vectors are
    scaled by the root of the hidden size (Baevski and Auli 2019).
    """

    def __init__(
        self, hidden_size: int, clusters: list[tuple[int, int, bool]]
    ) -> None:
        super().__init__()
        self.scale = math.sqrt(hidden_size)
        self.tables = nn.ModuleList()
        self.projections = nn.ParameterDict()
        for index, (tokens, width, projected) in enumerate(clusters):
            self.tables.append(nn.Embedding(tokens, width))
            if projected:
                matrix = torch.randn(hidden_size, width) / math.sqrt(width)
                self.projections[str(index)] = nn.Parameter(matrix)

    def vectors(self) -> Tensor:
        """Return the vectors of all tokens, before they are scaled."""
        vectors = [table.weight for table in self.tables]
        for index, matrix in self.projections.items():
            vectors[int(index)] = vectors[int(index)] @ matrix.T
        return torch.cat(vectors)

    def forward(self, input_ids: Tensor) -> Tensor:
        return functional.embedding(input_ids, self.vectors()) * self.scale
`,
};

const QUICK_GELU: PythonPart = {
  name: 'QuickGELU',
  needs: [],
  source: `class QuickGELU(nn.Module):
    """The approximation x sigmoid(1.702 x) of GELU."""

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.sigmoid(1.702 * x)
`,
};

const SQUARED_RELU: PythonPart = {
  name: 'SquaredReLU',
  needs: [],
  source: `class SquaredReLU(nn.Module):
    """The square of ReLU."""

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x).square()
`,
};

/** What blocks and embeddings are made of. */
export const BLOCK_PARTS: readonly PythonPart[] = [
  QUICK_GELU,
  SQUARED_RELU,
  ADAPTIVE_EMBEDDING,
  FEED_FORWARD,
  blockPart('post', 'residual'),
  blockPart('post', 'none'),
  blockPart('pre', 'residual'),
  blockPart('pre', 'none'),
  PROJECTION,
];
