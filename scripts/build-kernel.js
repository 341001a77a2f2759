/**
 * Writes `src/kernel/kernel-bytes.ts`: the generator of normals and the sums of the moments as a
 * WebAssembly module, four lanes at a time; and the scalar products of lines as another, and
 * the steps of a tridiagonalization as a third, two lanes at a time. Part of `npm run build`.
 *
 * The operations and their order are those of `philox.ts`, `box-muller.ts` and `moments.ts`, to
 * which tests hold it equal bit for bit. It is put together here as WebAssembly text because its
 * inner loops are unrolled: ten Philox rounds of two groups side by side, and two pairs of vectors
 * of Box-Muller, which hides the latency of the multiplications. Words and normals take turns at
 * 4 KiB, which stay in the innermost cache; one fused loop needs more registers than there are.
 */
import { Buffer } from 'node:buffer';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import wabt from 'wabt';

const TARGET = join(import.meta.dirname, '..', 'src', 'kernel', 'kernel-bytes.ts');

/** Layout of the memory, in bytes; `kernel.ts` reads it at the same places. */
const KEYS = 512;
const ENTRIES = 1024;
const TURN = 4096;
const CHUNK = 4 * 4096;
const CHUNK_SUMS = ENTRIES + CHUNK + 1024;
/** Chunks whose sums the memory holds at a time. */
const MOST_CHUNKS = 1024;
const PAGE = 2 ** 16;

/** @typedef {string} Code WebAssembly text */

/** @type {(name: string) => Code} */
const get = (name) => `(local.get $${name})`;
/** @type {(name: string, value: Code) => Code} */
const set = (name, value) => `(local.set $${name} ${value})`;
/** @type {(names: string[]) => Code} */
const vectors = (names) => names.map((name) => `(local $${name} v128)`).join(' ');
/** @type {(value: number | string) => Code} */
const ints = (value) => `(v128.const i32x4${` ${value}`.repeat(4)})`;
/** @type {(value: number | string) => Code} */
const floats = (value) => `(v128.const f32x4${` ${value}`.repeat(4)})`;
/** @type {(a: Code, b: Code) => Code} */
const add = (a, b) => `(f32x4.add ${a} ${b})`;
/** @type {(a: Code, b: Code) => Code} */
const sub = (a, b) => `(f32x4.sub ${a} ${b})`;
/** @type {(a: Code, b: Code) => Code} */
const mul = (a, b) => `(f32x4.mul ${a} ${b})`;
/**
 * A vector of 32-bit lanes of two others, counted through both.
 *
 * @type {(lanes: number[], a: Code, b: Code) => Code}
 */
const shuffle = (lanes, a, b) => {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
  return `(i8x16.shuffle ${bytes.join(' ')} ${a} ${b})`;
};

/** Philox4x32-10 of the blocks 4g to 4g + 3 for every group g of 16 words. */
const COUNTER_PARAMETERS = ['blockLow', 'blockHigh', 'pathLow', 'pathHigh'];
const STREAM_PARAMETERS = [...COUNTER_PARAMETERS, 'seedLow', 'seedHigh'];

/** What the keys of Philox grow by from round to round. */
const WEYL = ['0x9e3779b9', '0xbb67ae85'];

/** Rounds of Philox4x32-10. */
const ROUNDS = 10;

/** Where the key of a round is kept: to load it costs less than to add it up in every group. */
const keyAt = (/** @type {number} */ round, /** @type {number} */ half) =>
  KEYS + 32 * round + 16 * half;

/** Writes the keys of all rounds. */
function schedule() {
  const stores = Array.from({ length: ROUNDS }, (_, round) =>
    ['seedLow', 'seedHigh'].map((seed, half) => {
      const key = `(i32.add ${get(seed)} (i32.mul (i32.const ${WEYL[half]}) (i32.const ${round})))`;
      return `(v128.store offset=${keyAt(round, half)} (i32.const 0) (i32x4.splat ${key}))`;
    }),
  );
  return `
  (func $schedule (param $seedLow i32) (param $seedHigh i32)
    ${stores.flat().join('\n')})`;
}

/**
 * The words from `at` to `end`, and of one group more where their number of groups is odd: what
 * lies behind the last entry has to be free.
 */
