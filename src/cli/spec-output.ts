import { mkdir, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { ConversionTarget } from '../converting/conversion-targets.ts';
import { counted } from '../report/format-number.ts';
import {
  withName,
  type ConvertedSpec,
  type ConvertSummary,
  type SpecBatches,
} from '../workflows/convert-candidate.ts';
import { newCheckpoint, type Drawing } from '../workflows/init.ts';
import { forEachBatch } from '../workflows/for-each-batch.ts';
import { Refusal } from '../workflows/refusal.ts';
import { describeWriteError, isWriteError } from '../writable-target.ts';
import { openOutputFile } from './output-file.ts';
import { printBatches } from './print-stream.ts';
import { printResult, printWarnings } from './terminal.ts';

/** How specs are laid out: one is printed over several lines where it may be and no other follows. */
type Layout = 'alone' | 'full-if-alone' | 'lines';

/** The layouts of files by their endings. */
const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  ['.json', 'alone'],
  ['.ndjson', 'lines'],
  ['.jsonl', 'lines'],
]);

/** The file of a spec in a folder, where tools that read the form look for it. */
const FILE_NAMES: Readonly<Record<ConversionTarget, (id: string) => string>> = {
  flexibert: (id) => `${id}.json`,
  'hugging-face': (id) => join(id, 'config.json'),
};

/** Where specs of a form are written, and what they come from. */
interface SpecOutput {
  readonly to: ConversionTarget;
  readonly input: string;
  /** A file, or a folder with a file for each spec; stdout if absent. */
  readonly out?: string | undefined;
  /** Whether each is one line, though it may be the only one. */
  readonly lines: boolean;
  /** How the weights beside each spec are drawn; none are written if absent. */
  readonly weights?: Drawing | undefined;
}

/** The writer of converted specs; refuses, before the work, a name that can't be written. */
export async function openSpecOutput({
  to,
  input,
  out,
  lines,
  weights,
}: SpecOutput): Promise<(batches: SpecBatches) => Promise<void>> {
  if (
    weights !== undefined &&
    (to !== 'hugging-face' || out === undefined || !(await isFolder(out)))
  ) {
    throw Refusal.of(
      '--weights: expected --to hugging-face and --out with a folder, with / at its end if it is new',
    );
  }
  if (out === undefined) {
    const layout = lines ? 'lines' : 'full-if-alone';
    return async (batches) => {
      await printBatches(specTexts(batches, to, layout), (text) => text);
    };
  }
  refuseInput(out, out, input);
  if (await isFolder(out)) return (batches) => writeFolder(batches, out, { to, input, weights });
  const layout = LAYOUTS.get(extname(out).toLowerCase());
  if (layout === undefined) {
    const endings = [...LAYOUTS.keys()].join(', ');
    throw Refusal.of(
      `--out "${out}": expected a name that ends in ${endings}, or a folder, with / at its end if it is new`,
    );
  }
  const file = await openOutputFile('--out', out, [...LAYOUTS.keys()]);
  return async (batches) => {
    let count = 0;
    await file.write(encoded(specTexts(batches, to, layout, (all) => (count = all))));
    printResult(`${out}: ${counted(count, `${to} spec`)}\n`);
  };
}

/** Specs as text, piece by piece. Warns at the end, and refuses where there is none. */
async function* specTexts(
  batches: SpecBatches,
  to: ConversionTarget,
  layout: Layout,
  onEnd: (count: number) => void = () => undefined,
): AsyncGenerator<string, void, void> {
  let first: ConvertedSpec | undefined;
  let seen = 0;
  for (;;) {
    const step = await batches.next();
    if (step.done === true) {
      finish(step.value);
      if (first !== undefined) yield fileOf(first, layout === 'alone' && isBare(to));
      onEnd(seen);
      return;
    }
    const specs = first === undefined ? step.value : [first, ...step.value];
    seen += step.value.length;
    if (layout === 'alone' && seen > 1) {
      throw Refusal.of('--out: several specs: expected a name that ends in .ndjson, or a folder');
    }
    first = layout !== 'lines' && seen === 1 ? specs[0] : undefined;
    if (first === undefined)
      yield specs.map((spec) => `${JSON.stringify(withName(spec))}\n`).join('');
  }
}

function finish({ count, warnings }: ConvertSummary): void {
  printWarnings(warnings);
  if (count === 0) throw Refusal.of('no candidate is left');
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}

async function isFolder(out: string): Promise<boolean> {
  if (out.endsWith('/')) return true;
  return stat(out).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A spec as a text of its own, with or without the name of its candidate. */
function fileOf(spec: ConvertedSpec, bare: boolean): string {
  return `${JSON.stringify(bare ? spec.spec : withName(spec), null, 2)}\n`;
}

/** Whether files of a form have no name of the candidate: transformers knows none. */
function isBare(to: ConversionTarget): boolean {
  return to === 'hugging-face';
}

async function writeFolder(
  batches: SpecBatches,
  out: string,
  { to, input, weights }: Pick<SpecOutput, 'to' | 'input' | 'weights'>,
): Promise<void> {
  let parameters = 0;
  const summary = await forEachBatch(batches, async (specs) => {
    for (const spec of specs) {
      const file = join(out, FILE_NAMES[to](nameOf(spec)));
      refuseInput(out, file, input);
      await makeFolder(dirname(file), out);
      const target = await openOutputFile('--out', file, ['.json']);
      await target.write(fileOf(spec, isBare(to)));
      if (weights === undefined) continue;
      const checkpoint = newCheckpoint(spec.architecture, spec.id, weights);
      const model = join(dirname(file), 'model.safetensors');
      await (await openOutputFile('--out', model, ['.safetensors'])).write(checkpoint.pieces);
      parameters += checkpoint.parameters;
    }
  });
  finish(summary);
  const stored =
    weights === undefined
      ? ''
      : `, ${parameters.toLocaleString('en-US')} parameters in single precision`;
  printResult(`${out}: ${counted(summary.count, `${to} spec`)}${stored}\n`);
}

/** The id of a spec, as far as it stays in the folder as the name of a file. */
function nameOf({ id }: ConvertedSpec): string {
  if (!id.split('/').some((part) => ['', '.', '..'].includes(part))) return id;
  throw Refusal.of(`--out: "${id}" would be a file outside of the folder: rename the candidate`);
}

function refuseInput(out: string, file: string, input: string): void {
  if (input === '-' || resolve(file) !== resolve(input)) return;
  throw Refusal.of(`--out "${out}": is the input too; choose another name`);
}

async function makeFolder(folder: string, out: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    if (!isWriteError(error)) throw error;
    throw Refusal.of(`--out "${out}": ${describeWriteError(error)}`);
  }
}
