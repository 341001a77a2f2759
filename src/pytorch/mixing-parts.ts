import type { PythonPart } from './python-parts.ts';

const SPLIT_HEADS: PythonPart = {
  name: 'split_heads',
  needs: [],
  source: `def split_heads(x: Tensor, heads: int) -> Tensor:
    """Return [batch, length, width] as [batch, heads, length, size]."""
    batch, length, width = x.shape
    return x.reshape(batch, length, heads, width // heads).transpose(1, 2)
`,
};

const MERGE_HEADS: PythonPart = {
  name: 'merge_heads',
  needs: [],
  source: `def merge_heads(x: Tensor) -> Tensor:
    """Return [batch, heads, length, size] as [batch, length, width]."""
    return x.transpose(1, 2).flatten(2)
`,
};

const ATTEND: PythonPart = {
  name: 'attend',
  needs: ['split_heads', 'merge_heads'],
  source: `def attend(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    heads: int,
    divisor: float,
    visible: Tensor,
) -> Tensor:
    """Return softmax(Q K^T / divisor) V of each head, over visible tokens."""
    query, key, value = (split_heads(x, heads) for x in (query, key, value))
    scores = query @ key.transpose(-1, -2) / divisor
    scores = scores.masked_fill(~visible, torch.finfo(scores.dtype).min)
    return merge_heads(torch.softmax(scores, dim=-1) @ value)
`,
};

/** A class of attention, whose projections are three layers or one. */
function attentionPart(name: string, isFused: boolean): PythonPart {
  const layers = isFused
    ? `        self.query_key_value = nn.Linear(hidden_size, 3 * width, bias=bias)`
    : `        self.query = nn.Linear(hidden_size, width, bias=bias)
        self.key = nn.Linear(hidden_size, width, bias=bias)
        self.value = nn.Linear(hidden_size, width, bias=bias)`;
  const projected = isFused
    ? 'self.query_key_value(x).chunk(3, dim=-1)'
    : 'self.query(x), self.key(x), self.value(x)';
  return {
    name,
    needs: ['attend'],
    source: `class ${name}(nn.Module):
    """Dot-product attention and its output projection."""

    def __init__(
        self,
        hidden_size: int,
        heads: int,
        head_size: int,
        divisor: float,
        causal: bool = False,
        bias: bool = True,
        output_bias: bool = True,
    ) -> None:
        super().__init__()
        width = heads * head_size
        self.heads = heads
        self.divisor = divisor
        self.causal = causal
${layers}
        self.output = nn.Linear(width, hidden_size, bias=output_bias)

    def project(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return queries, keys and values."""
        return ${projected}

    def forward(self, x: Tensor, kept: Tensor) -> Tensor:
        visible = kept[:, None, None, :]
        if self.causal:
            past = kept.new_ones(kept.shape[1], kept.shape[1]).tril()
            visible = visible & past
        query, key, value = self.project(x)
        context = attend(query, key, value, self.heads, self.divisor, visible)
        return self.output(context)
`,
  };
}

/** The same with one more matrix for the queries. */
function weightedPart(name: string, base: string): PythonPart {
  return {
    name,
    needs: [base],
    source: `class ${name}(${base}):
    """Attention whose queries go through one more matrix over all heads."""

    def __init__(
        self, hidden_size: int, heads: int, head_size: int, *args, **settings
    ) -> None:
        super().__init__(hidden_size, heads, head_size, *args, **settings)
        width = heads * head_size
        self.similarity = nn.Linear(width, width, bias=False)

    def project(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return queries, keys and values."""
        query, key, value = super().project(x)
        return self.similarity(query), key, value
`,
  };
}

const FOURIER: PythonPart = {
  name: 'fourier_transform',
  needs: [],
  source: `def fourier_transform(x: Tensor) -> Tensor:
    """Return the real part of the discrete Fourier transform of two axes."""
    return torch.fft.fft2(x).real
`,
};

const COSINE: PythonPart = {
  name: 'cosine_transform',
  needs: [],
  source: `def cosine_matrix(size: int) -> Tensor:
    """Return the matrix whose row k is 2 cos(pi (2 i + 1) k / (2 size))."""
    steps = torch.arange(size, dtype=torch.float64)
    angles = math.pi / (2 * size) * torch.outer(steps, 2 * steps + 1)
    return 2 * torch.cos(angles)


def cosine_transform(x: Tensor) -> Tensor:
    """Return the discrete cosine transform (DCT-II) of the last two axes."""
    rows, columns = (cosine_matrix(size).to(x) for size in x.shape[-2:])
    return rows @ x @ columns.T
`,
};

