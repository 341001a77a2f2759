import { namesInShort } from '../problem.ts';
import { pytorchModule } from '../pytorch/pytorch-module.ts';
import type { ConvertRequest } from './convert.ts';
import { defineWorkflow } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { readOne } from './read-inputs.ts';
import { Refusal } from './refusal.ts';

/** A candidate as a file of Python that computes it in PyTorch. */
export const convertToPytorch = defineWorkflow(
  async (request: Omit<ConvertRequest, 'to'>, { warn }): Promise<string> => {
    warnOfIgnored(request, ['skipInvalid', 'ids'], 'a PyTorch module is of one candidate', warn);
    const { id, source, architecture } = await readOne(request, warn);
    const written = pytorchModule(architecture, id);
    if (!written.ok) {
      const message = `no PyTorch module: ${written.reason}`;
      throw new Refusal([{ source, path: '', message }]);
    }
    const { leftOut, source: python } = written.value;
    if (leftOut.length > 0) {
      const message = `left out, since no output depends on it: ${namesInShort(leftOut)}`;
      warn([{ source, path: '', message }]);
    }
    return python;
  },
);
