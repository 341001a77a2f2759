import type { InspectDocument } from './documents.ts';
import type { Report, Sheet } from './sheet.ts';

type WeightEntry = InspectDocument['weights'][number];

/** Names of the sub-modules as people read them. */
const PARTS = {
  attention: 'attention',
  feedForward: 'feed-forward',
  embedding: 'embedding',
  other: 'other',
} as const;

/** Every weight of an architecture, and the sums per sub-module. */
export function inspectReport(document: InspectDocument): Report {
  const { id, weights, parameters, matrices, settings } = document;
  return {
    document,
    main: {
      title: `${id}: ${weights.length} weights, ${settings.initialization} initialization`,
      columns: [
        { key: 'path', title: 'path' },
        { key: 'shape', title: 'shape' },
        { key: 'part', title: 'part', dataOnly: true },
        { key: 'counts', title: 'counts', dataOnly: true },
        { key: 'initialization', title: 'drawn from' },
        { key: 'parameters', title: 'parameters', dataOnly: true },
      ],
      rows: weights.map((weight) => [
        weight.path,
        weight.shape.join(' x '),
        PARTS[weight.subModule],
        weight.counts,
        describeInitialization(weight.initialization),
        weight.parameters,
      ]),
    },
    others: [sums(parameters, matrices)],
    rowName: 'weight',
    items: weights,
    extras: { sums: { parameters, matrices } },
  };
}

function sums(
  parameters: InspectDocument['parameters'],
  matrices: InspectDocument['matrices'],
): Sheet {
  return {
    title: 'Sums; matrices count for capacity, biases and norms as parameters only',
    columns: [
      { key: 'part', title: 'part' },
      { key: 'matrices', title: 'matrices' },
      { key: 'parameters', title: 'parameters' },
    ],
    rows: [
      ['attention', matrices.attention, parameters.attention],
      ['feed-forward', matrices.feedForward, parameters.feedForward],
      ['embedding', matrices.embedding, parameters.embedding],
      ['other', null, parameters.other],
      ['model', matrices.total, parameters.total],
    ],
  };
}

function describeInitialization(initialization: WeightEntry['initialization']): string {
  switch (initialization.kind) {
    case 'normal':
      return `N(0, ${short(initialization.standardDeviation)}^2)`;
    case 'truncated-normal':
      return `TN(0, ${short(initialization.standardDeviation)}^2)`;
    case 'uniform':
      return `U(+-${short(initialization.bound)})`;
    case 'constant':
      return String(initialization.value);
  }
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
