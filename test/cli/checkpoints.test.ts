import { spawnSync } from 'node:child_process';
import {
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  closeSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inspectDocument } from '../../src/report/documents/inspect-document.ts';
import { rankDocument } from '../../src/report/documents/rank-document.ts';
import { scoreDocument } from '../../src/report/documents/score-document.ts';
import { checkpointOf, fileWith } from '../safetensors/files.ts';
import { ROOT, outputOf, zerolm } from './run.ts';
import { IMPORT_PEAK } from '../peak-memory.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const MINI = 'fixtures/bert-family/bert-mini.json';

let folder = '';
let tiny = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-checkpoints-'));
  tiny = join(folder, 'tiny.safetensors');
  outputOf(['init', TINY, '--seed', '3', '--out', tiny]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('zerolm score, inspect and rank of a checkpoint', () => {
  it('refuses a checkpoint for a spec, as all do that need an architecture', () => {
    for (const args of [
      ['init', tiny, '--out', join(folder, 'x.safetensors')],
      ['evaluate', tiny],
      ['explain', tiny, tiny],
    ]) {
      const { status, stderr } = zerolm(args);
      expect(status).toBe(2);
      expect(stderr).toContain(
        'a checkpoint, which holds shapes and weights but no architecture; zerolm score, rank, tune and inspect take it',
      );
    }
  });

  const scoreOf = (...args: string[]): unknown => {
    const { settings, id, ...score } = scoreDocument.parse(
      JSON.parse(outputOf(['score', ...args, '--format', 'json'])),
    );
    return score;
  };

  it('scores a written model as sampled mode does, to the last bit', () => {
    const sampled = scoreOf(TINY, '--mode', 'sampled', '--seed', '3');
    expect(scoreOf(tiny, '--mode', 'weights')).toEqual(sampled);
    expect(scoreOf(tiny, '--mode', 'sampled', '--seed', '3')).toEqual(sampled);
    expect(scoreOf(tiny)).toEqual(scoreOf(TINY));
  });

  it('says where the weights are from', () => {
    expect(outputOf(['score', tiny, '--mode', 'weights'])).toContain(
      'capacity: zerolm, of the weights in the file',
    );
  });

  it('inspects names, types and parts, with the sums of the spec', () => {
    const parse = (path: string): z.infer<typeof inspectDocument> =>
      inspectDocument.parse(JSON.parse(outputOf(['inspect', path, '--format', 'json'])));
    const [own, spec] = [parse(tiny), parse(TINY)];
    expect(own.parameters).toEqual(spec.parameters);
    expect(own.matrices).toEqual(spec.matrices);
    expect(
      own.weights.map(({ path, shape, subModule, block, counts }) => ({
        path,
        shape,
        subModule,
        block,
        counts,
      })),
    ).toEqual(
      spec.weights.map(({ path, shape, subModule, block, counts }) => ({
        path,
        shape,
        subModule,
        block,
        counts,
      })),
    );
    expect(own.weights[0]?.stored).toEqual({
      dtype: 'F32',
      file: 'tiny.safetensors',
      matched: true,
    });
    expect(own.checkpoint).toMatchObject({ unmatched: [], buffers: [] });
    const lines = outputOf(['inspect', tiny]).split('\n');
    expect(lines[0]).toBe('tiny: 37 weights, named as bert, electra, roberta, flexibert');
    for (const format of ['csv', 'markdown', 'ndjson'])
      outputOf(['inspect', tiny, '--format', format]);
  });

  it('ranks a folder of checkpoints and specs in one order: catches two lists', () => {
    const own = mkdtempSync(join(folder, 'rank-'));
    outputOf(['init', MINI, '--out', join(own, 'mini.safetensors')]);
    outputOf(['init', TINY, '--out', join(own, 'tiny.safetensors')]);
    writeFileSync(join(own, 'truth.csv'), 'id,acc\nmini,2\ntiny,1\n');
    const args = ['rank', own, '--truth', join(own, 'truth.csv'), '--format', 'json'];
    const { status, stdout, stderr } = zerolm(args);
    expect(status).toBe(0);
    expect(stderr).toMatch(/truth\.csv: ignored/);
    const { ranking } = rankDocument.parse(JSON.parse(stdout));
    expect(ranking.map(({ rank, id, truth }) => [rank, id, truth])).toEqual([
      [1, 'mini', 2],
      [2, 'tiny', 1],
    ]);
    const mixed = rankDocument.parse(
      JSON.parse(outputOf(['rank', TINY, join(own, 'mini.safetensors'), '--format', 'json'])),
    );
    expect(mixed.ranking.map(({ id }) => id)).toEqual(['mini', 'bert-tiny']);
    const refused = zerolm(['rank', TINY, tiny, '--mode', 'weights']);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(
      /bert-tiny\.json: no checkpoint, so it has no weights to measure/,
    );
  });

  it('tells models that are saved under one name by their folders, once each: catches a duplicate "model"', () => {
    const own = mkdtempSync(join(folder, 'saved-'));
    for (const [name, spec] of [
      ['bert-mini', MINI],
      ['bert-tiny', TINY],
    ] as const) {
      mkdirSync(join(own, name));
      writeFileSync(
        join(own, name, 'config.json'),
        zerolm(['convert', spec, '--to', 'hugging-face']).stdout,
      );
      outputOf([
        'init',
        join(own, name, 'config.json'),
        '--out',
        join(own, name, 'model.safetensors'),
      ]);
    }
    const idsOf = (...args: string[]): string[] =>
      rankDocument
        .parse(JSON.parse(zerolm(['rank', ...args, '--format', 'json']).stdout))
        .ranking.map(({ id }) => id);
    const files = ['bert-tiny', 'bert-mini'].map((name) => join(own, name, 'model.safetensors'));
    expect(idsOf(...files)).toEqual(['bert-mini', 'bert-tiny']);
    expect(idsOf(own)).toEqual(['bert-mini', 'bert-tiny']);
    expect(idsOf(own, '--mode', 'weights')).toEqual(['bert-mini', 'bert-tiny']);
    expect(zerolm(['evaluate', own]).stderr).toContain('ignored: config.json beside it');
    const one = zerolm(['score', join(own, 'bert-tiny'), '--mode', 'weights', '--format', 'json']);
    expect(scoreDocument.parse(JSON.parse(one.stdout)).id).toBe('bert-tiny');
  });

  it('warns of options that do nothing, and refuses seeds of weights', () => {
    expect(zerolm(['score', tiny, '--mode', 'weights', '--seed', '1']).stderr).toBe(
      'warning: --seed: ignored: the weights of a checkpoint have no seed\n',
    );
    expect(zerolm(['inspect', tiny, '--initialization', 'gpt2']).stderr).toBe(
      'warning: --initialization: ignored: a checkpoint has weights already\n',
    );
    expect(zerolm(['score', tiny, '--mode', 'weights', '--seeds', '2']).status).toBe(2);
  });

  it('says that a file tells no experts apart: catches an option without effect', () => {
    expect(zerolm(['score', tiny, '--experts', 'routed']).stderr).toBe(
      `warning: ${tiny}: the choice of routed experts is ignored for a checkpoint\n`,
    );
  });

  it('names what it could not place, and scores without it', () => {
    const path = join(folder, 'odd.safetensors');
    writeFileSync(
      path,
      checkpointOf({
        'encoder.layer.0.intermediate.dense.weight': { dtype: 'F32', shape: [4, 2] },
        'my.adapter': { dtype: 'F32', shape: [2, 2] },
      }),
    );
    const { status, stderr } = zerolm(['score', path]);
    expect(status).toBe(0);
    expect(stderr).toContain(
      '1 names of no known weight, counted as parameters and not as capacity: "my.adapter"',
    );
    expect(zerolm(['inspect', path]).stdout).toMatch(/my\.adapter +2 x 2 +unknown name +F32/);
  });

  it('refuses a damaged file with exit code 2 and nothing on stdout', () => {
    const path = join(folder, 'damaged.safetensors');
    writeFileSync(path, fileWith({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }));
    for (const command of ['score', 'inspect', 'rank']) {
      const { status, stdout, stderr } = zerolm([command, path]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toBe(
        `error: ${path}: a.data_offsets: [0, 8]: expected a begin, then an end, in the 0 bytes of data that the file has; it may be cut off\n`,
      );
    }
  });
});

describe('a checkpoint of 13 GB in three files', () => {
  it('is inspected and scored by its headers: catches a read of the data', () => {
    const own = mkdtempSync(join(folder, 'large-'));
    const index = join(own, 'model.safetensors.index.json');
    writeSparseLlama(own, index);
    const report = join(own, 'usage');
    const hook = join(own, 'report-usage.mjs');
    writeFileSync(
      hook,
      `import { writeFileSync } from 'node:fs';
      ${IMPORT_PEAK}
      process.on('exit', () => {
        writeFileSync(${JSON.stringify(report)}, JSON.stringify({ ...process.resourceUsage(), maxRSS: peakKilobytes() }));
      });`,
    );
    for (const command of ['inspect', 'score']) {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--import', hook, join(ROOT, 'bin', 'zerolm'), command, index, '--format', 'json'],
        { encoding: 'utf8' },
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const { parameters } = z
        .object({ parameters: z.object({ total: z.int() }) })
        .parse(JSON.parse(stdout));
      expect(parameters.total).toBe(6_738_415_616);
      const { maxRSS, userCPUTime, systemCPUTime } = z
        .object({ maxRSS: z.number(), userCPUTime: z.number(), systemCPUTime: z.number() })
        .parse(JSON.parse(readFileSync(report, 'utf8')));
      expect(maxRSS / 1000).toBeLessThan(150);
      // Processor time, to which nothing else on the machine adds; to read 13 GB takes much more.
      expect((userCPUTime + systemCPUTime) / 1e6).toBeLessThan(5);
    }
  });
});

/** Llama-2-7B in half precision: shapes as published, data that takes no room on the disk. */
function writeSparseLlama(own: string, index: string): void {
  const [h, f, words] = [4096, 11_008, 32_000];
  const tensors: [string, readonly number[]][] = [['model.embed_tokens.weight', [words, h]]];
  for (let block = 0; block < 32; block++) {
    const name = `model.layers.${block}`;
    for (const part of ['q_proj', 'k_proj', 'v_proj', 'o_proj']) {
      tensors.push([`${name}.self_attn.${part}.weight`, [h, h]]);
    }
    for (const part of ['gate_proj', 'up_proj'])
      tensors.push([`${name}.mlp.${part}.weight`, [f, h]]);
    tensors.push([`${name}.mlp.down_proj.weight`, [h, f]]);
    for (const part of ['input_layernorm', 'post_attention_layernorm']) {
      tensors.push([`${name}.${part}.weight`, [h]]);
    }
  }
  tensors.push(['model.norm.weight', [h]], ['lm_head.weight', [words, h]]);
  const map: Record<string, string> = {};
  let bytes = 0;
  for (let shard = 0; shard < 3; shard++) {
    const file = `model-0000${shard + 1}-of-00003.safetensors`;
    const header: Record<string, object> = {};
    let end = 0;
    for (const [name, shape] of tensors.slice(
      shard * 97,
      shard === 2 ? undefined : (shard + 1) * 97,
    )) {
      const begin = end;
      end += 2 * shape.reduce((product, size) => product * size, 1);
      header[name] = { dtype: 'F16', shape, data_offsets: [begin, end] };
      map[name] = file;
    }
    const head = fileWith(header);
    const descriptor = openSync(join(own, file), 'w');
    writeSync(descriptor, head);
    ftruncateSync(descriptor, head.length + end);
    closeSync(descriptor);
    bytes += end;
  }
  expect(bytes).toBeGreaterThan(13e9);
  writeFileSync(index, JSON.stringify({ metadata: { total_size: bytes }, weight_map: map }));
}
