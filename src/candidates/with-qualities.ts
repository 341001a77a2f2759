import type { Candidate } from '../formats/candidate-format.ts';
import type { Qualities } from '../truth/read-qualities.ts';
import { withMembers } from './spec-line.ts';

/** A candidate with the qualities of the file beside it, unless its record carries its own. */
export function withQualities(candidate: Candidate, qualities: Qualities | undefined): Candidate {
  const scores = qualities?.byId.get(candidate.id);
  if (scores === undefined || Object.keys(candidate.scores).length > 0) return candidate;
  const { record } = candidate;
  return {
    ...candidate,
    scores,
    ...(record !== undefined && { record: withMembers(record, { scores }) }),
  };
}
