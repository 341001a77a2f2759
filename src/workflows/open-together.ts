import { findSpecFiles } from '../candidates/find-spec-files.ts';
import { formatProblem, type Problem } from '../problem.ts';
import { Refusal } from './refusal.ts';

/** What a step gives, once another has ended, with or without success. */
export function after<Value>(
  other: Promise<unknown>,
  step: () => Value | Promise<Value>,
): Promise<Value> {
  return other.then(step, step);
}

/**
 * The results of steps that do not need each other. Where one is refused, all their problems are
 * refused together, with those of inputs that can't be found.
 *
 * @param inputs files, folders or `-`, which are looked for only where there is a problem
 */
export async function openTogether<const Steps extends readonly Promise<unknown>[]>(
  inputs: readonly string[],
  steps: Steps,
): Promise<{ -readonly [Index in keyof Steps]: Awaited<Steps[Index]> }> {
  const problems: Problem[] = [];
  for (const outcome of await Promise.allSettled(steps)) {
    if (outcome.status === 'fulfilled') continue;
    if (!(outcome.reason instanceof Refusal)) throw outcome.reason;
    problems.push(...outcome.reason.problems);
  }
  if (problems.length === 0) return Promise.all(steps);
  const found = await Promise.all(inputs.map((input) => findSpecFiles(input)));
  const all = [...found.flatMap((files) => files.problems), ...problems];
  throw new Refusal([...new Map(all.map((problem) => [formatProblem(problem), problem])).values()]);
}
