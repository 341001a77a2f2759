import { describe, expect, it } from 'vitest';
import { drawFigure } from '../../../src/report/page/draw-figure.ts';
import type { Figure } from '../../../src/report/page/figure.ts';
import type { FigureData } from '../../../src/report/page/report-page.ts';
import {
  ALPHA,
  capacitiesOf,
  LEAGUE,
  PROGRESS,
  pointsOf,
  rankDifferencesOf,
  scoreTruthOf,
  costOf,
} from './figures.ts';

function figureOf(data: FigureData): Figure {
  const figure = drawFigure(data);
  if (figure === null) throw new Error('no figure');
  return figure;
}

const countOf = (svg: string, tag: string): number => svg.split(`<${tag} `).length - 1;

/** Dots of any shape, of one colour of the style sheet if that is named. */
const dotsOf = (svg: string, color = ''): number =>
  [...svg.matchAll(/<g [^>]*aria-label="dot"[^>]*>(.*?)<\/g>/gs)]
    .filter(([group]) => group.includes(`="var(--${color}`))
    .reduce((sum, [, body = '']) => sum + countOf(body, 'circle') + countOf(body, 'path'), 0);

/** The first letters of the outlines of the dots of a colour, which tell shapes apart. */
const shapesOf = (svg: string, color: string): Set<string> =>
  new Set(
    [...svg.matchAll(/<g [^>]*aria-label="dot"[^>]*>(.*?)<\/g>/gs)]
      .filter(([group]) => group.includes(`="var(--${color})"`))
      .flatMap(([, body = '']) =>
        [...body.matchAll(/<(?:circle|path) [^>]*>/g)].map(([tag]) => {
          const outline = / d="([^"]*)"/.exec(tag)?.[1] ?? 'circle';
          return outline + (tag.includes('rotate(180)') ? ', turned' : '');
        }),
      ),
  );

describe('the figure of scores against a truth', () => {
  it('has a dot for every candidate, five of them marked: catches a point that is dropped', () => {
    const { svg, caption } = figureOf(scoreTruthOf(pointsOf(150)));
    expect([dotsOf(svg, 'first'), dotsOf(svg, 'second')]).toEqual([145, 5]);
    expect(caption).toContain('150 candidates; glue: higher is better.');
    expect(caption).not.toContain('Drawn');
  });

  it('says how many of very many points it draws: catches thinning in silence', () => {
    const { svg, caption } = figureOf(scoreTruthOf(pointsOf(10_000)));
    const dots = dotsOf(svg);
    expect(dots).toBeGreaterThan(500);
    expect(dots).toBeLessThanOrEqual(2000);
    expect(caption).toContain(`Drawn: ${dots.toLocaleString('en')} of 10,000 points;`);
    expect(svg.length).toBeLessThan(600_000);
  });

  it('falls where lower is better: catches a fit that is turned', () => {
    const { caption } = figureOf(scoreTruthOf(pointsOf(20), 'lower-is-better'));
    expect(caption).toContain('lower is better. The line is the falling curve');
  });

  it('marks nothing where both orders are the same: catches an outlier without a difference', () => {
    const same = pointsOf(5).map((point, index) => ({ ...point, score: index, truth: index }));
    const { svg, caption, legend } = figureOf(scoreTruthOf(same));
    expect(caption).toContain('Both orders are the same.');
    expect([dotsOf(svg, 'second'), legend.length]).toEqual([0, 2]);
  });

  it('draws one candidate, and equal ones: catches an axis without a length', () => {
    const [point] = pointsOf(1);
    if (point === undefined) throw new Error('no point');
    for (const points of [[point], [point, { ...point, id: 'twin' }]]) {
      const { svg } = figureOf(scoreTruthOf(points));
      expect(dotsOf(svg)).toBe(points.length);
      expect(svg).not.toContain('NaN');
    }
  });

  it('makes an axis logarithmic where scores span much, and says so: catches dots in a heap', () => {
    const wide = pointsOf(9).map((point, index) => ({ ...point, score: 10 ** (index - 4) }));
    expect(figureOf(scoreTruthOf(wide)).svg).toContain('score (log scale)');
    const belowZero = wide.map((point) => ({ ...point, score: point.score - 1 }));
    expect(figureOf(scoreTruthOf(belowZero)).svg).not.toContain('log scale');
  });
});

