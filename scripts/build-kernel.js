/**
 * Writes `src/kernel/kernel-bytes.ts`: the generator of normals and the sums of the moments as a
 * WebAssembly module, four lanes at a time; and the scalar products of lines as another, and
 * the steps of a tridiagonalization as a third, two lanes at a time. Part of `npm run build`.
 *
 * The operations and their order are those of `philox.ts`, `box-muller.ts` and `moments.ts`, to
 * which tests hold it equal bit for bit. It is put together here as WebAssembly text because its
 * inner loops are unrolled: ten Philox rounds of two groups side by side, and four pairs of vectors
 * of Box-Muller, which hides the latency of the multiplications. Words, radii and angles take turns
 * at 4 KiB, which stay in the innermost cache: a loop that does two of them at once has more live
 * values than there are registers, and longer chains than a processor looks ahead.
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

/**
 * Steps that do not depend on each other, side by side.
 *
 * @param {readonly (readonly Code[])[]} lists of the same length
 */
const inTurn = ([first = [], ...rest]) =>
  first.flatMap((step, place) => [step, ...rest.map((list) => list[place] ?? '')]);

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

/** The multipliers of Philox. */
const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57];

/** Philox blocks of an iteration of `words`: two groups of four. */
const STEP = 8;

/**
 * The words from `at` to `end`, and of one group more where their number of groups is odd: what
 * lies behind the last entry has to be free. The lower half of the block counter must not carry
 * before the last of them.
 *
 * In the first round the products of the block counter are sums, and those of the path the same
 * in every group, as are those of the counter's upper half in the second: the engine moves what
 * does not change out of the loop. The lower halves of the products are products of their own,
 * which saves no instruction but spreads them more evenly than shuffles.
 */
function words() {
  const upper = [1, 3, 5, 7];
  const product = (/** @type {string} */ half, /** @type {string} */ a, /** @type {string} */ b) =>
    `(i64x2.extmul_${half}_i32x4_u ${get(a)} ${get(b)})`;
  const key = (/** @type {number} */ round, /** @type {number} */ half) => `key${half}_${round}`;
  const everyKey = Array.from({ length: ROUNDS }, (_, round) =>
    [0, 1].map((half) => ({ name: key(round, half), at: keyAt(round, half) })),
  ).flat();
  const groups = [0, 1];
  /** What the product of a block counter grows by from one to another. */
  const growth = (/** @type {number} */ blocks) => {
    const step = BigInt(blocks) * BigInt(MULTIPLIERS[0] ?? 0);
    return `(v128.const i64x2 ${step} ${step})`;
  };
  /** The steps of one round of one group, its locals marked by its number. */
  const round = (/** @type {number} */ index, /** @type {number} */ group) => {
    const own = (/** @type {string} */ name) => `${name}${group}`;
    const [c0, c1, c2, c3] = [own('a'), own('b'), own('c'), own('d')];
    const [low0, high0, low1, high1] = [own('lowA'), own('highA'), own('lowC'), own('highC')];
    const counted = (/** @type {'low' | 'high'} */ half) =>
      `(i64x2.add ${get(`${half}Counted`)} ${growth(4 * group)})`;
    return [
      set(low1, product('low', c2, 'm1')),
      set(high1, product('high', c2, 'm1')),
      set(low0, index === 0 ? counted('low') : product('low', c0, 'm0')),
      set(high0, index === 0 ? counted('high') : product('high', c0, 'm0')),
      // The xor with the key waits for no product.
      set(own('x'), `(v128.xor ${get(c1)} ${get(key(index, 0))})`),
      set(own('y'), `(v128.xor ${get(c3)} ${get(key(index, 1))})`),
      set(c1, `(i32x4.mul ${get(c2)} ${get('m1')})`),
      set(c3, `(i32x4.mul ${get(c0)} ${get('m0')})`),
      set(c0, `(v128.xor ${shuffle(upper, get(low1), get(high1))} ${get(own('x'))})`),
      set(c2, `(v128.xor ${shuffle(upper, get(low0), get(high0))} ${get(own('y'))})`),
    ];
  };
  const rounds = Array.from({ length: ROUNDS }, (_, index) =>
    inTurn(groups.map((group) => round(index, group))).join('\n'),
  );
  const counter = (/** @type {number} */ group) => {
    const lanes = [0, 1, 2, 3].map((lane) => 4 * group + lane);
    return `(i32x4.add (i32x4.splat ${get('blockLow')}) (v128.const i32x4 ${lanes.join(' ')}))`;
  };
  const starts = groups.flatMap((group) => [
    set(`a${group}`, counter(group)),
    set(`b${group}`, `(i32x4.splat ${get('blockHigh')})`),
    set(`c${group}`, `(i32x4.splat ${get('pathLow')})`),
    set(`d${group}`, `(i32x4.splat ${get('pathHigh')})`),
  ]);
  const halves = ['low', 'high'];
  const names = ['a', 'b', 'c', 'd', 'lowA', 'highA', 'lowC', 'highC', 'x', 'y'];
  return `
  (func $words (param $at i32) (param $end i32)
        ${COUNTER_PARAMETERS.map((name) => `(param $${name} i32)`).join(' ')}
    ${vectors(['m0', 'm1', 'lowCounted', 'highCounted', ...everyKey.map(({ name }) => name), ...groups.flatMap((group) => names.map((name) => `${name}${group}`))])}
    ${MULTIPLIERS.map((multiplier, half) => set(`m${half}`, ints(multiplier))).join('\n')}
    ${everyKey.map(({ name, at }) => set(name, `(v128.load offset=${at} (i32.const 0))`)).join('\n')}
    ${set('a0', counter(0))}
    ${halves.map((half) => set(`${half}Counted`, product(half, 'a0', 'm0'))).join('\n')}
    (loop $groups
      ${starts.join('\n')}
      ${rounds.join('\n')}
      ${groups.flatMap((group) => ['a', 'b', 'c', 'd'].map((word, place) => `(v128.store offset=${64 * group + 16 * place} ${get('at')} ${get(`${word}${group}`)})`)).join('\n')}
      ${halves.map((half) => set(`${half}Counted`, `(i64x2.add ${get(`${half}Counted`)} ${growth(STEP)})`)).join('\n')}
      ${set('blockLow', `(i32.add ${get('blockLow')} (i32.const ${STEP}))`)}
      (br_if $groups (i32.lt_u (local.tee $at (i32.add ${get('at')} (i32.const ${16 * STEP}))) ${get('end')}))))`;
}

