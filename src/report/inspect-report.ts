import { formatBytes } from '../format-bytes.ts';
import type { InspectDocument } from './documents/inspect-document.ts';
import { PART_NAMES } from './part-names.ts';
import { column, sheetOf, type Report, type Sheet } from './sheet.ts';

type WeightEntry = InspectDocument['weights'][number];

/** Every weight of an architecture, and the sums per sub-module. */
export function inspectReport(document: InspectDocument): Report {
  const { id, weights, parameters, active, matrices, settings, checkpoint, memory } = document;
  const isStored = checkpoint !== undefined;
  const naming = isStored ? namingOf(checkpoint) : `${settings.initialization} initialization`;
  const dataOnly = { dataOnly: true };
  const partOf = ({ stored, subModule }: WeightEntry): string =>
    stored?.matched === false ? 'unknown name' : PART_NAMES[subModule];
  return {
    document,
    main: sheetOf(`${id}: ${weights.length} weights, ${naming}`, weights, [
      column('path', 'path', ({ path }) => path),
      column('shape', 'shape', ({ shape }) => shape.join(' x ')),
      column('part', 'part', partOf, { dataOnly: !isStored }),
      column('counts', 'counts', ({ counts }) => counts, dataOnly),
      ...(isStored
        ? [
            column('dtype', 'type', ({ stored }: WeightEntry) => stored?.dtype ?? null),
            column('file', 'file', ({ stored }: WeightEntry) => stored?.file ?? null, dataOnly),
          ]
        : [column('initialization', 'drawn from', describeInitialization)]),
      column('parameters', 'parameters', (weight) => weight.parameters, dataOnly),
    ]),
    others: [
      sums(parameters, matrices, active),
      ...(memory === undefined ? [] : [memorySheet(memory)]),
      ...(isStored && checkpoint.buffers.length > 0
        ? [
            sheetOf('Tensors that are no parameters', checkpoint.buffers, [
              column('path', 'path', (path) => path),
            ]),
          ]
        : []),
    ],
    rowName: 'weight',
    items: weights,
    extras: {
      sums: { parameters, ...(active !== undefined && { active }), matrices },
      ...(isStored && { checkpoint }),
      ...(memory !== undefined && { memory }),
    },
  };
}

function namingOf({ naming }: NonNullable<InspectDocument['checkpoint']>): string {
  return naming === null ? 'named as no known family' : `named as ${naming}`;
}

function sums(
  parameters: InspectDocument['parameters'],
  matrices: InspectDocument['matrices'],
  active: InspectDocument['active'],
): Sheet {
  const title = 'Sums; matrices count for capacity, biases and norms as parameters only';
  const parts = ['attention', 'feedForward', 'embedding', 'other', 'total'] as const;
  return sheetOf(title, parts, [
    column('part', 'part', (part) => (part === 'total' ? 'model' : PART_NAMES[part])),
    column('matrices', 'matrices', (part) => (part === 'other' ? null : matrices[part])),
    column('parameters', 'parameters', (part) => parameters[part]),
    ...(active === undefined
      ? []
      : [column('active', 'active', (part: (typeof parts)[number]) => active[part])]),
  ]);
}

/** The parts of what a pass holds in memory, and their sum. */
function memorySheet({ settings, parts, total }: NonNullable<InspectDocument['memory']>): Sheet {
  const { batch, sequenceLength, context } = settings;
  const kept = context === undefined ? '' : `, context ${context}`;
  const title = `Memory of a pass over ${batch} x ${sequenceLength} tokens${kept}`;
  const rows = [
    ...parts.map((own) => ({ ...own, part: MEMORY_NAMES[own.part] })),
    { part: 'all', numbers: null, dtype: null, bytes: total },
  ];
  return sheetOf(title, rows, [
    column('part', 'part', ({ part }) => part),
    column('numbers', 'numbers', ({ numbers }) => numbers),
    column('dtype', 'type', ({ dtype }) => dtype),
    column('bytes', 'bytes', ({ bytes }) => bytes),
    column('size', 'size', ({ bytes }) => formatBytes(bytes)),
  ]);
}

const MEMORY_NAMES = {
  weights: 'weights',
  cache: 'keys and values',
  activations: 'activations',
} as const;

function describeInitialization({ initialization }: WeightEntry): string {
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
