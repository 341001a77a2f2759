import { CONVERSION_TARGETS } from '../converting/conversion-targets.ts';
import { convertArchitecture } from '../converting/convert-architecture.ts';
import { HUGGING_FACE_FAMILIES } from '../formats/hugging-face/families.ts';
import type { HuggingFaceFamily } from '../formats/hugging-face/family.ts';
import { CANDIDATE_FORMATS } from '../formats/registry.ts';
import { findForwardProblem } from '../forward/find-forward-problem.ts';
import { formatProblem } from '../problem.ts';
import type { FormatsDocument } from '../report/documents/formats-document.ts';
import { HEADING } from '../report/documents/heading.ts';
import { defineWorkflow } from './define-workflow.ts';

/** Tokens of a sequence that every model that can be run takes. */
const LENGTH = 4;

/** Every form of specs, and every family of Hugging Face configs with what each can do. */
export const listFormats = defineWorkflow(() => {
  const formats = CANDIDATE_FORMATS.map(({ name, title, shownBy }) => ({ name, title, shownBy }));
  const families = [...HUGGING_FACE_FAMILIES.values()].map(factsOf);
  const document: FormatsDocument = { ...HEADING, settings: {}, formats, families };
  return Promise.resolve({ document });
});

/** Keys without a default that models of images need besides their type. */
const OF_IMAGES = { patch_size: 16 };

/** What can be done with the model of a family whose config has only the keys that it needs. */
function factsOf({ modelType, read }: HuggingFaceFamily): FormatsDocument['families'][number] {
  const context = { source: modelType, defaultId: modelType, build: 'declared' } as const;
  const config = { model_type: modelType };
  const plain = read(config, context);
  const { candidate, problems } =
    plain.candidate === undefined ? read({ ...config, ...OF_IMAGES }, context) : plain;
  if (candidate === undefined) {
    const whyNotRun = problems.map(formatProblem).join('; ');
    return { modelType, kind: 'decoder', count: false, run: false, whyNotRun, convertsTo: [] };
  }
  const { architecture } = candidate;
  const whyNotRun = findForwardProblem(architecture, LENGTH);
  return {
    modelType,
    kind: architecture.family,
    count: true,
    run: whyNotRun === null,
    whyNotRun,
    convertsTo: CONVERSION_TARGETS.filter((target) => convertArchitecture(architecture, target).ok),
  };
}
