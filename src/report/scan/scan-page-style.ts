/** Style of the scan's page: follows the reader's light or dark preference, prints well, loads nothing. */
export const SCAN_PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #14171c);
  --panel: light-dark(#f6f7f9, #1c2027);
  --line: light-dark(#dfe3e8, #313843);
  --ink: light-dark(#1a1f27, #e6e9ee);
  --soft: light-dark(#5a6472, #9aa5b4);
  --critical: light-dark(#a3123f, #ff6f91);
  --high: light-dark(#c2410c, #ff9b5e);
  --medium: light-dark(#8a6400, #f2c14e);
  --low: light-dark(#1f6f8b, #6cc3dd);
  --info: light-dark(#5a6472, #9aa5b4);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 17px; margin: 40px 0 12px; }
h3 { font-size: 15px; margin: 0; font-weight: 600; }
p { margin: 0 0 8px; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.num { font-variant-numeric: tabular-nums; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); gap: 12px; margin: 24px 0 0; padding: 0; }
.tiles > div { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
.tiles dt { color: var(--soft); font-size: 13px; }
.tiles dd { margin: 0; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }
.mark { display: inline-flex; align-items: center; gap: 6px; font-weight: 600; white-space: nowrap; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); }
.low { color: var(--low); } .info { color: var(--info); }
.card { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; margin: 0 0 12px; }
.card header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; margin-bottom: 6px; }
.tactics { display: flex; flex-wrap: wrap; gap: 6px; padding: 0; margin: 8px 0 0; list-style: none; font-size: 13px; }
.tactics li { border: 1px solid var(--line); border-radius: 999px; padding: 1px 10px; }
.tactics li + li::before { content: ""; }
.scroll { overflow-x: auto; }
figure { margin: 16px 0 0; }
figure svg { width: 100%; min-width: 680px; height: auto; display: block; }
figcaption { color: var(--soft); font-size: 13px; margin-top: 4px; }
details.finding { border-bottom: 1px solid var(--line); }
details.finding > summary { display: grid; grid-template-columns: 96px 152px 1fr 64px; gap: 12px; padding: 8px 4px; cursor: pointer; list-style: none; }
details.finding > summary::-webkit-details-marker { display: none; }
details.finding > summary:hover { background: var(--panel); }
:focus-visible { outline: 2px solid var(--low); outline-offset: 2px; border-radius: 4px; }
.body { padding: 4px 4px 16px 260px; overflow-wrap: anywhere; }
.body dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 8px 0; }
.body dt { color: var(--soft); } .body dd { margin: 0; }
.body ul, .body ol { margin: 4px 0; padding-left: 20px; }
code { font: 13px/1.5 ui-monospace, monospace; }
.right { text-align: right; }
summary .what { overflow-wrap: anywhere; }
@media (max-width: 720px) {
  main { padding: 20px 16px 48px; }
  details.finding > summary { grid-template-columns: 1fr auto; }
  details.finding > summary .what { grid-column: 1 / -1; }
  .body { padding-left: 4px; }
}
@media print {
  :root { color-scheme: light; }
  main { max-width: none; padding: 0; }
  .card, details.finding { break-inside: avoid; }
}
`;
