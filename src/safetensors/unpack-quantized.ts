import { formatPath, namesInShort, type Problem } from '../problem.ts';
import type { Tensor } from './tensor.ts';

/** The tensors of a checkpoint, with every quantized matrix as one of the shape that it had. */
export interface Unpacked {
  readonly tensors: readonly Tensor[];
  /** Methods of quantization, with the names of the matrices that they were applied to. */
  readonly quantized: ReadonlyMap<string, readonly string[]>;
  /** Names of the tensors that unpacking takes beside the integers: scales, zeros, orders. */
  readonly parts: readonly string[];
  readonly problems: readonly Problem[];
}

/** What the name of a tensor of a quantized matrix ends in, after the name of the layer. */
const ENDINGS = [
  ...['qweight', 'qzeros', 'scales', 'g_idx', 'SCB', 'weight_format', 'weight_packed'],
  ...['weight.absmax'],
] as const;

type Ending = (typeof ENDINGS)[number] | 'weight';

/** Bits of an integer that holds several packed ones. */
const PACKED_BITS = 32;

/**
 * Finds matrices of which a checkpoint holds packed integers, and the shapes that they had:
 *
 * - GPTQ (Frantar et al. 2023): `qweight` inputs * bits / 32 x outputs, `scales` groups x outputs,
 *   `qzeros` groups x outputs * bits / 32, `g_idx` one for each input;
 * - AWQ (Lin et al. 2024): the same with `qweight` inputs x outputs * bits / 32;
 * - eight bits of bitsandbytes (Dettmers et al. 2022): `weight` of the shape itself, and `SCB`.
 *
 * In four bits of bitsandbytes and in compressed-tensors the shape is part of the data: these are
 * refused, with the number of parameters where the length of the data tells it.
 */
export function unpackQuantized(stored: readonly Tensor[]): Unpacked {
  const layers = layersOf(stored);
  const quantized = new Map<string, string[]>();
  const parts = new Set<string>();
  const replaced = new Map<string, Tensor>();
  const problems: Problem[] = [];
  const shapeless: { readonly tensor: Tensor; readonly count: number | null }[] = [];
  const note = (method: string, path: string): void => {
    const own = quantized.get(method);
    if (own === undefined) quantized.set(method, [path]);
    else own.push(path);
  };
  for (const [layer, tensors] of layers) {
    const packed = tensors.get('qweight');
    const weight = tensors.get('weight');
    if (packed !== undefined) {
      const found = packedShape(tensors);
      const path = layer === '' ? 'weight' : `${layer}.weight`;
      if (found === undefined) {
        const message = `[${packed.shape.join(', ')}]: expected the integers of GPTQ or AWQ, with "scales" and "qzeros" of shapes that fit them`;
        problems.push({ source: packed.file, path: formatPath([packed.path, 'shape']), message });
        continue;
      }
      replaced.set(packed.path, { ...packed, path, shape: found.shape });
      for (const [ending, { path: own }] of tensors) {
        if (['qzeros', 'scales', 'g_idx'].includes(ending)) parts.add(own);
      }
      note(found.method, path);
    } else if (weight !== undefined && tensors.has('SCB')) {
      note('bitsandbytes, 8 bits', weight.path);
      for (const ending of ['SCB', 'weight_format'] as const) {
        const own = tensors.get(ending);
        if (own !== undefined) parts.add(own.path);
      }
    } else if (weight !== undefined && tensors.has('weight.absmax')) {
      // Two to a byte.
      shapeless.push({ tensor: weight, count: 2 * weight.bytes });
    }
    const compressed = tensors.get('weight_packed');
    if (compressed !== undefined) shapeless.push({ tensor: compressed, count: null });
  }
  const [first] = shapeless;
  if (first !== undefined) {
    const [method, counts] =
      first.count === null
        ? ['compressed-tensors', '']
        : [
            'bitsandbytes, 4 bits',
            `, ${shapeless.reduce((sum, { count }) => sum + (count ?? 0), 0).toLocaleString('en-US')} parameters in all`,
          ];
    const names = namesInShort(shapeless.map(({ tensor }) => tensor.path));
    const message = `quantized (${method}): the header does not have the shapes of ${shapeless.length} matrices${counts}: ${names}; name the config in its place`;
    problems.push({ source: first.tensor.file, path: '', message });
  }
  if (quantized.size === 0) return { tensors: stored, quantized, parts: [], problems };
  const tensors = stored.map((tensor) => replaced.get(tensor.path) ?? tensor);
  return { tensors, quantized, parts: [...parts], problems };
}

/** The tensors of layers that have one with such an ending, by the names of the layers. */
function layersOf(stored: readonly Tensor[]): Map<string, Map<Ending, Tensor>> {
  const layers = new Map<string, Map<Ending, Tensor>>();
  for (const tensor of stored) {
    const ending = ENDINGS.find((name) => tensor.path === name || tensor.path.endsWith(`.${name}`));
    if (ending === undefined) continue;
    const layer = tensor.path.slice(0, -ending.length - 1);
    const own = layers.get(layer);
    if (own === undefined) layers.set(layer, new Map([[ending, tensor]]));
    else own.set(ending, tensor);
  }
  if (layers.size === 0) return layers;
  for (const tensor of stored) {
    if (tensor.path.endsWith('.weight')) {
      layers.get(tensor.path.slice(0, -'.weight'.length))?.set('weight', tensor);
    }
  }
  return layers;
}

/** Outputs x inputs of packed integers, and how they were made. */
function packedShape(
  tensors: ReadonlyMap<Ending, Tensor>,
): { readonly method: string; readonly shape: readonly number[] } | undefined {
  const [rows = 0, cols = 0] = tensors.get('qweight')?.shape ?? [];
  const [, outputs = 0] = tensors.get('scales')?.shape ?? [];
  const [, zeros = 0] = tensors.get('qzeros')?.shape ?? [];
  const bits = (PACKED_BITS * zeros) / outputs;
  if (!Number.isInteger(bits) || bits < 1 || bits > 8) return undefined;
  if (cols === outputs) {
    const inputs = tensors.get('g_idx')?.shape[0] ?? (PACKED_BITS * rows) / bits;
    return Math.ceil((inputs * bits) / PACKED_BITS) === rows
      ? { method: 'GPTQ', shape: [outputs, inputs] }
      : undefined;
  }
  return cols * PACKED_BITS === outputs * bits
    ? { method: 'AWQ', shape: [outputs, rows] }
    : undefined;
}
