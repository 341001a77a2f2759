import { z } from 'zod';
import { proxySetting } from './proxy-setting.ts';

const millions = z.number('expected a number above 0.').positive('expected a number above 0.');

/** The size that regularized SWAP prefers; null for none. */
export const swapMu = proxySetting({
  name: 'swapMu',
  description: 'size that swap-regularized prefers, in millions',
  schema: millions.nullable(),
  initial: null,
});

/** How far from it a size may be; null for as much as the size itself. */
export const swapSigma = proxySetting({
  name: 'swapSigma',
  description: 'how weakly it does; that size if not given',
  schema: millions.nullable(),
  initial: null,
});
