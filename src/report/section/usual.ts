import type { EntityId } from "../../domain/index.ts";
import type { Block } from "../document/document.ts";
import { clip, toCountry, toPercent } from "../document/words.ts";
import { type Explanation, readExplanation } from "../explanation/read-explanation.ts";
import type { ReportedEvent, ReportedFinding } from "../facts.ts";

const VALUES_SHOWN_MAX = 5;

const NAMES: Readonly<Record<string, string>> = {
  country: "Countries",
  network: "Networks",
  tool: "Tools",
  service: "Services",
  region: "Cloud regions",
};

/** What an identity usually does beside what the evidence shows of it. Empty: nothing was learned of it. */
export function compareWithUsual(
  actor: { readonly id: EntityId; readonly name: string },
  {
    findings,
    events,
  }: { readonly findings: readonly ReportedFinding[]; readonly events: readonly ReportedEvent[] },
): readonly Block[] {
  const usual = findUsual(findings.filter(({ finding }) => finding.actor.id === actor.id));
  const own = events.filter(({ event }) => event.actor.id === actor.id);
  if (usual === null || own.length === 0) return [];
  const rows = usual.usual.map(({ kind, values }) => [
    NAMES[kind] ?? kind,
    values
      .slice(0, VALUES_SHOWN_MAX)
      .map(({ value, share }) => `${toValue(kind, value)} ${toPercent(share)}`)
      .join(", "),
    tellShares(
      own.map(({ event }) => readValue(event, kind)).filter((value) => value !== null),
      kind,
    ),
  ]);
  const hours = own.map(({ event }) => new Date(event.at).getUTCHours());
  return [
    {
      kind: "table",
      caption: `${clip(actor.name, 80)}, by share of events`,
      columns: [{ title: "What" }, { title: "Usually" }, { title: "In this evidence" }],
      rows: [
        ...rows,
        ...(usual.usualHoursUtc.length === 0
          ? []
          : [["Hours (UTC)", toHours(usual.usualHoursUtc), toHours([...new Set(hours)])]]),
      ],
      leftOut: null,
    },
  ];
}

/**
 * What was usual before all this began: what the finding knew that had learned least. Several findings of one hour begin
 * together, and those that look at the end of it have learned the strange events already.
 */
function findUsual(findings: readonly ReportedFinding[]): Explanation | null {
  const known = findings
    .toSorted((a, b) => a.finding.at - b.finding.at)
    .map(({ finding }) => readExplanation(finding.explanation))
    .filter(({ usual }) => usual.some(({ kind }) => kind in NAMES));
  const toLearned = ({ historyEvents }: Explanation): number => historyEvents ?? Number.POSITIVE_INFINITY;
  return known.toSorted((a, b) => compareLearned(toLearned(a), toLearned(b)))[0] ?? null;
}

/** Two that do not say are alike. */
const compareLearned = (a: number, b: number): number => (a === b ? 0 : a - b);

const toValue = (kind: string, value: string): string =>
  kind === "country" ? toCountry(value) : clip(value, 60);

function readValue({ address, tool, action, region }: ReportedEvent["event"], kind: string): string | null {
  switch (kind) {
    case "country":
      return address.country;
    case "network":
      return address.text;
    case "tool":
      return tool.name;
    case "service":
      return action.service;
    case "region":
      return region;
    default:
      return null;
  }
}

function tellShares(values: readonly string[], kind: string): string {
  if (values.length === 0) return "—";
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts].sort(([, a], [, b]) => b - a);
  const shown = ranked
    .slice(0, VALUES_SHOWN_MAX)
    .map(([value, count]) => `${toValue(kind, value)} ${toPercent(count / values.length)}`);
  return ranked.length > VALUES_SHOWN_MAX
    ? `${shown.join(", ")} and ${ranked.length - VALUES_SHOWN_MAX} more`
    : shown.join(", ");
}

/** `8 to 18, 22`: runs of hours, the last one included. */
export function toHours(hours: readonly number[]): string {
  const sorted = [...hours].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const hour of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === hour - 1) last[1] = hour;
    else runs.push([hour, hour]);
  }
  return runs
    .map(([from, to]) => (from === to ? toHour(from) : `${toHour(from)} to ${toHour(to).slice(0, 3)}59`))
    .join(", ");
}

const toHour = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;
