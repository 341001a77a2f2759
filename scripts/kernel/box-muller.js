/** The Box-Muller transform: normals, or the sums of their squares, from random words. */
import {
  add,
  floats,
  get,
  interleave,
  ints,
  mul,
  set,
  shuffle,
  sub,
  vectors,
} from './wasm-text.js';

/** @typedef {import('./wasm-text.js').Code} Code */

const SQRT_HALF_BITS = 0x3f3504f3;
const SCALED_SQRT_HALF_BITS = (SQRT_HALF_BITS + 31 * 2 ** 23) >>> 0;

/** Pairs of vectors that a loop of Box-Muller takes side by side, and their bytes. */
const PAIRS = 4;
export const PAIRS_BYTES = 32 * PAIRS;

/** Constants that are loaded before a loop: within it each use would build them anew. */
function constants() {
  /** @type {Map<string, Code>} */
  const names = new Map();
  const constant = (/** @type {Code} */ value) => {
    const name = [...names].find(([, known]) => known === value)?.[0] ?? `k${names.size}`;
    names.set(name, value);
    return get(name);
  };
  return {
    names,
    f: (/** @type {number | string} */ value) => constant(floats(value)),
    i: (/** @type {number} */ value) => constant(ints(value)),
    load: () => [...names].map(([name, value]) => set(name, value)).join('\n'),
  };
}

/**
 * The steps of a polynomial by Horner's rule.
 *
 * @param {(value: number) => Code} f
 * @param {string} name
 * @param {string} z
 * @param {number[]} coefficients
 */
function horner(f, name, z, [first = 0, ...rest]) {
  return rest.map((coefficient, index) =>
    set(name, add(mul(index === 0 ? f(first) : get(name), get(z)), f(coefficient))),
  );
}

/**
 * A loop from `at` to `end` over pairs of vectors, {@link PAIRS} at a time; the entries after the
 * end, as far as that, are changed too.
 *
 * @param {Code} body
 */
const overPairs = (body) => `
    (loop $pairs
      ${body}
      (br_if $pairs (i32.lt_u (local.tee $at (i32.add ${get('at')} (i32.const ${PAIRS_BYTES}))) ${get('end')})))`;

/**
 * Locals of every pair, marked by its number.
 *
 * @param {readonly string[]} names
 */
const ofPairs = (names) =>
  Array.from({ length: PAIRS }, (_, pair) => names.map((name) => `${name}${pair}`)).flat();

/** The radius of Box-Muller, the root of -2 ln u, in the place of 4 first words. */
export function radii() {
  const { names, f, i, load } = constants();
  const locals = ['o', 'e', 'x', 'z', 'p', 'q', 'y'];
  const steps = (/** @type {number} */ pair) => {
    const [o = '', e = '', x = '', z = '', p = '', q = '', y = ''] = locals.map(
      (name) => `${name}${pair}`,
    );
    const at = 32 * pair;
    const word = `(f32x4.convert_i32x4_s (v128.load offset=${at} ${get('at')}))`;
    return [
      // Without its sign bit, as f32x4.abs, which builds the mask anew each time.
      set(o, add(`(v128.and ${word} ${i(0x7fffffff)})`, f(0.5))),
      set(o, `(i32x4.sub ${get(o)} ${i(SCALED_SQRT_HALF_BITS)})`),
      set(e, `(f32x4.convert_i32x4_s (i32x4.shr_s ${get(o)} (i32.const 23)))`),
      set(x, sub(`(i32x4.add (v128.and ${get(o)} ${i(0x7fffff)}) ${i(SQRT_HALF_BITS)})`, f(1))),
      set(z, mul(get(x), get(x))),
      ...horner(
        f,
        p,
        z,
        [7.0376836292e-2, 1.167699874e-1, 1.4249322787e-1, 2.0000714765e-1, 3.3333331174e-1],
      ),
      ...horner(f, q, z, [-1.151461031e-1, -1.2420140846e-1, -1.6668057665e-1, -2.4999993993e-1]),
      set(y, add(mul(get(q), get(x)), get(p))),
      set(y, mul(mul(get(y), get(x)), get(z))),
      set(y, sub(get(y), mul(get(e), f(2.1219444e-4)))),
      set(y, sub(get(y), mul(f(0.5), get(z)))),
      set(y, add(add(get(x), get(y)), mul(get(e), f(0.693359375)))),
      `(v128.store offset=${at} ${get('at')} (f32x4.sqrt ${mul(f(-2), get(y))}))`,
    ];
  };
  const body = interleave(Array.from({ length: PAIRS }, (_, pair) => steps(pair))).join('\n');
  return `
  (func $radii (param $at i32) (param $end i32)
    ${vectors([...ofPairs(locals), ...names.keys()])}
    ${load()}
    ${overPairs(body)})`;
}

