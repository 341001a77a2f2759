import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, outputOf, zerolm } from './run.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const MINI = 'fixtures/bert-family/bert-mini.json';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-init-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('zerolm init', () => {
  it('says what it has written, and leaves nothing else', () => {
    const own = mkdtempSync(join(folder, 'init-'));
    const out = join(own, 'mini.safetensors');
    expect(outputOf(['init', MINI, '--out', out])).toBe(
      `${out}: bert-mini, 69 weights, 11,104,768 parameters in single precision, seed 0\n`,
    );
    expect(readdirSync(own)).toEqual(['mini.safetensors']);
    expect(statSync(out).size).toBeGreaterThan(4 * 11_104_768);
  });

  it.each([
    [['init', TINY], /required option '--out <file>'/],
    [
      ['init', TINY, '--out', 'model.bin'],
      /--out "model\.bin": expected a name that ends in \.safetensors/,
    ],
    [
      ['init', TINY, '--out', '/no/such/a.safetensors'],
      /--out: can't be written: no such directory/,
    ],
    [['init', 'no.json', '--out', 'a.safetensors'], /no\.json: no such file or directory/],
  ])('refuses %j', (args, message) => {
    const { status, stdout, stderr } = zerolm(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('refuses an adapter, which is no part of a checkpoint of its model', () => {
    const spec = join(folder, 'adapted.json');
    const adapter = { r: 4, target_modules: ['query'] };
    const base = {
      model_type: 'bert',
      hidden_size: 128,
      num_hidden_layers: 2,
      num_attention_heads: 2,
    };
    writeFileSync(spec, JSON.stringify({ base, adapter }));
    const { status, stderr } = zerolm(['init', spec, '--out', join(folder, 'a.safetensors')]);
    expect(status).toBe(2);
    expect(stderr).toContain(
      `error: ${spec}: adapter: an adapter is a checkpoint of its own, which is not written: leave it out\n`,
    );
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'leaves no half of a file when %s stops it: catches gigabytes under a hidden name',
    async (signal, code) => {
      const own = mkdtempSync(join(folder, 'stopped-'));
      const spec = join(own, 'large.json');
      const layer = {
        operation_type: 'SA',
        operation_parameter: 'SDP',
        num_operation_heads: 8,
        feed_forward_dimension: 8192,
        num_feed_forward: 1,
      };
      writeFileSync(
        spec,
        JSON.stringify({
          hidden_size: 2048,
          nas_config: { encoder_layers: Array.from({ length: 48 }, () => layer) },
        }),
      );
      const args = [join(ROOT, 'bin', 'zerolm'), 'init', spec, '--out', join(own, 'a.safetensors')];
      const child = spawn(process.execPath, args);
      const ended = once(child, 'exit');
      while (readdirSync(own).length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
      child.kill(signal);
      expect((await ended)[0]).toBe(code);
      expect(readdirSync(own)).toEqual(['large.json']);
    },
  );
});
