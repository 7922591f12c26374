import type { Severity } from "../../../domain/index.ts";
import { cleanLine } from "../../message/clean-text.ts";
import type { AlertBody, AlertMessage } from "../../message/message.ts";

/** CEF's numbers. */
const CEF_SEVERITIES: Readonly<Record<Severity, number>> = {
  info: 1,
  low: 3,
  medium: 5,
  high: 8,
  critical: 10,
};

const NAME_CHARS_MAX = 512;
const VALUE_CHARS_MAX = 1023;

/** In the header a backslash and a bar are escaped, and nothing breaks the line. */
export const escapeHeader = (text: string): string =>
  cleanLine(text, NAME_CHARS_MAX).replace(/[\\|]/g, "\\$&");

/** In the extension it is a backslash and an equals sign. */
export const escapeValue = (text: string): string =>
  cleanLine(text, VALUE_CHARS_MAX).replace(/[\\=]/g, "\\$&");

/** An alert in ArcSight's Common Event Format, version 0 (CEF revision 25). */
export function toCef({ id, body }: AlertMessage): string {
  const header = [
    "CEF:0",
    "Gait",
    "Gait",
    "1",
    `${body.kind}.${body.reason}`,
    body.title,
    String(CEF_SEVERITIES[body.severity]),
  ].map((part, index) => (index === 0 ? part : escapeHeader(part)));
  const extension = toExtension(id, body)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${key}=${escapeValue(value)}`);
  return `${header.join("|")}|${extension.join(" ")}`;
}

function toExtension(id: string, body: AlertBody): readonly (readonly [string, string])[] {
  const [incident] = body.incidents;
  return [
    ["rt", String(Date.parse(body.at))],
    ["externalId", id],
    ["cat", body.tactics.join(" ")],
    ["suser", body.actors.join(", ")],
    ["cnt", String(body.incidents_total)],
    ["start", incident === undefined ? "" : String(Date.parse(incident.from))],
    ["end", incident === undefined ? "" : String(Date.parse(incident.until))],
    ["cs1Label", "incidents"],
    ["cs1", body.incidents.map((one) => one.id).join(" ")],
    ["cs2Label", "severity"],
    ["cs2", body.severity],
    ["msg", [incident?.summary ?? "", ...(body.notes ?? [])].filter((text) => text !== "").join(" ")],
  ];
}
