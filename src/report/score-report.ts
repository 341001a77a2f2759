import type { ScoreDocument } from './documents/score-document.ts';
import { titleOfSettings } from './describe-settings.ts';
import { formatNumber } from './format-number.ts';
import { column, sheetOf, type Report } from './sheet.ts';

/** A block, what is outside of the blocks, or the whole. */
interface Part {
  readonly part: string;
  readonly score?: number;
  readonly capacity: Partial<ScoreDocument['capacity']>;
  readonly parameters: number;
}

/** The score of one architecture: a row for each block, one for what is outside them, the whole. */
export function scoreReport(document: ScoreDocument): Report {
  const { id, score, standardDeviation, capacity, parameters, blocks, settings } = document;
  const spread =
    standardDeviation === undefined ? '' : ` +- ${formatNumber(standardDeviation.score)}`;
  const { embedding } = capacity;
  const parts: Part[] = [
    { part: 'embedding', capacity: { embedding }, parameters: parameters.embedding },
    ...blocks.map((block) => ({
      part: `block ${block.block}`,
      capacity: block.capacity,
      parameters: block.parameters.total,
    })),
    { part: 'model', score, capacity, parameters: parameters.total },
  ];
  const title = `${id}: score ${formatNumber(score)}${spread}\n${titleOfSettings(settings)}`;
  return {
    document,
    main: sheetOf(title, parts, [
      column('id', 'id', () => id, { dataOnly: true }),
      column('part', 'part', ({ part }) => part),
      column('score', 'score', (part) => part.score ?? null, { dataOnly: true }),
      column('attention', 'attention', (part) => part.capacity.attention ?? null),
      column('feedForward', 'feed-forward', (part) => part.capacity.feedForward ?? null),
      column('embedding', 'embedding', (part) => part.capacity.embedding ?? null),
      column('parameters', 'parameters', (part) => part.parameters),
    ]),
    others: [],
    rowName: 'block',
    items: blocks,
    extras: {
      entry: {
        id,
        score,
        ...(standardDeviation !== undefined && { standardDeviation }),
        capacity,
        parameters,
      },
    },
  };
}
