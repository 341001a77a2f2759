import { describe, it } from 'vitest';
import { HUGGING_FACE_FAMILIES } from '../../src/formats/hugging-face/families.ts';
import { checkCut } from './check-cut.ts';

/** Families whose layers share weights, mix tokens otherwise, or are narrower inside: nothing is cut. */
const WHOLE = ['albert', 'convbert', 'mobilebert'];

describe('a sub-network of every family', () => {
  it.each([...HUGGING_FACE_FAMILIES.keys()].filter((name) => !WHOLE.includes(name)))(
    '%s is what is left where the other units are switched off, and scores as predicted',
    checkCut,
  );
});
