import { arch, platform } from 'node:os';
import { failure, success, type Result } from '../result.ts';

/** What is used of onnxruntime-node. */
export type Runtime = Pick<
  typeof import('onnxruntime-node'),
  'InferenceSession' | 'Tensor' | 'env'
>;

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
