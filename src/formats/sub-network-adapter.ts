import { z } from 'zod';
import { withAdapters } from '../architecture/adapted-blocks.ts';
import type { Architecture } from '../architecture/architecture.ts';
import { formatPath, quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { listOf, orList, wholeNumber } from './expectations.ts';
import { ignoring } from './ignored-keys.ts';
import { LIMITS } from './limits.ts';

/** More than any block has linear layers. */
const MAX_MODULES = 64;

/** What of the configs of PEFT does not change the sizes of an adapter. */
const NO_SIZES = [
  ...['peft_type', 'task_type', 'base_model_name_or_path', 'revision', 'inference_mode'],
  ...['lora_alpha', 'lora_dropout', 'use_rslora', 'init_lora_weights', 'fan_in_fan_out'],
];

const rank = (): z.ZodNumber => wholeNumber(1, LIMITS.hiddenSize);

/** The name of a module, the last part of its path. */
const moduleName = z
  .string({ error: 'expected the name of a linear layer, as "q_proj"' })
  .min(1, { error: 'expected the name of a linear layer, as "q_proj"' });

/** The keys of the config of a low-rank adapter, as PEFT writes it. */
export const adapterKeys = () =>
  ignoring(
    z.object(
      {
        r: rank().describe('The rank of the adapter'),
        target_modules: listOf(
          moduleName,
          MAX_MODULES,
          `expected a list of 1 to ${MAX_MODULES} names of linear layers, as "q_proj"`,
        ).describe('The linear layers that it is beside, by the ends of their names'),
      },
      {
        error:
          'expected an object with "r" and "target_modules", as the adapter_config.json of PEFT',
      },
    ),
    NO_SIZES,
  );

/** The ranks that layers keep of an adapter: one for all of its modules, or some by their names. */
export const loraRank = () =>
  z
    .union([rank(), z.record(z.string(), rank())], {
      error: 'expected a rank, or an object of ranks by the names of modules, as {"q_proj": 8}',
    })
    .describe('The rank that is kept of the adapter, in all of its modules or by their names');

type LoraRank = z.infer<ReturnType<typeof loraRank>>;

type Problems = Omit<Problem, 'source'>[];

/** The keys of a sub-network that describe its adapter. */
interface AdapterOfSubNetwork {
  readonly adapter?: z.infer<ReturnType<typeof adapterKeys>> | undefined;
  readonly lora_rank?: LoraRank | undefined;
  readonly layers?: readonly { readonly lora_rank?: LoraRank | undefined }[] | undefined;
}

/**
 * A sub-network with the adapter that keys describe, or what is wrong with that. A module of a layer has
 * the rank that the layer gives it, else that of the sub-network, else that of the adapter.
 */
export function adaptedModel(
  architecture: Architecture,
  { adapter, lora_rank: common, layers = [] }: AdapterOfSubNetwork,
): Result<Architecture, Problems> {
  const asked = [
    { path: ['lora_rank'], kept: common },
    ...layers.map((own, at) => ({ path: ['layers', at, 'lora_rank'], kept: own.lora_rank })),
  ];
  const refuse = (path: readonly PropertyKey[], message: string): Result<never, Problems> =>
    failure([{ path: formatPath(path), message }]);
  if (adapter === undefined) {
    const first = asked.find(({ kept }) => kept !== undefined);
    if (first === undefined) return success(architecture);
    return refuse(first.path, 'there is no adapter of which to keep a rank: add "adapter"');
  }
  const { r, target_modules: modules } = adapter;
  const twice = modules.findIndex((own, at) => modules.indexOf(own) !== at);
  if (twice !== -1) {
    return refuse(
      ['adapter', 'target_modules', twice],
      `${quote(modules[twice] ?? '')}: expected each name once`,
    );
  }
  for (const { path, kept = {} } of asked) {
    const ranks: [PropertyKey[], number][] =
      typeof kept === 'number'
        ? [[path, kept]]
        : Object.entries(kept).map(([module, own]) => [[...path, module], own]);
    for (const [at, own] of ranks) {
      const module = at.at(-1);
      if (at.length > path.length && !modules.some((known) => known === module)) {
        return refuse(at, `expected one of the modules of the adapter, ${orList(modules)}`);
      }
      if (own > r) return refuse(at, `${own}: expected at most ${r}, the rank of the adapter`);
    }
  }
  const adapters = architecture.blocks.map((_, at) => {
    const own = layers[at]?.lora_rank;
    return modules.map((module) => ({
      module,
      rank: rankOf(own, module) ?? rankOf(common, module) ?? r,
    }));
  });
  const adapted = withAdapters(architecture, adapters);
  if (adapted.ok) return adapted;
  const { module, message } = adapted.reason;
  if (module === null) return refuse(['adapter'], message);
  return refuse(
    ['adapter', 'target_modules', modules.indexOf(module)],
    `${quote(module)}: ${message}`,
  );
}

function rankOf(kept: LoraRank | undefined, module: string): number | undefined {
  return typeof kept === 'object' ? kept[module] : kept;
}
