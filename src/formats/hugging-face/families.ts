import { albert } from './albert.ts';
import { bloom, mpt } from './alibi-decoders.ts';
import { bartFamilies } from './bart.ts';
import { bert, camembert, electra, roberta, xlmRoberta } from './bert.ts';
import { cohere, cohere2 } from './cohere.ts';
import { deberta } from './deberta.ts';
import { debertaV2 } from './deberta-v2.ts';
import { deepseekV2, deepseekV3 } from './deepseek.ts';
import { distilbert } from './distilbert.ts';
import type { HuggingFaceFamily } from './family.ts';
import { gemma, gemma2, gemma3Text } from './gemma.ts';
import { glm, glm4 } from './glm.ts';
import { codegen, gptBigcode, gptj, gptNeo } from './gpt-like.ts';
import { gpt2 } from './gpt2.ts';
import { gptNeox } from './gpt-neox.ts';
import { gptOss } from './gpt-oss.ts';
import { granite, graniteMoe } from './granite.ts';
import { llama, llama4Text, smollm3 } from './llama.ts';
import { ministral, ministral3, mistral, mixtral } from './mistral.ts';
import { mobilebert } from './mobilebert.ts';
import { modernbert } from './modernbert.ts';
import { falcon, stablelm, starcoder2 } from './more-decoders.ts';
import { convbert, mpnet, xlm } from './more-encoders.ts';
import { nomicBert } from './nomic-bert.ts';
import { olmo, olmo2, olmoe } from './olmo.ts';
import { opt } from './opt.ts';
import { baichuan, exaone, internlm2 } from './other-llama-like.ts';
import { phi } from './phi.ts';
import { phi3 } from './phi3.ts';
import { qwen2, qwen2Moe, qwen2Vl, qwen3, qwen3Moe, qwen3Vl } from './qwen.ts';
import { t5Families } from './t5.ts';
import { textTowers } from './text-towers.ts';
import { visionFamilies } from './vision.ts';
import { whisper } from './whisper.ts';

/** Decoders like Llama. */
const LLAMA_LIKE: readonly HuggingFaceFamily[] = [
  ...[baichuan, cohere, cohere2, deepseekV2, deepseekV3, exaone, gemma, gemma2, gemma3Text],
  ...[glm, glm4, gptOss, granite, graniteMoe, internlm2, llama, llama4Text, ministral, ministral3],
  ...[mistral, mixtral, olmo, olmo2, olmoe, phi3, qwen2, qwen2Moe, ...qwen2Vl, qwen3, qwen3Moe],
  ...[...qwen3Vl, smollm3],
];

/** Every family that is read, by its `model_type`. */
export const HUGGING_FACE_FAMILIES: ReadonlyMap<string, HuggingFaceFamily> = new Map(
  [
    ...LLAMA_LIKE,
    ...[albert, bert, debertaV2, distilbert, electra, gpt2, gptNeox, opt, phi, roberta],
    ...[bloom, camembert, codegen, convbert, deberta, falcon, gptBigcode, gptNeo, gptj],
    ...[mobilebert, modernbert, mpnet, mpt, nomicBert, stablelm, starcoder2, xlm, xlmRoberta],
    ...[...bartFamilies, ...t5Families, ...textTowers, ...visionFamilies, whisper],
  ]
    .map((family) => [family.modelType, family] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);
