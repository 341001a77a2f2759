import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { completeModel } from '../../src/architecture/complete-architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { inferChoices, type ChangeChoices } from '../../src/explaining/change-choices.ts';
import { singleChanges } from '../../src/explaining/single-changes.ts';
import { smallestFlip } from '../../src/explaining/smallest-flip.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { BatchScorer } from '../../src/scoring/batch-scorer.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { temporaryFile } from '../temporary-files.ts';
import { candidateOf, huggingFace } from '../formats/specs.ts';
import { NEIGHBOURS, tinyArchitecture } from '../scoring/architectures.ts';

const NONE: ChangeChoices = {
  depth: [],
  hiddenSize: [],
  numAttentionHeads: [],
  numKeyValueHeads: [],
  operation: [],
  feedForwardWidth: [],
  feedForwardStack: [],
  numExperts: [],
  vocabSize: [],
  embeddingSize: [],
  maxPositionEmbeddings: [],
  typeVocabSize: [],
};

const scoreOf = (one: Architecture): number =>
  valueOf(scoreArchitecture(one, DEFAULT_SETTINGS)).score;
const parametersOf = (one: Architecture): number => countParameters(inventory(one, 'normal')).total;

describe('inferChoices(a, b)', () => {
  it('holds the values of both, and neighbours of sizes: catches a value of one alone', () => {
    const choices = inferChoices(
      tinyArchitecture({ blockCount: 2 }),
      tinyArchitecture({ blockCount: 4 }),
    );
    expect(choices).toMatchObject({
      depth: [1, 2, 3, 4, 5],
      hiddenSize: [4, 8, 16],
      numAttentionHeads: [2],
      feedForwardWidth: [6, 10, 12, 20, 24, 40],
      feedForwardStack: [1, 2, 3],
      vocabSize: [50],
    });
    expect(choices.operation.length).toBe(4);
  });

  it('never offers none of something: catches a depth of 0', () => {
    const one = tinyArchitecture({ blockCount: 1 });
    expect(inferChoices(one, one).depth).toEqual([1, 2]);
    expect(inferChoices(one, one).feedForwardStack).toEqual([1, 2]);
  });
});

describe('singleChanges(architecture, choices)', () => {
  const architecture = tinyArchitecture({ blockCount: 4 });

  it('gives none without choices, and none that changes nothing: catches the same model again', () => {
    expect([...singleChanges(architecture, NONE)]).toEqual([]);
    for (const one of NEIGHBOURS) {
      for (const { path, from, to, architecture: changed } of singleChanges(
        one,
        inferChoices(one, architecture),
      )) {
        expect(changed, `${path}: ${from} to ${to}`).not.toEqual(one);
        expect(to).not.toBe(from);
      }
    }
  });

  it('gives models that a score can be computed of: catches heads that do not divide', () => {
    const choices = {
      ...NONE,
      hiddenSize: [7, 12],
      numAttentionHeads: [3, 4],
      depth: [1, 2, 3, 5, 9],
    };
    const changes = [...singleChanges(architecture, choices)];
    expect(changes.filter(({ path }) => path === 'hiddenSize').map(({ to }) => to)).toEqual(['12']);
    expect(changes.filter(({ path }) => path.endsWith('Heads')).map(({ to }) => to)).toEqual([
      '4',
      '4',
      '4',
      '4',
    ]);
    for (const { architecture: changed } of changes) expect(scoreOf(changed)).toBeGreaterThan(0);
  });

  it('leaves out or repeats any block by one, the last by more: catches a depth that is not reached', () => {
    const changes = [...singleChanges(architecture, { ...NONE, depth: [2, 3, 4, 5, 7] })];
    expect(changes.map(({ to, architecture: { blocks } }) => `${to}: ${blocks.length}`)).toEqual([
      '2, without the last 2 blocks: 2',
      ...[0, 1, 2, 3].map((index) => `3, without block ${index}: 3`),
      ...[0, 1, 2, 3].map((index) => `5, block ${index} twice: 5`),
      '7, the last block 4 times: 7',
    ]);
  });

  it('changes one block of those that are equal: catches a thousand equal candidates', () => {
    const [block] = architecture.blocks;
    const equal = completeModel(
      architecture,
      Array.from({ length: 500 }, () => block),
    );
    const changes = [...singleChanges(equal, { ...NONE, feedForwardWidth: [12, 24] })];
    expect(changes.map(({ path, from, to }) => [path, from, to])).toEqual([
      ['blocks[0].feedForwardWidths', '[12]', '[24]'],
    ]);
  });

  it('changes one layer of a stack of several widths, all of one: catches a change of two fields', () => {
    const changes = [...singleChanges(architecture, { ...NONE, feedForwardWidth: [12, 24] })];
    expect(changes.map(({ path, to }) => `${path} ${to}`)).toEqual([
      'blocks[0].feedForwardWidths [24]',
      'blocks[1].feedForwardWidths [12, 12]',
      'blocks[1].feedForwardWidths [24, 20]',
      'blocks[1].feedForwardWidths [12, 24]',
      'blocks[2].feedForwardWidths [24]',
      'blocks[3].feedForwardWidths [12, 12]',
      'blocks[3].feedForwardWidths [24, 20]',
      'blocks[3].feedForwardWidths [12, 24]',
    ]);
  });
});

