import { Buffer } from 'node:buffer';

/** A WebAssembly module with its own memory. */
export interface Instantiated {
  readonly memory: WebAssembly.Memory;
  readonly exports: WebAssembly.Exports;
}

/**
 * A new instance of a module.
 *
 * @param bytes in base 64
 * @returns null where the engine has no WebAssembly, or lacks what the module uses (SIMD)
 */
export function instantiate(bytes: string): Instantiated | null {
  const decoded = Buffer.from(bytes, 'base64');
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(decoded)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(decoded));
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('the kernel exports no memory');
  return { memory, exports };
}

/** An exported function by its name. */
export function functionOf(
  exports: WebAssembly.Exports,
  name: string,
): (...parameters: number[]) => unknown {
  const value = exports[name];
  if (typeof value !== 'function') throw new Error(`the kernel does not export ${name}`);
  return value;
}
