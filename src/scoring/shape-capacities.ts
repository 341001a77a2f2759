import type { MatrixShape } from '../capacity/matrix-shape.ts';
import { expectedOfMatrix } from '../capacity/measure-matrix.ts';
import { distributionOf } from '../initialization/initialization-scheme.ts';
import type { ScoreSettings } from './score-settings.ts';
import { ShapeTable, type WeightKind } from './shape-table.ts';

/** Initializer ranges and depths whose capacities are remembered; beyond them it starts anew. */
const MAX_CONTEXTS = 64;

/** Expected capacities by shape, of the three ways in which a distribution depends on a weight. */
export interface CapacityContext {
  readonly initializerRange: number;
  readonly residualAdditions: number;
  readonly plain: ShapeTable;
  readonly residual: ShapeTable;
  readonly depthwise: ShapeTable;
  readonly third: ShapeTable;
}

/** Expected capacities of matrices by their shape, each computed once. */
export class ShapeCapacities {
  readonly #settings: ScoreSettings;
  readonly #contexts: CapacityContext[] = [];
  #context: CapacityContext | undefined;

  constructor(settings: ScoreSettings) {
    this.#settings = settings;
  }

  /** The expected capacity of a matrix, remembered in a table of the context; NaN where there is none. */
  of(rows: number, cols: number, known: ShapeTable, context: CapacityContext): number {
    const capacity = known.get(rows, cols);
    if (capacity !== undefined) return capacity;
    const { kind } = known;
    const value = this.#expected(shapeOf(rows, cols, kind), kind === 'residual', context, {
      rows,
      cols,
    });
    known.set(rows, cols, value);
    return value;
  }

  /** The expected capacity of a weight of any shape, output first; NaN where there is none. */
  ofShape(shape: readonly number[], writesResidual: boolean, context: CapacityContext): number {
    const [rows = 1, inputs = 1, kernel = 1] = shape;
    if (kernel === 1) {
      return this.of(rows, inputs, writesResidual ? context.residual : context.plain, context);
    }
    // Other convolutions are few, and each takes another share of its inputs.
    const cols = shape.slice(1).reduce((product, size) => product * size, 1);
    return this.#expected(shape, writesResidual, context, { rows, cols });
  }

  /** The expected capacity of a matrix that a weight holds; NaN where there is none. */
  ofPart(
    { rows, cols }: MatrixShape,
    whole: readonly number[],
    writesResidual: boolean,
    context: CapacityContext,
  ): number {
    return this.#expected(whole, writesResidual, context, { rows, cols });
  }

  #expected(
    shape: readonly number[],
    writesResidual: boolean,
    context: CapacityContext,
    matrix: MatrixShape,
  ): number {
    const scheme = this.#settings.initialization;
    const distribution = distributionOf({ shape, writesResidual }, { scheme, ...context });
    const expected = expectedOfMatrix(this.#settings.statistic, matrix, distribution);
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
    let context: CapacityContext | undefined;
    // No closure: candidates of two depths take turns, and ask for each other's context.
    for (const known of this.#contexts) {
      if (
        known.initializerRange === initializerRange &&
        known.residualAdditions === residualAdditions
      ) {
        context = known;
        break;
      }
    }
    if (context === undefined) {
      context = {
        initializerRange,
        residualAdditions,
        plain: new ShapeTable('plain'),
        residual: new ShapeTable('residual'),
        depthwise: new ShapeTable('depthwise'),
        third: new ShapeTable('third'),
      };
      if (this.#contexts.length >= MAX_CONTEXTS) this.#contexts.length = 0;
      this.#contexts.push(context);
    }
    this.#context = context;
    return context;
  }
}

/** The shape of the weight that a matrix is, or is a third of. */
function shapeOf(rows: number, cols: number, kind: WeightKind): number[] {
  if (kind === 'third') return [3 * rows, cols];
  // A convolution over each of its channels alone has k inputs and rows * k outputs.
  return kind === 'depthwise' ? [rows, 1, cols] : [rows, cols];
}
