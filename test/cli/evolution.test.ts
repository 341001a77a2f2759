import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchDocument } from '../../src/report/documents/search-document.ts';
import { expectEnded, interrupted } from './interrupted.ts';
import { zerolm } from './run.ts';

const SPACE = 'fixtures/spaces/flexibert.json';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-evolution-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** An evolution by a proxy that runs the network, the least that is one. */
const networks = (jobs: string): string[] => [
  ...['search', SPACE, '--method', 'evolution', '--proxy', 'naswot', '--jobs', jobs],
  ...['--constraint', 'params <= 5M', '--sequence-length', '8', '--batch', '2'],
  ...['--evaluations', '40', '--population', '10', '--top', '5', '--format', 'json'],
];

function linesOf(path: string): number {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}

describe('zerolm search --method evolution', () => {
  it('prints what it found, how, and beside what', () => {
    const file = join(folder, 'page.html');
    const { stdout, stderr, status } = zerolm([
      ...['search', SPACE, '--method', 'evolution', '--front', 'params'],
      ...['--evaluations', '300', '--population', '50', '--seed', '3', '--report', file],
    ]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('heuristic: NSGA-II, 300 of 10,621,440 candidates evaluated');
    expect(stdout).toContain('evolution: population 50, seed 3');
    expect(stdout).toMatch(/^hypervolume: \S+; random search \S+ after 300 candidates$/m);
    expect(stdout).toMatch(/^optimum: \S+; (found|\S+ % short of it)$/m);
    expect(stdout).toContain('no other evaluated candidate scores as high for less');
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('score against parameters');
    expect(page).toContain('Hypervolume over evaluations');
  });

  it('computes nothing twice after it was stopped, at any number of jobs', async () => {
    const whole = zerolm(networks('1'));
    expect(whole.status, whole.stderr).toBe(0);
    const kept = join(folder, 'kept.ndjson');
    const stopped = await interrupted([...networks('2'), '--resume', kept], 'SIGTERM', async () => {
      // In the second generation.
      while (linesOf(kept) < 15) await setTimeout(20);
    });
    expectEnded(stopped, 'SIGTERM', 'an evolution');
    const before = linesOf(kept);
    expect(before).toBeGreaterThanOrEqual(15);
    const resumed = zerolm([...networks('2'), '--resume', kept]);
    expect(resumed.stdout).toBe(whole.stdout);
    // A heading, and one score of each candidate that was evaluated.
    expect(linesOf(kept)).toBe(1 + 40);
    const { heuristic, measured } = searchDocument.parse(JSON.parse(resumed.stdout));
    expect(measured).toBe(40);
    expect(heuristic?.random).toEqual({
      evaluations: 10,
      value: expect.any(Number) as number,
    });
    expect(heuristic?.exact).toBeUndefined();
  });

  it.each([
    [
      ['--evaluations', '50'],
      '--evaluations 50: fewer than the population of 100; raise it, or lower --population',
    ],
    [['--population', '1'], '--population'],
    [['--evaluations', 'many'], '--evaluations'],
    [['--combine', 'sum'], '--combine'],
    [['--proxy', 'zerolm,nsc'], '--proxy zerolm,nsc: a search takes one proxy'],
    [['--method', 'annealing'], 'exact, evolution'],
  ])('refuses %j with exit code 2', (options, message) => {
    const { status, stdout, stderr } = zerolm([
      ...['search', SPACE, '--method', 'evolution'],
      ...options,
    ]);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
