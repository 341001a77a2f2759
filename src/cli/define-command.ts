import { Argument, type Command } from 'commander';
import type { Report } from '../report/sheet.ts';
import type { Outcome, WorkflowContext } from '../workflows/workflow.ts';
import { examplesText } from './help-format.ts';
import { addOptions, givenOptions, type GivenValues } from './options/option-spec.ts';
import type { OptionGroups } from './options/option-spec.ts';
import { presentWorkflow, type Presentable } from './run-workflow.ts';

/** Adds a command to the program under a name. */
export type AddCommand = (program: Command, name: string) => void;

/** An argument: its usage, its description and its choices, of which the first is the default. */
type ArgumentSpec = readonly [usage: string, description: string, choices?: readonly string[]];

type ArgumentValue<Spec extends ArgumentSpec> = Spec extends readonly [
  string,
  string,
  readonly (infer Choice)[],
]
  ? Choice
  : Spec[0] extends `${string}...${string}`
    ? readonly string[]
    : Spec[0] extends `<${string}`
      ? string
      : string | undefined;

type ArgumentValues<Specs extends readonly ArgumentSpec[]> = {
  readonly [Index in keyof Specs]: ArgumentValue<Specs[Index]>;
};

/** How a command is called: its arguments, its options by heading, and two examples. */
interface CommandUsage<Arguments, Groups> {
  readonly description: string;
  readonly args: Arguments;
  readonly options: Groups;
  readonly examples: readonly [string, string];
}

/** A command that runs `action` with the arguments and the options that were given. */
export function defineCommand<
  const Arguments extends readonly ArgumentSpec[],
  const Groups extends OptionGroups,
>({
  description,
  args,
  options,
  examples,
  action,
}: CommandUsage<Arguments, Groups> & {
  readonly action: (
    args: ArgumentValues<Arguments>,
    given: GivenValues<Groups>,
    command: Command,
  ) => Promise<void>;
}): AddCommand {
  return (program, name) => {
    const command = program.command(name).description(description);
    for (const [usage, meaning, choices] of args) {
      const argument = new Argument(usage, meaning);
      if (choices !== undefined) argument.choices(choices).default(choices[0]);
      command.addArgument(argument);
    }
    addOptions(command, options);
    command.addHelpText('after', examplesText('Examples', examples));
    command.action((...values: ArgumentValues<Arguments>) =>
      action(values, givenOptions(command, options), command),
    );
  };
}

/** A command that runs a workflow and prints its document as a report. */
export function defineReportCommand<
  const Arguments extends readonly ArgumentSpec[],
  const Groups extends OptionGroups,
  Document,
  Value extends Presentable<Document>,
>({
  run,
  report,
  ...usage
}: CommandUsage<Arguments, Groups> & {
  readonly run: (
    args: ArgumentValues<Arguments>,
    given: GivenValues<Groups>,
    context: WorkflowContext,
  ) => Promise<Outcome<Value>>;
  readonly report: (document: Document) => Report;
}): AddCommand {
  return defineCommand({
    ...usage,
    action: (args, given, command) =>
      presentWorkflow(command, given, (request, context) => run(args, request, context), report),
  });
}
