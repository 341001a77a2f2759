import type { InspectDocument } from './documents/inspect-document.ts';
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
  const { id, weights, parameters, matrices, settings, checkpoint } = document;
  const isStored = checkpoint !== undefined;
  const naming = isStored ? namingOf(checkpoint) : `${settings.initialization} initialization`;
  return {
    document,
    main: {
      title: `${id}: ${weights.length} weights, ${naming}`,
      columns: [
        { key: 'path', title: 'path' },
        { key: 'shape', title: 'shape' },
        { key: 'part', title: 'part', dataOnly: !isStored },
        { key: 'counts', title: 'counts', dataOnly: true },
        ...(isStored
          ? [
              { key: 'dtype', title: 'type' },
              { key: 'file', title: 'file', dataOnly: true },
            ]
          : [{ key: 'initialization', title: 'drawn from' }]),
        { key: 'parameters', title: 'parameters', dataOnly: true },
      ],
      rows: weights.map((weight) => [
        weight.path,
        weight.shape.join(' x '),
        weight.stored?.matched === false ? 'unknown name' : PARTS[weight.subModule],
        weight.counts,
        ...(isStored
          ? [weight.stored?.dtype ?? null, weight.stored?.file ?? null]
          : [describeInitialization(weight.initialization)]),
        weight.parameters,
      ]),
    },
    others: [
      sums(parameters, matrices),
      ...(isStored && checkpoint.buffers.length > 0 ? [buffersSheet(checkpoint.buffers)] : []),
    ],
    rowName: 'weight',
    items: weights,
    extras: { sums: { parameters, matrices }, ...(isStored && { checkpoint }) },
  };
}

function namingOf({ naming }: NonNullable<InspectDocument['checkpoint']>): string {
  return naming === null ? 'named as no known family' : `named as ${naming}`;
}

function buffersSheet(buffers: readonly string[]): Sheet {
  return {
    title: 'Tensors that are no parameters',
    columns: [{ key: 'path', title: 'path' }],
    rows: buffers.map((path) => [path]),
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
  switch (initialization?.kind) {
    case 'normal':
      return `N(0, ${short(initialization.standardDeviation)}^2)`;
    case 'truncated-normal':
      return `TN(0, ${short(initialization.standardDeviation)}^2)`;
    case 'uniform':
      return `U(+-${short(initialization.bound)})`;
    case 'constant':
      return String(initialization.value);
    case undefined:
      return '';
  }
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
