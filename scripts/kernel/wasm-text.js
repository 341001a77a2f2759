/** The few instructions of WebAssembly text that several functions of the kernel are made of. */

/** @typedef {string} Code WebAssembly text */

/** @type {(name: string) => Code} */
export const get = (name) => `(local.get $${name})`;
/** @type {(name: string, value: Code) => Code} */
export const set = (name, value) => `(local.set $${name} ${value})`;
/** @type {(names: string[]) => Code} */
export const vectors = (names) => names.map((name) => `(local $${name} v128)`).join(' ');
/** @type {(value: number | string) => Code} */
export const ints = (value) => `(v128.const i32x4${` ${value}`.repeat(4)})`;
/** @type {(value: number | string) => Code} */
export const floats = (value) => `(v128.const f32x4${` ${value}`.repeat(4)})`;
/** @type {(a: Code, b: Code) => Code} */
export const add = (a, b) => `(f32x4.add ${a} ${b})`;
/** @type {(a: Code, b: Code) => Code} */
export const sub = (a, b) => `(f32x4.sub ${a} ${b})`;
/** @type {(a: Code, b: Code) => Code} */
export const mul = (a, b) => `(f32x4.mul ${a} ${b})`;
/**
 * A vector of 32-bit lanes of two others, counted through both.
 *
 * @type {(lanes: number[], a: Code, b: Code) => Code}
 */
export const shuffle = (lanes, a, b) => {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
  return `(i8x16.shuffle ${bytes.join(' ')} ${a} ${b})`;
};

/**
 * Steps that do not depend on each other, side by side.
 *
 * @param {readonly (readonly Code[])[]} lists of the same length
 */
export const interleave = ([first = [], ...rest]) =>
  first.flatMap((step, place) => [step, ...rest.map((list) => list[place] ?? '')]);
