import { beforeAll, describe, expect, it } from 'vitest';
import { completeModel } from '../../src/architecture/complete-architecture.ts';
import { DEFAULT_LATENCY_SETTINGS } from '../../src/latency/latency-settings.ts';
import { measureLatencies } from '../../src/latency/measure-latencies.ts';
import { loadRuntime } from '../../src/runtime/load-runtime.ts';
import { candidateOf, layer, spec, specOf } from '../formats/specs.ts';

const runtime = await loadRuntime();
const settings = { ...DEFAULT_LATENCY_SETTINGS, sequenceLength: 16, warmUp: 1, repeats: 6 };
const item = (id: string, record: object) => ({
  id,
  architecture: candidateOf(record).architecture,
});

describe.skipIf(!runtime.ok)('measureLatencies (needs onnxruntime-node)', () => {
  const small = item('small', spec());
  const large = item('large', specOf(...Array.from({ length: 12 }, () => layer())));
  const mixed = item(
    'mixed',
    specOf(
      { operation_type: 'LT', operation_parameter: 'DFT' },
      { operation_type: 'DSC', operation_parameter: 5 },
      { operation_parameter: 'WMA', num_feed_forward: 3 },
    ),
  );
  let done: number[] = [];
  beforeAll(() => {
    done = [];
  });

  it('gives each model its own times, in order: catches those of a neighbour', async () => {
    const measured = await measureLatencies([large, small, mixed], settings, (now, all) => {
      done.push(now / all);
    });
    if (!measured.ok) throw new Error(measured.reason);
    const [one, other, third] = measured.value.times;
    // Twelve blocks against one: no other work on the machine makes up for that.
    expect(one!.fastest).toBeGreaterThan(2 * other!.fastest);
    for (const { median, quartiles, fastest, medianDeviation } of [one!, other!, third!]) {
      const rising = [fastest, quartiles[0], median, quartiles[1]];
      expect(rising).toEqual(rising.toSorted((a, b) => a - b));
      expect(fastest).toBeGreaterThan(0);
      expect(medianDeviation).toBeGreaterThanOrEqual(0);
    }
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(1);
  });

  it('measures equal architectures once: catches two times for one model', async () => {
    const twin = { ...small, id: 'twin' };
    const measured = await measureLatencies([small, large, twin], settings);
    if (!measured.ok) throw new Error(measured.reason);
    const { times } = measured.value;
    expect(times).toHaveLength(3);
    expect(times[2]).toEqual(times[0]);
    expect(times[1]).not.toEqual(times[0]);
  });

  const deeper = item('deeper', specOf(...Array.from({ length: 13 }, () => layer())));
  const wide = item('wide', spec({ hidden_size: 512 }));
  /** Megabytes that a model takes by itself. */
  const needOf = async (one: typeof large): Promise<number> => {
    const refused = await measureLatencies([one], { ...settings, memoryLimit: 1e6 });
    return Number(/takes about (\d+) MB/.exec(refused.ok ? '' : refused.reason)?.[1]);
  };

  it('says before it starts what takes too much memory: catches a machine that swaps', async () => {
    const passes: number[] = [];
    const limited = { ...settings, memoryLimit: 1e6 };
    const refused = await measureLatencies([small, large], limited, (done) => passes.push(done));
    expect(refused.ok ? '' : refused.reason).toMatch(
      /^small takes about \d+ MB \(and 1 more too much\), and the memory limit is 1 MB: raise /,
    );
    // Both were planned, and nothing was run.
    expect(passes).toEqual([1, 2]);
  });

  it('measures in groups what does not fit together: catches a refusal of what fits alone', async () => {
    const megabytes = await Promise.all([needOf(large), needOf(wide), needOf(deeper)]);
    const steps: number[] = [];
    const grouped = await measureLatencies(
      [large, deeper, wide],
      // The first two share their weights, and the third has others.
      { ...settings, memoryLimit: (Math.max(...megabytes) + 4) * 1e6 },
      (done, all) => steps.push(done / all),
    );
    if (!grouped.ok) throw new Error(grouped.reason);
    expect(grouped.value).toMatchObject({ groups: 2, times: [{}, {}, {}] });
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBe(1);
    const roomy = await measureLatencies([large, deeper, wide], settings);
    expect(roomy.ok && roomy.value.groups).toBe(1);
  });

  it('names a model that cannot be run, with the reason: catches a crash in the middle', async () => {
    const { architecture } = small;
    const convolution = { kernelSize: 4, groups: 1, activation: 'tanh' } as const;
    const convolved = completeModel(
      architecture,
      architecture.blocks.map((b) => ({ ...b, convolution })),
    );
    const refused = await measureLatencies(
      [large, { id: 'convolved', architecture: convolved }],
      settings,
    );
    expect(refused).toEqual({
      ok: false,
      reason: expect.stringMatching(/^convolved: .*can't be run/) as string,
    });
  });

  it.each([{ repeats: 0 }, { warmUp: -1 }, { threads: 1.5 }])(
    'refuses %j: catches a median of nothing',
    async (wrong) => {
      await expect(measureLatencies([small], { ...settings, ...wrong })).rejects.toThrow(
        RangeError,
      );
    },
  );
});
