import type { ReadOptions } from '../candidates/read-options.ts';
import { specLine } from '../candidates/spec-line.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { accepted } from './refusal.ts';

/** What a command may print of candidates in place of its report. */
export const EMITTED = ['specs'] as const;

/** Whether candidates are handed out as specs, with what was found out about them. */
export interface EmitRequest {
  readonly emit?: (typeof EMITTED)[number] | undefined;
}

/** Which candidates of the inputs are taken. */
export interface IdsRequest {
  /** A file of ids, or ids with commas between them; all candidates if absent. */
  readonly ids?: string | undefined;
}

/** How readers select candidates, and whether they keep the records. */
export type Selection = Pick<ReadOptions, 'only'> & Required<Pick<ReadOptions, 'records'>>;

/** The selection that a request asks for; refuses a file of ids that can't be read. */
export async function openSelection({ ids, emit }: IdsRequest & EmitRequest): Promise<Selection> {
  const records = emit === 'specs';
  if (ids === undefined) return { records };
  // Loaded only for ids.
  const { readIds } = await import('../candidates/read-ids.ts');
  return { records, only: accepted(await readIds(ids)) };
}

/** A candidate with its record, where it is known. */
type Recorded = Pick<Candidate, 'id'> & { readonly record?: string | undefined };

/**
 * Candidates as specs, one line each, made when the next is asked for. Every reader takes them, and
 * none takes what was found out for measured quality.
 *
 * @param command that found it out
 * @param found by candidate, in the order of the lines
 */
export function* specLines(
  command: string,
  found: Iterable<Pick<Candidate, 'id'>>,
  candidates: Iterable<Recorded>,
): Generator<string> {
  const records = new Map<string, string>();
  for (const { id, record } of candidates) if (record !== undefined) records.set(id, record);
  for (const { id, ...findings } of found) {
    const record = records.get(id);
    if (record !== undefined) yield specLine(id, record, command, findings);
  }
}
