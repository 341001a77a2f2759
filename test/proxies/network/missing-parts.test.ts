import { describe, expect, test } from 'vitest';
import { azNasExpressivity } from '../../../src/proxies/network/az-nas-expressivity.ts';
import { headConfidence } from '../../../src/proxies/network/head-confidence.ts';
import { headImportance } from '../../../src/proxies/network/head-importance.ts';
import { headSoftmaxConfidence } from '../../../src/proxies/network/head-softmax-confidence.ts';
import { jacobianCosine } from '../../../src/proxies/network/jacobian-cosine.ts';
import { jacobianCovariance } from '../../../src/proxies/network/jacobian-covariance.ts';
import { meco } from '../../../src/proxies/network/meco.ts';
import { naswot } from '../../../src/proxies/network/naswot.ts';
import { pca } from '../../../src/proxies/network/pca.ts';
import { synapticDiversity } from '../../../src/proxies/network/synaptic-diversity.ts';
import { zico } from '../../../src/proxies/network/zico.ts';
import type { Result } from '../../../src/result.ts';
import { smallCase, smallEncoder, withConstant } from './cases.ts';
import { scoreCase } from './measure-case.ts';

function valueOf(result: Result<number>): number {
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

describe('the heads', () => {
  test.each([headConfidence, headSoftmaxConfidence, headImportance])(
    '$name is a failure with a reason where no head attends: catches a mean of nothing',
    async (proxy) => {
      expect(await scoreCase(smallCase('fourier', 'cosine'), proxy)).toEqual({
        ok: false,
        reason: 'no block has a head that attends: every operation is a linear transform',
      });
    },
  );

  test.each([headConfidence, headSoftmaxConfidence])(
    '$name is the mean over blocks that have heads: catches a transform that counts as zero',
    async (proxy) => {
      const alone = valueOf(await scoreCase(smallCase('attention'), proxy));
      // What stands behind the first block changes nothing that the first block sees.
      const mixed = valueOf(await scoreCase(smallCase('attention', 'fourier'), proxy));
      expect(mixed).toBeCloseTo(alone, 6);
    },
  );
});

describe('a batch of one sequence', () => {
  const one = { ...smallCase('attention'), tokens: [[1, 2, 3, 4]] };

  test.each([jacobianCovariance, jacobianCosine, zico])(
    '$name is a failure that says what to do: catches a division by no pairs',
    async (proxy) => {
      const result = await scoreCase(one, proxy);
      expect(result.ok ? '' : result.reason).toContain('take a batch of at least 2');
    },
  );

  test('naswot is the logarithm of the number of units of all words', async () => {
    expect(valueOf(await scoreCase(one, naswot))).toBeCloseTo(Math.log(4 * 12), 12);
  });
});

describe('sequences that are alike', () => {
  const twice = {
    ...smallCase('attention'),
    tokens: [
      [1, 2, 3, 4],
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
  };

  test('naswot refuses two of one code: catches a logarithm of zero', async () => {
    const result = await scoreCase(twice, naswot);
    expect(result.ok ? '' : result.reason).toContain('activate the same units');
  });

  test('jacobian-cosine counts their cosine as 1', async () => {
    // Of the last token nothing is predicted, and the first sequences have equal gradients.
    const pair = { ...twice, tokens: twice.tokens.slice(0, 2) };
    expect(valueOf(await scoreCase(pair, jacobianCosine, { loss: 'output-sum' }))).toBeCloseTo(
      0,
      6,
    );
  });
});

describe('activations that are constant', () => {
  test('pca refuses layers that give the same for every token: catches components of rounding errors', async () => {
    const weightEntries = withConstant(/intermediate\.dense\.weight/, 0);
    const result = await scoreCase(smallCase('attention'), pca, { weightEntries });
    expect(result.ok ? '' : result.reason).toContain('the same for every token');
  });

  test('az-nas-expressivity refuses them as well, with their place', async () => {
    const weightEntries = withConstant(/LayerNorm/, 0);
    const result = await scoreCase(smallCase('attention'), azNasExpressivity, { weightEntries });
    expect(result.ok ? '' : result.reason).toBe(
      'blocks.0.operationOutput is the same for every token of the batch',
    );
  });

  test('pca refuses a single word, which has no variance', async () => {
    const word = { ...smallCase('attention'), tokens: [[3]] };
    const result = await scoreCase(word, pca, { loss: 'output-sum' });
    expect(result.ok ? '' : result.reason).toContain('the same for every token');
  });

  test('naswot takes units at zero for not above it, in all sequences alike', async () => {
    const weightEntries = withConstant(/intermediate\.dense\.weight/, 0);
    const result = await scoreCase(smallCase('attention'), naswot, { weightEntries });
    expect(result.ok ? '' : result.reason).toContain('activate the same units');
  });

  test('jacobians of zero are a failure that names the sequence: catches a cosine of nothing', async () => {
    const weightEntries = withConstant(/LayerNorm/, 0);
    for (const proxy of [jacobianCosine, jacobianCovariance]) {
      const result = await scoreCase(smallCase('attention'), proxy, { weightEntries });
      expect(result.ok ? '' : result.reason).toBe(
        'the gradient at the input of sequence 0 is zero',
      );
    }
  });
});

describe('halves and layers that say nothing', () => {
  test('zico refuses halves that are equal: catches a ratio of rounding errors', async () => {
    const [tokens = []] = smallCase('attention').tokens;
    const pair = { ...smallCase('attention'), tokens: [tokens, tokens] };
    const result = await scoreCase(pair, zico);
    expect(result.ok ? '' : result.reason).toBe('both halves of the batch have equal gradients');
  });

  test('meco refuses sequences that are longer than every layer is wide', async () => {
    const tokens = [Array.from({ length: 12 }, (_, index) => index)];
    const architecture = smallEncoder('attention');
    const { embedding } = architecture;
    const long = { ...architecture, embedding: { ...embedding, maxPositionEmbeddings: 12 } };
    const result = await scoreCase({ architecture: long, tokens }, meco);
    expect(result.ok ? '' : result.reason).toContain('no layer has more features than tokens, so');
  });
});

describe('numbers that overflow', () => {
  test.each([synapticDiversity, headConfidence, pca])(
    '$name is a failure: catches an infinity or a NaN that is ranked',
    async (proxy) => {
      const weightEntries = withConstant(/(query|intermediate\.dense)\.weight/, 3e38);
      const result = await scoreCase(smallCase('attention'), proxy, { weightEntries });
      expect(result.ok ? '' : result.reason).toMatch(/not (a )?finite/);
    },
  );
});
