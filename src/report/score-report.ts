import type { ScoreDocument } from './documents/score-document.ts';
import { titleOfSettings } from './describe-settings.ts';
import { formatNumber } from './format-number.ts';
import type { Report } from './sheet.ts';

/** The score of one architecture: a row for each block, one for what is outside them, the whole. */
export function scoreReport(document: ScoreDocument): Report {
  const { id, score, standardDeviation, capacity, parameters, blocks, settings } = document;
  const spread =
    standardDeviation === undefined ? '' : ` +- ${formatNumber(standardDeviation.score)}`;
  const entry = {
    id,
    score,
    ...(standardDeviation !== undefined && { standardDeviation }),
    capacity,
    parameters,
  };
  return {
    document,
    main: {
      title: `${id}: score ${formatNumber(score)}${spread}\n${titleOfSettings(settings)}`,
      columns: [
        { key: 'id', title: 'id', dataOnly: true },
        { key: 'part', title: 'part' },
        { key: 'score', title: 'score', dataOnly: true },
        { key: 'attention', title: 'attention' },
        { key: 'feedForward', title: 'feed-forward' },
        { key: 'embedding', title: 'embedding' },
        { key: 'parameters', title: 'parameters' },
      ],
      rows: [
        [id, 'embedding', null, null, null, capacity.embedding, parameters.embedding],
        ...blocks.map((block) => [
          id,
          `block ${block.block}`,
          null,
          block.capacity.attention,
          block.capacity.feedForward,
          null,
          block.parameters.total,
        ]),
        [
          id,
          'model',
          score,
          capacity.attention,
          capacity.feedForward,
          capacity.embedding,
          parameters.total,
        ],
      ],
    },
    others: [],
    rowName: 'block',
    items: blocks,
    extras: { entry },
  };
}