function words() {
  const upper = [1, 3, 5, 7];
  const lower = [0, 2, 4, 6];
  const product = (/** @type {string} */ half, /** @type {string} */ a, /** @type {string} */ b) =>
    `(i64x2.extmul_${half}_i32x4_u ${get(a)} ${get(b)})`;
  const key = (/** @type {number} */ round, /** @type {number} */ half) =>
    `(v128.load offset=${keyAt(round, half)} (i32.const 0))`;
  const groups = [0, 1];
  /** The steps of one round of one group, its locals marked by its number. */
  const round = (/** @type {number} */ index, /** @type {number} */ group) => {
    const own = (/** @type {string} */ name) => `${name}${group}`;
    const [c0, c1, c2, c3] = [own('a'), own('b'), own('c'), own('d')];
    const [low0, high0, low1, high1] = [own('lowA'), own('highA'), own('lowC'), own('highC')];
    return [
      set(low1, product('low', c2, 'm1')),
      set(high1, product('high', c2, 'm1')),
      set(low0, product('low', c0, 'm0')),
      set(high0, product('high', c0, 'm0')),
      // The xor with the key waits for no product.
      set(
        c0,
        `(v128.xor ${shuffle(upper, get(low1), get(high1))} (v128.xor ${get(c1)} ${key(index, 0)}))`,
      ),
      set(c1, shuffle(lower, get(low1), get(high1))),
      set(
        c2,
        `(v128.xor ${shuffle(upper, get(low0), get(high0))} (v128.xor ${get(c3)} ${key(index, 1)}))`,
      ),
      set(c3, shuffle(lower, get(low0), get(high0))),
    ];
  };
  const rounds = Array.from({ length: ROUNDS }, (_, index) => {
    const [first, second] = [round(index, 0), round(index, 1)];
    return first.flatMap((step, place) => [step, second[place]]).join('\n');
  });
  const later = `(i32.add ${get('blockLow')} (i32.const 4))`;
  const starts = [
    { low: get('blockLow'), high: get('blockHigh') },
    { low: later, high: `(i32.add ${get('blockHigh')} (i32.eqz ${later}))` },
  ].map(({ low, high }, group) =>
    [
      set(`a${group}`, `(i32x4.add (i32x4.splat ${low}) (v128.const i32x4 0 1 2 3))`),
      set(`b${group}`, `(i32x4.splat ${high})`),
      set(`c${group}`, `(i32x4.splat ${get('pathLow')})`),
      set(`d${group}`, `(i32x4.splat ${get('pathHigh')})`),
    ].join('\n'),
  );
  const names = ['a', 'b', 'c', 'd', 'lowA', 'highA', 'lowC', 'highC'];
  return `
  (func $words (param $at i32) (param $end i32)
        ${COUNTER_PARAMETERS.map((name) => `(param $${name} i32)`).join(' ')}
    (local $before i32)
    ${vectors(['m0', 'm1', ...groups.flatMap((group) => names.map((name) => `${name}${group}`))])}
    ${set('m0', ints('0xd2511f53'))}
    ${set('m1', ints('0xcd9e8d57'))}
    (loop $groups
      ${starts.join('\n')}
      ${rounds.join('\n')}
      ${groups.flatMap((group) => ['a', 'b', 'c', 'd'].map((word, place) => `(v128.store offset=${64 * group + 16 * place} ${get('at')} ${get(`${word}${group}`)})`)).join('\n')}
      ${set('before', get('blockLow'))}
      ${set('blockLow', `(i32.add ${get('blockLow')} (i32.const 8))`)}
      ${set('blockHigh', `(i32.add ${get('blockHigh')} (i32.lt_u ${get('blockLow')} ${get('before')}))`)}
      (br_if $groups (i32.lt_u (local.tee $at (i32.add ${get('at')} (i32.const 128))) ${get('end')}))))`;
}

const SQRT_HALF_BITS = 0x3f3504f3;
const SCALED_SQRT_HALF_BITS = (SQRT_HALF_BITS + 31 * 2 ** 23) >>> 0;

/**
 * Box-Muller times the scale: 4 first and 4 second words become 8 numbers, either in place or, with
 * sign and all but their squares left out, added to the four running sums at `sums`.
 *
 * @param {'normals' | 'squares'} kind
 */