describe('the figure of rank differences', () => {
  it('has a line with two dots for each of a few: catches a candidate that is dropped', () => {
    expect(dotsOf(figureOf(rankDifferencesOf(pointsOf(40))).svg)).toBe(80);
  });

  it('counts every one of many in a bar: catches a difference outside the bars', () => {
    const { svg } = figureOf(rankDifferencesOf(pointsOf(500)));
    const counts = [...svg.matchAll(/([\d,]+) candidates?<\/title>/g)].map(([, count = '']) =>
      Number(count.replaceAll(',', '')),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(500);
    expect(countOf(svg, 'rect')).toBe(counts.length);
  });
});

describe('the figure of a leaderboard', () => {
  it('has a dot and a whisker for each proxy that has them: catches an interval made up', () => {
    const { svg, caption } = figureOf(LEAGUE);
    expect(dotsOf(svg)).toBe(4);
    const whiskers = /aria-label="link".*?<\/g>/s.exec(svg)?.[0] ?? '';
    expect(countOf(whiskers, 'path')).toBe(3);
    expect(svg).toContain('>no correlation<');
    expect(svg).toContain('>baseline<');
    expect(caption).toContain('Highest: zerolm, 0.640.');
    expect(caption).toContain('1 of 4 better');
  });

  it('has the noise ceiling as a line with its interval in words: catches one that is left out', () => {
    const { svg, caption, legend } = figureOf(LEAGUE);
    const withColor = (text: string): string[] => text.match(/stroke="var\(--third\)"/g) ?? [];
    expect(withColor(svg).length).toBe(1);
    expect(caption).toContain('is 0.900; 95 % interval 0.850 to 0.950.');
    expect(legend.at(-1)).toEqual({ mark: 'line', color: 'third', text: 'noise ceiling' });
    const without = figureOf({ ...LEAGUE, noiseCeiling: null });
    expect(withColor(without.svg).length).toBe(0);
    expect(without.caption).not.toContain('ceiling');
    expect(without.legend.length).toBe(legend.length - 1);
    const bare = figureOf({ ...LEAGUE, noiseCeiling: { value: 0.9, ci95: null } });
    expect(bare.caption).toContain('is 0.900; its interval is not known.');
  });

  it('counts the proxies that are the highest together: catches one praised for its place', () => {
    const correlation = { value: 0.8, ci95: null };
    const rows = ['a', 'b', 'c'].map((name) => ({ name, correlation, verdict: null }));
    const [, ...two] = rows;
    const { caption } = figureOf({ ...LEAGUE, rows: [...two, ...LEAGUE.rows] });
    expect(caption).toContain('Highest: 2 proxies, 0.800.');
  });

  it('draws a leaderboard in which nothing correlates: catches an axis of no numbers', () => {
    const rows = LEAGUE.rows.map((row) => ({ ...row, correlation: null, verdict: null }));
    const { svg, caption } = figureOf({ ...LEAGUE, noiseCeiling: null, rows });
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(svg.match(/>no correlation</g)?.length).toBe(rows.length);
    expect(caption).not.toContain('Highest');
  });
});

describe('the figure of alpha', () => {
  it('has a dot for each known correlation, marks the chosen one: catches a gap that is bridged', () => {
    const { svg, caption } = figureOf(ALPHA);
    expect(dotsOf(svg)).toBe(60);
    expect(svg).toContain('>chosen: 0.7<');
    expect(caption).toContain("Kendall's tau-b is highest at alpha 0.7: 0.600.");
    const [curve = ''] =
      /<path [^>]*d="[^"]*"/.exec(/aria-label="line".*/s.exec(svg)?.[0] ?? '') ?? [];
    expect(curve.split('M').length - 1).toBe(2);
  });

  it('says so where three coefficients were chosen: catches a mark at none of them', () => {
    const chosen = { attention: 0.5, feedForward: -0.25, embedding: 0.25 };
    const { svg, caption } = figureOf({ ...ALPHA, chosen });
    expect(svg).not.toContain('chosen');
    expect(caption).toContain(
      'Chosen were three coefficients, which have no place on this axis: attention 0.5, feed-forward -0.25, embedding 0.25.',
    );
    expect(figureOf({ ...ALPHA, chosen: null }).caption).not.toContain('hosen');
  });

  it('marks the alpha in use where none was chosen: catches a default that is called a choice', () => {
    const { svg, caption } = figureOf({ ...ALPHA, chosen: null, used: 0.5 });
    expect(svg).toContain('>in use: 0.5<');
    expect(svg + caption).not.toContain('hosen');
    expect(caption).toContain('In use: 0.5. The highest is found on these very qualities');
    const without = figureOf({ ...ALPHA, chosen: null, used: null });
    expect(without.svg + without.caption).not.toMatch(/in use/i);
  });
});

describe('the figure of capacities', () => {
  it('has a bar for each sub-module of the best 30, and says so: catches a cut in silence', () => {
    const { svg, caption } = figureOf(capacitiesOf(pointsOf(45)));
    expect(countOf(svg, 'rect')).toBe(90);
    expect(caption).toContain('The best 30 of 45 candidates');
  });

  it('leaves out an embedding that does not count: catches bars that dwarf the score', () => {
    const { svg, caption, legend } = figureOf(capacitiesOf(pointsOf(3), false));
    expect([countOf(svg, 'rect'), legend.length]).toEqual([6, 2]);
    expect(caption).toContain('left out');
  });
});

