import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatTable, readTable } from '../../src/latency/table-file.ts';
import { TableWriter } from '../../src/latency/table-writer.ts';
import { formatProblem } from '../../src/problem.ts';
import { VERSION } from '../../src/version.ts';
import { candidateOf, specOf } from '../formats/specs.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';
import { emptyTable, fakeTable } from './fake-times.ts';

const { architecture } = candidateOf(specOf({}, { feed_forward_dimension: 256 }));

async function problemsOf(text: string): Promise<string> {
  const read = await readTable(temporaryFile('table.json', text));
  if (read.ok) throw new Error('the table is accepted');
  return read.reason
    .map((problem) => formatProblem(problem).replace(/^.*table\.json/, ''))
    .join('\n');
}

describe('a table in a file', () => {
  it('is read as it was written, byte by byte: catches a setting or a time that is lost', async () => {
    const table = await fakeTable([architecture]);
    const text = formatTable(table);
    const read = await readTable(temporaryFile('table.json', text));
    if (!read.ok) throw new Error(read.reason.map(formatProblem).join());
    expect(formatTable(read.value)).toBe(text);
    expect(read.value.predict(architecture)).toEqual(table.predict(architecture));
    expect(JSON.parse(text)).toMatchObject({
      ...{ tableVersion: 1, version: VERSION, batch: 1, sequenceLength: 128, threads: 1 },
      machine: { processor: 'none', onnxruntime: '1.0.0' },
      parts: [{ repeats: 7, medians: [expect.any(Number), expect.any(Number)] }, {}, {}],
    });
  });

  it('is refused where it is of another form: catches times that are taken for others', async () => {
    const good = JSON.parse(formatTable(await fakeTable([architecture]))) as {
      parts: object[];
    } & object;
    const changed = (changes: object): Promise<string> =>
      problemsOf(JSON.stringify({ ...good, ...changes }));
    expect(await changed({ tableVersion: 2 })).toBe(
      ': tableVersion: 2: expected 1, the version that this zerolm reads; measure anew with zerolm latency --table and another file',
    );
    expect(await problemsOf('{}')).toMatch(
      /: no tableVersion: expected a table that zerolm latency/,
    );
    expect(await problemsOf('[]')).toMatch(/: no tableVersion/);
    expect(await problemsOf('{"tableVersion": 1,')).toMatch(/^:1:\d+: not JSON/);
    expect(await changed({ batch: 0 })).toContain('batch');
    expect(await changed({ machine: {} })).toContain('machine.processor');
    expect(await changed({ notes: '' })).toContain('notes');
    const [first] = good.parts;
    expect(await changed({ parts: [{ ...first, nanoseconds: -1 }] })).toContain(
      'parts[0].nanoseconds',
    );
    expect(await changed({ parts: [{ ...first, key: 'x' }] })).toContain(
      'expected 32 hexadecimal digits',
    );
  });

  it('is written whole after each part, and says why where it cannot be', async () => {
    const folder = temporaryFiles({});
    const path = join(folder, 'table.json');
    const table = emptyTable();
    const writer = new TableWriter(path, table);
    const sizes: number[] = [];
    for (const time of (await fakeTable([architecture])).times) {
      table.add(time);
      writer.write();
      await writer.finish();
      const read = await readTable(path);
      sizes.push(read.ok ? read.value.times.length : NaN);
    }
    expect(sizes).toEqual([1, 2, 3]);
    expect(readFileSync(path, 'utf8')).toBe(formatTable(table));
    const lost = new TableWriter(join(folder, 'nowhere', 'table.json'), table);
    lost.write();
    lost.write();
    expect(await lost.finish()).toMatchObject({ ok: false });
    expect(lost.problem).toMatch(/no such directory/);
  });
});