function boxMuller(kind) {
  /** @type {Map<string, Code>} */
  const constants = new Map();
  /** A constant that is loaded before the loop: within it each use would build it anew. */
  const constant = (/** @type {Code} */ value) => {
    const name = [...constants].find(([, known]) => known === value)?.[0] ?? `k${constants.size}`;
    constants.set(name, value);
    return get(name);
  };
  const f = (/** @type {number | string} */ value) => constant(floats(value));
  const i = (/** @type {number} */ value) => constant(ints(value));
  const names = ['o', 'e', 'x', 'z', 'p', 'q', 'y', 'r', 's', 't', 'a', 'b', 'w', 'v'];
  const horner = (
    /** @type {string} */ name,
    /** @type {string} */ z,
    /** @type {number[]} */ coefficients,
  ) => {
    const [first = 0, ...rest] = coefficients;
    return rest.map((coefficient, index) =>
      set(name, add(mul(index === 0 ? f(first) : get(name), get(z)), f(coefficient))),
    );
  };
  /** The steps of one pair of vectors, its locals marked by its number. */
  const steps = (/** @type {number} */ pair) => {
    const own = (/** @type {string} */ name) => `${name}${pair}`;
    const at = 32 * pair;
    const o = own('o');
    const e = own('e');
    const x = own('x');
    const z = own('z');
    const p = own('p');
    const q = own('q');
    const y = own('y');
    const r = own('r');
    const s = own('s');
    const t = own('t');
    const a = own('a');
    const b = own('b');
    const w = own('w');
    const v = own('v');
    /** What becomes of cosine (`place` 0) or sine (1), of which `w` makes the other where it has to. */
    const sink = (
      /** @type {number} */ place,
      /** @type {Code} */ part,
      /** @type {Code} */ sign,
    ) => {
      const number = (/** @type {Code} */ signed) => mul(get('scaled'), mul(get(r), signed));
      const unsigned = `(v128.xor ${part} ${get(w)})`;
      if (kind === 'normals') {
        const value = number(`(v128.xor ${unsigned} (v128.and ${sign} ${i(0x80000000)}))`);
        return [`(v128.store offset=${at + 16 * place} ${get('at')} ${value})`];
      }
      return [
        set(v, number(unsigned)),
        ...[get(v), shuffle([2, 3, 0, 1], get(v), get(v))].flatMap((four, half) => [
          set(o, `(f64x2.promote_low_f32x4 ${four})`),
          set(`sum${half}`, `(f64x2.add ${get(`sum${half}`)} (f64x2.mul ${get(o)} ${get(o)}))`),
        ]),
      ];
    };
    const parts = [
      set(
        o,
        add(`(f32x4.abs (f32x4.convert_i32x4_s (v128.load offset=${at} ${get('at')})))`, f(0.5)),
      ),
      set(o, `(i32x4.sub ${get(o)} ${i(SCALED_SQRT_HALF_BITS)})`),
      set(e, `(f32x4.convert_i32x4_s (i32x4.shr_s ${get(o)} (i32.const 23)))`),
      set(x, sub(`(i32x4.add (v128.and ${get(o)} ${i(0x7fffff)}) ${i(SQRT_HALF_BITS)})`, f(1))),
      set(z, mul(get(x), get(x))),
      ...horner(
        p,
        z,
        [7.0376836292e-2, 1.167699874e-1, 1.4249322787e-1, 2.0000714765e-1, 3.3333331174e-1],
      ),
      ...horner(q, z, [-1.151461031e-1, -1.2420140846e-1, -1.6668057665e-1, -2.4999993993e-1]),
      set(y, add(mul(get(q), get(x)), get(p))),
      set(y, mul(mul(get(y), get(x)), get(z))),
      set(y, sub(get(y), mul(get(e), f(2.1219444e-4)))),
      set(y, sub(get(y), mul(f(0.5), get(z)))),
      set(y, add(add(get(x), get(y)), mul(get(e), f(0.693359375)))),
      set(r, `(f32x4.sqrt ${mul(f(-2), get(y))})`),
      set(s, `(v128.load offset=${at + 16} ${get('at')})`),
      // The quadrant stands in the two upper bits of t.
      set(t, `(i32x4.add ${get(s)} ${i(0x20000000)})`),
      set(
        x,
        mul(
          `(f32x4.convert_i32x4_s (i32x4.sub ${get(s)} (v128.and ${get(t)} ${i(0xc0000000)})))`,
          f(Math.fround(Math.PI / 2 / 2 ** 30)),
        ),
      ),
      set(z, mul(get(x), get(x))),
      ...horner(a, z, [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]),
      set(a, add(mul(mul(get(a), get(z)), get(x)), get(x))),
      ...horner(b, z, [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]),
      set(b, add(sub(mul(mul(get(b), get(z)), get(z)), mul(f(0.5), get(z))), f(1))),
      // In odd quadrants sine and cosine change places: w is their difference in bits, or 0.
      set(w, `(i32x4.shr_s (i32x4.shl ${get(t)} (i32.const 1)) (i32.const 31))`),
      set(w, `(v128.and (v128.xor ${get(a)} ${get(b)}) ${get(w)})`),
    ];
    // Cosine is negative in the second and third quadrant, sine in the third and fourth.
    const cosine = sink(0, get(b), `(i32x4.add ${get(t)} ${i(0x40000000)})`);
    const sine = sink(1, get(a), get(t));
    return { parts, sinks: [...cosine, ...sine] };
  };
  const [first, second] = [steps(0), steps(1)];
  const body = [
    ...first.parts.flatMap((step, index) => [step, second.parts[index]]),
    // In the order of the numbers, which is that of the sums.
    ...first.sinks,
    ...second.sinks,
  ].join('\n');
  const sums = kind === 'squares' ? ['sum0', 'sum1'] : [];
  return `
  (func $${kind}OfWords (param $at i32) (param $end i32) (param $scale f32) (param $sums i32)
    ${vectors(['scaled', ...[0, 1].flatMap((pair) => names.map((name) => `${name}${pair}`)), ...constants.keys(), ...sums])}
    ${set('scaled', `(f32x4.splat ${get('scale')})`)}
    ${[...constants].map(([name, value]) => set(name, value)).join('\n')}
    ${sums.map((sum, half) => set(sum, `(v128.load offset=${16 * half} ${get('sums')})`)).join('\n')}
    (loop $pair
      ${body}
      (br_if $pair (i32.lt_u (local.tee $at (i32.add ${get('at')} (i32.const 64))) ${get('end')})))
    ${sums.map((sum, half) => `(v128.store offset=${16 * half} ${get('sums')} ${get(sum)})`).join('\n')})`;
}

