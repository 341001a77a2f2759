import { z } from 'zod';
import {
  completeArchitecture,
  type PartialBlock,
  type PartialOperation,
} from '../architecture/complete-architecture.ts';
import { quote } from '../problem.ts';
import { embeddingOf, MODEL_KEYS, RECORD_KEYS } from './common-keys.ts';
import { defineForm, defineFormat, type Issue } from './define-format.ts';
import { oddNumber, oneOf, wholeNumber } from './expectations.ts';
import { LIMITS } from './limits.ts';

function perLayer<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  const error = `expected a list of 1 to ${LIMITS.blocks} items, one for each layer`;
  return z.array(item, { error }).min(1, { error }).max(LIMITS.blocks, { error });
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
    z
      .array(wholeNumber(1, LIMITS.feedForwardWidth), { error: stackExpectation })
      .min(1, { error: stackExpectation })
      .max(LIMITS.feedForwardStack, { error: stackExpectation }),
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

function operationOf(
  operation: Dictionary['o'][number],
  parameter: Dictionary['p'][number],
): PartialOperation | undefined {
  switch (operation) {
    case 'sa':
      if (parameter === 'sdp') return { kind: 'self-attention', similarity: 'scaled-dot-product' };
      if (parameter === 'wma') {
        return { kind: 'self-attention', similarity: 'weighted-multiplicative' };
      }
      return undefined;
    case 'l':
      if (parameter === 'dft') return { kind: 'linear-transform', transform: 'discrete-fourier' };
      if (parameter === 'dct') return { kind: 'linear-transform', transform: 'discrete-cosine' };
      return undefined;
    case 'c': {
      const kernelSize = Number(parameter);
      return kernelSize % 2 === 1 && kernelSize >= 1 && kernelSize <= LIMITS.kernelSize
        ? { kind: 'separable-convolution', kernelSize }
        : undefined;
    }
  }
}

function blocksOf({ o, h, n, f, p }: Dictionary): PartialBlock[] {
  return o.flatMap((name, index) => {
    const [hiddenSize, numAttentionHeads, feedForwardWidths, parameter] = [
      h[index],
      n[index],
      f[index],
      p[index],
    ];
    if (
      hiddenSize === undefined ||
      numAttentionHeads === undefined ||
      feedForwardWidths === undefined ||
      parameter === undefined
    ) {
      return [];
    }
    const operation = operationOf(name, parameter);
    return operation === undefined
      ? []
      : [{ hiddenSize, operation, numAttentionHeads, feedForwardWidths }];
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
  // One key that was forgotten should be named, and one letter in common is no resemblance.
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
