import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { latencyTableDocument } from '../../src/report/documents/latency-table-document.ts';
import { searchDocument } from '../../src/report/documents/search-document.ts';
import { loadRuntime } from '../../src/runtime/load-runtime.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';
import { measured, ODD_HEADS, QUICK, refused } from './measured-runs.ts';
import { zerolm } from './run.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';

const { ok } = await loadRuntime();

describe.skipIf(!ok)('zerolm latency --table (needs onnxruntime-node)', () => {
  const space = (): string =>
    temporaryFile(
      'space.json',
      JSON.stringify({
        base: { vocab_size: 100 },
        choices: { hidden_size: [24, 32] },
        layers: {
          number: [1, 2],
          list: 'nas_config.encoder_layers',
          choices: { feed_forward_dimension: [16, 32] },
          together: [
            [
              {
                operation_type: 'SA',
                operation_parameter: 'SDP',
                num_operation_heads: 2,
                num_feed_forward: 1,
              },
            ],
          ],
        },
      }),
    );
  const documentOf = (...args: string[]): z.infer<typeof latencyTableDocument> =>
    latencyTableDocument
      .strict()
      .parse(JSON.parse(measured('latency', ...args, '--format', 'json', ...QUICK)));

  it('measures the parts of a space once, and what else is asked for after it: catches work done twice', () => {
    const table = join(temporaryFiles({}), 'table.json');
    const first = documentOf(space(), '--table', table, '--check', '2');
    expect(first).toMatchObject({
      settings: { batch: 1, sequenceLength: 16, threads: 1, warmUp: 1, repeats: 6 },
      table,
      parts: { measured: 6, kept: 0 },
    });
    expect(first.check).toHaveLength(2);
    for (const { predicted, measured: own, error } of first.check) {
      expect(predicted).toBeGreaterThanOrEqual(0);
      expect(own).toBeGreaterThan(0);
      expect(error).toBeCloseTo(predicted / own - 1, 12);
    }
    const text = readFileSync(table, 'utf8');
    const again = documentOf(space(), '--table', table, '--check', '0');
    expect(again).toMatchObject({ parts: { measured: 0, kept: 6 }, check: [] });
    expect(readFileSync(table, 'utf8')).toBe(text);
    // The surroundings of another width and its block.
    const more = documentOf(TINY, '--table', table, '--check', '0');
    expect(more.parts).toEqual({ measured: 2, kept: 6 });
    const found = searchDocument
      .strict()
      .parse(
        JSON.parse(
          measured(
            ...['search', space(), '--latency-table', table, '--constraint', 'latency_ms <= 1000'],
            ...['--top', '2', '--check', '1', '--format', 'json'],
          ),
        ),
      );
    expect(found.check).toHaveLength(1);
    expect(found.check?.[0]?.predicted).toBe(found.ranking[0]?.latency);
    expect(found.settings.table?.file).toBe(table);
  });

  it('refuses what it cannot extend or measure, before it measures: catches a table of two machines', () => {
    const folder = temporaryFiles({});
    const table = join(folder, 'other.json');
    documentOf(space(), '--table', table, '--check', '0');
    const text = readFileSync(table, 'utf8');
    writeFileSync(table, text.replace(/"cores": \d+/, '"cores": 4096'));
    expect(refused(zerolm(['latency', space(), '--table', table]))).toMatch(
      /measured on another machine: cores 4096, not \d+; name another file/,
    );
    writeFileSync(table, text);
    expect(refused(zerolm(['latency', space(), '--table', table, '--batch', '2']))).toContain(
      'measured over 1 x 16 tokens with 1 thread, not with --batch 2',
    );
    expect(
      refused(
        zerolm(['latency', temporaryFile('odd.json', JSON.stringify(ODD_HEADS)), '--table', table]),
      ),
    ).toContain("can't be run");
    expect(refused(zerolm(['latency', TINY, '--table', folder]))).toContain('is a directory');
    expect(refused(zerolm(['latency', TINY, '--check', '1']))).toBe(
      'error: --check: there is no --table to be checked\n',
    );
  });
});