/** Words in place as uniform numbers in [-1, 1], times the scale. */
function uniforms() {
  return `
  (func $uniformsOfWords (param $at i32) (param $end i32) (param $scale f32) (param $sums i32)
    (local $scaled v128)
    ${set('scaled', `(f32x4.splat ${get('scale')})`)}
    (loop $four
      (v128.store ${get('at')} ${mul(get('scaled'), mul(`(f32x4.convert_i32x4_s (v128.load ${get('at')}))`, floats(2 ** -31)))})
      (br_if $four (i32.lt_u (local.tee $at (i32.add ${get('at')} (i32.const 16))) ${get('end')}))))`;
}

/**
 * Numbers from the given block on, as many as lie between the entries and `end`.
 *
 * @param {'normals' | 'uniforms'} kind
 */
function draw(kind) {
  return `
  (func (export "${kind}") (param $end i32) (param $scale f32)
        ${STREAM_PARAMETERS.map((name) => `(param $${name} i32)`).join(' ')}
    (call $schedule ${get('seedLow')} ${get('seedHigh')})
    (call $${kind} ${get('end')} ${get('scale')} (i32.const 0) ${COUNTER_PARAMETERS.map(get).join(' ')}))`;
}

/**
 * Words from the given block on up to `end`, and what becomes of them, in turns.
 *
 * @param {'normals' | 'uniforms' | 'squares'} kind
 */
