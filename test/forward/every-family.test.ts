import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { HUGGING_FACE_FAMILIES } from '../../src/formats/hugging-face/families.ts';
import { findForwardProblem } from '../../src/forward/find-forward-problem.ts';
import { modelGraph } from '../../src/forward/model-graph.ts';
import { defaultCandidate } from '../formats/specs.ts';

/** The same model with two blocks, and the first one of a further stack. */
function shortened(architecture: Architecture): Architecture {
  const [first, ...others] = architecture.blocks;
  const kept = others.filter(
    ({ stack }, index) => index === 0 || stack !== others[index - 1]?.stack,
  );
  return { ...architecture, blocks: [first, ...kept] };
}

/** The models of all families that can be run; graphs of hundreds of experts take minutes. */
const RUNNABLE = [...HUGGING_FACE_FAMILIES.keys()].flatMap((modelType) => {
  const architecture = shortened(defaultCandidate(modelType).architecture);
  const isLarge = architecture.blocks.some(({ experts }) => (experts?.count ?? 0) > 16);
  const runs = findForwardProblem(architecture, 8) === null;
  return runs && !isLarge ? [{ modelType, architecture }] : [];
});

describe('the graph of a family', () => {
  it.each(RUNNABLE)(
    'of $modelType has all its weights but those of heads: catches a weight that is looked up under another name',
    ({ architecture }) => {
      const graph = modelGraph(architecture);
      if (!graph.ok) throw new Error(graph.reason);
      const others = graph.value.leftOut.filter(({ path }) => !/pooler|head|mask_token/.test(path));
      expect(others).toEqual([]);
    },
  );

  it('is built of nearly all families: catches a test of none', () => {
    expect(RUNNABLE.length).toBeGreaterThan(60);
  });
});
