import { get, set, vectors } from './wasm-text.js';

/** @typedef {import('./wasm-text.js').Code} Code */

/** Bytes from one vector of a reflection to its partner; `reflections.ts` has the same. */
const PARTNER = 16384 + 192;

/**
 * A step of Householder tridiagonalization: the leading `order` rows of a symmetric matrix A, of
 * which the lower triangle is at `a`, become those of `A - v q^T - q v^T`, and their product
 * with x is added to `out`. Two rows at a time, two columns at a time: even and odd columns of a
 * row have a sum each. The vector q is a partner's distance after v, `out` after x.
 */
export function reflect() {
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
  /** The entries of a row in the vectors, in both lanes. */
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