function turns(kind) {
  return `
  (func $${kind} (param $end i32) (param $scale f32) (param $sums i32)
        ${COUNTER_PARAMETERS.map((name) => `(param $${name} i32)`).join(' ')}
    (local $at i32) (local $stop i32) (local $before i32)
    ${set('at', `(i32.const ${ENTRIES})`)}
    (loop $turn
      ${set('stop', `(i32.add ${get('at')} (i32.const ${TURN}))`)}
      (if (i32.gt_u ${get('stop')} ${get('end')}) (then ${set('stop', get('end'))}))
      (call $words ${get('at')} ${get('stop')} ${COUNTER_PARAMETERS.map(get).join(' ')})
      (call $${kind}OfWords ${get('at')} ${get('stop')} ${get('scale')} ${get('sums')})
      ${set('before', get('blockLow'))}
      ${set('blockLow', `(i32.add ${get('blockLow')} (i32.const ${TURN / 16}))`)}
      ${set('blockHigh', `(i32.add ${get('blockHigh')} (i32.lt_u ${get('blockLow')} ${get('before')}))`)}
      (br_if $turn (i32.lt_u (local.tee $at ${get('stop')}) ${get('end')}))))`;
}

/**
 * Draws whole chunks of normals and writes four running sums of the squares of each, in double
 * precision: sums that `gather` would give of the same entries.
 */
function squares() {
  const end = ENTRIES + CHUNK;
  return `
  (func (export "squares") (param $chunks i32) (param $scale f32)
        ${STREAM_PARAMETERS.map((name) => `(param $${name} i32)`).join(' ')}
    (local $sums i32) (local $before i32)
    (call $schedule ${get('seedLow')} ${get('seedHigh')})
    ${set('sums', `(i32.const ${CHUNK_SUMS})`)}
    (loop $chunk
      (v128.store offset=0 ${get('sums')} ${ints(0)})
      (v128.store offset=16 ${get('sums')} ${ints(0)})
      (call $squares (i32.const ${end}) ${get('scale')} ${get('sums')} ${COUNTER_PARAMETERS.map(get).join(' ')})
      ${set('sums', `(i32.add ${get('sums')} (i32.const 32))`)}
      ${set('before', get('blockLow'))}
      ${set('blockLow', `(i32.add ${get('blockLow')} (i32.const ${CHUNK / 16}))`)}
      ${set('blockHigh', `(i32.add ${get('blockHigh')} (i32.lt_u ${get('blockLow')} ${get('before')}))`)}
      (br_if $chunk (local.tee $chunks (i32.sub ${get('chunks')} (i32.const 1))))))`;
}

/**
 * Four running sums each of the entries, their squares, cubes and fourth powers, in double
 * precision, and of their extremes, written to the start of the memory.
 */
function gather() {
  const powers = ['s', 'q', 'c', 'f'];
  const halves = [0, 1];
  return `
  (func (export "gather") (param $end i32)
    (local $at i32)
    ${vectors([...halves.flatMap((half) => powers.map((power) => `${power}${half}`)), 'v', 'x0', 'x1', 'y0', 'y1', 'least', 'most'])}
    ${set('at', `(i32.const ${ENTRIES})`)}
    ${set('least', floats('inf'))}
    ${set('most', floats('-inf'))}
    (loop $four
      ${set('v', `(v128.load ${get('at')})`)}
      ${set('x0', `(f64x2.promote_low_f32x4 ${get('v')})`)}
      ${set('x1', `(f64x2.promote_low_f32x4 ${shuffle([2, 3, 0, 1], get('v'), get('v'))})`)}
      ${halves
        .flatMap((half) => {
          const [x, y] = [get(`x${half}`), get(`y${half}`)];
          const own = (/** @type {string} */ power) => `${power}${half}`;
          const [s, q, c, f] = [own('s'), own('q'), own('c'), own('f')];
          return [
            set(`y${half}`, `(f64x2.mul ${x} ${x})`),
            set(s, `(f64x2.add ${get(s)} ${x})`),
            set(q, `(f64x2.add ${get(q)} ${y})`),
            set(c, `(f64x2.add ${get(c)} (f64x2.mul ${y} ${x}))`),
            set(f, `(f64x2.add ${get(f)} (f64x2.mul ${y} ${y}))`),
          ];
        })
        .join('\n')}
      ${set('least', `(f32x4.pmin ${get('least')} ${get('v')})`)}
      ${set('most', `(f32x4.pmax ${get('most')} ${get('v')})`)}
      (br_if $four (i32.lt_u (local.tee $at (i32.add ${get('at')} (i32.const 16))) ${get('end')})))
    ${powers.flatMap((power, index) => halves.map((half) => `(v128.store offset=${32 * index + 16 * half} (i32.const 0) ${get(`${power}${half}`)})`)).join('\n')}
    (v128.store offset=128 (i32.const 0) ${get('least')})
    (v128.store offset=144 (i32.const 0) ${get('most')}))`;
}

