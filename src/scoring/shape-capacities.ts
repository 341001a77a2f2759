import { expectedOfMatrix } from '../capacity/measure-matrix.ts';
import { distributionOf } from '../initialization/initialization-scheme.ts';
import type { ScoreSettings } from './score-settings.ts';

/** Exclusive limits of the sizes that a key of the memo holds: two of them make an exact integer. */
const SMALL = 2 ** 15;
const MAX_KEYED = 2 ** 26;

/** Where the keys of larger shapes begin, behind those of the small. */
const KEYED_FROM = SMALL ** 2;

/** Shapes that are remembered for one context, and contexts; beyond them it starts anew. */
const MAX_SHAPES = 2 ** 14;
const MAX_CONTEXTS = 64;

/** Expected capacities by shape, of the three ways in which a distribution depends on a weight. */
export interface CapacityContext {
  readonly initializerRange: number;
  readonly residualAdditions: number;
  readonly plain: Map<number, number>;
  readonly residual: Map<number, number>;
  readonly depthwise: Map<number, number>;
}

/** What a distribution depends on besides the shape and the context. */
export type WeightKind = 'plain' | 'residual' | 'depthwise';

/** Expected capacities of matrices by their shape, each computed once. */
export class ShapeCapacities {
  readonly #settings: ScoreSettings;
  readonly #contexts: CapacityContext[] = [];
  #context: CapacityContext | undefined;

  constructor(settings: ScoreSettings) {
    this.#settings = settings;
  }

  /** The expected capacity of a matrix, remembered; NaN where there is none. */
  of(rows: number, cols: number, kind: WeightKind, context: CapacityContext): number {
    const known = context[kind];
    const key = keyOf(rows, cols);
    const capacity = key === undefined ? undefined : known.get(key);
    if (capacity !== undefined) return capacity;
    // A convolution over each of its channels alone has k inputs and rows * k outputs.
    const shape = kind === 'depthwise' ? [rows, 1, cols] : [rows, cols];
    const value = this.#expected(shape, kind === 'residual', context);
    if (key !== undefined) {
      if (known.size >= MAX_SHAPES) known.clear();
      known.set(key, value);
    }
    return value;
  }

  /** The expected capacity of a weight of any shape, output first; NaN where there is none. */
  ofShape(shape: readonly number[], writesResidual: boolean, context: CapacityContext): number {
    const [rows = 1, inputs = 1, kernel = 1] = shape;
    if (kernel === 1) return this.of(rows, inputs, writesResidual ? 'residual' : 'plain', context);
    // Other convolutions are few, and each takes another share of its inputs.
    return this.#expected(shape, writesResidual, context);
  }

  #expected(shape: readonly number[], writesResidual: boolean, context: CapacityContext): number {
    const [rows = 1, ...rest] = shape;
    const cols = rest.reduce((product, size) => product * size, 1);
    const scheme = this.#settings.initialization;
    const distribution = distributionOf({ shape, writesResidual }, { scheme, ...context });
    const expected = expectedOfMatrix(this.#settings.statistic, { rows, cols }, distribution);
    return expected.ok ? expected.value : NaN;
  }

  /** Where the capacities of an architecture are remembered. */
  contextOf(initializerRange: number, residualAdditions: number): CapacityContext {
    const last = this.#context;
    if (
      last?.initializerRange === initializerRange &&
      last.residualAdditions === residualAdditions
    ) {
      return last;
    }
    let context = this.#contexts.find(
      (known) =>
        known.initializerRange === initializerRange &&
        known.residualAdditions === residualAdditions,
    );
    if (context === undefined) {
      context = {
        initializerRange,
        residualAdditions,
        plain: new Map(),
        residual: new Map(),
        depthwise: new Map(),
      };
      if (this.#contexts.length >= MAX_CONTEXTS) this.#contexts.length = 0;
      this.#contexts.push(context);
    }
    this.#context = context;
    return context;
  }
}

/**
 * A number for a shape, different for each; undefined where the sizes are too large for one. Small
 * sizes get a small integer, which a Map finds several times as fast as any other number.
 */
function keyOf(rows: number, cols: number): number | undefined {
  if (!(Number.isInteger(rows) && Number.isInteger(cols) && rows >= 0 && cols >= 0))
    return undefined;
  if (rows < SMALL && cols < SMALL) return rows * SMALL + cols;
  return rows < MAX_KEYED && cols < MAX_KEYED ? KEYED_FROM + rows * MAX_KEYED + cols : undefined;
}
