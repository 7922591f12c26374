import { escapeHtml } from "../../message/clean-text.ts";
import { type AlertBody, type MessagePart, toParts, toSubject } from "../../message/message.ts";

const FOOT =
  "Sent by Gait. `gait verdict ID VERDICT` judges an incident, `gait alerts mute` keeps alerts like this away.";

export function toPlainText(body: AlertBody): string {
  const parts = toParts(body).flatMap(({ head, lines }) => [head, ...lines.map((line) => `  ${line}`), ""]);
  return [toSubject(body), "", ...parts, FOOT, ""].join("\n");
}

const STYLE = "font:15px/1.5 system-ui,sans-serif;max-width:46rem;margin:0;color:#1b1f24";

/** No picture, no script, no link: nothing that a text from a log could lead to. */
export function toHtml(body: AlertBody): string {
  const parts = toParts(body).map(toHtmlPart).join("");
  const subject = escapeHtml(toSubject(body));
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${subject}</title></head>` +
    `<body style="${STYLE}"><h1 style="font-size:1.2rem">${subject}</h1>${parts}` +
    `<p style="color:#57606a;font-size:.85rem">${escapeHtml(FOOT)}</p></body></html>`
  );
}

const toHtmlPart = ({ head, lines }: MessagePart): string =>
  `<h2 style="font-size:1rem;margin-bottom:.2rem">${escapeHtml(head)}</h2>${lines
    .map((line) => `<p style="margin:.2rem 0">${escapeHtml(line)}</p>`)
    .join("")}`;
