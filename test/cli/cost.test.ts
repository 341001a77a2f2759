import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { rankDocument } from '../../src/report/documents/rank-document.ts';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { outputOf, zerolm } from './run.ts';

const CANDIDATES = 'fixtures/flexibert-candidates';
const COUNTED = ['flops', 'params', 'active-params', 'memory'] as const;

type Document = z.infer<typeof rankDocument>;
type Entry = Document['ranking'][number];

const rank = (...args: string[]): Document =>
  rankDocument.strict().parse(JSON.parse(outputOf(['rank', ...args, '--format', 'json'])));

/** The ids on the front by its definition, over numbers of 12 digits. */
function frontOf(entries: readonly Entry[]): string[] {
  const items = entries.map(({ id, score, cost }) => ({
    id,
    score: roundForTies(score),
    cost: roundForTies(cost!.value),
  }));
  return items
    .filter(
      (one) =>
        !items.some(
          (other) =>
            other.cost <= one.cost &&
            other.score >= one.score &&
            (other.cost < one.cost || other.score > one.score),
        ),
    )
    .map(({ id }) => id);
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-cost-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

describe('zerolm rank --cost', () => {
  it.each(COUNTED)('%s marks the front by its definition: catches a mark that is off', (cost) => {
    const { ranking, front, settings } = rank(CANDIDATES, '--cost', cost);
    const expected = frontOf(ranking);
    expect(ranking.filter((entry) => entry.front === true).map(({ id }) => id)).toEqual(expected);
    expect(front).toMatchObject({ size: expected.length, of: ranking.length });
    expect(front?.entries).toEqual(ranking.filter((entry) => entry.front === true));
    for (const entry of ranking) {
      expect(entry.cost).toMatchObject({ name: cost, unit: settings.cost?.unit });
    }
    if (cost === 'params') {
      for (const entry of ranking) expect(entry.cost?.value).toBe(entry.parameters.total);
    }
  });

  it.each(COUNTED)(
    '%s is printed within 80 columns, all of the front: catches a member that --top hides',
    (cost) => {
      const output = outputOf(['rank', CANDIDATES, '--cost', cost, '--top', '2']);
      expect(Math.max(...output.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
      const { front } = rank(CANDIDATES, '--cost', cost);
      const [, section = ''] = output.split('The front, the best score first');
      const rows = [...section.matchAll(/^ *(\d+) +(\S+) .* yes\b/gm)];
      expect(rows.map(([, place, id]) => [Number(place), id])).toEqual(
        front?.entries.map((entry) => [entry.rank, entry.id]),
      );
      expect(output).toContain(`front: ${front?.size} of ${front?.of};`);
      // Where all of it is listed already it is not listed again.
      expect(outputOf(['rank', CANDIDATES, '--cost', cost])).not.toContain('The front, ');
    },
  );

  it('finds one front, whatever is listed and in whatever order lines come: catches a front of the best alone', () => {
    const lines = Array.from({ length: 3000 }, (_, n) =>
      JSON.stringify({ id: `c${n}`, ...sampleFlexibertSpec(11, n) }),
    );
    const path = written('front.ndjson', lines);
    const { front, ranking } = rank(path, '--cost', 'flops');
    expect(front?.size).toBeGreaterThan(3);
    expect(front?.entries.map(({ id }) => id).sort()).toEqual(frontOf(ranking).sort());
    const back = written('back.ndjson', lines.toReversed());
    for (const file of [path, back]) {
      const top = rank(file, '--cost', 'flops', '--top', '3');
      expect(top.front).toEqual(front);
      expect(top.ranking).toEqual(ranking.slice(0, 3));
    }
  });

  it('is valid by the published schema, in every form: catches a field that one of them lacks', () => {
    const schema: unknown = JSON.parse(outputOf(['schema', 'rank']));
    const isDocument = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      schema as object,
    );
    const args = ['rank', CANDIDATES, '--cost', 'memory', '--batch', '4', '--top', '2'];
    const document: unknown = JSON.parse(outputOf([...args, '--format', 'json']));
    expect(isDocument(document), JSON.stringify(isDocument.errors)).toBe(true);
    const { ranking, front, settings } = rankDocument.parse(document);
    expect(settings.cost).toEqual({ name: 'memory', unit: 'bytes', batch: 4, sequenceLength: 128 });

    const records = outputOf([...args, '--format', 'ndjson'])
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(records[0]).toMatchObject({ record: 'settings', settings });
    expect(records.slice(1, 3)).toEqual(ranking.map((entry) => ({ record: 'entry', ...entry })));
    expect(records.slice(3)).toEqual([{ record: 'front', ...front }]);

    const { stdout, stderr } = zerolm([...args, '--format', 'csv']);
    const rows = parse<Record<string, string>>(stdout, { columns: true });
    expect(rows.map(({ id, cost, front: on }) => [id, Number(cost), on])).toEqual(
      ranking.map((entry) => [entry.id, entry.cost?.value, entry.front === true ? 'yes' : 'no']),
    );
    expect(stderr).toContain('The front, the best score first');

    const markdown = outputOf([...args, '--format', 'markdown']);
    expect(markdown).toContain('| rank | id | score | bytes | front | parameters |');
  });

  it('lists the cheapest first with --sort cost: catches the costliest first', () => {
    const costs = rank(CANDIDATES, '--cost', 'flops', '--sort', 'cost').ranking.map(
      ({ cost }) => cost!.value,
    );
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    const { status, stdout, stderr } = zerolm(['rank', CANDIDATES, '--sort', 'cost']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe('error: --sort cost: no cost was asked for; add --cost\n');
  });

  it('counts at the batch and the length that are given: catches an option that is passed over', () => {
    const costs = (...args: string[]): (number | undefined)[] =>
      rank(CANDIDATES, '--sort', 'id', ...args).ranking.map(({ cost }) => cost?.value);
    const memory = costs('--cost', 'memory');
    expect(costs('--cost', 'memory', '--batch', '2')).not.toEqual(memory);
    expect(costs('--cost', 'memory', '--sequence-length', '64')).not.toEqual(memory);
    expect(costs('--cost', 'flops', '--sequence-length', '64')).not.toEqual(
      costs('--cost', 'flops'),
    );
  });

  it.each([
    [['--batch', '2'], '--batch: ignored: there is no --cost'],
    [['--dtype', 'f16'], '--dtype: ignored: there is no --cost'],
    [['--cost', 'flops', '--context', '2'], '--context: ignored: flops does not depend on it'],
    [['--cost', 'flops', '--batch', '2'], '--batch: ignored: flops does not depend on it'],
    [
      ['--cost', 'params', '--sequence-length', '9'],
      '--sequence-length: ignored: params does not depend on it',
    ],
  ])('names what changes nothing of it (%s): catches a silent option', (args, warning) => {
    const { status, stderr } = zerolm(['rank', CANDIDATES, ...args]);
    expect([status, stderr]).toEqual([0, `warning: ${warning}\n`]);
  });

  it.each([
    [
      ['--cost', 'time'],
      /argument 'time' is invalid. Allowed choices are flops, params, active-params, memory/,
    ],
    [['--cost', 'memory', '--batch', '0'], /expected a whole number from 1/],
    [['--cost', 'memory', '--batch', '1.5'], /expected a whole number from 1/],
    [['--cost', 'memory', '--sequence-length', 'x'], /expected a whole number from 1/],
  ])('refuses %s: catches a cost of nothing', (args, message) => {
    const { status, stdout, stderr } = zerolm(['rank', CANDIDATES, ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('counts memory in the type and with the context that are given, and says so: catches one that is passed over', () => {
    const config = {
      model_type: 'llama',
      vocab_size: 100,
      hidden_size: 32,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      intermediate_size: 48,
    };
    const path = written('llama.json', [JSON.stringify(config)]);
    const of = (...args: string[]): Document => rank(path, '--cost', 'memory', ...args);
    const bytes = ({ ranking: [entry] }: Document): number => entry!.cost!.value;
    const whole = bytes(of());
    expect(bytes(of('--dtype', 'bf16'))).toBe(whole / 2);
    const kept = of('--dtype', 'bf16', '--context', '128');
    // Keys and values of two heads of eight numbers, in two layers.
    expect(bytes(kept)).toBe(whole / 2 + 128 * 2 * 2 * 2 * 8 * 2);
    expect(kept.settings.cost).toEqual({
      ...{ name: 'memory', unit: 'bytes', batch: 1, sequenceLength: 128 },
      ...{ dtype: 'bf16', context: 128 },
    });
    expect(outputOf(['rank', path, '--cost', 'memory', '--context', '128'])).toContain(
      'cost: bytes in f32 of weights and a pass over 1 x 128 tokens, context 128\n',
    );
    const { status, stderr } = zerolm(['rank', CANDIDATES, '--cost', 'memory', '--context', '9']);
    expect(status).toBe(2);
    expect(stderr).toContain('it keeps no keys and values, so it has no context');
  });

  it('names every candidate that has no cost, or goes on without: catches a front with a gap', () => {
    const short = join(folder, 'short.json');
    const layer = { operation_type: 'SA', operation_parameter: 'SDP', num_operation_heads: 4 };
    const layers = [{ ...layer, feed_forward_dimension: 512, num_feed_forward: 1 }];
    const spec = { hidden_size: 128, nas_config: { encoder_layers: layers } };
    writeFileSync(short, JSON.stringify({ ...spec, max_position_embeddings: 100 }));
    const args = ['rank', short, CANDIDATES, '--cost', 'memory'];
    const refused = zerolm(args);
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toBe(
      `error: ${short}: a sequence of 128 is longer than its 100 positions\n`,
    );
    const skipping = zerolm([...args, '--skip-invalid']);
    expect(skipping.status).toBe(0);
    expect(skipping.stdout).toBe(outputOf(['rank', CANDIDATES, '--cost', 'memory']));
    expect(skipping.stderr).toContain('went on without 1 of 25 candidates');
  });

  it('takes checkpoints by their parameters alone: catches a guess at how one is put together', () => {
    const file = join(folder, 'tiny.safetensors');
    outputOf(['init', 'fixtures/bert-family/bert-tiny.json', '--out', file]);
    const [entry] = rank(file, '--cost', 'params').ranking;
    expect(entry?.cost?.value).toBe(4_369_408);
    const { status, stderr } = zerolm(['rank', file, '--cost', 'flops']);
    expect(status).toBe(2);
    expect(stderr).toContain('does not say how its weights are put together');
  });

  it('draws scores against the cost, its unit beside the axis: catches the figure of another cost', () => {
    const page = join(folder, 'page.html');
    for (const [cost, subject, axis] of [
      ['memory', 'memory', 'memory, bytes'],
      ['flops', 'multiply-adds per token', 'multiply-adds per token'],
      ['params', 'parameters', 'parameters'],
    ] as const) {
      const { front } = rank(CANDIDATES, '--cost', cost, '--top', '2', '--report', page);
      const text = readFileSync(page, 'utf8');
      expect(text).toContain(`<h2>score against ${subject}</h2>`);
      expect(text).toMatch(new RegExp(`>${axis}( →)?( \\(log scale\\))?<|${axis} →`));
      expect(text).toContain(`${front?.size} of 24 candidates on the front`);
      expect(text).toContain('<h2>The front, the best score first</h2>');
    }
  });
});
