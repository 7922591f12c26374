import { createHash } from "node:crypto";
import { SEVERITIES, type Severity } from "../../domain/index.ts";
import {
  type Block,
  type Column,
  type Inline,
  type Part,
  type ReportDocument,
  type Section,
  type Step,
  type Text,
  toPlainText,
} from "../document/document.ts";
import { toMoment, toTime } from "../document/words.ts";
import { type Html, html, trustHtml } from "../html.ts";
import { DOCUMENT_STYLE, toPageStyle } from "./html-style.ts";

/** Severity by shape and word as well as colour. */
export const MARKS: Readonly<Record<Severity, string>> = {
  critical: "◆",
  high: "▲",
  medium: "●",
  low: "○",
  info: "·",
};

/**
 * A page that stands by itself: no script, nothing loaded, light or dark as the reader likes, light in print. The style
 * is named by its hash, so that no other can be brought in.
 */
export function toHtml(report: ReportDocument): string {
  const style = `${DOCUMENT_STYLE}${toPageStyle(report.name)}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${trustHtml(hashStyle(style))}'">
<title>${report.title}</title>
<style>${trustHtml(style)}</style>
</head>
<body>
<main>
${renderHead(report)}
${report.sections.map(renderSection)}
<footer><p>${report.name}, made by Gait ${report.version} on ${toMoment(report.generatedAt)}. All times are UTC unless they say otherwise.</p></footer>
</main>
</body>
</html>
`;
  return page.text;
}

/** The style's hash as a Content-Security-Policy names it. */
const hashStyle = (style: string): string => `sha256-${createHash("sha256").update(style).digest("base64")}`;

function renderHead(report: ReportDocument): Html {
  const { severity, sections } = report;
  return html`<header class="head${severity === null ? "" : ` is-${severity}`}">
<p class="brand"><span class="word">Gait</span><span>${report.name}</span></p>
<h1>${report.title}</h1>
<p class="subtitle">${report.subtitle}</p>
${renderFacts(report.facts, `glance${toShape(report.facts.length)}`)}
</header>
<nav aria-label="Contents"><h2>Contents</h2><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>`;
}

/** Boxes in rows without holes. */
function toShape(count: number): string {
  if (count % 4 === 0) return "";
  return count % 3 === 0 ? " by-three" : " by-five";
}

const renderSection = ({ id, title, blocks, isOnNewPage }: Section): Html =>
  html`<section id="${id}"${isOnNewPage === true ? trustHtml(' class="fresh"') : null}><h2>${title}</h2>
${blocks.map(renderBlock)}
</section>
`;

type BlockOf<K extends Block["kind"]> = Extract<Block, { readonly kind: K }>;
const RENDERERS: { readonly [K in Block["kind"]]: (block: BlockOf<K>) => Html } = {
  text: ({ text, tone }) =>
    tone === "quote"
      ? html`<blockquote>${renderText(text)}</blockquote>`
      : html`<p${tone === undefined ? null : trustHtml(` class="${tone}"`)}>${renderText(text)}</p>`,
  list: ({ items, isOrdered }) => {
    const lines = items.map((item) => html`<li>${renderText(item)}</li>`);
    return isOrdered === true ? html`<ol>${lines}</ol>` : html`<ul>${lines}</ul>`;
  },
  facts: ({ rows }) => renderFacts(rows, "facts"),
  table: renderTable,
  figure: ({ svg, caption }) => html`<figure>${svg}<figcaption>${caption}</figcaption></figure>`,
  parts: renderParts,
  steps: ({ steps }) => html`<ol class="steps">${steps.map(renderStep)}</ol>`,
  group: ({ id, title, blocks }) =>
    html`<section class="group" id="${id}"><h3>${renderText(title)}</h3>${blocks.map(renderBlock)}</section>`,
  raw: ({ caption, text }) =>
    html`<figure class="raw"><figcaption>${renderText(caption)}</figcaption><pre>${text}</pre></figure>`,
};

function renderBlock<K extends Block["kind"]>(block: BlockOf<K> & { readonly kind: K }): Html {
  const render: (block: BlockOf<K>) => Html = RENDERERS[block.kind];
  return render(block);
}

