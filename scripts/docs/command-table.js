/** The table of all commands, which a page takes from their own descriptions and examples. */

const TABLE = /^<!-- commands -->\n[^]*?^<!-- \/commands -->$/m;

/** Columns of a help in which no example is wrapped. */
const WIDE = 10_000;

/**
 * The first example in the help of a command.
 *
 * @param {import('commander').Command} command
 */
function exampleOf(command) {
  let help = '';
  command.configureOutput({ getOutHelpWidth: () => WIDE, writeOut: (part) => (help += part) });
  command.outputHelp();
  return /^Examples:\n\s*(.*)$/m.exec(help)?.[1] ?? '';
}

/**
 * A page with its table of commands brought up to date; each leads to the heading that it names.
 *
 * @param {string} text
 * @param {import('commander').Command} program
 */
export function withCommands(text, program) {
  const rows = program.commands.map((command) => {
    const name = command.name();
    const term = text.includes(`\n## ${name}\n`) ? `[\`${name}\`](#${name})` : `\`${name}\``;
    const example = exampleOf(command).replaceAll('|', '\\|');
    return `| ${term} | ${command.description()} | \`${example}\` |`;
  });
  const table = ['| command | what it does | example |', '|---|---|---|', ...rows].join('\n');
  return text.replace(TABLE, () => `<!-- commands -->\n\n${table}\n\n<!-- /commands -->`);
}
