import { albert } from './albert.ts';
import { bartFamilies } from './bart.ts';
import { bert, electra, roberta } from './bert.ts';
import { debertaV2 } from './deberta-v2.ts';
import { distilbert } from './distilbert.ts';
import type { HuggingFaceFamily } from './family.ts';
import { gemma } from './gemma.ts';
import { gpt2 } from './gpt2.ts';
import { gptNeox } from './gpt-neox.ts';
import { llama } from './llama.ts';
import { mistral, mixtral } from './mistral.ts';
import { opt } from './opt.ts';
import { phi } from './phi.ts';
import { qwen2, qwen2Moe, qwen3 } from './qwen.ts';
import { t5Families } from './t5.ts';
import { textTowers } from './text-towers.ts';
import { visionFamilies } from './vision.ts';
import { whisper } from './whisper.ts';

/** Every family that is read, by its `model_type`. */
export const HUGGING_FACE_FAMILIES: ReadonlyMap<string, HuggingFaceFamily> = new Map(
  [
    ...[albert, bert, debertaV2, distilbert, electra, gemma, gpt2, gptNeox, llama],
    ...[mistral, mixtral, opt, phi, qwen2, qwen2Moe, qwen3, roberta],
    ...bartFamilies,
    ...t5Families,
    ...textTowers,
    ...visionFamilies,
    whisper,
  ].map((family) => [family.modelType, family]),
);
