import { power } from '../elementary-functions.ts';

/** Ratio of the largest value to the smallest beyond which an axis is logarithmic. */
const LOG_FROM = 30;

/** A scale of an axis that all values lie on. */
export interface AxisScale {
  readonly type: 'linear' | 'log';
  readonly domain: [number, number];
}

/** The scale for values, with a margin at both ends: logarithmic where they span a factor of 30. */
export function axisScale(values: readonly number[]): AxisScale {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > 0 && high / low >= LOG_FROM) {
    const margin = power(high / low, MARGIN);
    return { type: 'log', domain: [low / margin, high * margin] };
  }
  // Halves, since the difference of two large numbers may overflow.
  const margin = (high / 2 - low / 2) * (2 * MARGIN) || Math.abs(high) * MARGIN || 1;
  const { MAX_VALUE } = Number;
  const domain: [number, number] = [
    Math.max(low - margin, -MAX_VALUE),
    Math.min(high + margin, MAX_VALUE),
  ];
  return { type: 'linear', domain };
}

/** The margin at each end, as a share of the length. */
const MARGIN = 0.04;

/** Where a value lies on an axis, from 0 to 1. */
export function positionOn({ type, domain: [low, high] }: AxisScale, value: number): number {
  return type === 'log'
    ? Math.log(value / low) / Math.log(high / low)
    : (value / 2 - low / 2) / (high / 2 - low / 2);
}

/** A scale as Observable Plot takes it. */
export function scaleOptions({ type, domain }: AxisScale): ScaleOptions {
  const plain = (value: number): string => String(Number(value.toPrecision(3)));
  // In plain digits: d3 would write 0.1 on such an axis as 100m.
  if (type === 'log') return { type, domain, tickFormat: plain };
  const [low, high] = domain;
  if (Number.isFinite(high - low)) return { type, domain };
  // In quarters, since d3 takes the difference of the ends.
  return {
    type,
    domain: [low / 4, high / 4],
    transform: (value) => value / 4,
    tickFormat: (value) => plain(value * 4),
  };
}

interface ScaleOptions extends AxisScale {
  readonly transform?: (value: number) => number;
  readonly tickFormat?: (value: number) => string;
}

/** The label of an axis, which says that it is logarithmic. */
export function axisLabel(name: string, { type }: AxisScale): string {
  return type === 'log' ? `${name} (log scale)` : name;
}
