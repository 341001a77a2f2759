import type { Architecture } from '../architecture/architecture.ts';
import { isProjected } from '../architecture/embedding-weights.ts';
import { blockExpression } from './block-expression.ts';
import { call, layOut, list, repeated, type PythonExpression } from './python-layout.ts';

/** The class of the whole model. */
export interface ModelSource {
  readonly source: string;
  /** The blocks that have weights of their own, by their index. */
  readonly own: readonly number[];
}

/** A layer outside of blocks: what it is, and what it does to `x`; null if another does that. */
interface Layer {
  readonly name: string;
  readonly value: PythonExpression;
  readonly step: string | null;
}

/**
 * The class `Model`.
 *
 * @param hasLogits whether its head predicts tokens
 */
export function modelSource(architecture: Architecture, hasLogits: boolean): ModelSource {
  const { blocks } = architecture;
  const { hiddenSize: last } = blocks.at(-1) ?? blocks[0];
  const { value, order, own } = blockList(architecture);
  const [before, after] = [layersBefore(architecture), layersAfter(architecture, hasLogits)];
  const types = architecture.embedding.typeVocabSize > 1;
  const layers: readonly Layer[] = [
    ...before,
    { name: 'blocks', value: call('nn.ModuleList', value), step: null },
    ...after,
  ];
  const defined = layers.map(({ name, value: module }) => {
    const start = `self.${name} = `;
    return `        ${start}${layOut(module, 8, start.length)}\n`;
  });
  const steps = (some: readonly Layer[]): string =>
    some.map(({ step }) => (step === null ? '' : `        x = ${step}\n`)).join('');
  const loop =
    order === null
      ? `        for block in self.blocks:\n            x = block(x, kept)\n`
      : `        for index in ${order}:\n            x = self.blocks[index](x, kept)\n`;
  const source = `class Model(nn.Module):
    """The model: token ids in, the hidden states after the last block out."""

    def __init__(self) -> None:
        super().__init__()
${defined.join('')}
    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor | None = None,
${types ? '        token_type_ids: Tensor | None = None,\n' : ''}    ) -> Tensor:
        """Return the last hidden states, [batch, length, ${last}].

        The mask is 1 for tokens and 0 for padding, whose states mean nothing.
        Without it there is no padding.
        """
        if attention_mask is None:
            attention_mask = torch.ones_like(input_ids)
${types ? '        if token_type_ids is None:\n            token_type_ids = torch.zeros_like(input_ids)\n' : ''}        kept = attention_mask.bool()
${steps(before)}${loop}${steps(after)}        return x
${hasLogits ? logitsMethod(architecture) : ''}`;
  return { source, own };
}

function layersBefore({ embedding, blocks: [first], positions }: Architecture): readonly Layer[] {
  const { hiddenSize } = first;
  const { vocabSize, embeddingSize, maxPositionEmbeddings, typeVocabSize, clusters } = embedding;
  const size = clusters === null ? embeddingSize : hiddenSize;
  const firstPosition = positions.kind === 'learned' ? positions.first : 0;
  const shift = firstPosition === 0 ? '' : ` + ${firstPosition}`;
  const layers: Layer[] = [
    {
      name: 'token_embedding',
      value:
        clusters === null
          ? call('nn.Embedding', String(vocabSize), String(size))
          : call(
              'AdaptiveEmbedding',
              String(hiddenSize),
              list(
                ...clusters.map(
                  ({ tokens, width, projected }) =>
                    `(${tokens}, ${width}, ${projected ? 'True' : 'False'})`,
                ),
              ),
            ),
      step: 'self.token_embedding(input_ids)',
    },
  ];
  if (maxPositionEmbeddings > 0) {
    layers.push({
      name: 'position_embedding',
      value: call('nn.Embedding', String(maxPositionEmbeddings), String(size)),
      step: `x + self.position_embedding(token_places(kept)${shift})`,
    });
  }
  if (typeVocabSize > 0) {
    layers.push({
      name: 'token_type_embedding',
      value: call('nn.Embedding', String(typeVocabSize), String(size)),
      step:
        typeVocabSize > 1
          ? 'x + self.token_type_embedding(token_type_ids)'
          : 'x + self.token_type_embedding.weight',
    });
  }
  if (embedding.norm) layers.push(normLayer('embedding_norm', size));
  if (isProjected(embedding, hiddenSize)) {
    const bias = embedding.projectionBias ? [] : ['bias=False'];
    layers.push({
      name: 'embedding_projection',
      value: call('nn.Linear', String(size), String(hiddenSize), ...bias),
      step: 'self.embedding_projection(x)',
    });
  }
  return layers;
}

