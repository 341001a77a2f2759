import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectEnded, interrupted, randomNumbers, type Interrupted } from './interrupted.ts';
import { ratedRecords } from './rated-records.ts';
import { outputOf, zerolm } from './run.ts';

/** Far more than the two seconds that are promised: the machine may be busy with other work. */
const MOST_MILLISECONDS = 60_000;

const SPACE = 'fixtures/spaces/flexibert.json';
const LARGE = 'fixtures/bert-family/bert-large.json';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-interruptions-'));
  writeFileSync(join(folder, 'rated.json'), JSON.stringify(ratedRecords(12)));
  writeFileSync(join(folder, 'four.json'), JSON.stringify(ratedRecords(4)));
  const many = ratedRecords(6000).map((record) => JSON.stringify(record));
  writeFileSync(join(folder, 'many.ndjson'), `${many.join('\n')}\n`);
  writeFileSync(join(folder, 'two.json'), JSON.stringify(ratedRecords(2)));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  process.stdout.write(`${report.join('\n')}\n`);
});

const file = (name: string): string => join(folder, name);
const rated = (): string => file('rated.json');
const many = (): string => file('many.ndjson');

/** Every command that may take long, how often it is interrupted, and the seconds in which. */
const COMMANDS: readonly (readonly [
  name: string,
  count: number,
  seconds: number,
  args: () => readonly string[],
])[] = [
  ['evaluate, networks', 24, 6, () => networks('2')],
  ['evaluate, networks, one job', 6, 6, () => networks('1')],
  [
    'evaluate, intervals',
    8,
    6,
    () => ['evaluate', many(), '--resamples', '100000', '--report', file('page.html')],
  ],
  [
    'evaluate, weights',
    4,
    4,
    () => ['evaluate', many(), '--proxy', 'weights', '--seeds', '50', '--mode', 'sampled'],
  ],
  [
    'rank, sampled',
    8,
    5,
    () => ['rank', many(), '--mode', 'sampled', '--seeds', '50', '--capacity', 'frobenius'],
  ],
  ['rank, latency', 6, 6, () => ['rank', rated(), '--cost', 'latency', '--repeats', '100000']],
  [
    'score, sampled',
    6,
    5,
    () => ['score', LARGE, '--mode', 'sampled', '--seeds', '500', '--cache-dir', file('kept')],
  ],
  [
    'score, one long matrix',
    6,
    8,
    () => ['score', LARGE, '--mode', 'sampled', '--capacity', 'nuclear-norm'],
  ],
  [
    'explain, sampled',
    4,
    5,
    () => [
      'explain',
      file('two.json'),
      '--id',
      'c0',
      '--id',
      'c1',
      '--mode',
      'sampled',
      '--seeds',
      '500',
    ],
  ],
  [
    'tune, sampled',
    4,
    5,
    () => ['tune', many(), '--mode', 'sampled', '--seeds', '30', '--out', file('settings.json')],
  ],
  ['tune', 4, 2, () => ['tune', many(), '--strategy', 'optimize', '--out', file('settings.json')]],
  ['latency', 6, 8, () => ['latency', LARGE, '--batch', '4', '--memory-limit', '8G']],
  ['sample', 4, 3, () => ['sample', SPACE, '--n', '10000000', '--constraint', 'params <= 8M']],
  ['enumerate', 3, 3, () => ['enumerate', SPACE, '--count', '4000000000']],
  ['export', 3, 2.5, () => ['export', LARGE, '--out', file('model.onnx'), '--external-data']],
  ['init', 3, 2.5, () => ['init', LARGE, '--out', file('model.safetensors')]],
  ['inspect', 1, 0.5, () => ['inspect', LARGE]],
];

/** Networks that take long enough for threads to be inside of the runtime nearly all of the time. */
const networks = (jobs: string, candidates = rated()): readonly string[] => [
  ...['evaluate', candidates, '--proxy', 'snip,naswot,head-confidence', '--batch', '8'],
  ...['--seeds', '2', '--mode', 'sampled', '--sequence-length', '256'],
  ...['--resamples', '100', '--format', 'json'],
  ...['--jobs', jobs, '--resume', file(`scores-${jobs}.ndjson`)],
];

const report: string[] = [];

describe('a signal at a random moment', () => {
  it('is sent a hundred times', () => {
    expect(COMMANDS.reduce((sum, [, count]) => sum + count, 0)).toBe(100);
  });

  it.each(COMMANDS)(
    'ends %s: catches an abort, a hang, a file that is cut',
    async (name, count, seconds, args) => {
      const random = randomNumbers(count * name.length);
      const ended: Interrupted[] = [];
      for (let run = 0; run < count; run++) {
        const signal = run % 2 === 0 ? 'SIGINT' : 'SIGTERM';
        const moment = 100 + 1000 * seconds * random();
        const one = await interrupted(args(), signal, () => setTimeout(moment));
        ended.push(one);
        expectEnded(one, signal, `${name} after ${moment.toFixed(0)} ms`);
        expect(one.milliseconds).toBeLessThan(MOST_MILLISECONDS);
        if (one.stdout !== '' && !['sample', 'enumerate'].includes(name)) {
          // The signal came while the answer was being printed, or later: it is whole.
          const whole = zerolm(args()).stdout;
          expect(one.stdout.split('\n')).toHaveLength(whole.split('\n').length);
        }
        // Neither a draft nor half a file.
        expect(readdirSync(folder).filter((found) => found.startsWith('.'))).toEqual([]);
      }
      const late = ended.filter(({ isTooLate }) => isTooLate).length;
      const times = ended.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
      const [median, slowest] = [times[times.length >> 1], times.at(-1)];
      const over = times.filter((time) => time > 2000).length;
      report.push(
        `${name}: ${count} signals, ${late} of them too late; ended after ${median?.toFixed(0)} ms in the median, ${slowest?.toFixed(0)} ms at most, ${over} over 2 s`,
      );
    },
    1_800_000,
  );

  it('leaves scores of networks with which the rest is bit-equal', async () => {
    const scores = (text: string): unknown =>
      JSON.parse(text, (key, value: unknown) => (key === 'milliseconds' ? 0 : value));
    const whole = scores(zerolm(networks('2', file('four.json')).slice(0, -2)).stdout);
    for (const jobs of ['2', '1']) {
      const args = networks(jobs, file('four.json'));
      const linesOf = (): string[] => {
        const kept = args.at(-1) ?? '';
        return existsSync(kept) ? readFileSync(kept, 'utf8').split('\n').slice(1, -1) : [];
      };
      // A busy machine may not have come to a score: one more signal, after the next one.
      const earlier = linesOf().length;
      const ended = await interrupted(args, 'SIGINT', async () => {
        while (linesOf().length <= earlier) await setTimeout(5);
      });
      expectEnded(ended, 'SIGINT', 'evaluate');
      const before = linesOf();
      const resumed = zerolm([...args, '--jobs', '2']).stdout;
      const after = linesOf();
      expect(after.slice(0, before.length)).toEqual(before);
      expect(new Set(after).size).toBe(after.length);
      expect(scores(resumed)).toEqual(whole);
    }
  }, 1_800_000);

  it('leaves measurements with which the rest is bit-equal', () => {
    const args = ['score', LARGE, '--mode', 'sampled', '--seeds', '2', '--format', 'json'];
    expect(outputOf([...args, '--cache-dir', file('kept')])).toBe(outputOf(args));
  }, 1_800_000);
});
