/** Type tests: `types.test.ts` compiles them, and nothing runs them. */
import { expectTypeOf } from 'vitest';
import { scoreArchitecture, type ArchitectureScore } from 'zerolm';

type Outcome = ReturnType<typeof scoreArchitecture>;

// A failed score has no value: catches one that is taken for a number.
expectTypeOf<Extract<Outcome, { ok: false }>>().not.toHaveProperty('value');
expectTypeOf<Extract<Outcome, { ok: false }>['reason']>().toEqualTypeOf<string>();

// A score is reached through ok alone: catches a value that needs no check.
expectTypeOf<Outcome>().not.toHaveProperty('value');
expectTypeOf<Extract<Outcome, { ok: true }>['value']>().toEqualTypeOf<ArchitectureScore>();

// @ts-expect-error A type test that is wrong is found: catches declarations that are not there.
expectTypeOf<Outcome>().toEqualTypeOf<ArchitectureScore>();
