import type { Result } from '../../src/result.ts';

/** The value of a result that the test takes for granted. */
export function valueOf<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(`no value: ${JSON.stringify(result.reason)}`);
  return result.value;
}