/** Numbers of a packed line, and lines per tile; `line-products.ts` has the same. */
const LINE = 128;
const TILE = 24;

/**
 * The scalar products of lines of doubles: of every line from `first` to `end` (addresses) with
 * those of the tile that begins at `first` and are no more than two behind it, to rows of a tile's
 * width at `out`. Three lines by three, so that each number that is loaded serves three products;
 * even and odd steps have a sum each.
 */
function products() {
  const lineBytes = 8 * LINE;
  const three = [0, 1, 2];
  const pairs = three.flatMap((i) => three.map((j) => ({ i, j, sum: `s${i}${j}` })));
  const step = [
    ...three.map((j) => set(`b${j}`, `(v128.load offset=${j * lineBytes} ${get('b')})`)),
    ...three.flatMap((i) => [
      set('x', `(v128.load offset=${i * lineBytes} ${get('a')})`),
      ...three.map((j) =>
        set(`s${i}${j}`, `(f64x2.add ${get(`s${i}${j}`)} (f64x2.mul ${get('x')} ${get(`b${j}`)}))`),
      ),
    ]),
    set('a', `(i32.add ${get('a')} (i32.const 16))`),
    set('b', `(i32.add ${get('b')} (i32.const 16))`),
  ].join('\n');
  return `
  (func (export "products") (param $first i32) (param $end i32) (param $out i32)
    (local $i i32) (local $j i32) (local $a i32) (local $b i32) (local $stop i32) (local $at i32)
    ${vectors(['x', 'b0', 'b1', 'b2', ...pairs.map(({ sum }) => sum)])}
    ${set('i', get('first'))}
    (loop $rows
      ${set('j', get('first'))}
      ${set('at', get('out'))}
      (loop $columns
        ${set('a', get('i'))}
        ${set('b', get('j'))}
        ${set('stop', `(i32.add ${get('i')} (i32.const ${lineBytes}))`)}
        ${pairs.map(({ sum }) => set(sum, '(v128.const i64x2 0 0)')).join('\n')}
        (loop $steps
          ${step}
          ${step}
          (br_if $steps (i32.lt_u ${get('a')} ${get('stop')})))
        ${pairs
          .map(
            ({ i, j, sum }) =>
              `(f64.store offset=${8 * (i * TILE + j)} ${get('at')} (f64.add (f64x2.extract_lane 0 ${get(sum)}) (f64x2.extract_lane 1 ${get(sum)})))`,
          )
          .join('\n')}
        ${set('at', `(i32.add ${get('at')} (i32.const 24))`)}
        ${set('j', `(i32.add ${get('j')} (i32.const ${3 * lineBytes}))`)}
        (br_if $columns (i32.and
          (i32.le_u ${get('j')} ${get('i')})
          (i32.lt_u ${get('j')} (i32.add ${get('first')} (i32.const ${TILE * lineBytes}))))))
      ${set('out', `(i32.add ${get('out')} (i32.const ${3 * 8 * TILE}))`)}
      (br_if $rows (i32.lt_u (local.tee $i (i32.add ${get('i')} (i32.const ${3 * lineBytes}))) ${get('end')}))))`;
}

/** Bytes from one vector of a reflection to its partner; `reflections.ts` has the same. */
const PARTNER = 16384 + 192;

/**
 * A step of Householder tridiagonalization: the leading `order` rows of a symmetric matrix A, of
 * which the lower triangle stands at `a`, become those of `A - v q^T - q v^T`, and their product
 * with x is added to `out`. Two rows at a time, two columns at a time: even and odd columns of a
 * row have a sum each. The vector q stands a partner's distance behind v, `out` behind x.
 */
