import { describe, expect, it } from 'vitest';
import { buildForward } from '../../src/forward/build-forward.ts';
import { findForwardProblem } from '../../src/forward/find-forward-problem.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { CASES, caseNamed, shapeOf } from './cases.ts';
import { FORWARD_PROBLEMS } from './forward-problems.ts';
import { POSITION_PROBLEMS } from './position-problems.ts';

const bert = caseNamed('bert').architecture;

describe('findForwardProblem', () => {
  it.each(CASES)('finds none in $id: catches a refusal of what can be run', (known) => {
    const { sequenceLength } = shapeOf(known);
    expect(findForwardProblem(known.architecture, sequenceLength)).toBeNull();
  });

  it.each([...FORWARD_PROBLEMS, ...POSITION_PROBLEMS])(
    'refuses %s: catches a guess at what a description leaves open',
    (_, architecture, message) => {
      expect(findForwardProblem(architecture, 4)).toMatch(message);
      const built = buildForward(architecture, { batch: 1, sequenceLength: 4 });
      expect(built).toMatchObject({ ok: false });
    },
  );

  it('counts the positions: catches a table that is read beyond its end', () => {
    expect(findForwardProblem(bert, 16)).toBeNull();
    expect(findForwardProblem(bert, 17)).toMatch(
      /17 tokens is too long: the model has 16 positions/,
    );
    const roberta = caseNamed('roberta').architecture;
    expect(findForwardProblem(roberta, 10)).toBeNull();
    expect(findForwardProblem(roberta, 11)).toMatch(/12 positions, 2 of them of the padding.*10/);
  });

  it('runs what the readers read of the families it knows: catches a field that is missing', async () => {
    const runnable = [
      ...['fixtures/bert-family', 'fixtures/flexibert-candidates', 'fixtures/lts-gpt2'],
      ...['fixtures/hw-gpt.ndjson', 'fixtures/transformer-xl.yaml'],
    ];
    const { candidates, problems } = await readCandidates(runnable);
    expect(problems).toEqual([]);
    const reasons = candidates.map(({ id, architecture }) => {
      const problem = findForwardProblem(architecture, 64);
      return problem === null ? null : `${id}: ${problem}`;
    });
    expect(reasons.filter((reason) => reason !== null && !reason.includes('odd number'))).toEqual(
      [],
    );
  });
});
