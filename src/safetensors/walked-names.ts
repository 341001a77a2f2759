import type { Architecture, Family, Naming } from '../architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
  type PartialSelfAttention,
} from '../architecture/complete-architecture.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import { walkWeights } from '../architecture/walk-weights.ts';
import { WeightSink, type MatrixOptions } from '../architecture/weight-sink.ts';
import type { SubModule } from '../architecture/weight.ts';
import type { BlockNames, NameTable } from './name-table.ts';

/** First parts of the names of heads for tasks. */
const TASK_HEADS = ['lm_head', 'score', 'classifier', 'qa_outputs', 'pre_classifier', 'head'];

const HIDDEN = 8;

const ATTENTION: PartialSelfAttention = {
  kind: 'self-attention',
  similarity: 'scaled-dot-product',
};

/** Kinds of attention that together have every weight that attention may have. */
const ATTENTIONS: readonly PartialSelfAttention[] = [
  {
    ...ATTENTION,
    ...{ queryKeyNorm: 'head', positionKeys: 'own', positionQueries: 'own' },
    ...{ distanceBiases: 4, sinks: true },
  },
  { ...ATTENTION, fusedQueryKeyValue: true },
  { ...ATTENTION, keyBias: false },
  { ...ATTENTION, latent: { queryRank: 4, keyValueRank: 4, rotarySize: 2 } },
  { ...ATTENTION, latent: { queryRank: null, keyValueRank: 4, rotarySize: 2 } },
];

/** The same of feed-forward layers. */
const FEED_FORWARDS: readonly Partial<PartialBlock>[] = [
  { feedForwardWidths: [16, 16] },
  { gated: true },
  { gated: true, fusedGate: true },
  { gated: true, experts: { count: 2, routed: 1, sharedWidth: 4, routerBias: true } },
  { gated: true, fusedGate: true, experts: { count: 2, routed: 1, sharedWidth: 4, stacked: true } },
  { experts: { count: 2, routed: 1, stacked: true } },
];

/** And of norms, scales and convolutions: norms are before sub-modules, or elsewhere too. */
const NORMS: Readonly<Record<NormsPlace, readonly Partial<PartialBlock>[]>> = {
  before: [
    {
      norm: 'pre',
      layerScale: true,
      convolution: { kernelSize: 3, groups: 1, activation: 'linear' },
    },
  ],
  anywhere: [
    {
      norm: 'post',
      layerScale: true,
      convolution: { kernelSize: 3, groups: 1, activation: 'linear' },
    },
    { norm: 'pre' },
    { norm: 'sandwich' },
    { norm: 'output' },
  ],
};

/** Where the norms of a family are: in an encoder, one after a sub-module belongs to it. */
export type NormsPlace = 'before' | 'anywhere';

/** And of whole models. */
const MODELS: readonly Partial<PartialArchitecture>[] = [
  {},
  {
    finalNorm: true,
    pooler: true,
    head: { kind: 'linear', tied: false, bias: true, projected: true },
  },
];

type Input = PartialArchitecture['embedding']['input'];

/** And of inputs. */
const INPUTS: readonly NonNullable<Input>[] = [
  {
    ...{ kind: 'patches', imageSize: 4, patchSize: 2, channels: 1, bias: true },
    ...{ extraTokens: 2, maskToken: true, stride: 2 },
  },
  { kind: 'spectrogram', bins: 4 },
];

/** Models after whose weights a table of names is made: every weight that a model may have is in one. */
function models(
  naming: Naming,
  family: Family,
  norms: readonly Partial<PartialBlock>[],
): Architecture[] {
  const { decoder } = WEIGHT_NAMES[naming];
  const stacks = decoder.blocks === WEIGHT_NAMES[naming].blocks ? [] : ['encoder', 'decoder'];
  const blockOf = (own: Partial<PartialBlock>): PartialBlock => ({
    hiddenSize: HIDDEN,
    operation: ATTENTION,
    numAttentionHeads: 2,
    feedForwardWidths: [16],
    norm: norms[0]?.norm ?? 'post',
    ...own,
  });
  // A convolution has its own name after the first block alone.
  const variants = [
    ...norms,
    ...ATTENTIONS.map((operation) => ({ operation })),
    ...FEED_FORWARDS,
  ].map(blockOf);
  const embedding = {
    ...{ vocabSize: 16, embeddingSize: 4, maxPositionEmbeddings: 4, typeVocabSize: 2 },
    distances: { count: 4, norm: true },
    decoder: { vocabSize: 8, maxPositionEmbeddings: 4, norm: true },
  };
  const common = { family, naming, initializerRange: 0.02 } as const;
  const list: PartialArchitecture[] = [
    ...MODELS.map((own) => ({ ...common, ...own, embedding, blocks: variants })),
    ...INPUTS.map((input) => ({
      ...common,
      embedding: { ...embedding, vocabSize: 0, input },
      blocks: [blockOf({})],
    })),
  ];
  if (stacks.length > 0) {
    const both = [
      ...variants.map((block) => ({ ...block, stack: 'encoder' as const })),
      ...variants.map((block) => ({ ...block, stack: 'decoder' as const, crossAttention: true })),
    ];
    list.push({ ...common, embedding, blocks: both, finalNorm: true });
  }
  return list.map(completeArchitecture);
}

