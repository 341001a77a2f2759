import { expect } from 'vitest';
import { zerolm, type Run } from './run.ts';

/** Options of a measurement that is over soon. */
export const QUICK = ['--repeats', '6', '--warm-up', '1', '--sequence-length', '16'];

/** The output of a run that has to succeed; on a busy machine it warns of times that spread. */
export function measured(...args: string[]): string {
  const { status, stdout, stderr } = zerolm(args);
  expect(status, stderr).toBe(0);
  expect(stderr.replace(/^warning: latency: the middle half of the times .*\n/, '')).toBe('');
  return stdout;
}

/** What a run that has to be refused says. */
export function refused(run: Run): string {
  expect([run.status, run.stdout]).toEqual([2, '']);
  return run.stderr;
}

/** A spec that no pass computes: half of an odd number of heads can't convolve. */
export const ODD_HEADS = {
  hidden_size: 24,
  nas_config: {
    encoder_layers: [
      {
        ...{ operation_type: 'DSC', operation_parameter: 5, num_operation_heads: 3 },
        ...{ feed_forward_dimension: 64, num_feed_forward: 1 },
      },
    ],
  },
};
