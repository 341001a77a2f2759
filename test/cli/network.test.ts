import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PROXIES } from '../../src/index.ts';
import { NETWORK_PROXIES } from '../../src/proxies/registry.ts';
import { evaluateDocument } from '../../src/report/documents/evaluate-schema.ts';
import { loadedBy } from './loaded.ts';
import { ratedRecords } from './rated-records.ts';
import { outputOf, ROOT, zerolm } from './run.ts';

let folder = '';
let input = '';
/** The same with an eighth of the widths, to be run. */
let narrow = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-network-'));
  const records = ratedRecords(12);
  input = file('rated.json', records);
  narrow = file(
    'narrow.json',
    records.map(({ hidden_size, nas_config, ...rest }) => ({
      ...rest,
      hidden_size: hidden_size / 8,
      nas_config: {
        encoder_layers: nas_config.encoder_layers.map((layer) => ({
          ...layer,
          feed_forward_dimension: layer.feed_forward_dimension / 8,
        })),
      },
    })),
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file of the test's folder and gives its path. */
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Texts so short that a network takes no time, and few resamples. */
const SHORT = ['--batch', '2', '--sequence-length', '12', '--resamples', '100'];

/** The proxies of the group: without those that lack a setting. */
const GROUP = NETWORK_PROXIES.filter(({ findMissing }) => (findMissing?.({}) ?? null) === null);

type EvaluateDocument = z.infer<typeof evaluateDocument>;

function parse(text: string): EvaluateDocument {
  return z.strictObject(evaluateDocument.shape).parse(JSON.parse(text));
}

function evaluate(...args: string[]): EvaluateDocument {
  const { status, stdout, stderr } = zerolm(['evaluate', ...args, '--format', 'json']);
  if (status !== 0) throw new Error(stderr);
  return parse(stdout);
}

/** Without the times, which nobody repeats. */
function rowsOf({ proxies }: EvaluateDocument): object[] {
  return proxies.map(({ milliseconds, ...row }) => row);
}

describe('zerolm evaluate with proxies that run the network', () => {
  it('prints all proxies in tables that fit a terminal: catches a name that is too long', () => {
    const { status, stdout } = zerolm(['evaluate', narrow, '--proxy', 'all', ...SHORT]);
    expect(status).toBe(0);
    const lines = stdout.split('\n');
    // A reason is a sentence, which a terminal wraps.
    const columns = lines.filter((line) => !line.includes('No score for any of'));
    expect(Math.max(...columns.map(({ length }) => length))).toBeLessThanOrEqual(80);
    for (const { name } of GROUP) {
      const named = lines.filter((line) => line.startsWith(`${name} `));
      expect([name, named.length >= 1]).toEqual([name, true]);
    }
    expect(stdout).toContain('networks: 2 x 12 drawn tokens, next-token loss, seed 0\n');
  });

  it('prints the JSON that its schema describes, the same on every number of threads', () => {
    const args = [narrow, '--proxy', 'snip,synflow,pca', ...SHORT, '--loss', 'output-sum'];
    const document = evaluate(...args, '--jobs', '1');
    const schema: unknown = JSON.parse(outputOf(['schema', 'evaluate']));
    const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema as object);
    expect(valid(document)).toBe(true);
    expect(document.settings.network).toEqual({
      batch: 2,
      loss: 'output-sum',
      tokens: 'drawn',
      seed: 0,
      seeds: 1,
      memoryLimit: 2e9,
    });
    expect(rowsOf(evaluate(...args, '--jobs', '2'))).toEqual(rowsOf(document));
  });

  it('takes groups of proxies by what they need, and names among them', () => {
    const namesOf = (proxy: string): string[] =>
      evaluate(narrow, '--proxy', proxy, '--resamples', '100').proxies.map((row) => row.proxy);
    expect(namesOf('closed-form')).toEqual(
      namesOf('zerolm,params-no-embedding,attention-params,flops,depth,depth-width,bottleneck,nsc'),
    );
    expect(namesOf('weights, depth')).toEqual(['params', 'depth', 'log-determinant']);
    expect(PROXIES.size).toBe(12 + NETWORK_PROXIES.length);
  });

  it('takes tokens from a file, and says what of it is ignored', () => {
    const texts = [0, 1, 2].map((text) => Array.from({ length: 13 }, (_, n) => 100 * text + n));
    const args = ['evaluate', narrow, '--proxy', 'snip', ...SHORT, '--format', 'json'];
    const path = file('tokens.json', texts);
    const { stdout, stderr, status } = zerolm([...args, '--tokens', path]);
    expect(status).toBe(0);
    expect(stderr).toContain(
      `${path}: ignored 1 of 3 sequences, and all after the first 12 tokens of a sequence: see --batch and --sequence-length`,
    );
    const document = parse(stdout);
    expect(document.settings.network?.tokens).toMatchObject({ source: path });
    const lines = texts.slice(0, 2).map((text) => text.slice(0, 12).join(' '));
    const same = evaluate(...args.slice(1, -2), '--tokens', file('tokens.txt', lines.join('\n')));
    expect(rowsOf(same)).toEqual(rowsOf(document));
    expect(rowsOf(evaluate(...args.slice(1, -2)))).not.toEqual(rowsOf(document));
  });

  it('loads the runtime for them alone: catches a start that is slower for everyone', () => {
    const args = ['evaluate', narrow, '--resamples', '100'];
    expect(loadedBy(args).packages).not.toContain('onnxruntime-node');
    expect(loadedBy(['proxies']).packages).not.toContain('onnxruntime-node');
    expect(loadedBy([...args, '--proxy', 'snip', ...SHORT]).packages).toContain('onnxruntime-node');
  });

  it('warns of options that change nothing where no network is run', () => {
    const { status, stderr } = zerolm([
      ...['evaluate', narrow, '--resamples', '100', '--batch', '2', '--loss', 'output-sum'],
      ...['--memory-limit', '3G', '--resume', join(folder, 'never.ndjson')],
    ]);
    expect(status).toBe(0);
    for (const option of ['--batch', '--loss', '--resume']) {
      expect(stderr).toContain(`${option}: ignored: no proxy that runs the network is asked for`);
    }
    expect(stderr).toContain('--memory-limit: ignored: an expected score measures no weights');
    expect(existsSync(join(folder, 'never.ndjson'))).toBe(false);
  });
});

