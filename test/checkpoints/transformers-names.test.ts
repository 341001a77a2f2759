import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newCheckpoint } from '../../src/workflows/init.ts';
import { candidateOf } from '../formats/specs.ts';
import { NAMED_MODELS, type NamedModel } from './transformers-names.ts';

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
    'of %s has the names and shapes of the model class of transformers: catches one that would not load',
    (model_type, model) => {
      expect(writtenShapes({ model_type, ...model.config })).toEqual(expanded(model));
    },
  );
});
