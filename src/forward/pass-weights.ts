import type { Weight } from '../architecture/weight.ts';
import { abs } from '../onnx/compose/functions.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { GraphError } from '../onnx/graph-error.ts';
import type { PassKind, PassWeight } from './forward-pass.ts';

/** The weights of a pass: an input of the graph each, from when it is first asked for. */
export class PassWeights {
  readonly #builder: GraphBuilder;
  readonly #kind: PassKind;
  readonly #listed: ReadonlyMap<string, Weight>;
  readonly #rows: ReadonlyMap<string, number>;
  readonly #inputs = new Map<string, GraphValue>();
  readonly #entering = new Map<string, GraphValue>();

  /**
   * @param weights of an inventory
   * @param rows how many rows a weight is fed with, by its path, where that is not all
   */
  constructor(
    builder: GraphBuilder,
    kind: PassKind,
    weights: readonly Weight[],
    rows: ReadonlyMap<string, number>,
  ) {
    this.#builder = builder;
    this.#kind = kind;
    this.#listed = new Map(weights.map((weight) => [weight.path, weight]));
    this.#rows = rows;
  }

  /** Whether the model has a weight. */
  has(path: string): boolean {
    return this.#listed.has(path);
  }

  /**
   * What enters the computation: the weight, or in a linear pass its magnitudes.
   *
   * @throws GraphError where the model has no such weight
   */
  get(path: string): GraphValue {
    const known = this.#entering.get(path);
    if (known !== undefined) return known;
    const weight = this.#listed.get(path);
    if (weight === undefined) throw new GraphError(`the model has no weight ${path}`);
    const [first = 1, ...others] = weight.shape;
    const input = this.#builder.input(path, [this.#rows.get(path) ?? first, ...others]);
    const entering = this.#kind === 'linear' ? abs(this.#builder, input) : input;
    this.#inputs.set(path, input);
    this.#entering.set(path, entering);
    return entering;
  }

  /** All that were asked for, in the order of the inventory. */
  used(): ReadonlyMap<string, PassWeight> {
    const used = new Map<string, PassWeight>();
    for (const [path, weight] of this.#listed) {
      const value = this.#inputs.get(path);
      if (value !== undefined) used.set(path, { value, weight });
    }
    return used;
  }
}
