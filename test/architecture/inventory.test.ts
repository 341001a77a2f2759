import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { INITIALIZATION_SCHEMES } from '../../src/initialization/initialization-scheme.ts';
import { architectures } from './architectures.ts';
import { publishedArchitectures } from './published-architectures.ts';
import {
  embeddingParameters,
  feedForwardParameters,
  headParameters,
  linear,
  normParameters,
  operationParameters,
  sum,
} from './parameter-formulas.ts';
import { publishedParameters } from './published-formulas.ts';
import { block, tiny, tinyOf } from './tiny-architectures.ts';

describe('inventory', () => {
  test('no two weights of any architecture have one name: catches a block that overwrites another', () => {
    fc.assert(
      fc.property(publishedArchitectures, (architecture) => {
        const paths = inventory(architecture, 'normal').map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
      }),
    );
  });

  test('every part of a random architecture has the parameters of a formula of its own', () => {
    fc.assert(
      fc.property(architectures, (architecture) => {
        const { blocks, family } = architecture;
        // Norms of an encoder behind its sub-modules count with them, all others with none.
        const owned = family === 'encoder' ? blocks.filter(({ norm }) => norm !== 'pre') : [];
        const apart = blocks.filter((block) => !owned.includes(block));
        const attention = sum([
          ...blocks.map(operationParameters),
          ...owned.map((block) => normParameters(block)[0]),
        ]);
        const feedForward = sum([
          ...blocks.map(feedForwardParameters),
          ...owned.map((block) => normParameters(block)[1]),
        ]);
        const embedding = embeddingParameters(architecture);
        const other = sum([
          ...blocks
            .slice(1)
            .map(({ hiddenSize: to }, index) => [blocks[index]!.hiddenSize, to] as const)
            .map(([from, to]) => (from === to ? 0 : linear(from, to))),
          ...apart.flatMap(normParameters),
          architecture.finalNorm ? 2 * blocks.at(-1)!.hiddenSize : 0,
          headParameters(architecture),
        ]);
        expect(countParameters(inventory(architecture, 'normal'))).toEqual({
          attention,
          feedForward,
          embedding,
          other,
          total: attention + feedForward + embedding + other,
        });
      }),
    );
  });

  test('a model with the features of published ones has the parameters of a formula of its own', () => {
    fc.assert(
      fc.property(publishedArchitectures, (architecture) => {
        const { total } = countParameters(inventory(architecture, 'normal'));
        expect(total).toBe(publishedParameters(architecture));
      }),
      { numRuns: 1000 },
    );
  });

  test('two weights of one path would draw the same random numbers', () => {
    fc.assert(
      fc.property(architectures, (architecture) => {
        const paths = inventory(architecture, 'normal').map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
      }),
    );
  });

  test('what is in a block carries its index, what is outside carries none', () => {
    fc.assert(
      fc.property(architectures, (architecture) => {
        for (const { path, block, subModule } of inventory(architecture, 'normal')) {
          const index = /^(?:encoder\.layer|transformer\.h|layers)\.(\d+)\./.exec(path)?.[1];
          expect(block).toBe(index === undefined ? null : Number(index));
          const outside = subModule === 'embedding' || isAfterBlocks(path);
          expect(outside).toBe(index === undefined);
        }
      }),
    );
  });

  test('a scheme changes how weights are drawn, never which there are', () => {
    fc.assert(
      fc.property(
        architectures,
        fc.constantFrom(...INITIALIZATION_SCHEMES),
        (architecture, scheme) => {
          const bare = (weights: ReturnType<typeof inventory>): object[] =>
            weights.map(({ path, shape, subModule, counts }) => ({
              path,
              shape,
              subModule,
              counts,
            }));
          expect(bare(inventory(architecture, scheme))).toEqual(
            bare(inventory(architecture, 'normal')),
          );
        },
      ),
    );
  });

  test('the norm of an operation counts with it: the path alone would not tell the two apart', () => {
    const architecture = tiny(block({ hiddenSize: 8 }));
    const partOf = new Map(
      inventory(architecture, 'normal').map(({ path, subModule }) => [path, subModule]),
    );
    expect(partOf.get('encoder.layer.0.attention.output.LayerNorm.weight')).toBe('attention');
    expect(partOf.get('encoder.layer.0.attention.output.dense.weight')).toBe('attention');
    expect(partOf.get('encoder.layer.0.output.LayerNorm.weight')).toBe('feedForward');
    expect(partOf.get('encoder.layer.0.output.dense.weight')).toBe('feedForward');
    expect(partOf.get('embeddings.LayerNorm.weight')).toBe('embedding');
    expect(partOf.get('embeddings_project.weight')).toBe('embedding');
  });

  test('blocks of different sizes are joined by a projection that is no capacity', () => {
    const architecture = tiny(
      block({ hiddenSize: 8 }),
      block({ hiddenSize: 8 }),
      block({ hiddenSize: 6 }),
    );
    const joints = inventory(architecture, 'normal').filter(
      ({ subModule }) => subModule === 'other',
    );
    expect(joints.map(({ path, shape, counts }) => [path, shape, counts])).toEqual([
      ['encoder.layer.1.projection.weight', [6, 8], 'parameters'],
      ['encoder.layer.1.projection.bias', [6], 'parameters'],
    ]);
  });

  test.each([
    ['of a decoder', { family: 'decoder' as const }, {}],
    ['before a sub-module', {}, { norm: 'pre' as const }],
  ])('a norm %s acts on the residual stream, and belongs to no sub-module', (_, model, own) => {
    const weights = inventory(tinyOf([block(own)], model), 'normal');
    const norms = weights.filter(({ path }) => path.startsWith('encoder') && path.includes('Norm'));
    expect(norms.map(({ path, subModule, block: index }) => [path, subModule, index])).toEqual([
      ['encoder.layer.0.attention.output.LayerNorm.weight', 'other', 0],
      ['encoder.layer.0.attention.output.LayerNorm.bias', 'other', 0],
      ['encoder.layer.0.output.LayerNorm.weight', 'other', 0],
      ['encoder.layer.0.output.LayerNorm.bias', 'other', 0],
    ]);
  });

  test.each([
    [
      'sandwich',
      'decoder',
      ['input_layernorm other', 'q_proj attention', 'post_self_attn_layernorm other'],
    ],
    ['output', 'decoder', ['q_proj attention', 'post_self_attn_layernorm other']],
    ['output', 'encoder', ['q_proj attention', 'post_self_attn_layernorm attention']],
  ] as const)(
    'norms of the place %s of %s: catches one that is forgotten',
    (norm, family, first) => {
      const own = block({ norm, layerScale: true });
      const architecture = tinyOf([own, { ...own, firstNorm: false }], { family, naming: 'llama' });
      const ofBlock = (index: number): string[] =>
        inventory(architecture, 'normal')
          .filter(
            ({ path, block: at }) => at === index && /norm.*weight|q_proj.weight|scale/.test(path),
          )
          .map(
            ({ path, subModule }) =>
              `${path.replace(/^model\.layers\.\d\.(self_attn\.)?|\.weight$/g, '')} ${subModule}`,
          );
      const scales = ['layer_scale1.lambda1 attention', 'layer_scale2.lambda1 feedForward'];
      const after = family === 'encoder' ? 'feedForward' : 'other';
      const last = [
        ...(norm === 'sandwich' ? ['post_attention_layernorm other'] : []),
        scales[1],
        `post_mlp_layernorm ${after}`,
      ];
      const [scaled] = scales;
      const at = first.length - 1;
      expect(ofBlock(0)).toEqual([...first.slice(0, at), scaled, ...first.slice(at), ...last]);
      expect(ofBlock(1)).toEqual(['q_proj attention', scaled, ...last]);
    },
  );
});

/** The norm after the last block, and the head. */
function isAfterBlocks(path: string): boolean {
  return /^(encoder\.LayerNorm|transformer\.ln_f|layer_norm|cls|lm_head|crit)\b/.test(path);
}