describe('the figure of scores against a cost', () => {
  it('has a dot for every candidate, on the front or not: catches a point that is dropped', () => {
    const data = costOf(pointsOf(150));
    if (data.kind !== 'cost') throw new Error('another figure');
    const front = data.items.filter(({ onFront }) => onFront).length;
    const { svg, caption } = figureOf(data);
    expect([dotsOf(svg, 'first'), dotsOf(svg, 'muted')]).toEqual([front, 150 - front]);
    expect(caption).toContain(`${front} of 150 candidates on the front`);
  });

  it('thins a front of thousands as well: catches a file without a bound', () => {
    const chain = pointsOf(5000).map((point, index) => ({
      ...point,
      score: index,
      cost: 1000 + index,
    }));
    const { svg, caption } = figureOf(costOf(chain));
    expect(dotsOf(svg)).toBeLessThanOrEqual(500);
    expect(caption).toContain('of 5,000 points');
  });
});

describe('every figure', () => {
  it('has marks of another shape for each colour: catches dots that one grey makes equal', () => {
    const league = {
      ...LEAGUE,
      rows: (['better', 'worse', 'not shown', null] as const).map((verdict, index) => ({
        name: verdict ?? 'params',
        correlation: { value: index / 10, ci95: null },
        verdict,
      })),
    };
    for (const [data, colors] of [
      [scoreTruthOf(pointsOf(20)), ['first', 'second']],
      [rankDifferencesOf(pointsOf(20)), ['first', 'second']],
      [ALPHA, ['first', 'second']],
      [costOf(pointsOf(20)), ['first', 'muted']],
      [PROGRESS, ['first', 'muted']],
      [league, ['first', 'second', 'muted', 'ink']],
    ] as const) {
      const { svg } = figureOf(data);
      const shapes = colors.map((color) => shapesOf(svg, color));
      for (const own of shapes) expect(own.size, data.kind).toBe(1);
      expect(new Set(shapes.map((own) => [...own].join())).size, data.kind).toBe(colors.length);
    }
  });

  it('has a legend with as many marks as it has colours: catches two entries of one shape', () => {
    for (const data of [
      scoreTruthOf(pointsOf(20)),
      rankDifferencesOf(pointsOf(20)),
      ALPHA,
      costOf(pointsOf(20)),
      PROGRESS,
      LEAGUE,
    ]) {
      const { legend } = figureOf(data);
      const marks = legend.map(({ mark }) => mark);
      expect(new Set(marks).size, data.kind).toBe(marks.length);
      expect(marks.length, data.kind).toBeGreaterThan(1);
    }
  });

  it('draws numbers at the end of the range: catches coordinates that are no numbers', () => {
    const large = pointsOf(4).map((point, index) => ({ ...point, score: (index - 1) * 8e307 }));
    for (const data of [scoreTruthOf(large), costOf(large), capacitiesOf(large)]) {
      expect(figureOf(data).svg).not.toMatch(/NaN|Infinity/);
    }
    expect(dotsOf(figureOf(scoreTruthOf(large)).svg)).toBe(4);
  });

  it('is left out where it has no item: catches empty axes', () => {
    expect(drawFigure(scoreTruthOf([]))).toBeNull();
    expect(drawFigure(rankDifferencesOf([]))).toBeNull();
    expect(drawFigure(costOf([]))).toBeNull();
    expect(drawFigure(capacitiesOf([]))).toBeNull();
    expect(drawFigure({ ...PROGRESS, items: [] })).toBeNull();
  });

  it('keeps a hostile id as text: catches markup that comes through', () => {
    const points = pointsOf(8);
    for (const data of [
      scoreTruthOf(points),
      rankDifferencesOf(points),
      costOf(points),
      capacitiesOf(points),
      LEAGUE,
    ]) {
      const { svg } = figureOf(data);
      expect(svg).not.toContain('<script');
      expect(svg).toContain('&lt;script');
      expect(svg).not.toContain('\u202e');
    }
  });
});

describe('the figure of the progress of a search', () => {
  it('draws both curves as far as they go, and the optimum', () => {
    const { svg, caption, title } = figureOf(PROGRESS);
    expect(title).toBe('Hypervolume over evaluations');
    expect(dotsOf(svg)).toBe(48 + 32);
    expect(caption).toContain('Random search: 682.857 after 720 candidates.');
    expect(caption).toContain('The dashed line is the optimum, 1,000.');
    const { legend } = figureOf({ ...PROGRESS, optimum: null });
    expect(legend).toHaveLength(2);
  });
});
