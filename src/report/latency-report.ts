import { describeTiming, TIME_DECIMALS } from './describe-cost.ts';
import type { LatencyDocument } from './documents/latency-document.ts';
import { column, sheetOf, type ItemColumn, type Report } from './sheet.ts';

type Model = LatencyDocument['models'][number];

const time = (
  key: keyof Model['milliseconds'],
  title: string,
  dataOnly = false,
): ItemColumn<Model> =>
  column(key, title, ({ milliseconds }) => milliseconds[key], {
    dataOnly,
    decimals: TIME_DECIMALS,
  });

const quartilesOf = ({ milliseconds: { lowerQuartile, upperQuartile } }: Model): string =>
  `${lowerQuartile.toFixed(TIME_DECIMALS)} to ${upperQuartile.toFixed(TIME_DECIMALS)}`;

/** Measured times of forward passes. */
export function latencyReport(document: LatencyDocument): Report {
  const { settings, machine, models } = document;
  const { batch, sequenceLength } = settings;
  const title = [
    `latency: a forward pass over ${batch} x ${sequenceLength} tokens, in milliseconds`,
    ...describeTiming(settings, machine),
  ].join('\n');
  return {
    document,
    main: sheetOf(title, models, [
      column('id', 'id', ({ id }) => id),
      time('median', 'median ms'),
      column('quartiles', 'quartiles', quartilesOf, { peopleOnly: true }),
      time('lowerQuartile', 'lower quartile', true),
      time('upperQuartile', 'upper quartile', true),
      time('fastest', 'fastest'),
      time('medianDeviation', 'deviation'),
      column('tokensPerSecond', 'tokens per second', ({ tokensPerSecond }) => tokensPerSecond, {
        dataOnly: true,
      }),
      column('parameters', 'parameters', ({ parameters }) => parameters),
    ]),
    others: [],
    rowName: 'model',
    items: models,
    extras: { machine },
  };
}
