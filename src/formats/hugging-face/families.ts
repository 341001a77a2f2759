import { albert } from './albert.ts';
import { bloom, mpt } from './alibi-decoders.ts';
import { bert, camembert, electra, roberta, xlmRoberta } from './bert.ts';
import { deberta } from './deberta.ts';
import { debertaV2 } from './deberta-v2.ts';
import { distilbert } from './distilbert.ts';
import type { HuggingFaceFamily } from './family.ts';
import { gemma } from './gemma.ts';
import { codegen, gptBigcode, gptj, gptNeo } from './gpt-like.ts';
import { gpt2 } from './gpt2.ts';
import { gptNeox } from './gpt-neox.ts';
import { llama } from './llama.ts';
import { mistral, mixtral } from './mistral.ts';
import { mobilebert } from './mobilebert.ts';
import { modernbert } from './modernbert.ts';
import { falcon, stablelm, starcoder2 } from './more-decoders.ts';
import { convbert, mpnet, xlm } from './more-encoders.ts';
import { nomicBert } from './nomic-bert.ts';
import { opt } from './opt.ts';
import { phi } from './phi.ts';
import { qwen2, qwen2Moe, qwen3 } from './qwen.ts';
import { t5 } from './t5.ts';

/** Every family that is read, by its `model_type`. */
export const HUGGING_FACE_FAMILIES: ReadonlyMap<string, HuggingFaceFamily> = new Map(
  [
    ...[albert, bert, debertaV2, distilbert, electra, gemma, gpt2, gptNeox, llama],
    ...[mistral, mixtral, opt, phi, qwen2, qwen2Moe, qwen3, roberta, t5],
    ...[bloom, camembert, codegen, convbert, deberta, falcon, gptBigcode, gptNeo, gptj],
    ...[mobilebert, modernbert, mpnet, mpt, nomicBert, stablelm, starcoder2, xlm, xlmRoberta],
  ].map((family) => [family.modelType, family]),
);