describe('singleChanges of decoders', () => {
  const decoderOf = async (text: string, name: string): Promise<Architecture> => {
    const { candidates } = await readCandidates([temporaryFile(name, text)]);
    return candidates[0]!.architecture;
  };
  const gpt = (size: number): string =>
    JSON.stringify({
      arch: {
        sample_embed_dim: size,
        sample_n_layer: 1,
        sample_layer_indices: [0],
        sample_n_head: [4],
        sample_mlp_ratio: [size === 64 ? 2 : 4],
        sample_bias: true,
      },
    });
  const lts = (size: number): string =>
    `weight_init_type: normal\nn_layer: 2\nn_head: 2\nd_model: ${size}\nd_inner: 80\nn_token: 900\nadaptive: true\ncutoffs: [300, 600]\n`;

  it.each([
    { name: 'a.json', of: gpt },
    { name: 'a.yaml', of: lts },
  ])(
    '$name: another hidden size takes the word tables along: catches a projection that no such model has',
    async ({ name, of }) => {
      const choices = { ...NONE, hiddenSize: [32] };
      const [change, ...others] = singleChanges(await decoderOf(of(64), name), choices);
      expect(others).toEqual([]);
      // Both have feed-forward layers of one width: what is left is the hidden size.
      expect(change?.architecture).toEqual(await decoderOf(of(32), name));
    },
  );

  it('offers no size of words that something else decides: catches a change that changes nothing', async () => {
    const choices = { ...NONE, vocabSize: [10, 20], embeddingSize: [16, 48] };
    const paths = async (text: string, name: string): Promise<string[]> =>
      Array.from(singleChanges(await decoderOf(text, name), choices), ({ path }) => path);
    expect(await paths(lts(64), 'a.yaml')).toEqual([]);
    expect(await paths(gpt(64), 'a.json')).toEqual(['embedding.vocabSize', 'embedding.vocabSize']);
  });
});

describe('singleChanges(architecture, choices) of published families', () => {
  const total = (of: Architecture): number => parametersOf(of);

  it('words follow the hidden size where no projection can lead to it: catches a projection out of nothing', () => {
    const { architecture: llama } = candidateOf(huggingFace());
    const [change] = [
      ...singleChanges(llama, { ...NONE, hiddenSize: [16], embeddingSize: [16], vocabSize: [40] }),
    ];
    expect(change?.path).toBe('hiddenSize');
    expect(change?.architecture).toEqual(
      candidateOf(huggingFace({ hidden_size: 16 })).architecture,
    );
  });

  it('blocks that share weights change together: catches one set of weights in two shapes', () => {
    const albert = { model_type: 'albert', num_hidden_layers: 3, hidden_size: 64 };
    const [change, ...others] = [
      ...singleChanges(candidateOf(albert).architecture, { ...NONE, feedForwardWidth: [32] }),
    ];
    expect(others).toEqual([]);
    expect(change?.architecture).toEqual(
      candidateOf({ ...albert, intermediate_size: 32 }).architecture,
    );
  });

  it('heads of keys and experts change where there are any, if that is possible', () => {
    const { architecture } = candidateOf(huggingFace({ model_type: 'mixtral' }));
    const changes = [
      ...singleChanges(architecture, { ...NONE, numKeyValueHeads: [1, 3], numExperts: [1, 4] }),
    ];
    expect(changes.map(({ path, to }) => `${path} ${to}`)).toEqual([
      'blocks[0].numKeyValueHeads 1',
      'blocks[0].numExperts 4',
    ]);
    expect(changes.map((change) => total(architecture) - total(change.architecture))).toEqual([
      2 * 12 * 3,
      4 * (12 + 3 * 12 * 20),
    ]);
  });
});

describe('smallestFlip(architecture, parameters, choices, limit, scorer)', () => {
  it('is the smallest of all that turn the order, by trying each: catches a smaller one missed', async () => {
    let found = 0;
    for (const a of NEIGHBOURS) {
      for (const b of NEIGHBOURS) {
        const limit = {
          score: scoreOf(b),
          side: scoreOf(a) < scoreOf(b) ? 'above' : 'below',
        } as const;
        if (scoreOf(a) === limit.score) continue;
        const choices = inferChoices(a, b);
        const turning = [...singleChanges(a, choices)]
          .filter(({ architecture }) => {
            const score = scoreOf(architecture);
            return limit.side === 'above'
              ? score > limit.score * (1 + 1e-11)
              : score < limit.score * (1 - 1e-11);
          })
          .map(
            ({ architecture }) =>
              Math.abs(parametersOf(architecture) - parametersOf(a)) / parametersOf(a),
          );
        const { turn, tried } = await smallestFlip(
          a,
          parametersOf(a),
          choices,
          limit,
          new BatchScorer(DEFAULT_SETTINGS),
        );
        expect(tried).toBe([...singleChanges(a, choices)].length);
        expect(turn?.relativeChange ?? null).toBe(
          turning.length === 0 ? null : Math.min(...turning),
        );
        if (turn !== null) found += 1;
      }
    }
    expect(found).toBeGreaterThan(20);
  });

  it('takes no tie for a turn: catches equal scores that outrank', async () => {
    const architecture = tinyArchitecture({ blockCount: 1 });
    const limit = { score: 2 * scoreOf(architecture), side: 'above' } as const;
    const { turn, tried } = await smallestFlip(
      architecture,
      parametersOf(architecture),
      { ...NONE, depth: [2] },
      limit,
      new BatchScorer(DEFAULT_SETTINGS),
    );
    expect(tried).toBe(1);
    expect(turn).toBeNull();
  });
});