describe('zerolm evaluate of a few candidates', () => {
  const few = file.bind(null, 'few.json');
  const args = ['--resamples', '100', '--batch', '1'];

  it('gives a remark once, with all proxies that it is on: catches the same line for each', () => {
    const { status, stderr } = zerolm([
      ...['evaluate', few(ratedRecords(3)), '--proxy', 'snip,naswot', ...args],
      ...['--sequence-length', '12'],
    ]);
    expect(status).toBe(0);
    expect(stderr.match(/The interval of tau-b/g)).toHaveLength(1);
    expect(stderr).toContain('warning: params, snip, naswot: The interval of tau-b');
  });

  it('warns that the sum of the outputs is constant: catches a ranking by rounding errors', () => {
    const records = few(ratedRecords(3));
    const warned = (...more: string[]): string =>
      zerolm(['evaluate', records, ...args, '--sequence-length', '12', ...more]).stderr;
    const sum = ['--loss', 'output-sum'];
    const warning = '--loss output-sum: a layer norm is the last layer of 3 of 3 candidates';
    expect(warned('--proxy', 'snip', ...sum)).toContain(`warning: ${warning}`);
    expect(warned('--proxy', 'snip')).not.toContain('layer norm');
    expect(warned('--proxy', 'depth', ...sum)).not.toContain('layer norm');
  });

  it('says once why a proxy has no score for any: catches two warnings of one thing', () => {
    const { status, stderr } = zerolm([
      ...['evaluate', few(ratedRecords(3)), '--proxy', 'snip', ...args, '--sequence-length', '1'],
    ]);
    expect(status).toBe(0);
    expect(stderr).toContain(
      'warning: snip: no score for 3 of 3 candidates; of "c0": a sequence of',
    );
    expect(stderr.match(/a sequence of one token/g)).toHaveLength(1);
  });
});

