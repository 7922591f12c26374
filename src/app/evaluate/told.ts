import type { Finding } from "../../domain/index.ts";
import type { EventTable } from "./event-table.ts";
import type { Found } from "./score-events.ts";

/** An incident tells an attack that makes up this share of its events, */
export const TOLD_SHARE_OF_INCIDENT = 0.1;
/** or of which it holds this share, */
export const TOLD_SHARE_OF_STORY = 0.5;
/** or about which one of its findings above `info` speaks with this share of its evidence. */
export const TOLD_SHARE_OF_FINDING = 0.5;

/** Which incidents tell what: attacks, or decoys in the same way. */
export interface Told {
  /** Events of each code. */
  readonly totals: readonly number[];
  /** By the incident's place: the codes that it tells. */
  readonly byIncident: readonly (readonly number[])[];
}

/** @param codes of each row, -1: none. `count`: how many codes there are. */
export function toTold(
  { rowOf }: Pick<EventTable, "rowOf">,
  { codes, count }: { readonly codes: Int16Array; readonly count: number },
  { findings, incidents }: Found,
): Told {
  const totals = Array.from({ length: count }, () => 0);
  for (const code of codes) if (code >= 0) totals[code]!++;
  const countCodes = (ids: readonly string[]): ReadonlyMap<number, number> => {
    const counts = new Map<number, number>();
    for (const id of ids) {
      const code = codes[rowOf.get(id) ?? -1] ?? -1;
      if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    return counts;
  };
  const spokenOf = new Map(findings.map((finding) => [finding.id, toSpokenOf(finding, countCodes)]));
  const byIncident = incidents.map((incident) => {
    const told = new Set(incident.findings.flatMap((id) => spokenOf.get(id) ?? []));
    for (const [code, share] of countCodes(incident.events)) {
      const isTold =
        share >= TOLD_SHARE_OF_INCIDENT * incident.events.length ||
        share >= TOLD_SHARE_OF_STORY * totals[code]!;
      if (isTold) told.add(code);
    }
    return [...told];
  });
  return { totals, byIncident };
}

function toSpokenOf(
  { severity, events }: Finding,
  countCodes: (ids: readonly string[]) => ReadonlyMap<number, number>,
): readonly number[] {
  if (severity === "info") return [];
  return [...countCodes(events)].flatMap(([code, share]) =>
    share >= TOLD_SHARE_OF_FINDING * events.length ? [code] : [],
  );
}

/** Place of the first incident that tells a code; null: none does. */
export function placeOf(told: Told, code: number): number | null {
  const place = told.byIncident.findIndex((codes) => codes.includes(code));
  return place < 0 ? null : place;
}