/** The squares of 4 numbers at an address are added to the four running sums. */
const addSquares = (/** @type {Code} */ address, /** @type {number} */ offset) => [
  set('v', `(v128.load offset=${offset} ${address})`),
  ...[get('v'), shuffle([2, 3, 0, 1], get('v'), get('v'))].flatMap((four, half) => [
    set('o', `(f64x2.promote_low_f32x4 ${four})`),
    set(`sum${half}`, `(f64x2.add ${get(`sum${half}`)} (f64x2.mul ${get('o')} ${get('o')}))`),
  ]),
];
export const SUMS = ['sum0', 'sum1'];
export const PAIRS_SQUARES = (/** @type {Code} */ address) =>
  Array.from({ length: 2 * PAIRS }, (_, four) => addSquares(address, 16 * four)).flat();
export const loadSums = SUMS.map((sum, half) =>
  set(sum, `(v128.load offset=${16 * half} ${get('sums')})`),
).join('\n');
export const storeSums = SUMS.map(
  (sum, half) => `(v128.store offset=${16 * half} ${get('sums')} ${get(sum)})`,
).join('\n');

/**
 * Box-Muller times the scale, from radii and 4 second words: 8 numbers in their place, for their
 * squares without their sign.
 *
 * The squares of the numbers that the iteration before has written are added to the four running
 * sums at `sums`: those of its own would wait for the longest chain there is. So the bytes before
 * the first entry have to be zeros, and `squares` adds those of the last iteration.
 *
 * @param {'normals' | 'squares'} kind
 */
export function angles(kind) {
  const { names, f, i, load } = constants();
  const locals = ['r', 's', 't', 'x', 'z', 'a', 'b', 'w'];
  const steps = (/** @type {number} */ pair) => {
    const [r = '', s = '', t = '', x = '', z = '', a = '', b = '', w = ''] = locals.map(
      (name) => `${name}${pair}`,
    );
    const at = 32 * pair;
    /** Stores cosine (`place` 0) or sine (1), which `w` exchanges where the quadrant is odd. */
    const sink = (
      /** @type {number} */ place,
      /** @type {Code} */ part,
      /** @type {Code} */ sign,
    ) => {
      const unsigned = `(v128.xor ${part} ${get(w)})`;
      const signed =
        kind === 'squares'
          ? unsigned
          : `(v128.xor ${unsigned} (v128.and ${sign} ${i(0x80000000)}))`;
      const value = mul(get('scaled'), mul(get(r), signed));
      return `(v128.store offset=${at + 16 * place} ${get('at')} ${value})`;
    };
    return [
      set(s, `(v128.load offset=${at + 16} ${get('at')})`),
      set(r, `(v128.load offset=${at} ${get('at')})`),
      // The quadrant is in the two upper bits of t.
      set(t, `(i32x4.add ${get(s)} ${i(0x20000000)})`),
      set(
        x,
        mul(
          `(f32x4.convert_i32x4_s (i32x4.sub ${get(s)} (v128.and ${get(t)} ${i(0xc0000000)})))`,
          f(Math.fround(Math.PI / 2 / 2 ** 30)),
        ),
      ),
      set(z, mul(get(x), get(x))),
      ...horner(f, a, z, [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]),
      set(a, add(mul(mul(get(a), get(z)), get(x)), get(x))),
      ...horner(f, b, z, [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]),
      set(b, add(sub(mul(mul(get(b), get(z)), get(z)), mul(f(0.5), get(z))), f(1))),
      // In odd quadrants sine and cosine change places: w is their difference in bits, or 0.
      set(w, `(i32x4.shr_s (i32x4.shl ${get(t)} (i32.const 1)) (i32.const 31))`),
      set(w, `(v128.and (v128.xor ${get(a)} ${get(b)}) ${get(w)})`),
      // Cosine is negative in the second and third quadrant, sine in the third and fourth.
      sink(0, get(b), `(i32x4.add ${get(t)} ${i(0x40000000)})`),
      sink(1, get(a), get(t)),
    ];
  };
  const pairs = interleave(Array.from({ length: PAIRS }, (_, pair) => steps(pair)));
  const before = `(i32.sub ${get('at')} (i32.const ${PAIRS_BYTES}))`;
  const summed = kind === 'squares';
  const body = [...(summed ? PAIRS_SQUARES(before) : []), ...pairs].join('\n');
  return `
  (func $${kind}OfRadii (param $at i32) (param $end i32) (param $scale f32) (param $sums i32)
    ${vectors(['scaled', ...ofPairs(locals), ...names.keys(), ...(summed ? [...SUMS, 'v', 'o'] : [])])}
    ${set('scaled', `(f32x4.splat ${get('scale')})`)}
    ${load()}
    ${summed ? loadSums : ''}
    ${overPairs(body)}
    ${summed ? storeSums : ''})`;
}

/**
 * Words in place as normals times the scale, or for the sums of their squares.
 *
 * @param {'normals' | 'squares'} kind
 */
export function boxMuller(kind) {
  return `
  (func $${kind}OfWords (param $at i32) (param $end i32) (param $scale f32) (param $sums i32)
    (call $radii ${get('at')} ${get('end')})
    (call $${kind}OfRadii ${['at', 'end', 'scale', 'sums'].map(get).join(' ')}))`;
}
