/** Philox4x32-10: the random 32-bit words of the kernel. */
import { KEYS } from './memory-layout.js';
import { get, interleave, ints, set, shuffle, vectors } from './wasm-text.js';

/** Philox4x32-10 of the blocks 4g to 4g + 3 for every group g of 16 words. */
export const COUNTER_PARAMETERS = ['blockLow', 'blockHigh', 'pathLow', 'pathHigh'];
export const STREAM_PARAMETERS = [...COUNTER_PARAMETERS, 'seedLow', 'seedHigh'];

/** The growth of the keys of Philox from round to round. */
const WEYL = ['0x9e3779b9', '0xbb67ae85'];

/** Rounds of Philox4x32-10. */
const ROUNDS = 10;

/** Where the key of a round is kept: to load it costs less than to add it up in every group. */
const keyAt = (/** @type {number} */ round, /** @type {number} */ half) =>
  KEYS + 32 * round + 16 * half;

/** Writes the keys of all rounds. */
export function schedule() {
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
 * The words from `at` to `end`, and of one group more where their number of groups is odd: the
 * memory after the last entry has to be free. The lower half of the block counter must not carry
 * before the last of them.
 *
 * In the first round the products of the block counter are sums, and those of the path the same
 * in every group, as are those of the counter's upper half in the second: the engine moves what
 * does not change out of the loop. The lower halves of the products are products of their own,
 * which saves no instruction but spreads them more evenly than shuffles.
 */
export function words() {
  const upper = [1, 3, 5, 7];
  const product = (/** @type {string} */ half, /** @type {string} */ a, /** @type {string} */ b) =>
    `(i64x2.extmul_${half}_i32x4_u ${get(a)} ${get(b)})`;
  const key = (/** @type {number} */ round, /** @type {number} */ half) => `key${half}_${round}`;
  const everyKey = Array.from({ length: ROUNDS }, (_, round) =>
    [0, 1].map((half) => ({ name: key(round, half), at: keyAt(round, half) })),
  ).flat();
  const groups = [0, 1];
  /** The growth of the product of a block counter from one to another. */
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
    interleave(groups.map((group) => round(index, group))).join('\n'),
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
