import type { Block } from '../architecture/block.ts';
import { completeOperation } from '../architecture/complete-architecture.ts';
import { formOf } from '../architecture/operations/operations.ts';
import type { ChangeChoices } from './change-choices.ts';

/** A block that differs from another in one field. */
export interface BlockChange {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  readonly changed: Block;
}

/**
 * Every block that differs from the given one in one field; some of them no model can have.
 *
 * @param ownSize whether the block may get a hidden size of its own
 */
export function blockChanges(
  block: Block,
  choices: ChangeChoices,
  ownSize: boolean,
): BlockChange[] {
  const { hiddenSize, numAttentionHeads, operation, feedForwardWidths: widths, experts } = block;
  const fields: [field: string, from: string, changes: { to: string; changed: Block }[]][] = [
    [
      'operation',
      describeOperation(block),
      choices.operation.map((other) => {
        const changed = { ...block, operation: completeOperation(other, block.bias) };
        return { to: describeOperation(changed), changed };
      }),
    ],
    [
      'numAttentionHeads',
      inShort(numAttentionHeads),
      choices.numAttentionHeads.map((heads) => ({
        to: inShort(heads),
        changed: { ...block, numAttentionHeads: heads },
      })),
    ],
    ['feedForwardWidths', inShort(widths), stackChanges(block, choices)],
  ];
  if (operation.kind === 'self-attention') {
    const numKeyValueHeads = operation.numKeyValueHeads ?? numAttentionHeads;
    fields.push([
      'numKeyValueHeads',
      inShort(numKeyValueHeads),
      choices.numKeyValueHeads.map((heads) => ({
        to: inShort(heads),
        changed: { ...block, operation: { ...operation, numKeyValueHeads: heads } },
      })),
    ]);
  }
  if (experts !== null) {
    fields.push([
      'numExperts',
      inShort(experts.count),
      choices.numExperts.map((count) => ({
        to: inShort(count),
        changed: { ...block, experts: { ...experts, count } },
      })),
    ]);
  }
  if (ownSize) {
    fields.push([
      'hiddenSize',
      inShort(hiddenSize),
      choices.hiddenSize.map((size) => ({
        to: inShort(size),
        changed: { ...block, hiddenSize: size },
      })),
    ]);
  }
  return fields.flatMap(([field, from, changes]) =>
    changes
      .filter(({ to }) => to !== from)
      .map(({ to, changed }) => ({ field, from, to, changed })),
  );
}

/** Another width (of all layers where they share one, else of one of them), or another stack. */
function stackChanges(
  block: Block,
  choices: ChangeChoices,
): { readonly to: string; readonly changed: Block }[] {
  const { feedForwardWidths: widths } = block;
  const last = widths.at(-1);
  if (last === undefined) return [];
  const shared = new Set(widths).size === 1;
  const stacks = [
    ...choices.feedForwardWidth.flatMap((width) =>
      shared ? [widths.map(() => width)] : widths.map((_, index) => widths.with(index, width)),
    ),
    ...choices.feedForwardStack.map((count) =>
      Array.from({ length: count }, (_, index) => widths[index] ?? last),
    ),
  ];
  return stacks.map((feedForwardWidths) => ({
    to: inShort(feedForwardWidths),
    changed: { ...block, feedForwardWidths },
  }));
}

/**
 * `separable-convolution 5`, `self-attention scaled-dot-product headSize 64`: what the operation of a
 * block is, and where it differs from the plain one of its kind.
 */
function describeOperation({ operation, bias }: Block): string {
  const plain =
    operation.kind === 'self-attention'
      ? completeOperation({ kind: operation.kind, similarity: operation.similarity }, bias)
      : operation;
  const { parameter } = formOf(operation);
  const usual = new Map<string, unknown>(Object.entries(plain));
  const parts = Object.entries(operation).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'kind' || key === parameter?.name) return [String(value)];
    if (value === usual.get(key)) return [];
    if (typeof value === 'boolean') return [value ? key : `no ${key}`];
    return [`${key} ${String(value)}`];
  });
  return parts.join(' ');
}

/** `512`, `[512, 512]`. */
function inShort(value: number | readonly number[]): string {
  return typeof value === 'number' ? String(value) : `[${value.join(', ')}]`;
}
