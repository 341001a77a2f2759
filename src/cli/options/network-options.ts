import { DEFAULT_NETWORK_SETTINGS, NETWORK_LOSSES } from '../../proxy-parts/network-settings.ts';
import { PASS } from './engine-options.ts';
import type { OptionSpecs } from './option-spec.ts';

/** How proxies run a network. */
export const NETWORK = {
  sequenceLength: PASS.sequenceLength,
  batch: { ...PASS.batch, default: DEFAULT_NETWORK_SETTINGS.batch },
  tokens: {
    flags: '--tokens <file>',
    description: 'token ids, a JSON list for each sequence',
    defaultText: 'drawn by --seed',
  },
  loss: {
    flags: '--loss <loss>',
    description: 'loss of the gradients',
    choices: NETWORK_LOSSES,
    default: DEFAULT_NETWORK_SETTINGS.loss,
  },
} as const satisfies OptionSpecs;
