import { once } from 'node:events';
import type { LeftOut } from '../search-space/candidate-check.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import type { SampleStep } from '../search-space/space-sampler.ts';
import { Refusal } from '../workflows/refusal.ts';
import { EventLoopBreak } from '../event-loop-break.ts';

/** Characters that are written at once: a call for each line takes longer than the lines. */
const CHUNK = 2 ** 16;

/** Steps between two looks at the clock. */
const STEPS = 256;

/** How printing candidates ended. */
export interface PrintedCandidates {
  readonly count: number;
  /** Undefined where as many were printed as were asked for. */
  readonly exhausted?: Extract<SampleStep, { kind: 'exhausted' }>;
}

/**
 * Prints candidates as they come, one a line, no faster than they are read, until there are so many
 * or no more. Refuses where a step has failed.
 */
export async function printCandidates(
  next: () => SampleStep,
  most = Infinity,
): Promise<PrintedCandidates> {
  const turns = new EventLoopBreak();
  let chunk = '';
  let count = 0;
  const flush = async (): Promise<void> => {
    const text = chunk;
    chunk = '';
    if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
  };
  for (let steps = 1; count < most; steps++) {
    if (steps % STEPS === 0 && turns.due) {
      // What is there is shown now: the next candidate may be long in coming.
      await flush();
      await turns.take();
    }
    const step = next();
    switch (step.kind) {
      case 'drawn':
        count += 1;
        chunk += `${step.candidate.line}\n`;
        if (chunk.length >= CHUNK) await flush();
        break;
      case 'missed':
        break;
      case 'exhausted':
        await flush();
        return { count, exhausted: step };
      case 'failed':
        await flush();
        throw new Refusal([step.problem]);
    }
  }
  await flush();
  return { count };
}

/** What was left out, in words; empty where nothing was but duplicates. */
export function describeLeftOut(leftOut: LeftOut, { constraints }: SearchSpace): string[] {
  const { invalid, firstReason, constrained } = leftOut;
  return [
    ...constraints.flatMap(({ text }, index) => {
      const count = constrained[index] ?? 0;
      return count === 0 ? [] : [`${inWords(count)} not of "${text}"`];
    }),
    ...(invalid === 0 ? [] : [`${inWords(invalid)} no valid specs, the first for: ${firstReason}`]),
  ];
}

function inWords(count: number): string {
  return count.toLocaleString('en-US');
}
