import { Help, type AddHelpTextContext } from 'commander';
import { textWidth, wrapText, wrapWords } from '../report/text-width.ts';

/** Columns of a terminal whose width is not known. */
export const USUAL = 80;

/** Columns of a description beside its option; where there are fewer, it is under it. */
const LEAST = 40;

const INDENT = 6;

/** A line of the help as commander has it; where that is too narrow, in lines of their own. */
export function formatHelpItem(
  term: string,
  termWidth: number,
  description: string,
  helper: Help,
): string {
  const { helpWidth = USUAL } = helper;
  if (helpWidth - termWidth - 4 >= LEAST) {
    const usual = Object.assign(new Help(), { helpWidth });
    return usual.formatItem(term, termWidth, description, helper);
  }
  const lines = wrapText(description, helpWidth - INDENT);
  return [`  ${term}`, ...lines.map((line) => ' '.repeat(INDENT) + line)].join('\n');
}

/** The text of examples under a heading, for the width of the help that it is part of. */
export function examplesText(
  heading: string,
  examples: readonly string[],
): (context: AddHelpTextContext) => string {
  return ({ command, error }) => {
    const output = command.configureOutput();
    const width = (error ? output.getErrHelpWidth?.() : output.getOutHelpWidth?.()) ?? USUAL;
    return `\n${heading}:\n${examples.map((line) => `  ${wrapCommand(line, width - 2)}`).join('\n')}`;
  };
}

/** A line of a shell in several where it is too long, as a shell takes them. */
function wrapCommand(line: string, width: number): string {
  if (textWidth(line) <= width) return line;
  // The backslash takes two columns, the indent of the second line two more.
  // An option stays with its value.
  return wrapWords(line.match(/--\S+ (?:"[^"]*"|[^\s|>-]\S*)|"[^"]*"|\S+/g) ?? [], width - 4).join(
    ' \\\n    ',
  );
}