function reflect() {
  const rows = [0, 1];
  const at = (/** @type {string} */ name) => get(name);
  const partner = (/** @type {string} */ name) => `(v128.load offset=${PARTNER} ${get(name)})`;
  const scalar = (/** @type {string} */ name, offset = 0) =>
    `(f64.load offset=${offset} ${get(name)})`;
  const lane = (/** @type {string} */ name) => `(f64x2.extract_lane 0 ${get(name)})`;
  const less = (/** @type {Code} */ entry, /** @type {Code} */ a, /** @type {Code} */ b) =>
    `(f64x2.sub (f64x2.sub ${entry} ${a}) ${b})`;
  const times = (/** @type {Code} */ a, /** @type {Code} */ b) => `(f64x2.mul ${a} ${b})`;
  const plus = (/** @type {Code} */ a, /** @type {Code} */ b) => `(f64x2.add ${a} ${b})`;
  const scalarLess = (/** @type {Code} */ entry, /** @type {Code} */ a, /** @type {Code} */ b) =>
    `(f64.sub (f64.sub ${entry} ${a}) ${b})`;
  const scalarTimes = (/** @type {Code} */ a, /** @type {Code} */ b) => `(f64.mul ${a} ${b})`;
  const scalarPlus = (/** @type {Code} */ a, /** @type {Code} */ b) => `(f64.add ${a} ${b})`;
  /** What a row has of the vectors, in both lanes. */
  const broadcast = (/** @type {number} */ row) => [
    set(`v${row}`, `(v128.load64_splat offset=${8 * row} ${at('vAt')})`),
    set(`q${row}`, `(v128.load64_splat offset=${8 * row + PARTNER} ${at('vAt')})`),
    set(`x${row}`, `(v128.load64_splat offset=${8 * row} ${at('xAt')})`),
    set(`s${row}`, '(v128.const i64x2 0 0)'),
  ];
  /** The columns before the diagonal, of one row or of two. */
  const columns = (/** @type {number[]} */ both, /** @type {string} */ label) => `
    ${set('vk', at('v'))}
    ${set('xk', at('x'))}
    (if (i32.lt_u ${at('vk')} ${at('vAt')}) (then (loop $${label}
      ${set('vs', `(v128.load ${at('vk')})`)}
      ${set('qs', partner('vk'))}
      ${set('xs', `(v128.load ${at('xk')})`)}
      ${both
        .flatMap((row) => [
          set(
            `e${row}`,
            less(
              `(v128.load ${at(`a${row}`)})`,
              times(at(`v${row}`), at('qs')),
              times(at(`q${row}`), at('vs')),
            ),
          ),
          `(v128.store ${at(`a${row}`)} ${at(`e${row}`)})`,
          set(`s${row}`, plus(at(`s${row}`), times(at(`e${row}`), at('xs')))),
          set(`a${row}`, `(i32.add ${at(`a${row}`)} (i32.const 16))`),
        ])
        .join('\n')}
      (v128.store offset=${PARTNER} ${at('xk')} ${plus(
        partner('xk'),
        both.map((row) => times(at(`e${row}`), at(`x${row}`))).reduce(plus),
      )})
      ${set('xk', `(i32.add ${at('xk')} (i32.const 16))`)}
      (br_if $${label} (i32.lt_u (local.tee $vk (i32.add ${at('vk')} (i32.const 16))) ${at('vAt')})))))
    ${both
      .map((row) =>
        set(`t${row}`, scalarPlus(lane(`s${row}`), `(f64x2.extract_lane 1 ${at(`s${row}`)})`)),
      )
      .join('\n')}`;
  /** The entry on the diagonal, or the one to the left of it in the second row. */
  const corner = (
    /** @type {string} */ name,
    /** @type {string} */ address,
    /** @type {number} */ offset,
    /** @type {number} */ row,
  ) => `
    ${set(
      name,
      `(f64.sub ${scalar(address, offset)} ${scalarTimes(scalarTimes('(f64.const 2)', lane(`v${row}`)), lane(`q${row}`))})`,
    )}
    (f64.store offset=${offset} ${at(address)} ${at(name)})`;
  const addTo = (/** @type {number} */ row, /** @type {Code} */ value) =>
    `(f64.store offset=${8 * row + PARTNER} ${at('xAt')} ${scalarPlus(scalar('xAt', 8 * row + PARTNER), value)})`;
  const along = (/** @type {number} */ count) =>
    ['vAt', 'xAt']
      .map((name) => set(name, `(i32.add ${at(name)} (i32.const ${8 * count}))`))
      .join('\n');
  return `
  (func (export "reflect") (param $a i32) (param $stride i32) (param $order i32)
        (param $v i32) (param $x i32)
    (local $vAt i32) (local $xAt i32) (local $vk i32) (local $xk i32) (local $end i32)
    (local $a0 i32) (local $a1 i32)
    ${['t0', 't1', 'corner', 'below', 'last'].map((name) => `(local $${name} f64)`).join(' ')}
    ${vectors(['vs', 'qs', 'xs', ...rows.flatMap((row) => ['v', 'q', 'x', 's', 'e'].map((name) => `${name}${row}`))])}
    ${set('vAt', at('v'))}
    ${set('xAt', at('x'))}
    ${set('end', `(i32.add ${at('v')} (i32.shl (i32.and ${at('order')} (i32.const -2)) (i32.const 3)))`)}
    (if (i32.lt_u ${at('vAt')} ${at('end')}) (then (loop $pairs
      ${set('a0', at('a'))}
      ${set('a1', `(i32.add ${at('a')} ${at('stride')})`)}
      ${rows.flatMap(broadcast).join('\n')}
      ${columns(rows, 'two')}
      ${corner('corner', 'a0', 0, 0)}
      ${set('below', scalarLess(scalar('a1'), scalarTimes(lane('v1'), lane('q0')), scalarTimes(lane('q1'), lane('v0'))))}
      (f64.store ${at('a1')} ${at('below')})
      ${corner('last', 'a1', 8, 1)}
      ${addTo(0, scalarPlus(scalarPlus(at('t0'), scalarTimes(at('corner'), lane('x0'))), scalarTimes(at('below'), lane('x1'))))}
      ${addTo(1, scalarPlus(scalarPlus(at('t1'), scalarTimes(at('below'), lane('x0'))), scalarTimes(at('last'), lane('x1'))))}
      ${set('a', `(i32.add ${at('a')} (i32.shl ${at('stride')} (i32.const 1)))`)}
      ${along(2)}
      (br_if $pairs (i32.lt_u ${at('vAt')} ${at('end')})))))
    (if (i32.and ${at('order')} (i32.const 1)) (then
      ${set('a0', at('a'))}
      ${broadcast(0).join('\n')}
      ${columns([0], 'one')}
      ${corner('corner', 'a0', 0, 0)}
      ${addTo(0, scalarPlus(at('t0'), scalarTimes(at('corner'), lane('x0'))))})))`;
}

