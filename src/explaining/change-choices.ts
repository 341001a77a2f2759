import { z } from 'zod';
import type { Architecture } from '../architecture/architecture.ts';
import type { PartialOperation } from '../architecture/complete-architecture.ts';
import type { OperationParameter } from '../architecture/operations/operation-form.ts';
import { OPERATIONS } from '../architecture/operations/operations.ts';
import { oddNumber, oneOf, orList, wholeNumber } from '../formats/expectations.ts';
import { LIMITS } from '../formats/limits.ts';
import { checkValue } from '../input/check-value.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { parseJson } from '../input/parse-json.ts';
import { readText } from '../input/read-text.ts';
import { strictProblems } from '../input/strict-problems.ts';
import { quote, type Problem } from '../problem.ts';
import { failure, type Result } from '../result.ts';

const listOf = <Item extends z.ZodType>(item: Item): z.ZodDefault<z.ZodArray<Item>> =>
  z
    .array(item, { error: 'expected a list of values' })
    .min(1, { error: 'expected at least one value' })
    .default([]);

const { 'self-attention': attention, ...others } = OPERATIONS;

function operationChoice(
  kind: string,
  { parameter }: { readonly parameter: OperationParameter | null },
): z.ZodObject {
  if (parameter === null) return z.strictObject({ kind: z.literal(kind) });
  const { name, values } = parameter;
  const value = values === 'odd-numbers' ? oddNumber(1, LIMITS.kernelSize) : oneOf(values);
  return z.strictObject({ kind: z.literal(kind), [name]: value });
}

const operation = z
  .discriminatedUnion(
    'kind',
    [
      operationChoice('self-attention', attention),
      ...Object.entries(others).map(([kind, form]) => operationChoice(kind, form)),
    ],
    {
      error: `expected an operation, an object with the kind ${orList(Object.keys(OPERATIONS).map(quote))}`,
    },
  )
  // The choices above are made of the table of operations: each is one of them.
  .transform((choice): unknown => choice)
  .pipe(z.custom<PartialOperation>());

const choicesFile = z.strictObject({
  depth: listOf(wholeNumber(1, LIMITS.blocks)),
  hiddenSize: listOf(wholeNumber(1, LIMITS.hiddenSize)),
  numAttentionHeads: listOf(wholeNumber(1, LIMITS.hiddenSize)),
  numKeyValueHeads: listOf(wholeNumber(1, LIMITS.hiddenSize)),
  operation: listOf(operation),
  feedForwardWidth: listOf(wholeNumber(1, LIMITS.feedForwardWidth)),
  feedForwardStack: listOf(wholeNumber(1, LIMITS.feedForwardStack)),
  numExperts: listOf(wholeNumber(1, LIMITS.experts)),
  vocabSize: listOf(wholeNumber(1, LIMITS.vocabSize)),
  embeddingSize: listOf(wholeNumber(1, LIMITS.hiddenSize)),
  maxPositionEmbeddings: listOf(wholeNumber(1, LIMITS.positions)),
  typeVocabSize: listOf(wholeNumber(0, LIMITS.typeVocabSize)),
});

/** The values that each field of an architecture may be changed to; a field without any is kept. */
export interface ChangeChoices {
  /** Numbers of blocks. */
  readonly depth: readonly number[];
  readonly hiddenSize: readonly number[];
  readonly numAttentionHeads: readonly number[];
  /** Heads of keys and values, which divide the attention heads. */
  readonly numKeyValueHeads: readonly number[];
  readonly operation: readonly PartialOperation[];
  /** Widths of the feed-forward layers of a block. */
  readonly feedForwardWidth: readonly number[];
  /** How many of them are stacked. */
  readonly feedForwardStack: readonly number[];
  /** Experts of a block that has a mixture of them. */
  readonly numExperts: readonly number[];
  readonly vocabSize: readonly number[];
  readonly embeddingSize: readonly number[];
  readonly maxPositionEmbeddings: readonly number[];
  readonly typeVocabSize: readonly number[];
}

/** Reads the choices of a search space: a JSON object of lists of values, by field. */
export async function readChoices(path: string): Promise<Result<ChangeChoices, Problem[]>> {
  const refuse = (source: string, message: string): Result<never, Problem[]> =>
    failure([{ source, path: '', message }]);
  const read = await readText(path, FILE_LIMITS.choices);
  if (!read.ok) return refuse(path, read.reason);
  const parsed = parseJson(read.value);
  if (!parsed.ok) {
    const { line, column, message } = parsed.reason;
    return refuse(`${path}:${line}:${column}`, message);
  }
  const { value } = parsed;
  const names = Object.keys(choicesFile.shape);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(
      path,
      `${quote(value)}: expected an object with lists of values, for some of ${names.join(', ')}`,
    );
  }
  return checkValue(choicesFile, value, path, (error) =>
    strictProblems(error, value, path, (at) => (at.length > 0 ? [] : names)),
  );
}

/**
 * The choices that two architectures suggest: of every field the values that either of them has,
 * one block and one stacked layer more or less, half and twice the widths.
 */
export function inferChoices(a: Architecture, b: Architecture): ChangeChoices {
  const both = [a, b];
  const blocks = both.flatMap((one) => one.blocks);
  const depths = both.map((one) => one.blocks.length);
  const stacks = blocks.map((block) => block.feedForwardWidths.length);
  const operations = new Map(blocks.map((block) => [JSON.stringify(block.operation), block]));
  return {
    depth: within(1, LIMITS.blocks, withNeighbours(depths)),
    hiddenSize: within(1, LIMITS.hiddenSize, withHalves(blocks.map((one) => one.hiddenSize))),
    numAttentionHeads: distinct(blocks.map((block) => block.numAttentionHeads)),
    numKeyValueHeads: distinct(
      blocks.flatMap(({ operation: own }) =>
        own.kind === 'self-attention' && own.numKeyValueHeads !== null
          ? [own.numKeyValueHeads]
          : [],
      ),
    ),
    operation: [...operations.values()].map((block) => block.operation),
    feedForwardWidth: within(
      1,
      LIMITS.feedForwardWidth,
      withHalves(blocks.flatMap((block) => block.feedForwardWidths)),
    ),
    feedForwardStack: within(1, LIMITS.feedForwardStack, withNeighbours(stacks)),
    numExperts: within(
      1,
      LIMITS.experts,
      withHalves(blocks.flatMap(({ experts }) => (experts === null ? [] : [experts.count]))),
    ),
    vocabSize: distinct(both.map(({ embedding }) => embedding.vocabSize)),
    embeddingSize: distinct(both.map(({ embedding }) => embedding.embeddingSize)),
    maxPositionEmbeddings: distinct(both.map(({ embedding }) => embedding.maxPositionEmbeddings)),
    typeVocabSize: distinct(both.map(({ embedding }) => embedding.typeVocabSize)),
  };
}

function withNeighbours(values: readonly number[]): number[] {
  return values.flatMap((value) => [value - 1, value, value + 1]);
}

function withHalves(values: readonly number[]): number[] {
  return values.flatMap((value) => [value / 2, value, value * 2]);
}

function within(minimum: number, maximum: number, values: readonly number[]): number[] {
  return distinct(values).filter(
    (value) => Number.isInteger(value) && value >= minimum && value <= maximum,
  );
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
