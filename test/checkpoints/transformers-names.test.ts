import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { statisticNamed } from '../../src/capacity/statistics.ts';
import { scoreCheckpoint } from '../../src/checkpoints/score-checkpoint.ts';
import { readCheckpoint } from '../../src/safetensors/read-checkpoint.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { newCheckpoint } from '../../src/workflows/init.ts';
import { candidateOf } from '../formats/specs.ts';
import { temporaryFile } from '../temporary-files.ts';
import { DECODERS } from './decoder-names.ts';
import { MODELS_OF_EXPERTS } from './expert-names.ts';
import { MORE_NAMED_MODELS } from './more-transformers-names.ts';
import type { NamedModel } from './named-model.ts';
import { NAMED_MODELS as USUAL_MODELS } from './transformers-names.ts';

const NAMED_MODELS = { ...USUAL_MODELS, ...MORE_NAMED_MODELS, ...MODELS_OF_EXPERTS, ...DECODERS };

const tensor = z.object({ shape: z.array(z.int()) });

/** The shapes of the tensors of a checkpoint that `init` writes, by their names, from its header. */
function writtenShapes(config: object): Record<string, readonly number[]> {
  const { pieces } = newCheckpoint(candidateOf(config).architecture, 'a');
  for (const piece of pieces) {
    const header = Buffer.from(piece);
    const length = Number(header.readBigUInt64LE());
    const { __metadata__: _, ...tensors } = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(header.subarray(8, 8 + length).toString()));
    return Object.fromEntries(
      Object.entries(tensors).map(([name, value]) => [name, tensor.parse(value).shape]),
    );
  }
  throw new Error('nothing is written');
}

/** A table with each number written out. */
function expanded({ letters, tensors }: NamedModel): Record<string, readonly number[]> {
  const each = (name: string, mark: string, count: number): string[] =>
    name.includes(mark)
      ? Array.from({ length: count }, (_, index) => name.replace(mark, String(index)))
      : [name];
  return Object.fromEntries(
    Object.entries(tensors).flatMap(([name, shape]) => {
      const sizes = shape.split(' ').map((letter) => letters[letter] ?? NaN);
      return each(name, '{n}', 2)
        .flatMap((own) => each(own, '{e}', 3))
        .map((own) => [own, sizes] as const);
    }),
  );
}

describe('a checkpoint that is written', () => {
  it.each(Object.entries(NAMED_MODELS))(
    'of %s is read back with its parameters and its score: catches a matrix that is turned the wrong way',
    async (model_type, { config }) => {
      const { architecture } = candidateOf({ model_type, ...config });
      const { pieces, parameters } = newCheckpoint(architecture, 'a', { seed: 3 });
      const bytes = Buffer.concat(Array.from(pieces, (piece) => Uint8Array.from(piece)));
      const path = temporaryFile('model.safetensors', bytes);
      // It has the number of heads, which decides the order of rows.
      const spec = JSON.stringify({ model_type, ...config });
      writeFileSync(join(dirname(path), 'config.json'), spec);
      const { checkpoint } = await readCheckpoint(path);
      if (checkpoint === undefined) throw new Error('it is not read');
      const settings = { ...DEFAULT_SETTINGS, seed: 3 };
      for (const statistic of ['zerolm', 'log-determinant']) {
        const own = statisticNamed(statistic);
        if (own === undefined) throw new Error(statistic);
        const read = await scoreCheckpoint(checkpoint, {
          ...settings,
          mode: 'weights',
          statistic: own,
        });
        const wanted = scoreArchitecture(architecture, {
          ...settings,
          mode: 'sampled',
          statistic: own,
        });
        if (!read.ok || !wanted.ok) throw new Error('it has no score');
        expect(read.value.parameters.total).toBe(parameters);
        expect(wanted.value.parameters.total).toBe(parameters);
        // A transposed matrix is summed up in another order.
        expect(read.value.score / wanted.value.score).toBeCloseTo(1, 9);
      }
    },
  );

  it.each(Object.entries(NAMED_MODELS))(
    'of %s has the names and shapes of the model class of transformers: catches one that would not load',
    (model_type, model) => {
      expect(writtenShapes({ model_type, ...model.config })).toEqual(expanded(model));
    },
  );
});
