/**
 * Parts of names that wrappers of a model add, wherever they are: `torch.compile`, data-parallel
 * training, adapters, and models of which a language model is one half.
 */
const WRAPPERS: ReadonlySet<string> = new Set([
  ...['_orig_mod', 'module', '_fsdp_wrapped_module', '_checkpoint_wrapped_module'],
  ...['base_layer', 'language_model'],
]);

/** What the adapters of PEFT put before every name. */
const ADAPTED = /^base_model\.model\./;

/** Ends of the names of tensors that are no parameters: statistics of batches, positions, masks. */
const BUFFER =
  /(?:^|\.)(?:running_mean|running_var|num_batches_tracked|inv_freq|original_inv_freq|position_ids)$/;

/** The name of a tensor without the parts that wrappers of the model added. */
export function bareName(path: string): string {
  const parts = path.split('.').filter((part) => !WRAPPERS.has(part));
  // A module that is nothing but a wrapper keeps its name.
  return (parts.length === 0 ? path : parts.join('.')).replace(ADAPTED, '');
}

/** Whether a tensor is no parameter in any model, by its name. */
export function isBufferName(path: string): boolean {
  return BUFFER.test(path);
}
