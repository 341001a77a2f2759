import { paletteCss } from './palette.ts';

/** Rows of a table that are printed on paper. */
export const PRINTED_ROWS = 100;

/** The style sheet of a page. */
export const STYLE = `
:root { color-scheme: light dark; ${paletteCss('light')} }
@media screen and (prefers-color-scheme: dark) {
  :root { ${paletteCss('dark')} }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
body { margin: 0; background: var(--page); color: var(--ink); }
main, header, footer { max-width: 82rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 0; font-size: 1.05rem; line-height: 1.3; }
p { margin: 0.25rem 0 0; }
.warning { padding-left: 0.6rem; border-left: 0.25rem solid var(--second); overflow-wrap: anywhere; }
.inputs, .lead, figcaption, .note { color: var(--soft); overflow-wrap: anywhere; }
.figures {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 32rem), 1fr));
  gap: 1.25rem;
  margin-top: 1.5rem;
}
figure, section {
  min-width: 0;
  margin: 0;
  padding: 1.1rem 1.25rem;
  background: var(--surface);
  border: 1px solid var(--rule);
  border-radius: 8px;
}
section { margin-top: 1.25rem; }
figcaption, .note { margin-top: 0.5rem; font-size: 0.875rem; }
.legend {
  display: flex;
  flex-wrap: wrap;
  gap: 0.1rem 1.1rem;
  margin: 0.4rem 0 0.5rem;
  padding: 0;
  list-style: none;
  font-size: 0.875rem;
}
.legend li { display: flex; align-items: center; gap: 0.4rem; }
.key { flex: none; width: 1rem; height: 1rem; }
.first { color: var(--first); }
.second { color: var(--second); }
.third { color: var(--third); }
.muted { color: var(--muted); }
.ink { color: var(--ink); }
/* A shadow at the side to which there is more: it is fixed, and what hides it moves along. */
.scroll {
  overflow-x: auto;
  background:
    linear-gradient(to right, var(--surface) 30%, transparent) 0 0 / 2rem 100% local no-repeat,
    linear-gradient(to left, var(--surface) 30%, transparent) 100% 0 / 2rem 100% local no-repeat,
    linear-gradient(to right, var(--shade), transparent) 0 0 / 0.7rem 100% no-repeat,
    linear-gradient(to left, var(--shade), transparent) 100% 0 / 0.7rem 100% no-repeat;
}
h2 + .scroll { margin-top: 0.6rem; }
section .scroll { max-height: 32rem; overflow-y: auto; }
.on-paper { display: none; }
.scroll:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
.drawing { max-width: 36rem; margin-top: 0.4rem; }
svg.plot {
  --plot-background: var(--surface);
  display: block;
  width: 100%;
  height: auto;
  overflow: visible;
  font: 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.9rem 0.25rem 0; text-align: left; white-space: nowrap; }
th {
  position: sticky;
  top: 0;
  background: var(--surface);
  box-shadow: inset 0 -1px var(--ink);
  font-weight: 600;
  line-height: 1.25;
  vertical-align: bottom;
  white-space: normal;
}
td { border-bottom: 1px solid var(--rule); }
td:only-child { white-space: normal; }
.number { text-align: right; }
th.number { min-width: 3.6rem; }
footer { padding-top: 1.5rem; padding-bottom: 2.5rem; font-size: 0.875rem; }
dl {
  display: grid;
  grid-template-columns: minmax(6rem, max-content) 1fr;
  gap: 0.15rem 1.5rem;
  margin: 0.6rem 0 0;
}
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  main, header, footer { padding-left: 0.5rem; padding-right: 0.5rem; }
  figure, section { padding: 0.6rem; }
  dl { display: block; }
  dd { margin: 0 0 0.3rem 1rem; }
}
@media print {
  :root { color-scheme: light; ${paletteCss('light')} }
  :root { --page: #ffffff; --shade: transparent; }
  @page { margin: 1.5cm; }
  html { font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main, header, footer { max-width: none; padding: 0; }
  .figures { display: block; }
  figure, section { border: 0; padding: 0; margin-top: 1.2rem; }
  figure { break-inside: avoid; }
  .scroll, section .scroll { overflow: visible; max-height: none; background: none; }
  .drawing { max-width: 15cm; }
  tbody tr:nth-child(n + ${PRINTED_ROWS + 1}) { display: none; }
  .on-paper { display: block; }
  table { font-size: 8pt; }
  th, td { padding-right: 0.5rem; white-space: normal; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
`.trim();
