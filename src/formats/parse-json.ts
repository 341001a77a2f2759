import { printParseErrorCode, visit } from 'jsonc-parser';
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
  } catch (error) {
    return failure(locate(text, error));
  }
}

/** Whether a text is JSON, for a caller that has no use for the reason why not. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function locate(text: string, refusal: unknown): JsonProblem {
  let first: JsonProblem | undefined;
  try {
    visit(
      text,
      {
        onError: (code, _offset, _length, line, column) => {
          first ??= {
            line: line + 1,
            column: column + 1,
            message: inWords(printParseErrorCode(code)),
          };
        },
      },
      { disallowComments: true },
    );
  } catch (error) {
    // The second parser calls itself for every level; the engine's does not.
    if (!(error instanceof RangeError)) throw error;
  }
  return first ?? { line: 1, column: 1, message: messageOf(refusal) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `CommaExpected` as `comma expected`. */
function inWords(code: string): string {
  return code.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