/** A weight as a walk names it. */
interface Named {
  readonly path: string;
  readonly subModule: SubModule | 'other';
  readonly residual: boolean;
  readonly plain: boolean;
}

class NameSink extends WeightSink {
  readonly #subModule: SubModule | 'other';
  readonly #into: Named[];

  constructor(subModule: SubModule | 'other', into: Named[]) {
    super('layer-norm');
    this.#subModule = subModule;
    this.#into = into;
  }

  override matrix(
    path: string,
    _: readonly number[],
    { writesResidual = false, counts = true }: MatrixOptions = {},
  ): void {
    this.#add(path, writesResidual, !counts);
  }

  protected override constant(path: string): void {
    this.#add(path, false, false);
  }

  #add(path: string, residual: boolean, plain: boolean): void {
    this.#into.push({ path, subModule: this.#subModule, residual, plain });
  }
}

/**
 * The table of the names that an inventory gives the weights of a naming, in its order: made by walking
 * through models that together have every part, so that what `zerolm init` writes is read back.
 */
export function walkedNames(
  naming: Naming,
  family: Family,
  place: NormsPlace = 'anywhere',
): NameTable {
  const names = WEIGHT_NAMES[naming];
  const prefix = commonStart(names.tokenEmbedding, names.blocks);
  const found: Named[] = [];
  for (const architecture of models(naming, family, NORMS[place])) {
    walkWeights(architecture, (subModule) => new NameSink(subModule, found));
  }
  const paths = [...new Set([names.blocks, names.decoder.blocks ?? names.blocks])];
  const embedding = new Set<string>();
  const other = new Set<string>();
  const firstAttention = new Set<string>();
  const stacks = new Map(paths.map((path) => [path, emptyStack()]));
  for (const { path, subModule, residual, plain } of found) {
    const stack = paths.find((own) => path.startsWith(`${own}.`));
    const parts =
      stack === undefined ? undefined : /^(\d+)\.(.*)$/.exec(path.slice(stack.length + 1));
    const own = stacks.get(stack ?? '');
    if (own === undefined || parts === null || parts === undefined) {
      const outside =
        subModule === 'embedding' ? embedding : subModule === 'attention' ? firstAttention : other;
      outside.add(tidy(path.slice(prefix.length)));
      continue;
    }
    const inside = tidy(parts[2] ?? '');
    const part = subModule === 'embedding' ? 'other' : subModule;
    own[part].add(inside);
    if (residual) own.residual.add(inside);
    if (plain && subModule !== 'other') own.biasTables.add(inside);
  }
  const [head = ''] = names.head.split('.');
  return {
    name: naming,
    family,
    prefixes: prefix === '' ? [] : [prefix],
    embedding: [...embedding],
    stacks: Object.fromEntries(
      [...stacks].map(([path, own]) => [path.slice(prefix.length), namesOf(own)]),
    ),
    firstAttention: [...firstAttention],
    other: [...other].filter((name) => !embedding.has(name)),
    heads: [...new Set([head, ...TASK_HEADS])],
  };
}

type Stack = Record<'attention' | 'feedForward' | 'other' | 'residual' | 'biasTables', Set<string>>;

function emptyStack(): Stack {
  return {
    attention: new Set(),
    feedForward: new Set(),
    other: new Set(),
    residual: new Set(),
    biasTables: new Set(),
  };
}

function namesOf({ attention, feedForward, other, residual, biasTables }: Stack): BlockNames {
  // A norm before a sub-module belongs to none, and one after it may have the same name.
  return {
    attention: [...attention],
    feedForward: [...feedForward].filter((name) => !attention.has(name)),
    other: [...other].filter((name) => !attention.has(name) && !feedForward.has(name)),
    residual: [...residual],
    biasTables: [...biasTables],
  };
}

/** A name without the kind of its weight, and with `#` for every number. */
function tidy(path: string): string {
  return path
    .replace(/\.(?:weight|bias)$/, '')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? '#' : part))
    .join('.');
}

/** The first part that two names have in common, with its dot; empty where it differs. */
function commonStart(a: string, b: string): string {
  const [first = ''] = a.split('.');
  return a.includes('.') && b.startsWith(`${first}.`) ? `${first}.` : '';
}