const SQRT_HALF_BITS = 0x3f3504f3;
const SCALED_SQRT_HALF_BITS = (SQRT_HALF_BITS + 31 * 2 ** 23) >>> 0;

/** Pairs of vectors that a loop of Box-Muller takes side by side, and their bytes. */
const PAIRS = 4;
const PAIRS_BYTES = 32 * PAIRS;

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
 * A loop from `at` to `end` over pairs of vectors, {@link PAIRS} at a time; what lies behind the
 * end, as far as that, is taken along.
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
function radii() {
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
  const body = inTurn(Array.from({ length: PAIRS }, (_, pair) => steps(pair))).join('\n');
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
const SUMS = ['sum0', 'sum1'];
const PAIRS_SQUARES = (/** @type {Code} */ address) =>
  Array.from({ length: 2 * PAIRS }, (_, four) => addSquares(address, 16 * four)).flat();
const loadSums = SUMS.map((sum, half) =>
  set(sum, `(v128.load offset=${16 * half} ${get('sums')})`),
).join('\n');
const storeSums = SUMS.map(
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
function angles(kind) {
  const { names, f, i, load } = constants();
  const locals = ['r', 's', 't', 'x', 'z', 'a', 'b', 'w'];
  const steps = (/** @type {number} */ pair) => {
    const [r = '', s = '', t = '', x = '', z = '', a = '', b = '', w = ''] = locals.map(
      (name) => `${name}${pair}`,
    );
    const at = 32 * pair;
    /** What becomes of cosine (`place` 0) or sine (1), of which `w` makes the other where it has to. */
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
  const pairs = inTurn(Array.from({ length: PAIRS }, (_, pair) => steps(pair)));
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
function boxMuller(kind) {
  return `
  (func $${kind}OfWords (param $at i32) (param $end i32) (param $scale f32) (param $sums i32)
    (call $radii ${get('at')} ${get('end')})
    (call $${kind}OfRadii ${['at', 'end', 'scale', 'sums'].map(get).join(' ')}))`;
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
 * Words from the given block on up to `end`, and what becomes of them, in turns. A turn in which
 * the lower half of the counter carries has its words in two parts.
 *
 * @param {'normals' | 'uniforms' | 'squares'} kind
 */
function turns(kind) {
  const left = `(i32.shr_u (i32.sub ${get('stop')} ${get('at')}) (i32.const 4))`;
  const path = `${get('pathLow')} ${get('pathHigh')}`;
  return `
  (func $${kind} (param $end i32) (param $scale f32) (param $sums i32)
        ${COUNTER_PARAMETERS.map((name) => `(param $${name} i32)`).join(' ')}
    (local $at i32) (local $stop i32) (local $blocks i32) (local $carry i32)
    ${set('at', `(i32.const ${ENTRIES})`)}
    (loop $turn
      ${set('stop', `(i32.add ${get('at')} (i32.const ${TURN}))`)}
      (if (i32.gt_u ${get('stop')} ${get('end')}) (then ${set('stop', get('end'))}))
      ${set('blocks', left)}
      ${set('carry', get('stop'))}
      ${set('blockLow', `(i32.add ${get('blockLow')} ${get('blocks')})`)}
      (if (i32.lt_u ${get('blockLow')} ${get('blocks')})
        (then ${set('carry', `(i32.sub ${get('stop')} (i32.shl ${get('blockLow')} (i32.const 4)))`)}))
      (call $words ${get('at')} ${get('carry')} (i32.sub ${get('blockLow')} ${get('blocks')}) ${get('blockHigh')} ${path})
      (if (i32.lt_u ${get('blockLow')} ${get('blocks')}) (then
        ${set('blockHigh', `(i32.add ${get('blockHigh')} (i32.const 1))`)}
        (if ${get('blockLow')} (then
          (call $words ${get('carry')} ${get('stop')} (i32.const 0) ${get('blockHigh')} ${path})))))
      (call $${kind}OfWords ${get('at')} ${get('stop')} ${get('scale')} ${get('sums')})
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
    ${vectors([...SUMS, 'v', 'o'])}
    (call $schedule ${get('seedLow')} ${get('seedHigh')})
    ${set('sums', `(i32.const ${CHUNK_SUMS})`)}
    (loop $chunk
      (v128.store offset=0 ${get('sums')} ${ints(0)})
      (v128.store offset=16 ${get('sums')} ${ints(0)})
      (call $squares (i32.const ${end}) ${get('scale')} ${get('sums')} ${COUNTER_PARAMETERS.map(get).join(' ')})
      ${loadSums}
      ${PAIRS_SQUARES(`(i32.const ${end - PAIRS_BYTES})`).join('\n')}
      ${storeSums}
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
    ${radii()}
    ${angles('normals')}
    ${angles('squares')}
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