const TRANSFORM: PythonPart = {
  name: 'LinearTransform',
  needs: ['split_heads', 'merge_heads'],
  source: `class LinearTransform(nn.Module):
    """A linear layer, then a fixed transform over the tokens of each head.

    Each sequence is transformed without its padding.
    """

    def __init__(
        self,
        hidden_size: int,
        heads: int,
        transform: Callable[[Tensor], Tensor],
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.heads = heads
        self.transform = transform
        self.input = nn.Linear(hidden_size, hidden_size, bias=bias)

    def forward(self, x: Tensor, kept: Tensor) -> Tensor:
        x = split_heads(self.input(x), self.heads)
        if kept.all():
            return merge_heads(self.transform(x))
        mixed = torch.zeros_like(x)
        for sequence, tokens, out in zip(x, kept, mixed):
            if tokens.any():
                out[:, tokens] = self.transform(sequence[:, tokens])
        return merge_heads(mixed)
`,
};

const CONVOLUTION: PythonPart = {
  name: 'SeparableConvolution',
  needs: ['attend'],
  source: `class SeparableConvolution(nn.Module):
    """Half the heads attend; half convolve, with a kernel for every token.

    Beyond the ends of a sequence a kernel finds zeros (ConvBERT, Jiang et
    al. 2020).
    """

    def __init__(
        self, hidden_size: int, heads: int, kernel_size: int, bias: bool = True
    ) -> None:
        super().__init__()
        width = hidden_size // 2
        self.heads = heads // 2
        self.divisor = math.sqrt(hidden_size // heads)
        self.kernel_size = kernel_size
        self.query = nn.Linear(hidden_size, width, bias=bias)
        self.key = nn.Linear(hidden_size, width, bias=bias)
        self.value = nn.Linear(hidden_size, width, bias=bias)
        self.depthwise = nn.Conv1d(
            hidden_size,
            hidden_size,
            kernel_size,
            padding=kernel_size // 2,
            groups=hidden_size,
            bias=False,
        )
        self.pointwise = nn.Conv1d(hidden_size, width, 1)
        self.kernels = nn.Linear(width, self.heads * kernel_size, bias=bias)
        self.convolved = nn.Linear(hidden_size, width, bias=bias)
        self.output = nn.Linear(hidden_size, hidden_size, bias=bias)

    def forward(self, x: Tensor, kept: Tensor) -> Tensor:
        query, key, value = self.query(x), self.key(x), self.value(x)
        visible = kept[:, None, None, :]
        context = attend(query, key, value, self.heads, self.divisor, visible)
        kept = kept[:, :, None]
        span = self.pointwise(self.depthwise((x * kept).transpose(1, 2)))
        kernels = self.kernels(span.transpose(1, 2) * query)
        kernels = torch.softmax(split_heads(kernels, self.heads), dim=-1)
        reach = self.kernel_size // 2
        padded = functional.pad(self.convolved(x) * kept, (0, 0, reach, reach))
        padded = split_heads(padded, self.heads)
        windows = padded.unfold(2, self.kernel_size, 1)
        convolved = merge_heads((windows * kernels[..., None, :]).sum(dim=-1))
        return self.output(torch.cat([context, convolved], dim=-1))
`,
};

/** The classes of attention by whether their projections are fused and their queries weighted. */
export const ATTENTION_CLASSES = {
  separate: { plain: 'SelfAttention', weighted: 'WeightedAttention' },
  fused: { plain: 'FusedAttention', weighted: 'WeightedFusedAttention' },
} as const;

const { separate, fused } = ATTENTION_CLASSES;

/** The operations that mix tokens, each a class that takes `x` and which tokens are kept. */
export const MIXING_PARTS: readonly PythonPart[] = [
  SPLIT_HEADS,
  MERGE_HEADS,
  ATTEND,
  attentionPart(separate.plain, false),
  weightedPart(separate.weighted, separate.plain),
  attentionPart(fused.plain, true),
  weightedPart(fused.weighted, fused.plain),
  FOURIER,
  COSINE,
  TRANSFORM,
  CONVOLUTION,
];