const { parseWat } = await wabt();
/** @type {(name: string, text: Code) => string} */
const inBase64 = (name, text) => {
  const { buffer } = parseWat(name, text, { simd: true }).toBinary({});
  return Buffer.from(buffer).toString('base64');
};
const numbers = inBase64(
  'kernel.wat',
  `(module (memory (export "memory") ${Math.ceil((CHUNK_SUMS + 32 * MOST_CHUNKS) / PAGE)})
    ${schedule()}
    ${words()}
    ${boxMuller('normals')}
    ${boxMuller('squares')}
    ${uniforms()}
    ${turns('normals')}
    ${turns('uniforms')}
    ${turns('squares')}
    ${draw('normals')}
    ${draw('uniforms')}
    ${squares()}
    ${gather()})`,
);
const lines = inBase64('products.wat', `(module (memory (export "memory") 1) ${products()})`);
const reflections = inBase64('reflect.wat', `(module (memory (export "memory") 2) ${reflect()})`);
mkdirSync(dirname(TARGET), { recursive: true });
writeFileSync(
  TARGET,
  `/** The kernel as made by scripts/build-kernel.js, in base 64. */
export const KERNEL_BYTES =
  '${numbers}';

/** The scalar products of lines, made there too. */
export const PRODUCTS_BYTES =
  '${lines}';

/** The steps of a tridiagonalization, made there too. */
export const REFLECTIONS_BYTES =
  '${reflections}';
`,
);
