/** Style of a report: follows the reader's light or dark preference, is light on paper, loads nothing. */
export const DOCUMENT_STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #14171c);
  --panel: light-dark(#f5f6f8, #1c2027);
  --line: light-dark(#dde1e7, #313843);
  --ink: light-dark(#1a1f27, #e6e9ee);
  --soft: light-dark(#566070, #a3adbb);
  --accent: light-dark(#1f5f7a, #6cc3dd);
  --critical: light-dark(#a3123f, #ff6f91);
  --high: light-dark(#b53c0a, #ff9b5e);
  --medium: light-dark(#7d5a00, #f2c14e);
  --low: light-dark(#1c657f, #6cc3dd);
  --info: light-dark(#566070, #a3adbb);
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 940px; margin: 0 auto; padding: 36px 28px 64px; }
h1 { font-size: 27px; line-height: 1.22; margin: 0 0 6px; letter-spacing: -0.01em; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: 20px; line-height: 1.3; margin: 44px 0 12px; padding-bottom: 6px; border-bottom: 1px solid var(--line); }
h3 { font-size: 15.5px; line-height: 1.4; margin: 24px 0 8px; overflow-wrap: anywhere; }
p { margin: 0 0 10px; overflow-wrap: anywhere; }
ul, ol { margin: 0 0 12px; padding-left: 22px; }
li { margin: 0 0 4px; overflow-wrap: anywhere; }
code { font: 0.9em/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 2px; }
.soft, .lead + .soft { color: var(--soft); font-size: 14px; }
.lead { font-size: 16.5px; line-height: 1.55; }
.warning { border-left: 3px solid var(--high); padding: 6px 0 6px 12px; }
blockquote { margin: 14px 0; padding: 10px 16px; background: var(--panel); border-left: 3px solid var(--accent); overflow-wrap: anywhere; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.head { border-top: 5px solid var(--accent); padding-top: 14px; }
.head.is-critical { border-color: var(--critical); } .head.is-high { border-color: var(--high); }
.head.is-medium { border-color: var(--medium); } .head.is-low { border-color: var(--low); } .head.is-info { border-color: var(--info); }
.brand { display: flex; justify-content: space-between; gap: 16px; color: var(--soft); font-size: 13px; margin-bottom: 26px; }
.brand .word { font-weight: 700; letter-spacing: 0.04em; color: var(--ink); }
.subtitle { color: var(--soft); font-size: 15.5px; margin-bottom: 20px; }
dl { margin: 0 0 16px; }
dd { margin: 0; overflow-wrap: anywhere; }
dt { color: var(--soft); font-size: 13px; }
dl.glance { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 10px; }
dl.glance.by-three { grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); }
@media (min-width: 820px) { dl.glance.by-five { grid-template-columns: repeat(5, 1fr); } }
dl.glance > div { background: var(--panel); border: 1px solid var(--line); border-radius: 7px; padding: 9px 13px 10px; }
dl.glance dd { font-size: 15.5px; font-weight: 600; line-height: 1.35; font-variant-numeric: tabular-nums; }
dl.facts > div { display: grid; grid-template-columns: 190px 1fr; gap: 14px; padding: 6px 0; border-bottom: 1px solid var(--line); }
dl.facts dt { font-size: 14px; }
nav h2 { font-size: 14px; border: 0; margin: 26px 0 4px; padding: 0; color: var(--soft); font-weight: 600; }
nav ol { columns: 2; column-gap: 36px; font-size: 14px; padding-left: 20px; }
nav li { break-inside: avoid; }
nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }
.severity { font-weight: 600; white-space: nowrap; }
.severity.critical { color: var(--critical); } .severity.high { color: var(--high); } .severity.medium { color: var(--medium); }
.severity.low { color: var(--low); } .severity.info { color: var(--info); }
.scroll { overflow-x: auto; margin: 0 0 8px; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; line-height: 1.45; margin: 4px 0 8px; }
caption { text-align: left; color: var(--soft); font-size: 13px; padding-bottom: 4px; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 12.5px; vertical-align: bottom; border-bottom: 1px solid var(--line); padding: 5px 10px 5px 0; }
td { vertical-align: top; border-bottom: 1px solid var(--line); padding: 5px 10px 5px 0; overflow-wrap: anywhere; min-width: 60px; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.narrow { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.medium { min-width: 110px; } td.wide { min-width: 180px; }
.parts td.bar { width: 26%; min-width: 90px; vertical-align: middle; }
.parts svg { display: block; width: 100%; height: 10px; }
.parts .more { fill: var(--accent); } .parts .less { fill: var(--soft); }
.parts tfoot td { border-bottom: 0; color: var(--soft); }
figure { margin: 16px 0 18px; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: 13px; margin-top: 6px; }
svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--ink); }
svg .faint { fill: var(--soft); } svg .rule { stroke: var(--line); } svg .lane { fill: var(--panel); }
svg .critical { fill: var(--critical); } svg .high { fill: var(--high); } svg .medium { fill: var(--medium); }
svg .low { fill: var(--low); } svg .info { fill: var(--info); } svg .plain { fill: var(--accent); }
svg rect.info { fill-opacity: 0.35; } svg rect.low { fill-opacity: 0.6; } svg rect.medium { fill-opacity: 0.85; }
svg .edge { stroke: var(--paper); stroke-width: 1.2; }
svg .rail { stroke: var(--soft); stroke-width: 1.2; fill: none; opacity: 0.55; }
.steps { list-style: none; padding: 0; margin: 8px 0 0; }
.steps > li { position: relative; padding: 0 0 14px 46px; margin: 0; border-left: 2px solid var(--line); margin-left: 14px; }
.steps > li:last-child { border-left-color: transparent; }
.steps p { margin-bottom: 3px; }
.steps .dot { position: absolute; left: -15px; top: -1px; width: 28px; height: 28px; border-radius: 50%; display: grid; place-items: center; background: var(--paper); border: 2px solid var(--info); font-size: 12px; font-weight: 700; font-variant-numeric: tabular-nums; }
.steps .is-critical .dot { border-color: var(--critical); } .steps .is-high .dot { border-color: var(--high); }
.steps .is-medium .dot { border-color: var(--medium); } .steps .is-low .dot { border-color: var(--low); }
.steps .when { color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
.group { margin: 0 0 20px; }
.raw pre { margin: 4px 0 0; padding: 10px 12px; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; font: 12px/1.45 ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.raw figcaption { overflow-wrap: anywhere; }
footer { margin-top: 48px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--soft); font-size: 13px; }
@media (max-width: 640px) {
  main { padding: 20px 16px 40px; }
  h1 { font-size: 22px; }
  nav ol { columns: 1; }
  dl.facts > div { grid-template-columns: 1fr; gap: 0; }
  dl.glance { grid-template-columns: 1fr 1fr; }
}
@media print {
  :root { color-scheme: light; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10pt; line-height: 1.45; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; } h2 { font-size: 14pt; margin-top: 20pt; } h3 { font-size: 11pt; }
  .lead { font-size: 11pt; } .soft, nav ol, dl.facts dt { font-size: 9pt; }
  .brand, dt, th, caption, figcaption { font-size: 8.5pt; }
  dl.glance { grid-template-columns: repeat(4, 1fr); gap: 6pt; } dl.glance.by-three { grid-template-columns: repeat(3, 1fr); } dl.glance.by-five { grid-template-columns: repeat(5, 1fr); } dl.glance dd { font-size: 10.5pt; }
  table { font-size: 8.5pt; } .raw pre { font-size: 7.5pt; }
  .scroll { overflow: visible; }
  td { min-width: 50pt; } .bar, .number, .narrow { min-width: 0; } td.medium { min-width: 88pt; } td.wide { min-width: 110pt; }
  h2, h3 { break-after: avoid; }
  thead { display: table-header-group; break-after: avoid; }
  tfoot { display: table-row-group; }
  tbody tr:first-child, tbody tr:nth-child(2) { break-before: avoid; } caption { break-after: avoid; }
  tr, figure, .steps > li, dl > div, blockquote { break-inside: avoid; }
  .steps .dot { top: 0; }
  p:has(+ figure), h2 + p { break-inside: avoid; }
  p:has(+ ul), p:has(+ ol), p:has(+ figure), p:has(+ .scroll), p:has(+ table), p:has(+ dl), h2 + p { break-after: avoid; }
  .raw figcaption { break-inside: avoid; break-after: avoid; }
  dl.facts > div:last-child { break-before: avoid; }
  p, li { orphans: 3; widows: 3; }
  .group > p { break-inside: avoid; } ul + p, ol + p { break-before: avoid; }
  .fresh { break-before: page; } .fresh > h2 { margin-top: 0; }
  a { color: inherit; text-decoration: none; }
  footer { display: none; }
}
`;

/** Running foot of printed pages; the paper's size is the printer's. The name is made of our own words. */
export const toPageStyle = (name: string): string => `
@page {
  margin: 17mm 16mm 19mm;
  @bottom-left { content: "Gait  |  ${toCssText(name)}"; font: 8pt system-ui, sans-serif; color: #566070; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt system-ui, sans-serif; color: #566070; }
}
`;

const toCssText = (text: string): string => text.replaceAll(/[^\w .,:-]/g, "");
