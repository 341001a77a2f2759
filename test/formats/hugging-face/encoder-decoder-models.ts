import { BART_LIKE } from './bart-like-models.ts';
import type { CountedFamily } from './counted-models.ts';
import { T5_LIKE } from './t5-like-models.ts';
import { whisper } from './whisper-models.ts';

/** Models of an encoder and a decoder, by type. */
export const ENCODER_DECODERS: Readonly<Record<string, CountedFamily>> = {
  ...BART_LIKE,
  ...T5_LIKE,
  whisper,
};
