import { describe, expect, test } from 'vitest';
import { CONVERSION_TARGETS } from '../../src/converting/conversion-targets.ts';
import { convertArchitecture } from '../../src/converting/convert-architecture.ts';
import { HUGGING_FACE_FAMILIES } from '../../src/formats/hugging-face/families.ts';
import { CANDIDATE_FORMATS } from '../../src/formats/registry.ts';
import { findForwardProblem } from '../../src/forward/find-forward-problem.ts';
import { formatsDocument } from '../../src/report/documents/formats-document.ts';
import { listFormats } from '../../src/workflows/list-formats.ts';
import { defaultCandidate } from '../formats/specs.ts';

const listed = await listFormats({});
if (!listed.ok) throw new Error('not listed');
const { document } = listed.value;

describe('the list of formats', () => {
  test('has every family and every form', () => {
    expect(document.families.map(({ modelType }) => modelType)).toEqual([
      ...HUGGING_FACE_FAMILIES.keys(),
    ]);
    expect(document.formats).toHaveLength(CANDIDATE_FORMATS.length);
    expect(() => formatsDocument.parse(document)).not.toThrow();
  });

  test.each([...HUGGING_FACE_FAMILIES.keys()])(
    'of %s is what its model can do: catches a list that was written by hand',
    (model_type) => {
      const { architecture } = defaultCandidate(model_type);
      const facts = document.families.find(({ modelType }) => modelType === model_type);
      const whyNotRun = findForwardProblem(architecture, 1);
      expect(facts).toMatchObject({ count: true, run: whyNotRun === null, whyNotRun });
      expect(facts?.convertsTo).toEqual(
        CONVERSION_TARGETS.filter((target) => convertArchitecture(architecture, target).ok),
      );
    },
  );

  test('tells encoders, decoders and models of both', () => {
    const kinds = new Map(document.families.map(({ modelType, kind }) => [modelType, kind]));
    expect(['bert', 'llama', 't5', 'vit'].map((type) => kinds.get(type))).toEqual([
      ...['encoder', 'decoder', 'encoder-decoder', 'encoder'],
    ]);
  });
});
