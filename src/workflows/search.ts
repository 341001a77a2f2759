import { HEADING } from '../report/documents/heading.ts';
import type { SearchDocument } from '../report/documents/search-document.ts';
import { sizeOfAxes } from '../search-space/space-size.ts';
import { convertRecords } from './convert-candidate.ts';
import { defineWorkflow } from './define-workflow.ts';
import { searchExactly } from './exact-search-run.ts';
import { openScorer } from './open-scorer.ts';
import { openSpace } from './open-space.ts';
import { Refusal } from './refusal.ts';
import { describeScoring } from './scoring.ts';
import { DEFAULT_FOUND, type SearchRequest } from './search-request.ts';
import { specLines } from './selection.ts';
import { SequenceLengths } from './sequence-lengths.ts';

/** The best candidates of a space within constraints, or the front of score against cost. */
export const search = defineWorkflow(async (request: SearchRequest, run) => {
  const { space: source, front, atLeast, atMost, to } = request;
  if (front !== undefined && request.top !== undefined) {
    throw Refusal.of('--front and --top contradict each other: a front is listed whole');
  }
  const space = await openSpace(request, run.warn);
  const opened = await openScorer({ ...request, ...(front !== undefined && { cost: front }) }, run);
  const { scoring, proxy, cost } = opened;
  const { method, measured, entries, families } = await searchExactly(request, space, opened, run);
  const top = front === undefined ? (request.top ?? DEFAULT_FOUND) : undefined;
  const document: SearchDocument = {
    ...HEADING,
    settings: {
      ...describeScoring(scoring, families),
      ...(proxy !== null && { proxy: proxy.describe(families, new SequenceLengths()) }),
      constraints: space.constraints.map(({ text }) => text),
      ...(top !== undefined && { top }),
      ...(atLeast !== undefined && { atLeast }),
      ...(atMost !== undefined && { atMost }),
      ...(cost !== null && { cost: cost.settings }),
    },
    space: source,
    candidates: sizeOfAxes(space.axes).toString(),
    method,
    measured,
    ranking: entries.map(({ record: _, ...entry }) => entry),
  };
  return {
    document,
    ...(request.emit === 'specs' && { specs: specLines('search', document.ranking, entries) }),
    ...(to !== undefined && { converted: await convertRecords(entries, { to, source }, run.warn) }),
  };
});
