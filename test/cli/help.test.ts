import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCommands } from '../../scripts/docs/command-table.js';
import { textOf } from '../../scripts/docs/markdown.js';
import { createProgram } from '../../src/cli/program.ts';

/** A terminal of the usual size, and one half as wide as a screen. */
const COLUMNS = 80;
const NARROW = 60;
const LINES = 24;

let program: Command;
let commands: readonly Command[];
beforeAll(async () => {
  program = await createProgram(undefined);
  commands = program.commands;
  setWidth(COLUMNS);
});

/** The help of a command, as `--help` prints it. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

function examplesOf(command: Command): string[] {
  const [, examples = ''] = helpOf(command).split(/^Examples?:\n/m);
  return examples.trim().split(/\n\s*/);
}

/** The arguments of every call of zerolm in a line of a shell. */
function callsIn(line: string): string[][] {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
  const calls: string[][] = [];
  for (const word of words) {
    if (word === 'zerolm') calls.push([]);
    else if (word === '>') break;
    else if (word !== '|' && word !== undefined) calls.at(-1)?.push(word);
  }
  return calls;
}

describe('the help of the program', () => {
  it('lists every command in a group, and an example: catches one that is left out', () => {
    const help = helpOf(program);
    const listed = [...help.matchAll(/^ {2}([a-z]+) [^-]/gm)].map(([, name]) => name);
    expect(listed.filter((name) => name !== 'help' && name !== 'zerolm')).toEqual(
      commands.map((command) => command.name()),
    );
    expect([...help.matchAll(/^([A-Z][a-z ]+):$/gm)].map(([, heading]) => heading)).toEqual([
      'Options',
      'Rank and score',
      'Evaluate and tune',
      'Make candidates',
      'Models',
      'Help',
      'Example',
    ]);
  });
});

describe('docs/commands.md', () => {
  it('has the table of every command: catches one of another version (npm run docs)', async () => {
    const text = textOf('docs/commands.md');
    expect(text).toBe(withCommands(text, await createProgram(undefined)));
    for (const command of commands) expect(text).toContain(`| ${command.description()} |`);
  });
});

/** Lets the help of everything be as wide as a terminal. */
function setWidth(columns: number): void {
  for (const command of [program, ...commands]) {
    command.configureOutput({ getOutHelpWidth: () => columns });
  }
}

describe.each([COLUMNS, NARROW])('every help in %d columns', (columns) => {
  beforeAll(() => {
    setWidth(columns);
  });
  afterAll(() => {
    setWidth(COLUMNS);
  });

  it('has no longer line: catches one that wraps', () => {
    for (const command of [program, ...commands]) {
      for (const line of helpOf(command).split('\n')) {
        expect(line.length, `${command.name()}: ${line}`).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('has every flag, every description and every example whole: catches a word that is cut', () => {
    const spaced = (text: string): string => text.replaceAll(/(?: \\)?\s+/g, ' ');
    for (const command of commands) {
      const help = spaced(helpOf(command));
      for (const option of command.options.filter(({ hidden }) => !hidden)) {
        expect(help).toContain(option.flags);
        expect(help).toContain(spaced(option.description));
      }
      setWidth(1000);
      const examples = examplesOf(command);
      setWidth(columns);
      expect(examples).toHaveLength(2);
      for (const example of examples) expect(help).toContain(spaced(example));
    }
  });
});

describe('the help of a command', () => {
  it('has the common options on the first screen of a terminal: catches a long text', () => {
    for (const command of commands) {
      const help = helpOf(command);
      // The help option ends the common ones; the shell takes the last line.
      const end = help.split('\n').findIndex((line) => line.includes('--help'));
      expect(end, command.name()).toBeGreaterThan(0);
      expect(end, command.name()).toBeLessThan(LINES - 1);
      const [heading] = /^[A-Z][a-z ]+:$/m.exec(help.replace('Arguments:\n', '')) ?? [];
      expect(heading, command.name()).toBe('Options:');
    }
  });

  it('shows two examples that parse: catches a stale option', async () => {
    const parsed = new Map<string, unknown[]>();
    for (const command of commands) {
      command.action((...values: unknown[]) => {
        parsed.set(command.name(), values);
      });
    }
    for (const command of commands) {
      const examples = examplesOf(command);
      expect(examples, command.name()).toHaveLength(2);
      for (const example of examples) {
        parsed.clear();
        const calls = callsIn(example);
        for (const call of calls) await program.parseAsync(call, { from: 'user' });
        expect([...parsed.keys()], example).toEqual(calls.map(([name]) => name));
        expect(parsed.has(command.name()), example).toBe(true);
        expect(example).not.toContain('fixtures');
      }
    }
  });

  it('names every option as its value is named: catches an option that no command can read', () => {
    for (const command of commands) {
      const values = Object.keys(command.opts());
      const names = command.options.map((option) => option.attributeName());
      expect(names).toEqual(expect.arrayContaining(values));
    }
  });
});

describe('one option name', () => {
  it('means one thing in every command: catches two texts for one flag', () => {
    /** Options of which a command writes or takes something of its own kind, or one for several. */
    const own = ['--out', '--id', '--proxy'];
    const texts = new Map<string, string>();
    for (const { long, flags, description } of commands.flatMap(({ options }) => options)) {
      if (long === undefined || own.includes(long)) continue;
      const text = `${flags} ${description}`;
      expect(texts.get(long) ?? text).toBe(text);
      texts.set(long, text);
    }
  });
});
