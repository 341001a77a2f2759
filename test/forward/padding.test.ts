import { describe, expect, it } from 'vitest';
import { buildForward } from '../../src/forward/build-forward.ts';
import { drawFeeds } from '../../src/forward/draw-feeds.ts';
import { CASES, caseNamed, movedEntries, REFERENCE_SEED, type ForwardCase } from './cases.ts';
import { distance, graphOf, movedModel, padded, runBatches, tokensOf } from './padded-batch.ts';
import { runGraph } from './run-graph.ts';

/** How far a padded sequence may be from the sequence alone, of the norm of its states. */
const TOLERANCE = 1e-5;

/** The sequences of a case, each one shorter than the one before it. */
function shortened({ tokens }: ForwardCase): readonly (readonly number[])[] {
  return tokens.map((sequence, index) => sequence.slice(0, sequence.length - 2 * index));
}

/** The hidden states of one sequence, by the pass that proxies run: its graph has no mask. */
async function statesAlone(
  { architecture }: ForwardCase,
  sequence: readonly number[],
): Promise<Float64Array> {
  const built = buildForward(architecture, { batch: 1, sequenceLength: sequence.length });
  if (!built.ok) throw new Error(built.reason);
  const { builder, hidden } = built.value;
  const feeds = drawFeeds(built.value, REFERENCE_SEED, [sequence], {
    weightEntries: movedEntries,
  });
  if (!feeds.ok) throw new Error(feeds.reason);
  const states = (await runGraph(builder, [hidden], feeds.value)).get(hidden);
  if (states === undefined) throw new Error('nothing was computed');
  return states;
}

/** The cases that read sequences. */
const OF_TOKENS = CASES.filter(({ architecture }) => architecture.embedding.input === null);

describe('a model of any size', () => {
  it.each(OF_TOKENS)(
    'of $id gives for every sequence of a padded batch what it gives for the sequence alone',
    async (known) => {
      const sequences = shortened(known);
      const length = sequences[0]?.length ?? 0;
      // One session runs them all: another length, another batch, padding on either side, none.
      const batches = [
        padded(sequences, length, 'right'),
        padded(sequences, length, 'left'),
        padded(sequences, length + 3, 'right'),
        padded([sequences[1] ?? []], sequences[1]?.length ?? 0, 'right'),
        padded([sequences[0] ?? [], []], length, 'right'),
      ].map((batch) => ({
        ...batch,
        token_type_ids: batch.input_ids.map((row) => row.map(() => 0)),
      }));
      const outputs = await runBatches(movedModel(graphOf(known)), batches);
      const alone = await Promise.all(sequences.map((sequence) => statesAlone(known, sequence)));
      const hasDecoder = known.architecture.blocks.some(({ crossAttention }) => crossAttention);
      for (const [index, batch] of batches.slice(0, -1).entries()) {
        const mask = hasDecoder ? batch.decoder_mask : batch.attention_mask;
        const states = outputs[index]?.last_hidden_state;
        expect(states?.dims.slice(0, 2)).toEqual([mask.length, mask[0]?.length]);
        for (const row of mask.keys()) {
          const found = tokensOf(states?.data as Float32Array, mask, row);
          const expected = alone[index === 3 ? 1 : row] ?? [];
          expect(distance(found, expected), `batch ${index}, row ${row}`).toBeLessThan(TOLERANCE);
        }
      }
      // The last has a sequence that is all padding: catches a division by its length.
      const states = outputs.at(-1)?.last_hidden_state?.data as Float32Array;
      expect(states.every(Number.isFinite)).toBe(true);
    },
  );

  it('names its inputs and outputs as transformers does: catches a name that no tokenizer gives', () => {
    const namesOf = (id: string): readonly string[][] => {
      const { graph, weights } = graphOf(caseNamed(id));
      const inputs = graph.inputs.filter(({ name }) => !weights.has(name));
      expect(inputs.every(({ type }) => type === 'int64')).toBe(true);
      return [inputs, graph.outputs].map((values) => values.map(({ name }) => name));
    };
    const [ids, mask, types] = ['input_ids', 'attention_mask', 'token_type_ids'];
    expect(namesOf('bert')).toEqual([[ids, mask, types], ['last_hidden_state']]);
    expect(namesOf('electra')).toEqual([[ids, mask, types], ['last_hidden_state']]);
    expect(namesOf('roberta')).toEqual([[ids, mask], ['last_hidden_state']]);
    expect(namesOf('distilbert')).toEqual([[ids, mask], ['last_hidden_state']]);
    expect(namesOf('t5')).toEqual([
      [ids, mask, 'decoder_input_ids'],
      ['last_hidden_state', 'logits', 'encoder_last_hidden_state'],
    ]);
    expect(namesOf('gpt2')).toEqual([
      [ids, mask],
      ['last_hidden_state', 'logits'],
    ]);
  });

  it('takes the pixels of images alone, in any batch: catches a mask that no image processor gives', () => {
    const { graph, weights } = graphOf(caseNamed('vit'));
    const inputs = graph.inputs.filter(({ name }) => !weights.has(name));
    expect(inputs.map(({ name, type }) => [name, type, graph.dimensions?.get(name)])).toEqual([
      ['pixel_values', 'float32', ['batch', 3, 8, 8]],
    ]);
    const states = graph.dimensions?.get('last_hidden_state');
    expect(states).toEqual(['batch', 5, 16]);
  });

  it('has the axes batch and sequence, fixed where that is asked for', () => {
    const shapes = (options: Parameters<typeof graphOf>[1]): unknown[] => {
      const { graph } = graphOf(caseNamed('gpt2'), options);
      return ['input_ids', 'logits'].map((name) => graph.dimensions?.get(name));
    };
    expect(shapes({})).toEqual([
      ['batch', 'sequence'],
      ['batch', 'sequence', 97],
    ]);
    expect(shapes({ batch: 2 })).toEqual([
      [2, 'sequence'],
      [2, 'sequence', 97],
    ]);
    expect(shapes({ batch: 2, sequenceLength: 5 })).toEqual([
      [2, 5],
      [2, 5, 97],
    ]);
  });

  it.each([{ batch: 2 }, { sequenceLength: 7 }, { batch: 2, sequenceLength: 7 }])(
    'of the fixed size %j gives what one of any size gives',
    async (size) => {
      for (const id of ['fourier', 'separable-convolution', 'gpt2']) {
        const known = caseNamed(id);
        const sequences = known.tokens.slice(0, 2).map((row, index) => row.slice(0, 7 - index));
        const batch = padded(sequences, 7, 'right');
        const [free] = await runBatches(movedModel(graphOf(known)), [batch]);
        const [fixed] = await runBatches(movedModel(graphOf(known, size)), [batch]);
        expect(fixed?.last_hidden_state?.data).toEqual(free?.last_hidden_state?.data);
      }
    },
  );

  it('tells token types apart: catches a type that is read nowhere', async () => {
    const known = caseNamed('bert');
    const batch = padded(known.tokens, 9, 'right');
    const zeros = { ...batch, token_type_ids: batch.input_ids.map((row) => row.map(() => 0)) };
    const [typed, untyped] = await runBatches(movedModel(graphOf(known)), [batch, zeros]);
    const [one, other] = [typed, untyped].map((output) => output?.last_hidden_state?.data);
    expect(one).not.toEqual(other);
  });
});
