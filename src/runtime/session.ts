import type { Graph, TensorData } from '../onnx/graph.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { failure, success, type Result } from '../result.ts';
import {
  loadRuntime,
  type Runtime,
  type RuntimeSession,
  type RuntimeTensor,
} from './load-runtime.ts';

/** How a graph is run. */
export interface SessionOptions {
  /** Threads that work on one operator, 1 if absent. */
  readonly threads?: number;
  /**
   * Whether the runtime may change the graph for speed; it may not, if absent. With it, the
   * numbers of a value depend on what else is computed.
   */
  readonly optimize?: boolean;
  /**
   * Whether the runtime keeps the memory of a run for the next; it does not, if absent. With it, a
   * run is somewhat faster, and a session holds the most that it ever needed until it is closed.
   */
  readonly keepMemory?: boolean;
}

/** Tensors by the names of their values. */
export type TensorMap = ReadonlyMap<string, TensorData>;

/** A graph that is ready to be run. It holds memory that nobody collects until it is closed. */
export interface Session {
  /**
   * The outputs of the graph for the entries of its inputs. Blocks the thread meanwhile.
   *
   * @param feeds an entry for every input; others are left alone
   * @returns a failure where the runtime refuses, as for want of memory
   */
  readonly run: (feeds: TensorMap) => Promise<Result<TensorMap>>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a graph in onnxruntime, on the CPU.
 *
 * @returns a failure where there is no runtime, or it refuses the graph
 */
export async function openSession(
  graph: Graph,
  options: SessionOptions = {},
): Promise<Result<Session>> {
  return openModel(writeOnnx(graph, { name: 'zerolm' }), graph, options);
}

/** The same of a graph that is written already. */
export async function openModel(
  model: Uint8Array,
  graph: Graph,
  { threads = 1, optimize = false, keepMemory = false }: SessionOptions = {},
): Promise<Result<Session>> {
  const runtime = await loadRuntime();
  if (!runtime.ok) return runtime;
  try {
    const session = await runtime.value.InferenceSession.create(model, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: optimize ? 'all' : 'disabled',
      enableCpuMemArena: keepMemory,
      enableMemPattern: keepMemory,
      logSeverityLevel: 3,
    });
    return success(sessionOf(runtime.value, session, graph));
  } catch (error) {
    return failure(`onnxruntime refuses the graph: ${messageOf(error)}`);
  }
}

function sessionOf(runtime: Runtime, session: RuntimeSession, graph: Graph): Session {
  const names = new Set(graph.outputs.map(({ name }) => name));
  return {
    run: async (feeds) => {
      const tensors: Record<string, RuntimeTensor> = {};
      for (const { name } of graph.inputs) {
        const fed = feeds.get(name);
        if (fed === undefined) return failure(`the input ${name} of the graph is not fed`);
        tensors[name] = tensorOf(runtime, fed);
      }
      try {
        const outputs = await session.run(tensors, [...names]);
        return success(
          new Map(
            graph.outputs.map((value) => [value.name, dataOf(outputs[value.name], value.name)]),
          ),
        );
      } catch (error) {
        return failure(`onnxruntime failed: ${messageOf(error)}`);
      }
    },
    close: () => session.release(),
  };
}

function tensorOf({ Tensor }: Runtime, { data, shape }: TensorData): RuntimeTensor {
  if (data instanceof Float32Array) return new Tensor('float32', data, shape);
  if (data instanceof Float64Array) return new Tensor('float64', data, shape);
  if (data instanceof BigInt64Array) return new Tensor('int64', data, shape);
  return new Tensor('bool', data, shape);
}

/** @throws Error where an output differs from its declaration: a mistake in the graph */
function dataOf(value: RuntimeTensor | undefined, name: string): TensorData {
  if (value !== undefined) {
    const { data, dims: shape } = value;
    if (data instanceof Float32Array) return { type: 'float32', shape, data };
    if (data instanceof Float64Array) return { type: 'float64', shape, data };
    if (data instanceof BigInt64Array) return { type: 'int64', shape, data };
    if (data instanceof Uint8Array) return { type: 'bool', shape, data };
  }
  throw new Error(`no output ${name}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