describe('zerolm evaluate --resume', () => {
  // A few proxies: each keeps its scores in the same way.
  const KEPT = ['snip', 'synflow', 'naswot'];
  const ALL = 12 * KEPT.length;
  const args = (): string[] => [narrow, '--proxy', KEPT.join(), ...SHORT, '--jobs', '1'];

  it('loses nothing that was finished when it is killed: catches scores that are written at the end', async () => {
    const out = join(folder, 'killed.ndjson');
    const linesOf = (): string[] =>
      existsSync(out) ? readFileSync(out, 'utf8').split('\n').slice(1, -1) : [];
    const run = spawn(
      process.execPath,
      [join(ROOT, 'bin', 'zerolm'), 'evaluate', ...args(), '--resume', out],
      { cwd: ROOT, stdio: 'ignore' },
    );
    const ended = new Promise<string | null>((resolve) => {
      run.on('exit', (_, signal) => {
        resolve(signal);
      });
    });
    while (linesOf().length < 3 * KEPT.length && run.exitCode === null) {
      await setTimeout(5);
    }
    run.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    const before = linesOf();
    expect(before.length).toBeLessThan(ALL);
    const resumed = evaluate(...args(), '--resume', out);
    const after = linesOf();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(ALL);
    // None was computed that was there.
    expect(new Set(after).size).toBe(after.length);
    expect(rowsOf(resumed)).toEqual(rowsOf(evaluate(...args())));
    const again = evaluate(...args(), '--resume', out);
    expect(linesOf()).toEqual(after);
    expect(rowsOf(again)).toEqual(rowsOf(resumed));
    // Another setting finds none of them.
    evaluate(...args(), '--resume', out, '--seed', '1');
    expect(linesOf()).toHaveLength(2 * after.length);
  });

  it('refuses a file that it has not written, and leaves it: catches data that is appended to', () => {
    const out = file('data.csv', 'id,q\na,1\n');
    const { status, stdout, stderr } = zerolm(['evaluate', ...args(), '--resume', out]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`--resume: ${out}:1: no file that --resume has written`);
    expect(readFileSync(out, 'utf8')).toBe('id,q\na,1\n');
  });
});

describe('zerolm evaluate refuses with exit code 2 and before any work', () => {
  const refusal = (...args: string[]): string => {
    const { status, stdout, stderr } = zerolm(['evaluate', ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toMatch(/^\s+at /m);
    return stderr;
  };

  it('every architecture that takes more memory than there may be, with the estimate', () => {
    const bert = ['fixtures/bert-family', '--truth', 'fixtures/bert-family-mnli.csv'];
    const stderr = refusal(...bert, '--proxy', 'network');
    expect(stderr).toMatch(
      /bert-base\.json: "bert-base": to run it takes about [\d.]+ GB, and the memory limit is 2 GB: raise --memory-limit, or take fewer proxies, a smaller --batch or --sequence-length/,
    );
    expect(stderr).toMatch(/bert-large\.json: "bert-large": to run it takes about/);
    expect(stderr).not.toContain('bert-tiny');
    const small = refusal(input, '--proxy', 'snip', '--memory-limit', '250M', ...SHORT);
    expect(small.match(/memory limit is 250 MB/g)?.length).toBe(12);
  });

  it('a text that is longer than the positions, of every candidate that has too few', () => {
    const stderr = refusal(input, '--proxy', 'snip', '--sequence-length', '600', '--batch', '1');
    expect(stderr).toContain(
      '"c0": a sequence of 600 tokens is too long: the model has 512 positions, so take at most 512',
    );
    expect(stderr.match(/take at most 512/g)?.length).toBe(12);
  });

  it('tokens that are none, too few, too short or outside the vocabulary, with their place', () => {
    const tokens = (content: string): string =>
      refusal(input, '--proxy', 'snip', ...SHORT, '--tokens', file('wrong.txt', content));
    const text = '1 2 3 4 5 6 7 8 9 10 11 12';
    expect(tokens(`${text}\n1 2 x`)).toContain('wrong.txt:2: token 3: "x": expected a token id');
    expect(tokens(text)).toContain('wrong.txt: 1 sequences: expected at least 2');
    expect(tokens(`${text}\n1 2`)).toContain(
      'wrong.txt:2: a sequence of 2 tokens: expected at least 12',
    );
    // Once for all that have the vocabulary: catches a line for each of a thousand candidates.
    expect(tokens(`${text}\n${text.replace('7', '99999')}`)).toMatch(
      /^error: \S*wrong\.txt:2: token 7: 99999: expected a token id below 30522, the size of the vocabulary of "c0", "c1", "c2" and 9 more\n$/,
    );
    expect(refusal(input, '--proxy', 'snip', '--tokens', 'nowhere.json')).toContain(
      'nowhere.json: no such file or directory',
    );
  });

  it.each([
    [['--memory-limit', '4'], 'expected a number of bytes above 0 with its unit, as 500M, 4G.'],
    [['--memory-limit', '-1G'], 'expected a number of bytes above 0 with its unit, as 500M, 4G.'],
    [['--batch', '0'], 'expected a whole number from 1'],
    [['--loss', 'mse'], 'Allowed choices are next-token, output-sum'],
    [['--proxy', 'netwrk'], 'did you mean network?'],
  ])('%j: catches a default in its place', (args, message) => {
    expect(refusal(input, ...args)).toContain(message);
  });
});
