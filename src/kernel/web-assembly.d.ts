/**
 * What the kernel uses of WebAssembly, whose types come with the DOM's; this is no browser, and
 * the DOM's globals would pass as ours.
 */
declare namespace WebAssembly {
  type Exported = Memory | ((...parameters: number[]) => unknown);
  type Exports = Readonly<Record<string, Exported | undefined>>;
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    constructor(module: Module);
    readonly exports: Exports;
  }
  class Memory {
    constructor(limits: { readonly initial: number });
    readonly buffer: ArrayBuffer;
    /** Adds pages of 64 KiB; the buffer is then another one. */
    grow(pages: number): number;
  }
  function validate(bytes: Uint8Array): boolean;
}
