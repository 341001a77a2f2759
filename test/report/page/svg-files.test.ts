import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/event-loop-break.ts';
import { svgFiles } from '../../../src/report/page/svg-files.ts';
import {
  ALPHA,
  capacitiesOf,
  costOf,
  HOSTILE,
  LEAGUE,
  pageOf,
  pointsOf,
  rankDifferencesOf,
  scoreTruthOf,
} from './figures.ts';

const POINTS = pointsOf(30);
const FIGURES = [
  LEAGUE,
  ALPHA,
  scoreTruthOf(POINTS),
  rankDifferencesOf(POINTS),
  costOf(POINTS),
  capacitiesOf(POINTS),
];

/** What is not closed, or closed out of turn, in a text of XML. */
function brokenTagsOf(xml: string): string[] {
  const open: string[] = [];
  const broken: string[] = [];
  for (const [tag, end, name = '', alone] of xml.matchAll(/<(\/?)([\w:-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (alone === '/') continue;
    if (end === '') open.push(name);
    else if (open.pop() !== name) broken.push(tag);
  }
  return [...broken, ...open];
}

describe('svgFiles(page)', () => {
  const files = atOnce(svgFiles(pageOf(...FIGURES)));

  it('has a file for each figure, named after it: catches one written over another', () => {
    expect(files.map(({ name }) => name)).toEqual(FIGURES.map(({ kind }) => `${kind}.svg`));
    expect(atOnce(svgFiles(pageOf(scoreTruthOf([]))))).toEqual([]);
  });

  it.each(files)('$name stands alone: catches a colour, font or style of the page', ({ text }) => {
    expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns=')).toBe(true);
    expect(brokenTagsOf(text)).toEqual([]);
    // Attributes in quotes, no entity that XML does not know.
    expect(text).not.toMatch(/<[^>]*\s[\w:-]+=[^"'\s>]/);
    expect(text.match(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi)).toBeNull();
    expect(text).not.toMatch(/var\(|<style|class="|<script|url\(/);
    const references = [...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, target]) => target);
    expect(references).toEqual([]);
    expect(text).toContain('font-family="Helvetica, Arial, sans-serif"');
    expect(text).toMatch(/<title>[^<]+<\/title>\n<desc>[^<]+<\/desc>/);
  });

  it('explain their marks, and keep a hostile id as text: catches a legend left on the page', () => {
    const [league] = files;
    for (const word of ['better', 'not shown', 'worse', 'baseline, params', 'noise ceiling']) {
      expect(league?.text).toContain(`>${word}</text>`);
    }
    expect(files.map(({ text }) => text).join('')).not.toContain(HOSTILE);
  });

  it('are the same at every run: catches a number that counts calls', () => {
    expect(atOnce(svgFiles(pageOf(...FIGURES)))).toEqual(files);
  });
});
