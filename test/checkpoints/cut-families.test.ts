import { describe, it } from 'vitest';
import { checkCut } from './check-cut.ts';

/** One of each way to store a layer; all families are checked by the slow tests. */
const FAMILIES = [
  ...['bert', 'deberta', 'modernbert', 'vit', 'xlm', 't5', 'opt'],
  ...['gpt2', 'gpt_bigcode', 'gpt_neox', 'falcon', 'llama', 'internlm2', 'phi3', 'qwen3'],
];

describe('a sub-network of a family', () => {
  it.each(FAMILIES)(
    '%s is what is left where the other units are switched off, and scores as predicted: catches a row of another unit',
    checkCut,
  );
});
