import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROXIES } from '../../src/proxies/registry.ts';
import { explainReport } from '../../src/report/explain-report.ts';
import type { ExplainDocument } from '../../src/report/documents/explain-document.ts';
import { render } from '../../src/report/render.ts';
import { loadRuntime } from '../../src/runtime/load-runtime.ts';
import { explain, type ExplainRequest } from '../../src/workflows/explain.ts';
import { score } from '../../src/workflows/score.ts';
import { exactSum } from '../explaining/exact.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const MINI = 'fixtures/bert-family/bert-mini.json';
const TINY = 'fixtures/bert-family/bert-tiny.json';
const DIRECT = [...PROXIES.values()].filter(({ needs }) => needs !== 'network');
const { ok: hasRuntime } = await loadRuntime();

let folder = '';
let small: readonly [string, string] = ['', ''];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-explain-proxy-'));
  const file = (id: string, widths: readonly number[]): string => {
    const layers = widths.map((width) => ({
      ...{ operation_type: 'SA', operation_parameter: 'SDP', num_operation_heads: 2 },
      ...{ feed_forward_dimension: width, num_feed_forward: 1 },
    }));
    const spec = { id, hidden_size: 16, vocab_size: 50, embedding_size: 16 };
    const path = join(folder, `${id}.json`);
    writeFileSync(path, JSON.stringify({ ...spec, nas_config: { encoder_layers: layers } }));
    return path;
  };
  small = [file('a', [16, 32]), file('b', [16])];
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const explained = async (request: ExplainRequest): Promise<ExplainDocument> =>
  valueOf(await explain(request)).document;

describe('explain with a proxy', () => {
  it.each(DIRECT.map(({ name }) => name))(
    '%s explains the difference of its scores exactly: catches a difference of ZeroLM',
    async (proxy) => {
      // What the laws need, and no other proxy looks at.
      const own = { proxy, proxySettings: { trainTokens: 1e9 } };
      const document = await explained({ inputs: small, ...own });
      const [a, b] = await Promise.all(
        small.map(async (input) => valueOf(await score({ input, ...own })).document.score),
      );
      expect([document.a.score, document.b.score]).toEqual([a, b]);
      expect(document.difference).toBe((a ?? NaN) - (b ?? NaN));
      const contributions = document.contributions.map(({ contribution }) => contribution);
      expect(exactSum([...contributions, ...document.rounding])).toEqual(
        exactSum([document.difference]),
      );
      for (const change of document.changes) {
        const turned = change.of === 'a' ? change.score < (b ?? NaN) : change.score > (a ?? NaN);
        expect(turned).toBe(document.outranks === 'a');
      }
      // Between equal scores there is no order to turn.
      expect(document.changesTried > 0).toBe(a !== b);
    },
  );

  it('names the blocks of a sum, and finds the change that turns it: catches capacities', async () => {
    const document = await explained({ inputs: [MINI, TINY], proxy: 'depth' });
    expect(document.settings.proxy).toMatchObject({ name: 'depth' });
    expect(document.difference).toBe(2);
    expect(document.contributions).toEqual([
      { subModule: 'block', block: 2, contribution: 1, amount: { a: 1, b: 0 } },
      { subModule: 'block', block: 3, contribution: 1, amount: { a: 1, b: 0 } },
    ]);
    // A block less is no change of order yet, and blocks are changed by one.
    expect(document.changes.map(({ path }) => path)).not.toContain('hiddenSize');
    const table = await render(explainReport(document), 'table', false);
    expect(table).toContain('score: depth, blocks');
    expect(table).not.toContain('alpha');
    const params = await explained({ inputs: [MINI, TINY], proxy: 'params' });
    const sum = params.contributions.reduce((all, own) => all + own.contribution, 0);
    expect(sum).toBe(params.a.parameters.total - params.b.parameters.total);
    expect(new Set(params.contributions.map(({ subModule }) => subModule))).toEqual(
      new Set(['embedding', 'attention', 'feedForward']),
    );
  });

  it('shares bottleneck among blocks and embedding: catches a whole that is not divided', async () => {
    const { contributions, rounding, difference } = await explained({
      inputs: [MINI, TINY],
      proxy: 'bottleneck',
    });
    expect(new Set(contributions.map(({ subModule }) => subModule))).toEqual(
      new Set(['block', 'embedding']),
    );
    expect(contributions.filter(({ block }) => block !== null)).toHaveLength(4);
    const rest = rounding.reduce((sum, value) => sum + Math.abs(value), 0);
    expect(rest).toBeLessThan(1e-12 * difference);
  });

  it('refuses what it cannot explain, and warns of what is idle', async () => {
    const inputs = [MINI, TINY] as const;
    expect(problemsOf(await explain({ inputs, proxy: 'depth,nsc' }))).toMatch(/expected one proxy/);
    expect(problemsOf(await explain({ inputs, proxy: 'dept' }))).toMatch(/did you mean depth\?/);
    expect(problemsOf(await explain({ inputs, proxy: 'depth', alpha: 1 }))).toMatch(
      /--proxy depth and --alpha contradict/,
    );
    expect(warningsOf(await explain({ inputs, loss: 'output-sum' }))).toMatch(
      /--loss: ignored: no --proxy runs the network/,
    );
    const plain = await explained({ inputs });
    expect(await explained({ inputs, proxy: 'zerolm' })).toEqual(plain);
  });

  it.skipIf(!hasRuntime)(
    'runs networks, those of the changes too: catches a change that refuses all',
    async () => {
      const choices = join(folder, 'choices.json');
      // 3 heads divide no hidden size of 16: that change has no network.
      writeFileSync(choices, JSON.stringify({ depth: [1, 2, 3], numAttentionHeads: [2, 4] }));
      const request = { inputs: small, proxy: 'snip', batch: 2, sequenceLength: 8, choices };
      const { contributions, difference, settings, changesTried } = await explained(request);
      expect(contributions).toEqual([
        { subModule: 'model', block: null, contribution: difference },
      ]);
      expect(settings.proxy?.network).toMatchObject({ batch: 2 });
      expect(changesTried).toBeGreaterThan(0);
    },
  );
});