const renderFacts = (rows: readonly (readonly [name: string, value: Text])[], style: string): Html =>
  html`<dl class="${style}">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${renderText(value)}</dd></div>`)}</dl>`;

function renderTable({ caption, columns, rows, leftOut }: BlockOf<"table">): Html {
  if (rows.length === 0) return html``;
  const heads = columns.map((column) => html`<th scope="col"${toCellStyle(column)}>${column.title}</th>`);
  const lines = rows.map(
    (row) =>
      html`<tr>${row.map((cell, index) => html`<td${toCellStyle(columns[index])}>${renderText(cell)}</td>`)}</tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption ?? columns.map(({ title }) => title).join(", ")}"><table>${caption === undefined ? null : html`<caption>${caption}</caption>`}
<thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody></table></div>${leftOut === null ? null : html`<p class="soft">${leftOut}</p>`}`;
}

function toCellStyle(column: Column | undefined): Html {
  const names = [
    ...(column?.isNumeric === true ? ["number"] : []),
    ...(column?.isNarrow === true ? ["narrow"] : []),
    ...(column?.width === undefined ? [] : [column.width]),
  ];
  return trustHtml(names.length === 0 ? "" : ` class="${names.join(" ")}"`);
}

function renderParts({ rows, sum }: BlockOf<"parts">): Html {
  const most = Math.max(
    ...rows.filter(({ isRest }) => isRest !== true).map(({ value }) => Math.abs(value)),
    Number.MIN_VALUE,
  );
  return html`<table class="parts"><thead><tr><th scope="col">What contributed</th><th scope="col" class="number">How much</th><th scope="col"><span class="unseen">As a bar</span></th></tr></thead>
<tbody>${rows.map((row) => renderPart(row, most))}</tbody>
<tfoot><tr><td colspan="3">${renderText(sum)}</td></tr></tfoot></table>`;
}

const renderPart = ({ words, value, shown, isRest }: Part, most: number): Html =>
  html`<tr><td>${renderText(words)}</td><td class="number">${shown}</td><td class="bar">${isRest === true ? null : renderBar(value, most)}</td></tr>`;

const renderBar = (value: number, most: number): Html =>
  html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="${value < 0 ? "less" : "more"}" width="${((100 * Math.abs(value)) / most).toFixed(1)}" height="10"/></svg>`;

const renderStep = ({ number, at, severity, title, text, notes }: Step): Html =>
  html`<li id="step-${number}" class="is-${severity}"><span class="dot" aria-hidden="true">${number}</span>
<p class="when"><time datetime="${new Date(at).toISOString()}">${toTime(at)}</time> ${renderSeverity(severity)}</p>
<p class="what"><strong>${title}</strong></p><p>${renderText(text)}</p>
${notes.map((note) => html`<p class="soft">${renderText(note)}</p>`)}</li>`;

export const renderSeverity = (severity: Severity): Html =>
  html`<span class="severity ${SEVERITIES.includes(severity) ? severity : "info"}"><span aria-hidden="true">${MARKS[severity]}</span> ${severity}</span>`;

/** A name longer than a narrow column; its marks are where it is broken, not the middle of a word. */
const LONG_NAME = /(\S{16,})/;
const IN_NAME = /(?<=[@:/._])(?=.)/;

/** Long names in a text may break after their marks. */
const toBreakable = (text: string): Html =>
  html`${text.split(LONG_NAME).map((part, at) => (at % 2 === 0 ? html`${part}` : breakAtMarks(part)))}`;

const breakAtMarks = (name: string): Html =>
  html`${name.split(IN_NAME).map((part, index) => (index === 0 ? html`${part}` : html`<wbr>${part}`))}`;

const renderText = (text: Text): Html =>
  typeof text === "string" ? toBreakable(text) : html`${text.map(renderInline)}`;

function renderInline(inline: Inline): Html {
  if (typeof inline === "string") return toBreakable(inline);
  if (inline.kind === "severity") return renderSeverity(inline.severity);
  if (inline.kind === "code") return html`<code>${breakAtMarks(inline.text)}</code>`;
  if (inline.kind === "strong") return html`<strong>${inline.text}</strong>`;
  return html`<a href="#${inline.to}">${toPlainText(inline.text)}</a>`;
}
