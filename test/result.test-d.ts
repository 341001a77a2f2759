import { expectTypeOf, it } from 'vitest';
import { scoreArchitecture, type ArchitectureScore } from '../src/index.ts';

type Outcome = ReturnType<typeof scoreArchitecture>;

it('a failed score has no value: catches one that is taken for a number', () => {
  expectTypeOf<Extract<Outcome, { ok: false }>>().not.toHaveProperty('value');
  expectTypeOf<Extract<Outcome, { ok: false }>['reason']>().toEqualTypeOf<string>();
});

it('a score is reached through ok alone: catches a value that needs no check', () => {
  expectTypeOf<Outcome>().not.toHaveProperty('value');
  expectTypeOf<Extract<Outcome, { ok: true }>['value']>().toEqualTypeOf<ArchitectureScore>();
});
