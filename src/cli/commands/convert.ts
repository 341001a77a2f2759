import type { Command } from 'commander';
import { convertArchitecture } from '../../converting/convert-architecture.ts';
import { CONVERSION_TARGETS, type ConversionTarget } from '../../converting/conversion-targets.ts';
import type { Candidate } from '../../formats/candidate-format.ts';
import { CandidateReader } from '../../candidates/candidate-reader.ts';
import type { Problem } from '../../problem.ts';

import { printResultLines } from '../print-lines.ts';
import { ProblemTally } from '../../workflows/problem-tally.ts';
import { readOne, skipped } from '../../workflows/read-inputs.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { printResult, printWarnings } from '../terminal.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { ONE_CANDIDATE, INPUT, SKIPPING } from '../options/input-options.ts';

const OPTIONS = {
  [COMMON]: {
    to: {
      flags: '--to <form>',
      description: 'form of the output',
      choices: CONVERSION_TARGETS,
      mandatory: true,
    },
    ...ONE_CANDIDATE,
    ...INPUT,
    ...SKIPPING,
  },
} as const satisfies OptionGroups;

type ConvertOptions = CommandValues<typeof OPTIONS>;

/** `zerolm convert IN --to FORM`: candidates in another form, where they can be said in it. */
export function addConvertCommand(program: Command): void {
  describeCommand(
    program
      .command('convert')
      .description('write candidates in another form, as JSON or NDJSON')
      .argument('<input>', 'file with specs, a folder of such files, or - for stdin'),
    OPTIONS,
    [
      'zerolm convert candidates.ndjson --to hugging-face > configs.ndjson',
      'zerolm convert candidates.ndjson --id candidate-7 --to flexibert',
    ],
  ).action(convert);
}

async function convert(input: string, options: ConvertOptions): Promise<void> {
  if (options.id !== undefined) {
    const converted = convertOne(await readOne(input, options, printWarnings), options.to);
    if (converted.problem !== undefined) throw new Refusal([converted.problem]);
    printWarnings(converted.warnings);
    printResult(pretty(converted.spec));
    return;
  }
  await convertAll(input, options);
}

/** A converted candidate, or why there is none. */
type Converted =
  | { readonly spec: object; readonly warnings: readonly Problem[]; readonly problem?: undefined }
  | { readonly problem: Problem };

function convertOne(
  { id, source, architecture, scores }: Candidate,
  to: ConversionTarget,
): Converted {
  const converted = convertArchitecture(architecture, to);
  if (!converted.ok) {
    const message = `no ${to} spec says this architecture: ${converted.reason}`;
    return { problem: { source, path: '', message } };
  }
  const { spec, warnings } = converted.value;
  const measured = Object.keys(scores).length === 0 ? {} : { scores };
  return {
    spec: { id, ...measured, ...spec },
    warnings: warnings.map((message) => ({ source, path: '', message })),
  };
}

function pretty(spec: object): string {
  return `${JSON.stringify(spec, null, 2)}\n`;
}

/**
 * Converts all candidates behind an input. One that is alone is printed in full, once it is known
 * that there is no other; of several each is a line. All are printed, or none: lines are held until
 * the last candidate is converted, unless wrong ones are to be skipped.
 */
async function convertAll(
  input: string,
  { to, build, family, skipInvalid = false }: ConvertOptions,
): Promise<void> {
  const reader = new CandidateReader([input], {
    build,
    ...(family !== undefined && { family }),
    stopAtBrokenLine: !skipInvalid,
  });
  const problems = new ProblemTally();
  const warnings = new ProblemTally();
  let specs: object[] = [];
  let printed = 0;
  const print = async (): Promise<void> => {
    await printResultLines(specs.map((spec) => `${JSON.stringify(spec)}\n`));
    printed += specs.length;
    specs = [];
  };
  for await (const batch of reader.batches()) {
    warnings.add(batch.warnings);
    problems.add(batch.problems);
    for (const candidate of batch.candidates) {
      const converted = convertOne(candidate, to);
      if (converted.problem !== undefined) {
        problems.add([converted.problem]);
        continue;
      }
      warnings.add(converted.warnings);
      specs.push(converted.spec);
    }
    if (skipInvalid && printed + specs.length > 1) await print();
    if (problems.count > 0 && !skipInvalid && batch.stream) break;
  }
  printWarnings(warnings.listed());
  if (problems.count > 0) {
    if (!skipInvalid) throw new Refusal(problems.listed());
    printWarnings(skipped(problems.listed()));
  }
  const [only, ...others] = specs;
  if (printed === 0 && only === undefined) throw Refusal.of('no candidate is left');
  if (printed === 0 && only !== undefined && others.length === 0) printResult(pretty(only));
  else await print();
}
