import { describe, expect, it } from 'vitest';
import { STATISTICS } from '../../src/capacity/statistics.ts';
import { scoreCheckpoint } from '../../src/checkpoints/score-checkpoint.ts';
import { readCheckpoint } from '../../src/safetensors/read-checkpoint.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../../src/scoring/score-settings.ts';
import { checkpointOf, singles, type Written } from '../safetensors/files.ts';
import { temporaryFile } from '../temporary-files.ts';

const [HIDDEN, WIDTH, EXPERTS] = [6, 10, 3];
const LAYER = 'model.layers.0.';

/** Entries that differ from expert to expert, row to row and column to column. */
function entry(expert: number, layer: number, row: number, col: number): number {
  return Math.sin(1 + 37 * expert + 11 * layer + 3 * row + 7 * col) / (1 + layer);
}

function matrix(rows: number, cols: number, at: (row: number, col: number) => number): Written {
  const values = Array.from({ length: rows * cols }, (_, i) => at(Math.floor(i / cols), i % cols));
  return singles([rows, cols], values);
}

/** What is the same in all forms: an embedding, attention and the router. */
function common(): Record<string, Written> {
  const attention = ['q', 'k', 'v', 'o'].map((name, index): [string, Written] => [
    `${LAYER}self_attn.${name}_proj.weight`,
    matrix(HIDDEN, HIDDEN, (row, col) => entry(index, 5, row, col)),
  ]);
  return {
    'model.embed_tokens.weight': matrix(20, HIDDEN, (row, col) => entry(0, 4, row, col)),
    ...Object.fromEntries(attention),
    [`${LAYER}mlp.gate.weight`]: matrix(EXPERTS, HIDDEN, (row, col) => entry(1, 4, row, col)),
  };
}

/** A matrix of its own for every layer of every expert. */
function separate(): Record<string, Written> {
  const experts = Array.from({ length: EXPERTS }, (_, expert) => ({
    [`${LAYER}mlp.experts.${expert}.gate_proj.weight`]: matrix(WIDTH, HIDDEN, (row, col) =>
      entry(expert, 0, row, col),
    ),
    [`${LAYER}mlp.experts.${expert}.up_proj.weight`]: matrix(WIDTH, HIDDEN, (row, col) =>
      entry(expert, 1, row, col),
    ),
    [`${LAYER}mlp.experts.${expert}.down_proj.weight`]: matrix(HIDDEN, WIDTH, (row, col) =>
      entry(expert, 2, row, col),
    ),
  }));
  return experts.reduce((all, own) => ({ ...all, ...own }), common());
}

/**
 * One tensor of three dimensions for the gates and what they multiply, one for the way back.
 *
 * @param inPairs whether each output of a gate is followed by that which it multiplies
 */
function stacked(inputFirst: boolean, inPairs = false): Record<string, Written> {
  const tensor = (
    outputs: number,
    inputs: number,
    at: (expert: number, output: number, input: number) => number,
  ): Written => {
    const values: number[] = [];
    const [rows, cols] = inputFirst ? [inputs, outputs] : [outputs, inputs];
    for (let expert = 0; expert < EXPERTS; expert++) {
      for (let row = 0; row < rows; row++) {
        for (let col = 0; col < cols; col++) {
          values.push(inputFirst ? at(expert, col, row) : at(expert, row, col));
        }
      }
    }
    return singles([EXPERTS, rows, cols], values);
  };
  return {
    ...common(),
    [`${LAYER}mlp.experts.gate_up_proj`]: tensor(2 * WIDTH, HIDDEN, (expert, output, input) =>
      inPairs
        ? entry(expert, output % 2, Math.floor(output / 2), input)
        : entry(expert, Math.floor(output / WIDTH), output % WIDTH, input),
    ),
    [`${LAYER}mlp.experts.down_proj`]: tensor(HIDDEN, WIDTH, (expert, output, input) =>
      entry(expert, 2, output, input),
    ),
  };
}

async function scoreOf(tensors: Record<string, Written>, settings: Partial<ScoreSettings>) {
  const path = temporaryFile('model.safetensors', checkpointOf(tensors));
  const { checkpoint } = await readCheckpoint(path);
  if (checkpoint === undefined) throw new Error('refused');
  expect(checkpoint.unmatched).toEqual([]);
  const score = await scoreCheckpoint(checkpoint, { ...DEFAULT_SETTINGS, ...settings });
  if (!score.ok) throw new Error(score.reason);
  return score.value;
}

describe('experts in one tensor', () => {
  it.each([
    { layout: 'outputs first, as Qwen3-MoE and Mixtral have them', inputFirst: false },
    { layout: 'inputs first, as Llama 4 has them', inputFirst: true },
  ])(
    'are measured as the matrices they hold, $layout: catches one matrix of all experts',
    async ({ inputFirst }) => {
      for (const statistic of STATISTICS) {
        const settings = { statistic, mode: 'weights' } as const;
        const expected = await scoreOf(separate(), settings);
        const found = await scoreOf(stacked(inputFirst), settings);
        expect(found.parameters).toEqual(expected.parameters);
        expect(found.capacity.feedForward / expected.capacity.feedForward).toBeCloseTo(1, 10);
      }
    },
  );

  it('take turns with what they multiply in gpt-oss: catches gates that are half of one', async () => {
    // The name of its router tells the family.
    const asGptOss = (tensors: Record<string, Written>): Record<string, Written> =>
      Object.fromEntries(
        Object.entries(tensors).map(([name, own]) => [
          name.replace('mlp.gate.', 'mlp.router.'),
          own,
        ]),
      );
    for (const statistic of STATISTICS) {
      const settings = { statistic, mode: 'weights' } as const;
      const expected = await scoreOf(separate(), settings);
      const found = await scoreOf(asGptOss(stacked(true, true)), settings);
      expect(found.capacity.feedForward / expected.capacity.feedForward).toBeCloseTo(1, 10);
    }
  });

  it('have the fans of one expert in closed form: catches the fans of a convolution', async () => {
    // A gate and the layer that it multiplies are drawn as one matrix of 2 x WIDTH outputs.
    const xavier = (outputs: number, inputs: number): number => 2 / (outputs + inputs);
    const each = (outputs: number) => Math.max(outputs, HIDDEN);
    const router = Math.max(EXPERTS, HIDDEN) * xavier(EXPERTS, HIDDEN);
    const gateAndUp = 2 * each(WIDTH) * xavier(2 * WIDTH, HIDDEN);
    const down = each(WIDTH) * xavier(HIDDEN, WIDTH);
    for (const inputFirst of [false, true]) {
      const { capacity } = await scoreOf(stacked(inputFirst), { initialization: 'xavier-normal' });
      expect(capacity.feedForward).toBeCloseTo(router + EXPERTS * (gateAndUp + down), 10);
    }
  });
});
