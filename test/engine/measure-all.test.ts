import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { measureAll, MeasureThreads, WORTH_THREADS } from '../../src/engine/measure-all.ts';
import { runTask, tasksOf, type DrawnMatrix } from '../../src/capacity/measurement.ts';
import { gatherMoments, SEGMENT_SIZE } from '../../src/capacity/moments.ts';
import { drawWeights } from '../../src/initialization/draw-weights.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';

const distribution = { kind: 'normal', standardDeviation: 0.02 } as const;

function matrix(rows: number, cols: number, path = `${rows} x ${cols}`): DrawnMatrix {
  return { rows, cols, distribution, stream: weightStream(1, path) };
}

/** Enough for threads to start, in matrices of all sizes: one of several segments and a rest. */
const LARGE = [
  matrix(SEGMENT_SIZE / 1024, 5000),
  matrix(3, 5),
  ...Array.from({ length: 20 }, (_, i) => matrix(1000, 500, `small ${i}`)),
  matrix(SEGMENT_SIZE / 1024, 2048),
];

describe('measureAll(matrices, kind, jobs)', () => {
  test('gives the same bits with any number of threads: catches a sum by order of arrival', async () => {
    const entries = LARGE.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
    expect(entries).toBeGreaterThan(WORTH_THREADS);
    const alone = await measureAll(LARGE, 'moments', 1);
    for (const jobs of [2, 3]) expect(await measureAll(LARGE, 'moments', jobs)).toEqual(alone);
  });

  test('gives what one pass over each matrix gives: catches a segment that is added elsewhere', async () => {
    const measured = await measureAll(LARGE.slice(0, 3), 'moments', 2);
    for (const [index, measurement] of measured.entries()) {
      const { rows, cols, stream } = LARGE[index]!;
      const moments = gatherMoments(rows * cols, (start, out) => {
        drawWeights(distribution, stream, start, out);
      });
      expect(measurement).toEqual({ kind: 'moments', moments });
    }
  });

  test.each(['singular-values', 'log-determinant'] as const)(
    'finds %s in threads as alone: catches values lost on the way',
    async (kind) => {
      const matrices = Array.from({ length: 12 }, (_, i) => matrix(300, 400, `s${i}`));
      const many = Array.from({ length: 6 }, () => matrices).flat();
      expect(await measureAll(many, kind, 2)).toEqual(await measureAll(many, kind, 1));
    },
  );

  test('gives each measurement at once, with its matrix: catches one that is known at the end alone', async () => {
    const seen = new Map<number, object>();
    let isFirst = true;
    const measured = await measureAll(LARGE, 'moments', 2, {
      onMeasured: (measurement, index) => seen.set(index, measurement),
      onProgress: (done, total) => {
        if (seen.size > 0 && isFirst) {
          isFirst = false;
          expect(done).toBeLessThan(total);
        }
      },
    });
    expect([...seen].sort(([a], [b]) => a - b)).toEqual([...measured.entries()]);
  });

  test('lists no task before it is due: catches a list that fills the memory', async () => {
    // All of them would be ten million tasks.
    const vast = Array.from({ length: 2500 }, (_, i) => matrix(2 ** 17, 2 ** 17, `vast ${i}`));
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    const stopped = measureAll(vast, 'sum-of-squares', 1, {
      onProgress: (done, total) => {
        most = Math.max(most, process.memoryUsage().heapUsed - before);
        expect(total).toBe(2500 * 2 ** 34);
        if (done > 2 ** 24) throw new Error('enough');
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(most).toBeLessThan(1e8);
  });

  test('leaves what takes long to threads, with equal numbers: catches a thread that hears nothing', async () => {
    // One task takes a good second; the timer shows that the event loop had its turn meanwhile.
    const long = [matrix(1200, 1200, 'long'), matrix(30, 40, 'short')];
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 20);
    const measured = await measureAll(long, 'singular-values', 1);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
    expect(measured).toEqual(
      long.map((one) => runTask(tasksOf(one, 'singular-values')[0] ?? expect.fail())),
    );
  });

  test('says how far it is, up to all of it: catches an estimate that never ends', async () => {
    const seen: [number, number][] = [];
    await measureAll(LARGE, 'moments', 2, {
      onProgress: (done, total) => seen.push([done, total]),
    });
    const total = LARGE.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
    expect(seen.at(-1)).toEqual([total, total]);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
  });

  test('measures nothing where there is nothing', async () => {
    expect(await measureAll([], 'moments', 2)).toEqual([]);
  });
});

describe('MeasureThreads', () => {
  test('of which all die leave the work to the calling thread: catches a run that waits for ever', async () => {
    const alone = await measureAll(LARGE, 'moments', 1);
    for (const delay of [0, 60]) {
      const threads = new MeasureThreads(3);
      const measured = measureAll(LARGE, 'moments', 3, { started: threads });
      await setTimeout(delay);
      // All end at once, with tasks in hand.
      await threads.close();
      expect(await measured).toEqual(alone);
    }
  });

  test('that are dead already take no work: catches a message to nobody', async () => {
    const threads = new MeasureThreads(2);
    await threads.close();
    const [thread] = threads.all;
    expect(await thread?.run(tasksOf(matrix(4, 4), 'moments'))).toBeNull();
    expect(await measureAll(LARGE.slice(1, 4), 'moments', 2, { started: threads })).toEqual(
      await measureAll(LARGE.slice(1, 4), 'moments', 1),
    );
  });

  test('do what they are given in its order: catches an answer that goes to another', async () => {
    const threads = new MeasureThreads(2);
    const [thread] = threads.all;
    if (thread === undefined) throw new Error('no thread');
    const lists = [30, 20, 10].map((rows) => tasksOf(matrix(rows, 7), 'moments'));
    const answers = await Promise.all(lists.map((tasks) => thread.run(tasks)));
    expect(answers).toEqual(lists.map((tasks) => tasks.map(runTask)));
    await threads.close();
  });

  test('are no more than there is work for: catches a thousand threads that take gigabytes', async () => {
    const threads = new MeasureThreads(1024, WORTH_THREADS);
    expect(threads.all.length).toBe(7);
    await threads.close();
  });

  test('are closed at the end: catches a process that does not end', async () => {
    const threads = new MeasureThreads(2);
    await measureAll([], 'moments', 2, { started: threads });
    expect(await threads.all[0]?.run([])).toBeNull();
  });
});
