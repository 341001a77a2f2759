import { formatProblem, type Problem } from '../../src/problem.ts';
import type { Result } from '../../src/result.ts';
import { readTruth, type Truth } from '../../src/truth/truth.ts';
import { temporaryFile } from '../temporary-files.ts';

/** A ground truth that has to be readable. */
export function valueOf(result: Result<Truth, Problem[]>): Truth {
  if (!result.ok) throw new Error(result.reason.map(formatProblem).join('\n'));
  return result.value;
}

/** The values of a file with this content, by id. */
export async function truthIn(text: string, column?: string): Promise<Record<string, number>> {
  const { values } = valueOf(await readTruth(temporaryFile('t', text), column));
  return Object.fromEntries(values);
}

/** Why a file with this content is refused; it is called t. */
export async function problemsIn(text: string | Uint8Array, column?: string): Promise<string[]> {
  const path = temporaryFile('t', text);
  const result = await readTruth(path, column);
  if (result.ok) throw new Error('it was not refused');
  return result.reason.map((problem) => formatProblem(problem).replace(path, 't'));
}
