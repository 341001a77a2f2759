import { expect, describe, it } from 'vitest';
import { DEFAULT_PROXY_SETTINGS } from '../../src/proxy-parts/proxy.ts';
import { depthWidthLaw, lossByShape } from '../../src/proxies/depth-width-law.ts';
import { block, model } from './models.ts';
import { scoresOf } from './scores-of.ts';

describe('lossByShape', () => {
  it("has the parts that the authors' notebook prints for the run of least loss: catches a unit", () => {
    // Width 3584, 40 blocks, 3.177545e11 tokens.
    const [depth, width, tokens] = [40, 3584, 317754489343.9688];
    const all = lossByShape(depth, width, tokens);
    const partOf = (without: number): number => all - without;
    expect(partOf(lossByShape(depth, Infinity, tokens))).toBeCloseTo(0.11236475266608222, 6);
    expect(partOf(lossByShape(Infinity, width, tokens))).toBeCloseTo(0.06042401073346225, 6);
    expect(partOf(lossByShape(depth, width, Infinity))).toBeCloseTo(0.19190516726774523, 6);
    expect(lossByShape(Infinity, Infinity, Infinity)).toBeCloseTo(1.7503269910812378, 12);
    // Its measured loss, within the mean relative residual that the notebook prints times five.
    expect(Math.abs(all / 2.0773942450664395 - 1)).toBeLessThan(0.02);
  });
});

describe('depthWidthLaw', () => {
  const models = [
    model([block({ hiddenSize: 64 })]),
    model([block({ hiddenSize: 32 }), block({ hiddenSize: 64 })]),
  ];

  it('takes the mean hidden size, and 12 m^2 l weights for a compute: catches a sum', async () => {
    const settingsOf = (own: object) => ({ ...DEFAULT_PROXY_SETTINGS, own: { ...own } });
    expect(await scoresOf(depthWidthLaw, models, settingsOf({ trainTokens: 5e8 }))).toEqual([
      lossByShape(1, 64, 5e8),
      lossByShape(2, 48, 5e8),
    ]);
    expect(await scoresOf(depthWidthLaw, models, settingsOf({ trainFlops: 1e15 }))).toEqual([
      lossByShape(1, 64, 1e15 / (6 * 12 * 64 * 64)),
      lossByShape(2, 48, 1e15 / (6 * 12 * 48 * 48 * 2)),
    ]);
  });
});
