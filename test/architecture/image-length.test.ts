import { expect, test } from 'vitest';
import { imageLength, lengthOfSequence } from '../../src/architecture/image-length.ts';

const INPUT = {
  kind: 'patches',
  imageSize: 224,
  patchSize: 16,
  channels: 3,
  bias: true,
  extraTokens: 1,
  maskToken: false,
} as const;

test('counts the patches of an image: catches patches that overlap but are counted apart', () => {
  expect(imageLength({ input: INPUT })).toBe(197);
  expect(imageLength({ input: { ...INPUT, patchSize: 15 } })).toBe(14 ** 2 + 1);
  // A patch begins at every eighth pixel from 0 to 208 (PiT, Heo et al. 2021).
  expect(imageLength({ input: { ...INPUT, stride: 8 } })).toBe(27 ** 2 + 1);
});

test('takes the length that is asked for where the input is no image', () => {
  expect(imageLength({ input: null })).toBeNull();
  expect(lengthOfSequence({ input: null }, 7)).toBe(7);
  expect(lengthOfSequence({ input: { kind: 'spectrogram', bins: 80 } }, 7)).toBe(7);
  expect(lengthOfSequence({ input: INPUT }, 7)).toBe(197);
});
