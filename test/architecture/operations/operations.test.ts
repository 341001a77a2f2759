import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Architecture } from '../../../src/architecture/architecture.ts';
import type { Operation } from '../../../src/architecture/operation.ts';
import { PLAIN_ATTENTION } from '../../../src/architecture/complete-architecture.ts';
import { nameOfOperation, OPERATIONS } from '../../../src/architecture/operations/operations.ts';
import { toFlexibert } from '../../../src/converting/to-flexibert.ts';
import { readChoices } from '../../../src/explaining/change-choices.ts';
import { findForwardProblem } from '../../../src/forward/find-forward-problem.ts';
import { candidateOf, spec } from '../../formats/specs.ts';
import { architectures } from '../architectures.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-operations-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** An operation of every kind, with each value of its parameter. */
const EVERY = Object.entries(OPERATIONS).flatMap(([kind, { parameter }]): object[] => {
  if (parameter === null) return [{ kind }];
  const { name, values } = parameter;
  return (values === 'odd-numbers' ? [1, 9] : values).map((value) => ({ kind, [name]: value }));
});

/** A model with an operation that only the table knows: no other file names its kind. */
function withUnknown(): Architecture {
  const { architecture } = candidateOf(spec());
  const operation = { kind: 'pooling' } as unknown as Operation;
  const [first] = architecture.blocks;
  return { ...architecture, blocks: [{ ...first, operation }] };
}

describe('OPERATIONS', () => {
  test.each<[string, Operation]>([
    ['scaled-dot-product', PLAIN_ATTENTION],
    ['discrete-cosine', { kind: 'linear-transform', transform: 'discrete-cosine' }],
    ['separable-convolution-5', { kind: 'separable-convolution', kernelSize: 5 }],
  ])('name %s: catches candidates that are put in one group', (name, operation) => {
    expect(nameOfOperation(operation)).toBe(name);
  });

  test('are all among random architectures: catches one that no differential test meets', () => {
    const kinds = new Set<string>();
    for (const { blocks } of fc.sample(architectures, { numRuns: 200, seed: 1 })) {
      for (const { operation } of blocks) kinds.add(operation.kind);
    }
    expect([...kinds].sort()).toEqual(Object.keys(OPERATIONS).sort());
  });

  test('may all be chosen in a file of choices: catches one that explain can not change to', async () => {
    const path = join(folder, 'choices.json');
    writeFileSync(path, JSON.stringify({ operation: EVERY }));
    expect(await readChoices(path)).toMatchObject({ ok: true, value: { operation: EVERY } });
    for (const wrong of EVERY.map((one) => ({ ...one, wrong: 1 }))) {
      writeFileSync(path, JSON.stringify({ operation: [wrong] }));
      expect(await readChoices(path)).toMatchObject({ ok: false });
    }
  });
});

describe('an operation that only the table knows', () => {
  test('is refused where a network is run, and by a form without it: catches a crash', () => {
    expect(findForwardProblem(withUnknown(), 4)).toBe(
      "block 0: the operation pooling can't be run",
    );
    expect(toFlexibert(withUnknown())).toEqual({
      ok: false,
      reason: 'block 0 has the operation pooling, which the form lacks',
    });
  });
});
