import {
  type EpochMs,
  isJsonObject,
  type JsonValue,
  type Severity,
  severityRank,
} from "../../domain/index.ts";

/** An incident as it was when it was last told. */
export interface Subject {
  readonly incident: string;
  readonly severity: number;
  readonly findings: number;
  readonly tactics: number;
  /** Ids of findings, by which an incident is known again that got another id. */
  readonly findingIds: readonly string[];
}

/** What was told before: an alert's latest version. */
export interface KnownAlert {
  readonly alertId: string;
  readonly version: number;
  readonly kind: string;
  readonly severity: Severity;
  /** When this version was made, and the first. */
  readonly at: EpochMs;
  readonly firstAt: EpochMs;
  readonly subjects: JsonValue;
}

/** Subjects as they are stored, with how often they were brought to mind since they last changed. */
export interface Told {
  readonly incidents: readonly Subject[];
  readonly reminders: number;
}

/** What another version wrote otherwise is left out: its incidents are told again rather than lost. */
export function readTold(value: JsonValue): Told {
  if (!isJsonObject(value) || !Array.isArray(value["incidents"])) return { incidents: [], reminders: 0 };
  const incidents = value["incidents"].flatMap((one) => {
    if (!isJsonObject(one) || typeof one["incident"] !== "string") return [];
    const ids = Array.isArray(one["findingIds"]) ? one["findingIds"] : [];
    return [
      {
        incident: one["incident"],
        severity: toNumber(one["severity"]),
        findings: toNumber(one["findings"]),
        tactics: toNumber(one["tactics"]),
        findingIds: ids.filter((id) => typeof id === "string"),
      },
    ];
  });
  return { incidents, reminders: toNumber(value["reminders"]) };
}

const toNumber = (value: JsonValue | undefined): number => (typeof value === "number" ? value : 0);

export const toSubjects = ({ incidents, reminders }: Told): JsonValue => ({
  incidents: incidents.map((one) => ({ ...one, findingIds: [...one.findingIds] })),
  reminders,
});

export interface Measured {
  readonly severity: Severity;
  readonly findings: number;
  readonly tactics: number;
}

export const isWorse = (before: Subject, now: Measured): boolean =>
  severityRank(now.severity) > before.severity || now.tactics > before.tactics;
