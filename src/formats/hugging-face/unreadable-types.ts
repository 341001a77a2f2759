/** Types of models some of whose blocks keep a state in place of attention. */
const STATE_SPACE = [
  ...['bamba', 'falcon_h1', 'falcon_mamba', 'granitemoehybrid', 'jamba', 'kimi_linear', 'lfm2'],
  ...['lfm2_moe', 'lfm2_vl', 'mamba', 'mamba2', 'minimax', 'nemotron_h', 'plamo2', 'qwen3_next'],
  ...['recurrent_gemma', 'retnet', 'rwkv', 'rwkv5', 'rwkv6', 'rwkv7', 'xlstm', 'zamba', 'zamba2'],
];

/** Why models of a type can't be described here. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ...STATE_SPACE.map(
    (type) =>
      [
        type,
        'a model with state-space or recurrent blocks, which are no attention: it has no score',
      ] as const,
  ),
  ['funnel', 'its blocks shorten the sequence, and no architecture here has that'],
  ...['gemma3n', 'gemma3n_text'].map(
    (type) =>
      [
        type,
        'its blocks read embeddings of their own and keep several hidden states, which no architecture here has',
      ] as const,
  ),
]);

/** Why no model of that type is read; undefined where nothing is known of it. */
export function whyUnreadable(modelType: string): string | undefined {
  return REASONS.get(modelType);
}
