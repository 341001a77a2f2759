import { namesInShort } from '../problem.ts';

/** A model that was written. */
export interface ExportedModel {
  readonly out: string;
  /** The file of the weights, if they have one of their own. */
  readonly dataFile: string | null;
  readonly id: string;
  readonly seed: number;
  readonly weights: number;
  readonly parameters: number;
  readonly inputs: readonly NamedShape[];
  readonly outputs: readonly NamedShape[];
  /** Paths of the weights that no output depends on. */
  readonly leftOut: readonly string[];
}

/** A tensor that goes into a model or comes out of it. */
export interface NamedShape {
  readonly name: string;
  /** Its dimensions: lengths, and names of those that may be of any length. */
  readonly shape: readonly (number | string)[];
}

/** The lines about a model that was exported: its files, its inputs and its outputs. */
export function exportSummary(model: ExportedModel): string {
  const { out, dataFile, id, seed, weights, parameters, inputs, outputs, leftOut } = model;
  const place = dataFile === null ? '' : `, in ${dataFile}`;
  const size = `${weights} weights, ${parameters.toLocaleString('en-US')} parameters (float32)`;
  const shapes = (values: ExportedModel['inputs']): string =>
    values.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ');
  const lines = [
    `${out}: ${id}, ${size}, seed ${seed}${place}`,
    `${shapes(inputs)} gives ${shapes(outputs)}`,
  ];
  if (leftOut.length > 0) {
    lines.push(`left out, since no output depends on it: ${namesInShort(leftOut)}`);
  }
  return `${lines.join('\n')}\n`;
}
