import { get, set, vectors } from './wasm-text.js';

/** Numbers of a packed line, and lines per tile; `line-products.ts` has the same. */
const LINE = 128;
const TILE = 24;

/**
 * The scalar products of lines of doubles: of every line from `first` to `end` (addresses) with
 * those of the tile that begins at `first` and are no more than two after it, to rows of a tile's
 * width at `out`. Three lines by three, so that each number that is loaded serves three products;
 * even and odd steps have a sum each.
 */
export function products() {
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
