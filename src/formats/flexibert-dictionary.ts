import { z } from 'zod';
import type { Operation } from '../architecture/operation.ts';
import { completeArchitecture, type PartialBlock } from '../architecture/complete-architecture.ts';
import { quote } from '../problem.ts';
import { embeddingOf, MODEL_KEYS, RECORD_KEYS } from './common-keys.ts';
import { defineForm, defineFormat, type Issue } from './define-format.ts';
import { listOf, oddNumber, oneOf, wholeNumber } from './expectations.ts';
import { OPERATIONS } from './flexibert.ts';
import { LIMITS } from './limits.ts';

function perLayer<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  const error = `expected a list of 1 to ${LIMITS.blocks} items, one for each layer`;
  return listOf(item, LIMITS.blocks, error);
}

const stackExpectation = `expected a list of 1 to ${LIMITS.feedForwardStack} widths`;
const parameterExpectation = `expected "sdp" or "wma" for "sa", "dft" or "dct" for "l", an odd kernel size up to ${LIMITS.kernelSize} for "c"`;

const dictionary = z.object({
  $schema: z.string().optional(),
  ...RECORD_KEYS,
  l: wholeNumber(1, LIMITS.blocks).describe('Number of layers'),
  o: perLayer(oneOf(['sa', 'l', 'c'])).describe(
    'Operations: self-attention, linear transform, dynamic convolution',
  ),
  h: perLayer(wholeNumber(1, LIMITS.hiddenSize)).describe('Hidden sizes'),
  n: perLayer(wholeNumber(1, LIMITS.hiddenSize)).describe('Attention heads'),
  f: perLayer(
    listOf(wholeNumber(1, LIMITS.feedForwardWidth), LIMITS.feedForwardStack, stackExpectation),
  ).describe('Widths of the stacked feed-forward layers'),
  p: perLayer(
    z.union(
      [
        z.enum(['sdp', 'wma', 'dft', 'dct']),
        oddNumber(1, LIMITS.kernelSize),
        z.string().regex(/^\d{0,3}[13579]$/, { abort: true }),
      ],
      { error: parameterExpectation },
    ),
  ).describe('Parameters of the operations: sdp or wma, dft or dct, a kernel size'),
  ...MODEL_KEYS,
});

type Dictionary = z.infer<typeof dictionary>;

/** Why the lists do not describe one layer for each of their items. */
function findConflicts(record: Dictionary, issue: Issue): void {
  for (const key of ['o', 'h', 'n', 'f', 'p'] as const) {
    const { length } = record[key];
    if (length !== record.l) {
      issue(key, `a list of ${length}: expected ${record.l} items, as many as l says`);
    }
  }
  for (const [index, operation] of record.o.entries()) {
    const parameter = record.p[index];
    if (parameter !== undefined && operationOf(operation, parameter) === undefined) {
      issue(['p', index], `${quote(parameter)}: ${parameterExpectation}`);
    }
  }
  for (const [index, hiddenSize] of record.h.entries()) {
    const heads = record.n[index];
    if (heads !== undefined && hiddenSize % heads !== 0) {
      issue(['n', index], `${heads}: expected a divisor of h[${index}], ${hiddenSize}`);
    }
  }
}

/** Operations by their letters and parameters, except those that have a kernel size. */
const BY_PARAMETER: Readonly<Record<'sa' | 'l', ReadonlyMap<unknown, Operation>>> = {
  sa: new Map<unknown, Operation>([
    ['sdp', OPERATIONS.SDP],
    ['wma', OPERATIONS.WMA],
  ]),
  l: new Map<unknown, Operation>([
    ['dft', OPERATIONS.DFT],
    ['dct', OPERATIONS.DCT],
  ]),
};

function operationOf(
  operation: Dictionary['o'][number],
  parameter: Dictionary['p'][number] | undefined,
): Operation | undefined {
  if (operation !== 'c') return BY_PARAMETER[operation].get(parameter);
  const kernelSize = Number(parameter);
  return kernelSize % 2 === 1 && kernelSize >= 1 && kernelSize <= LIMITS.kernelSize
    ? { kind: 'separable-convolution', kernelSize }
    : undefined;
}

/** The blocks of lists that have an item for every layer: see {@link findConflicts}. */
function blocksOf({ o, h, n, f, p }: Dictionary): PartialBlock[] {
  return o.flatMap((name, index) => {
    const operation = operationOf(name, p[index]);
    if (operation === undefined) return [];
    const [hiddenSize = NaN, numAttentionHeads = NaN] = [h[index], n[index]];
    return [{ hiddenSize, operation, numAttentionHeads, feedForwardWidths: f[index] ?? [] }];
  });
}

const LETTERS = ['l', 'o', 'h', 'n', 'f', 'p'];

/**
 * The model dictionary of FlexiBERT (Tuli, Dedhia, Tuli and Jha 2022): layers `l`, operations
 * `o`, hidden sizes `h`, heads `n`, feed-forward stacks `f` and parameters `p`, a list item for
 * each layer.
 */
export const flexibertDictionary = defineFormat({
  name: 'flexibert-dictionary',
  title: 'a FlexiBERT model dictionary',
  shownBy: '"l", "o", "h", "n", "f" and "p"',
  // A single missing key should be named, and one letter in common shows nothing.
  recognizes: (record) => LETTERS.filter((key) => key in record).length >= 3,
  forms: [
    defineForm({
      name: 'flexibert-dictionary',
      schema: () => dictionary,
      findConflicts,
      architectureOf: (record) =>
        completeArchitecture({
          family: 'encoder',
          embedding: embeddingOf(record),
          blocks: blocksOf(record),
          initializerRange: record.initializer_range,
        }),
    }),
  ],
});
