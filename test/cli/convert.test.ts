import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { distance, padded, runBatches, tokensOf } from '../forward/padded-batch.ts';
import { temporaryFiles } from '../temporary-files.ts';
import { outputOf, ROOT, zerolm } from './run.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const BIN = join(ROOT, 'bin', 'zerolm');

const PYTHON = '/usr/bin/python3';
const hasTorch = spawnSync(PYTHON, ['-c', 'import torch']).status === 0;

describe('zerolm convert', () => {
  it('writes one candidate in full, several a line each, and what is read again scores the same', () => {
    const one = outputOf(['convert', TINY, '--to', 'flexibert']);
    expect(one.split('\n').length).toBeGreaterThan(10);
    const many = outputOf(['convert', 'fixtures/flexibert-candidates', '--to', 'flexibert']);
    expect(many.trim().split('\n')).toHaveLength(24);
    const node = `"${process.execPath}" ${BIN}`;
    const line = `${node} convert fixtures/flexibert-candidates --to flexibert | ${node} rank - --format csv`;
    const { stdout } = spawnSync('bash', ['-c', line], { cwd: ROOT, encoding: 'utf8' });
    expect(stdout).toBe(outputOf(['rank', 'fixtures/flexibert-candidates', '--format', 'csv']));
  });

  it('writes one candidate as Python, and refuses several, and what cannot run', () => {
    const candidates = 'fixtures/flexibert-candidates';
    const python = outputOf(['convert', `${candidates}/candidate-01.json`, '--to', 'pytorch']);
    expect(python.split('\n')[0]).toBe('"""candidate-01 as a PyTorch module, written by zerolm.');
    const refused = (...args: string[]): string => {
      const { status, stdout, stderr } = zerolm(['convert', ...args, '--to', 'pytorch']);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      return stderr;
    };
    expect(refused(candidates)).toContain('holds 24 candidates: choose one with --id');
    expect(refused('fixtures/transformer-xl.yaml')).toContain(
      "no PyTorch module: positions of that kind can't be written as a PyTorch module",
    );
  });

  it.skipIf(!hasTorch)(
    `writes a module that loads what init writes, and computes what export writes${
      hasTorch ? '' : ' (skipped: no /usr/bin/python3 with torch)'
    }`,
    async () => {
      const folder = temporaryFiles({});
      const at = (name: string): string => join(folder, name);
      const spec = 'fixtures/flexibert-candidates/candidate-01.json';
      outputOf(['init', spec, '--seed', '5', '--out', at('model.safetensors')]);
      outputOf(['export', spec, '--seed', '5', '--out', at('model.onnx')]);
      writeFileSync(at('model.py'), outputOf(['convert', spec, '--to', 'pytorch']));
      const sequences = [
        [101, 7592, 2088, 102],
        [101, 2023, 102],
      ];
      // Without the inputs of a decoder after an encoder, which this model has none of.
      const { input_ids, attention_mask, token_type_ids } = padded(sequences, 5, 'right');
      const batch = { input_ids, attention_mask, token_type_ids };
      writeFileSync(at('batch.json'), JSON.stringify(batch));
      execFileSync(PYTHON, [join(ROOT, 'scripts', 'run-pytorch-module.py'), folder]);
      const { hidden } = z
        .object({ hidden: z.array(z.number()) })
        .parse(JSON.parse(readFileSync(at('outputs.json'), 'utf8')));
      const [expected] = await runBatches(readFileSync(at('model.onnx')), [batch]);
      const states = expected?.last_hidden_state?.data as Float32Array;
      for (const row of batch.attention_mask.keys()) {
        const [found, wanted] = [hidden, states].map((data) =>
          tokensOf(data, batch.attention_mask, row),
        );
        expect(distance(found ?? [], wanted ?? [])).toBeLessThan(1e-5);
      }
    },
  );

  it('refuses a command line of another form, and prints nothing where no candidate is left', () => {
    expect(zerolm(['convert', TINY]).stderr).toContain("required option '--to <form>'");
    expect(zerolm(['convert', TINY, '--to', 'onnx']).stderr).toContain('Allowed choices are');
    expect(zerolm(['convert', TINY, 'x', '--to', 'flexibert']).stderr).toContain(
      'too many arguments',
    );
    const { status, stdout, stderr } = zerolm([
      ...['convert', 'fixtures/hw-gpt.ndjson', '--to', 'flexibert', '--skip-invalid'],
    ]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('skipped: no flexibert spec');
    expect(stderr).toContain('error: no candidate is left');
  });
});