function layersAfter(
  { finalNorm, head, blocks, embedding: { vocabSize } }: Architecture,
  hasLogits: boolean,
): readonly Layer[] {
  const { hiddenSize } = blocks.at(-1) ?? blocks[0];
  const layers: Layer[] = finalNorm ? [normLayer('final_norm', hiddenSize)] : [];
  if (!hasLogits || head?.kind !== 'linear') return layers;
  const [inputs, outputs] = [String(hiddenSize), String(vocabSize)];
  if (!head.tied) {
    const bias = head.bias ? [] : ['bias=False'];
    layers.push({ name: 'head', value: call('nn.Linear', inputs, outputs, ...bias), step: null });
  } else if (head.bias) {
    const zeros = call('nn.Parameter', `torch.zeros(${outputs})`);
    const value = { open: '{', items: ['"bias":', zeros], close: '}', commas: false };
    layers.push({ name: 'head', value: call('nn.ParameterDict', value), step: null });
  }
  return layers;
}

function normLayer(name: string, size: number): Layer {
  return {
    name,
    value: call('nn.LayerNorm', String(size), 'eps=EPSILON'),
    step: `self.${name}(x)`,
  };
}

/** The blocks as a list, those that share weights once, and the order that repeats them, if any. */
function blockList({ blocks }: Architecture): {
  readonly value: PythonExpression;
  readonly order: string | null;
  readonly own: readonly number[];
} {
  const places = new Map<string, number>();
  const own: number[] = [];
  const items: PythonExpression[] = [];
  const order: number[] = [];
  for (const [index, block] of blocks.entries()) {
    const name = block.sharedAs ?? `own ${index}`;
    const place = places.get(name) ?? items.length;
    if (place === items.length) {
      items.push(blockExpression(block, index));
      own.push(index);
    }
    places.set(name, place);
    order.push(place);
    const next = blocks[index + 1];
    if (next !== undefined && next.hiddenSize !== block.hiddenSize) {
      order.push(items.length);
      own.push(index);
      items.push(call('Projection', String(block.hiddenSize), String(next.hiddenSize)));
    }
  }
  const isPlain = order.every((place, index) => place === index);
  const runs = runsOf(items, (item) => layOut(item, 0));
  return {
    value: list(...runs.map(({ item, count }) => repeated(item, count))),
    order: isPlain
      ? null
      : runsOf(order, String)
          .map(({ item, count }) => (count === 1 ? `[${item}]` : `[${item}] * ${count}`))
          .join(' + '),
    own,
  };
}

/** Equal items that follow each other, as one. */
function runsOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly { readonly item: Item; readonly count: number }[] {
  const runs: { item: Item; key: string; count: number }[] = [];
  for (const item of items) {
    const key = keyOf(item);
    const run = runs.at(-1);
    if (run?.key === key) run.count += 1;
    else runs.push({ item, key, count: 1 });
  }
  return runs;
}

function logitsMethod({ head, embedding }: Architecture): string {
  const vectors =
    embedding.clusters === null ? 'self.token_embedding.weight' : 'self.token_embedding.vectors()';
  const isTied = head?.kind === 'linear' && head.tied;
  const bias = isTied && head.bias ? ['self.head["bias"]'] : [];
  const value = isTied
    ? call('functional.linear', 'hidden', vectors, ...bias)
    : call('self.head', 'hidden');
  return `
    def logits(self, hidden: Tensor) -> Tensor:
        """Return the logits of the token after each hidden state."""
        return ${layOut(value, 8, 'return '.length)}
`;
}
