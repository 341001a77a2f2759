import { describeTiming, TIME_DECIMALS } from './describe-cost.ts';
import type { LatencyDocument } from './documents/latency-document.ts';
import type { Cell, Column, Report } from './sheet.ts';

type Model = LatencyDocument['models'][number];

interface ModelColumn extends Column {
  readonly cell: (model: Model) => Cell;
}

const time = (key: keyof Model['milliseconds'], title: string, dataOnly = false): ModelColumn => ({
  key,
  title,
  dataOnly,
  decimals: TIME_DECIMALS,
  cell: ({ milliseconds }) => milliseconds[key],
});

const COLUMNS: readonly ModelColumn[] = [
  { key: 'id', title: 'id', cell: ({ id }) => id },
  time('median', 'median ms'),
  {
    key: 'quartiles',
    title: 'quartiles',
    peopleOnly: true,
    cell: ({ milliseconds: { lowerQuartile, upperQuartile } }) =>
      `${lowerQuartile.toFixed(TIME_DECIMALS)} to ${upperQuartile.toFixed(TIME_DECIMALS)}`,
  },
  time('lowerQuartile', 'lower quartile', true),
  time('upperQuartile', 'upper quartile', true),
  time('fastest', 'fastest'),
  time('medianDeviation', 'deviation'),
  {
    key: 'tokensPerSecond',
    title: 'tokens per second',
    dataOnly: true,
    cell: ({ tokensPerSecond }) => tokensPerSecond,
  },
  { key: 'parameters', title: 'parameters', cell: ({ parameters }) => parameters },
];

/** Measured times of forward passes. */
export function latencyReport(document: LatencyDocument): Report {
  const { settings, machine, models } = document;
  const { batch, sequenceLength } = settings;
  return {
    document,
    main: {
      title: [
        `latency: a forward pass over ${batch} x ${sequenceLength} tokens, in milliseconds`,
        ...describeTiming(settings, machine),
      ].join('\n'),
      columns: COLUMNS,
      rows: models.map((model) => COLUMNS.map(({ cell }) => cell(model))),
    },
    others: [],
    rowName: 'model',
    items: models,
    extras: { machine },
  };
}
