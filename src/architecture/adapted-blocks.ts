import { failure, success, type Result } from '../result.ts';
import { rankBeside } from './adapter.ts';
import type { Architecture } from './architecture.ts';
import type { AdaptedModule, Block } from './block.ts';
import { entriesOf, wholeMatrix, type ShapeMatrix } from './operations/shape-matrix.ts';
import { walkWeights } from './walk-weights.ts';
import { WeightSink } from './weight-sink.ts';

/** A linear layer of a block, as the path of its module. */
interface LinearLayer {
  readonly path: string;
  readonly inputs: number;
  readonly outputs: number;
}

/** A list of linear layers alone. */
class LinearSink extends WeightSink {
  readonly #layers: LinearLayer[];

  constructor(layers: LinearLayer[]) {
    super('layer-norm');
    this.#layers = layers;
  }

  override linear(path: string, inputs: number, outputs: number): void {
    this.#layers.push({ path, inputs, outputs });
  }

  override matrix(): void {
    // No linear layer.
  }

  protected override constant(): void {
    // As with matrices.
  }
}

/** The linear layers of each block that is wanted. */
function linearLayers(
  architecture: Architecture,
  wants: (block: Block) => boolean,
): readonly (readonly LinearLayer[])[] {
  const { blocks } = architecture;
  const layers = blocks.map((): LinearLayer[] => []);
  walkWeights(architecture, (_, index) => {
    const block = index === null ? undefined : blocks[index];
    const own = index === null ? undefined : layers[index];
    return block === undefined || own === undefined || !wants(block) ? null : new LinearSink(own);
  });
  return layers;
}

/** The weight matrices of the low-rank adapters of each block; an empty list where it has none. */
export function adapterMatrices(architecture: Architecture): readonly (readonly ShapeMatrix[])[] {
  const { blocks } = architecture;
  if (blocks.every(({ adapter }) => adapter === null)) return blocks.map(() => []);
  const layers = linearLayers(architecture, ({ adapter }) => adapter !== null);
  return blocks.map(({ adapter }, index) =>
    (layers[index] ?? []).flatMap(({ path, inputs, outputs }) => {
      const rank = rankBeside(adapter ?? [], path);
      return rank === null ? [] : [wholeMatrix(rank, inputs), wholeMatrix(outputs, rank)];
    }),
  );
}

/** The parameters of the low-rank adapters of a model: r (in + out) beside each linear layer. */
export function adapterParameters(architecture: Architecture): number {
  return adapterMatrices(architecture).reduce((sum, own) => sum + entriesOf(own), 0);
}

/** Why a model has no such adapter. */
export interface AdapterProblem {
  /** The module that it names; null for a problem with the model. */
  readonly module: string | null;
  readonly message: string;
}

/**
 * A model with a low-rank adapter in each block; its blocks have none yet.
 *
 * @param adapters what each block has, of which each names the same modules
 */
export function withAdapters(
  architecture: Architecture,
  adapters: readonly (readonly AdaptedModule[])[],
): Result<Architecture, AdapterProblem> {
  const { blocks } = architecture;
  const refused = blocks.map(whyNoAdapter).find((reason) => reason !== null);
  if (refused !== undefined) return failure({ module: null, message: refused });
  const layers = linearLayers(architecture, () => true);
  for (const module of new Set(adapters.flat().map((own) => own.module))) {
    const isThere = layers.some((own) =>
      own.some(({ path }) => rankBeside([{ module, rank: 1 }], path) !== null),
    );
    if (isThere) continue;
    const known = new Set(layers.flat().map(({ path }) => path.slice(path.lastIndexOf('.') + 1)));
    const message = `expected the name of a linear layer of a block, as ${[...known].join(', ')}`;
    return failure({ module, message });
  }
  const [first, ...others] = blocks.map((block, index) => ({
    ...block,
    adapter: adapters[index] ?? null,
  }));
  if (first === undefined) throw new RangeError('an architecture has at least one block');
  return success({ ...architecture, blocks: [first, ...others] });
}

function whyNoAdapter({ experts, sharedAs }: Block): string | null {
  if (experts !== null) return 'a mixture of experts can have no adapter here';
  return sharedAs === null ? null : 'layers that share their weights can have no adapter here';
}
