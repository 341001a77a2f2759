import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { subNetwork } from '../architecture/sub-network.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { wholeNumber } from '../formats/expectations.ts';
import { LIMITS } from '../formats/limits.ts';
import { readRecord } from '../formats/registry.ts';
import { SUB_NETWORK_FILE } from '../formats/sub-network.ts';
import { checkValue } from '../input/check-value.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { parseJson } from '../input/parse-json.ts';
import { readText } from '../input/read-text.ts';
import { strictProblems } from '../input/strict-problems.ts';
import { formatPath, quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { distinctList } from './distinct-list.ts';
import { generalForm } from './general-form.ts';
import { CONSTRAINTS, type SpaceForm } from './space-form.ts';

const choiceKeys = {
  feed_forward_width: distinctList(wholeNumber(1, LIMITS.feedForwardWidth))
    .describe('Feed-forward neurons that are kept')
    .optional(),
  num_attention_heads: distinctList(wholeNumber(1, LIMITS.hiddenSize))
    .describe('Attention heads that are kept, those that share keys and values together')
    .optional(),
};

type ChoiceKey = keyof typeof choiceKeys;

const CHOICE_KEYS: readonly ChoiceKey[] = ['feed_forward_width', 'num_attention_heads'];

const choicesError = `expected an object of lists of values, of ${CHOICE_KEYS.join(' and ')}`;
const choices = (): z.ZodDefault<z.ZodObject<typeof choiceKeys>> =>
  z.strictObject(choiceKeys, { error: choicesError }).default({});

const layerKeys = {
  number: distinctList(wholeNumber(1, LIMITS.blocks))
    .describe('Numbers of layers that are kept; all layers if absent')
    .optional(),
  choices: choices(),
};

const spaceKeys = {
  $schema: z.string().optional(),
  checkpoint: z
    .string({ error: 'expected the path of a checkpoint, or of the folder of a model' })
    .describe(
      'A safetensors file, an index of several, or a folder with one; config.json is beside it',
    ),
  choices: choices().describe('Lists of sizes, each chosen once for all layers'),
  layers: z
    .strictObject(layerKeys, { error: 'expected an object with "choices" or "number"' })
    .describe('Sizes that are chosen anew for every layer, and how many layers are kept')
    .optional(),
  constraints: CONSTRAINTS,
};

const file = z.strictObject(spaceKeys);

type CheckpointSpaceFile = z.infer<typeof file>;

/** The config of a model in its folder, and the candidate that it describes. */
interface Config {
  readonly source: string;
  readonly config: object;
  readonly candidate: Candidate;
  readonly warnings: readonly Problem[];
}

async function readConfig(folder: string): Promise<Result<Config, Problem[]>> {
  const source = join(folder, 'config.json');
  const refuse = (message: string): Result<never, Problem[]> =>
    failure([{ source, path: '', message }]);
  const text = await readText(source, FILE_LIMITS.candidates);
  if (!text.ok) {
    const own = await stat(join(folder, SUB_NETWORK_FILE)).catch(() => null);
    return refuse(
      own === null
        ? `${text.reason}; expected the config of the checkpoint beside it`
        : `the checkpoint is a sub-network itself, by ${SUB_NETWORK_FILE}; name the one that it was cut from`,
    );
  }
  const parsed = parseJson(text.value);
  if (!parsed.ok) return refuse(parsed.reason.message);
  const { value: config } = parsed;
  const context = { source, defaultId: 'config', build: 'default' } as const;
  const { candidate, problems, warnings } = readRecord(config, context);
  if (candidate === undefined || typeof config !== 'object' || config === null) {
    return failure([...problems]);
  }
  return success({ source, config, candidate, warnings });
}

/** What is wrong with the sizes and numbers that a file names, each by itself. */
function findProblems(
  { choices: once, layers }: CheckpointSpaceFile,
  { candidate: { architecture } }: Config,
  source: string,
): Problem[] {
  const problems: Problem[] = [];
  const refuse = (at: readonly PropertyKey[], message: string): void => {
    problems.push({ source, path: formatPath(at), message });
  };
  const all = architecture.blocks.map((_, index) => ({ index }));
  const check = (key: ChoiceKey, value: number, at: readonly PropertyKey[]): void => {
    const size =
      key === 'feed_forward_width' ? { feedForwardWidth: value } : { numAttentionHeads: value };
    const cut = subNetwork(
      architecture,
      all.map((own) => ({ ...own, ...size })),
    );
    if (cut.ok) return;
    const [{ layer, message } = { layer: 0, message: '' }] = cut.reason;
    refuse(at, `${message}${layer === 0 ? '' : ` (layer ${layer})`}`);
  };
  for (const [at, own] of [
    [['choices'], once],
    [['layers', 'choices'], layers?.choices ?? {}],
  ] as const) {
    for (const key of CHOICE_KEYS) {
      for (const [index, value] of (own[key] ?? []).entries())
        check(key, value, [...at, key, index]);
    }
  }
  for (const key of CHOICE_KEYS) {
    if (once[key] !== undefined && layers?.choices[key] !== undefined) {
      refuse(
        ['layers', 'choices', key],
        'is chosen twice: expected it here or in the "choices" of all layers',
      );
    }
  }
  for (const [index, number] of (layers?.number ?? []).entries()) {
    const at = ['layers', 'number', index];
    if (number > all.length) {
      refuse(at, `${number}: expected at most ${all.length}, the layers of the checkpoint`);
      continue;
    }
    const cut = subNetwork(architecture, all.slice(0, number));
    if (!cut.ok) refuse(at, cut.reason[0]?.message ?? '');
  }
  const chosen = [once, layers?.choices ?? {}].flatMap((own) => Object.keys(own));
  if (chosen.length === 0 && layers?.number === undefined) {
    refuse(
      [],
      `nothing is chosen: expected ${CHOICE_KEYS.join(' or ')} in "choices" or "layers", or "number" in "layers"`,
    );
  }
  return problems;
}

/**
 * The sub-networks of a trained checkpoint: what is kept of its feed-forward neurons, attention heads
 * and layers. Candidates are specs of sub-networks, whose `base` is the config beside the checkpoint.
 */
export const checkpointForm: SpaceForm = {
  name: 'checkpoint',
  looksLike: '"checkpoint" and "choices" or "layers" (sub-networks of a trained model)',
  schema: file,
  recognizes: (record) => 'checkpoint' in record && !('base' in record),
  read: async (record, source) => {
    const checked = checkValue(file, record, source, (error) =>
      strictProblems(error, record, source, ([first, second]) => {
        if (first === undefined) return Object.keys(spaceKeys);
        return Object.keys(first === 'layers' && second === undefined ? layerKeys : choiceKeys);
      }),
    );
    if (!checked.ok) return checked;
    const { checkpoint, choices: once, layers, constraints } = checked.value;
    const named = join(dirname(source), checkpoint);
    const found = await stat(named).catch(() => null);
    if (found === null) {
      const message = `${quote(checkpoint)}: no such file or folder in ${quote(dirname(source))}`;
      return failure([{ source, path: 'checkpoint', message }]);
    }
    const folder = found.isDirectory() ? named : dirname(named);
    const config = await readConfig(folder);
    if (!config.ok) return config;
    const problems = findProblems(checked.value, config.value, source);
    if (problems.length > 0) return failure(problems);
    const { architecture } = config.value.candidate;
    const general = {
      base: { base: config.value.config },
      choices: once,
      layers: {
        number: layers?.number ?? [architecture.blocks.length],
        list: 'layers',
        choices: layers?.choices ?? {},
      },
      constraints,
    };
    const read = await generalForm.read(general, source);
    if (!read.ok) return read;
    const space = {
      ...read.value.space,
      subNetworksOf: { path: named, architecture, config: config.value.config },
    };
    return success({ ...read.value, space, warnings: config.value.warnings });
  },
};
