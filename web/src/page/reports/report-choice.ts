/** What a report can be about. */
export const KINDS = [
  {
    kind: "period",
    label: "Period",
    note: "What happened in the range of time above, and how it compares with the time before.",
  },
  {
    kind: "posture",
    label: "Posture",
    note: "Where things stand: open incidents, who is at risk, what can be seen, what would help most.",
  },
  { kind: "incident", label: "Incident", note: "One story with its evidence, for whoever has to act on it." },
  {
    kind: "actor",
    label: "Actor",
    note: "One identity: what it does, what was found about it, why it is risky.",
  },
] as const;
export type ReportKind = (typeof KINDS)[number]["kind"];

/** Something of which there are many. */
export interface Subject {
  readonly id: string;
  readonly label: string;
}

/** An address may say anything: what it does not say right is a period. */
export const toKind = (text: string): ReportKind => KINDS.find(({ kind }) => kind === text)?.kind ?? "period";

/** The one that the address names, also where it is not among the choices; else the first of them. */
export function findSubject(of: string, choices: readonly Subject[]): Subject | null {
  if (of === "") return choices[0] ?? null;
  return choices.find(({ id }) => id === of) ?? { id: of, label: of };
}

export interface ChosenReport {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Path and query, for a page. */
  readonly address: string;
}

/** Where the report is. Null: there is nothing to choose from. */
export function toReport(
  kind: ReportKind,
  { subject, query }: { readonly subject: Subject | null; readonly query: Readonly<Record<string, string>> },
): ChosenReport | null {
  if (kind === "posture") return toChosen("/api/v1/reports/posture", {});
  if (kind === "period") return toChosen("/api/v1/reports/period", query);
  if (subject === null) return null;
  const id = encodeURIComponent(subject.id);
  return kind === "incident"
    ? toChosen(`/api/v1/reports/incidents/${id}`, {})
    : toChosen(`/api/v1/reports/actors/${id}`, query);
}

function toChosen(path: string, query: Readonly<Record<string, string>>): ChosenReport {
  const text = new URLSearchParams({ ...query, format: "html" });
  return { path, query, address: `${path}?${text}` };
}
