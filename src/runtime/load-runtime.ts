import { arch, platform } from 'node:os';
import { failure, success, type Result } from '../result.ts';

/** A tensor of the runtime. */
export interface RuntimeTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** A model that the runtime has opened. */
export interface RuntimeSession {
  run(
    feeds: Readonly<Record<string, RuntimeTensor>>,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}

/**
 * What is used of onnxruntime-node. It is declared here, because the package is optional: the types
 * of zerolm compile without it.
 */
export interface Runtime {
  readonly Tensor: {
    new (type: 'float32', data: Float32Array, dims: readonly number[]): RuntimeTensor;
    new (type: 'float64', data: Float64Array, dims: readonly number[]): RuntimeTensor;
    new (type: 'int64', data: BigInt64Array, dims: readonly number[]): RuntimeTensor;
    new (type: 'bool', data: Uint8Array, dims: readonly number[]): RuntimeTensor;
  };
  readonly InferenceSession: {
    create(model: Uint8Array, options: RuntimeSessionOptions): Promise<RuntimeSession>;
  };
  readonly env: {
    logLevel?: 'verbose' | 'info' | 'warning' | 'error' | 'fatal';
    readonly versions: { readonly node?: string; readonly common: string };
  };
}

/** How the runtime is asked to run a model. */
export interface RuntimeSessionOptions {
  readonly executionProviders: readonly ['cpu'];
  readonly intraOpNumThreads: number;
  readonly interOpNumThreads: number;
  readonly executionMode: 'sequential';
  readonly graphOptimizationLevel: 'all' | 'disabled';
  readonly enableCpuMemArena: boolean;
  readonly enableMemPattern: boolean;
  readonly logSeverityLevel: 3;
}

/** What to do where there is no runtime: npm drops an optional package whose install script fails. */
const INSTALL =
  'npm install onnxruntime-node --ignore-scripts (its install script would download a GPU library that nothing here uses; npm config set ignore-scripts true leaves it out of every installation)';

/**
 * Loads onnxruntime-node, which runs graphs. It is an optional dependency of 60 MB in memory, so it
 * is loaded when the first graph is to be run, and never before.
 *
 * @param load gets the package, for tests
 * @returns a failure, with what to do about it, where the package is not installed or holds no
 *   library for this machine
 */
export async function loadRuntime(
  load: () => Promise<Runtime> = () => import('onnxruntime-node'),
): Promise<Result<Runtime>> {
  try {
    const runtime = await load();
    // A warning would be printed by the runtime itself.
    runtime.env.logLevel = 'error';
    return success(runtime);
  } catch (error) {
    return failure(describe(error));
  }
}

function describe(error: unknown): string {
  const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const machine = `${platform()} ${arch()}`;
  if (code === 'ERR_DLOPEN_FAILED') {
    return `onnxruntime-node can't be loaded on ${machine}: ${reason}; if node_modules comes from another machine, remove it and install on this one: ${INSTALL}`;
  }
  const missing = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
  if (missing && reason.includes('onnxruntime_binding.node')) {
    return `onnxruntime-node holds no library for ${machine}: run zerolm on a machine that it has one for (Linux and Windows on x64 and arm64, macOS on arm64), or install on this one if node_modules comes from another: ${INSTALL}`;
  }
  if (missing) {
    return `running a network needs the package onnxruntime-node, which is not installed: ${INSTALL}`;
  }
  return `onnxruntime-node can't be loaded: ${reason}`;
}
