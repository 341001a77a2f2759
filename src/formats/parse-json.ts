import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { failure, success, type Result } from '../result.ts';

/** Why a text is not JSON, and where. */
export interface JsonProblem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
}

/**
 * Parses JSON. The engine's parser decides and is fast; where it refuses, a second one that
 * knows places says why.
 */
export function parseJson(text: string): Result<unknown, JsonProblem> {
  try {
    const value: unknown = JSON.parse(text);
    return success(value);
  } catch {
    return failure(locate(text));
  }
}

function locate(text: string): JsonProblem {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true });
  } catch (error) {
    // The second parser calls itself for every level; the engine's does not.
    if (!(error instanceof RangeError)) throw error;
    return { line: 1, column: 1, message: 'nested too deeply' };
  }
  const [first] = errors;
  if (first === undefined) return { line: 1, column: 1, message: 'not JSON' };
  const before = text.slice(0, first.offset).split('\n');
  return {
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    message: inWords(printParseErrorCode(first.error)),
  };
}

/** `CommaExpected` as `comma expected`. */
function inWords(code: string): string {
  return code.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
