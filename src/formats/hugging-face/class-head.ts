import type { Architecture } from '../../architecture/architecture.ts';

/** What a class of the transformers library has after the last block of its model. */
export type ClassHead = 'tokens' | 'task' | 'none';

/** Classes that predict tokens, whatever else they do. */
const OF_TOKENS = /CausalLM|LMHead|MTModel|DoubleHeads|MaskedLM|PreTraining|ConditionalGeneration/;

/** Classes for a task, as `LlamaForSequenceClassification`. */
const OF_TASK = /For[A-Z]/;

/** The first class that a config names in `architectures`; undefined where it names none. */
export function firstClass(architectures: unknown): string | undefined {
  const first: unknown = Array.isArray(architectures) ? architectures[0] : undefined;
  return typeof first === 'string' ? first : undefined;
}

/** What follows the last block of a class; one that predicts tokens where the name tells nothing. */
export function headOfClass(name: string | undefined): ClassHead {
  if (name === undefined || OF_TOKENS.test(name)) return 'tokens';
  if (OF_TASK.test(name)) return 'task';
  return name.endsWith('Model') ? 'none' : 'tokens';
}

/** The architecture without a head that predicts tokens where the class of a config has none. */
export function withHeadOf(architecture: Architecture, architectures: unknown): Architecture {
  return architecture.head === null || headOfClass(firstClass(architectures)) === 'tokens'
    ? architecture
    : { ...architecture, head: null };
}
