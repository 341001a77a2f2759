/** Type tests of workflows: `types.test.ts` compiles them, and nothing runs them. */
import { expectTypeOf } from 'vitest';
import {
  evaluate,
  rank,
  rankReport,
  sample,
  score,
  type EvaluateDocument,
  type EvaluateRequest,
  type Outcome,
  type Problem,
  type RankDocument,
  type RankRequest,
  type ScoreDocument,
  type ScoreRequest,
  type Workflow,
} from 'zerolm';
import { rankDocument } from 'zerolm/documents';

type Ranked = Awaited<ReturnType<typeof rank>>;
type ValueOf<Settled> =
  Extract<Settled, { ok: true }> extends { value: infer Value } ? Value : never;

// An outcome narrows by ok: catches a value that needs no check, and problems of a success.
expectTypeOf<Ranked>().not.toHaveProperty('value');
expectTypeOf<Ranked>().toHaveProperty('warnings').toEqualTypeOf<readonly Problem[]>();
expectTypeOf<Extract<Ranked, { ok: false }>>().not.toHaveProperty('value');
expectTypeOf<Extract<Ranked, { ok: false }>['problems']>().toEqualTypeOf<readonly Problem[]>();
expectTypeOf<Extract<Ranked, { ok: true }>>().not.toHaveProperty('problems');
expectTypeOf<Ranked>().toExtend<Outcome<{ readonly document: RankDocument }>>();

// A workflow returns its document: catches one that returns that of another.
expectTypeOf<ValueOf<Ranked>['document']>().toEqualTypeOf<RankDocument>();
expectTypeOf<
  ValueOf<Awaited<ReturnType<typeof score>>>['document']
>().toEqualTypeOf<ScoreDocument>();
expectTypeOf<
  ValueOf<Awaited<ReturnType<typeof evaluate>>>['document']
>().toEqualTypeOf<EvaluateDocument>();
expectTypeOf(rankReport).parameter(0).toEqualTypeOf<RankDocument>();
expectTypeOf<ReturnType<(typeof rankDocument)['parse']>>().toExtend<RankDocument>();

// Each workflow has its request: catches a field of another type, and one that is not there.
expectTypeOf(rank).toExtend<Workflow<RankRequest, { readonly document: RankDocument }>>();
expectTypeOf<RankRequest['inputs']>().toEqualTypeOf<readonly string[]>();
expectTypeOf<RankRequest['mode']>().toEqualTypeOf<'expected' | 'sampled' | 'weights' | undefined>();
expectTypeOf<RankRequest>().not.toHaveProperty('input');
expectTypeOf<ScoreRequest['input']>().toEqualTypeOf<string>();
expectTypeOf<EvaluateRequest>().not.toHaveProperty('scores');

// Everything but the input is optional: catches a default that callers must repeat.
expectTypeOf<{ inputs: string[] }>().toExtend<RankRequest & EvaluateRequest>();
expectTypeOf<{ space: string }>().toExtend<Parameters<typeof sample>[0]>();

// @ts-expect-error A workflow has no request without inputs: catches parameters of any type.
void rank({});
