import { ENTRIES } from './memory-layout.js';
import { floats, get, set, shuffle, vectors } from './wasm-text.js';

/**
 * Four running sums each of the entries, their squares, cubes and fourth powers, in double
 * precision, and of their extremes, written to the start of the memory.
 */
export function gather() {
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
