import type { Family } from '../architecture/family.ts';
import type { Naming } from '../architecture/naming-tables.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import { walkWeights } from '../architecture/walk-weights.ts';
import { WeightSink, type MatrixOptions, type Size } from '../architecture/weight-sink.ts';
import type { SubModule } from '../architecture/weight.ts';
import { modelsOfEveryPart, type NormsPlace } from './every-part.ts';
import type { NameTable } from './name-table.ts';

/** First parts of the names of the heads that classes of the transformers library have. */
const HEADS: Readonly<Record<Family, readonly string[]>> = {
  decoder: ['lm_head', 'score', 'classifier', 'qa_outputs', 'pre_classifier', 'head'],
  encoder: [
    ...['lm_head', 'score', 'classifier', 'qa_outputs', 'pre_classifier', 'head', 'pooler', 'cls'],
    ...['lm_predictions', 'pred_layer', 'decoder', 'generator_predictions', 'generator_lm_head'],
    'sequence_summary',
  ],
  'encoder-decoder': ['lm_head', 'classification_head', 'qa_outputs', 'classifier', 'projector'],
};

/** Masks and frequencies that old checkpoints hold beside the layers of attention. */
const MASKS = ['bias', 'masked_bias', 'causal_mask', 'rotary_emb.inv_freq'];

/** The positions and token types of a sequence that old checkpoints of encoders hold. */
const SEQUENCES = ['embeddings.position_ids', 'embeddings.token_type_ids', 'position_ids'];

/** A weight as a walk names it. */
interface Named {
  readonly path: string;
  readonly subModule: SubModule | 'other';
  /** The model and the block that it is of. */
  readonly of: string;
  readonly residual: boolean;
  /** Plain is what has the dimensions of a matrix, and counts as parameters alone. */
  readonly kind: 'matrix' | 'vector' | 'plain';
}

class NameSink extends WeightSink {
  readonly #part: Pick<Named, 'subModule' | 'of'>;
  readonly #into: Named[];

  constructor(part: Pick<Named, 'subModule' | 'of'>, into: Named[]) {
    super('layer-norm');
    this.#part = part;
    this.#into = into;
  }

  override matrix(
    path: string,
    _: readonly number[],
    { writesResidual = false, counts = true }: MatrixOptions = {},
  ): void {
    this.#add(path, writesResidual, counts ? 'matrix' : 'plain');
  }

  protected override constant(path: string, size: Size): void {
    this.#add(path, false, typeof size === 'number' ? 'vector' : 'plain');
  }

  #add(path: string, residual: boolean, kind: Named['kind']): void {
    this.#into.push({ ...this.#part, path, residual, kind });
  }
}

/** Names in an order that is that of every model in which they were met. */
class OrderedNames {
  readonly #names: string[] = [];
  #model = '';
  #last = 0;

  /** Adds a name after the last one of the same model, and before all that were met without that. */
  add(name: string, model: string): void {
    if (model !== this.#model) this.#last = 0;
    this.#model = model;
    const known = this.#names.indexOf(name);
    if (known < 0) this.#names.splice(this.#last, 0, name);
    this.#last = 1 + (known < 0 ? this.#last : known);
  }

  /** The names but those that others have. */
  without(...others: readonly OrderedNames[]): string[] {
    return this.#names.filter((name) => others.every((other) => !other.has(name)));
  }

  /** Whether a name was added. */
  has(name: string): boolean {
    return this.#names.includes(name);
  }
}

/** The names of a stack of blocks, or of what is outside of all. */
class Names {
  readonly parts: Readonly<Record<SubModule | 'other', OrderedNames>> = {
    attention: new OrderedNames(),
    feedForward: new OrderedNames(),
    embedding: new OrderedNames(),
    other: new OrderedNames(),
  };
  readonly residual = new OrderedNames();
  readonly plain = new OrderedNames();

  add(name: string, { subModule, of, residual }: Named, isPlain: boolean): void {
    this.parts[subModule].add(name, of);
    if (residual) this.residual.add(name, of);
    if (isPlain && subModule !== 'other') this.plain.add(name, of);
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
  const { indexAfterPart = false } = names;
  const prefix = commonStart(names.tokenEmbedding, names.blocks);
  const found: Named[] = [];
  for (const [index, architecture] of modelsOfEveryPart(naming, family, place).entries()) {
    walkWeights(
      architecture,
      (subModule, block) => new NameSink({ subModule, of: `${index} ${block}` }, found),
    );
  }
  const paths = [...new Set([names.blocks, names.decoder.blocks ?? names.blocks])];
  const outside = new Names();
  const stacks = new Map(paths.map((path) => [path, new Names()]));
  // A bias of experts may have the name of their matrix.
  const matrices = new Set(
    found.flatMap(({ path, kind }) => (kind === 'matrix' ? [tidy(path)] : [])),
  );
  for (const weight of found) {
    const { path, kind } = weight;
    const isPlain = kind === 'plain' && !matrices.has(tidy(path));
    const stack = paths.find((own) => path.startsWith(`${own}.`));
    const own = stacks.get(stack ?? '');
    const inside =
      stack === undefined ? undefined : nameInBlock(path.slice(stack.length + 1), indexAfterPart);
    if (own === undefined || inside === undefined) {
      outside.add(tidy(path.slice(prefix.length)), weight, isPlain);
    } else own.add(inside, weight, isPlain);
  }
  const { attention, embedding, other } = outside.parts;
  const [head = ''] = names.head.split('.');
  return {
    name: naming,
    family,
    expertInputsFirst: names.inputsFirst === 'experts',
    gateInPairs: names.gateInPairs === true,
    fusedTurns: names.fusedTurns,
    prefixes: prefix === '' ? [] : [prefix],
    embedding: embedding.without(),
    stacks: Object.fromEntries(
      [...stacks].map(([path, { parts, residual, plain }]) => [
        indexAfterPart ? names.operation : path.slice(prefix.length),
        {
          // A norm before a sub-module belongs to none, and one after it may have the same name.
          attention: parts.attention.without(),
          feedForward: parts.feedForward.without(parts.attention),
          other: parts.other.without(parts.attention, parts.feedForward),
          residual: residual.without(),
          plain: plain.without(),
          buffers: MASKS.map((mask) => `${names.operation}.${mask}`),
        },
      ]),
    ),
    indexAfterPart,
    firstAttention: attention.without(),
    plain: outside.plain.without(),
    other: other.without(embedding),
    heads: [...new Set([head, ...HEADS[family]])],
    buffers: family === 'encoder' ? SEQUENCES : [],
  };
}

/** The name of a part of a block after its index, or around it; undefined where it has none. */
function nameInBlock(path: string, indexAfterPart: boolean): string | undefined {
  const [whole, part = '', rest = ''] =
    (indexAfterPart ? /^([^.]+)\.\d+\.(.*)$/ : /^()\d+\.(.*)$/).exec(path) ?? [];
  return whole === undefined ? undefined : tidy(part === '' ? rest : `${part}.${rest}`);
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
  return a.includes('.') && `${b}.`.startsWith(`${first}.`) ? `${first}.` : '';
}
