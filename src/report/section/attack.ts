import { tacticRank, toTacticName, toTechniqueName } from "../../domain/index.ts";
import { toTacticAim } from "../attack/tactic-words.ts";
import type { Block } from "../document/document.ts";
import { toCount } from "../document/words.ts";
import type { ReportedFinding } from "../facts.ts";

export interface FoundTechnique {
  readonly tactic: string;
  /** Null: the tactic alone is named. */
  readonly technique: string | null;
  readonly findings: number;
}

/** What was found by tactic and technique, along the kill chain, then by how often. */
export function tallyAttack(findings: readonly ReportedFinding[]): readonly FoundTechnique[] {
  const counts = new Map<string, FoundTechnique>();
  for (const { finding } of findings)
    for (const { tactic, technique } of finding.attack) {
      const key = `${tactic} ${technique ?? ""}`;
      counts.set(key, { tactic, technique, findings: (counts.get(key)?.findings ?? 0) + 1 });
    }
  return [...counts.values()].sort(
    (a, b) =>
      tacticRank(a.tactic) - tacticRank(b.tactic) ||
      b.findings - a.findings ||
      ((a.technique ?? "") < (b.technique ?? "") ? -1 : 1),
  );
}

export function describeAttack(findings: readonly ReportedFinding[]): readonly Block[] {
  const found = tallyAttack(findings);
  if (found.length === 0) return [{ kind: "text", text: "No finding names a tactic or a technique." }];
  return [
    {
      kind: "text",
      text: "MITRE ATT&CK is a public catalogue of what attackers do. A tactic is a purpose, a technique a way to reach it. The same finding may serve several.",
    },
    {
      kind: "table",
      columns: [
        { title: "Tactic", isNarrow: true },
        { title: "Purpose" },
        { title: "Technique" },
        { title: "Id", isNarrow: true },
        { title: "Findings", isNumeric: true },
      ],
      rows: found.map(({ tactic, technique, findings: count }) => [
        toTacticName(tactic),
        toTacticAim(tactic) === null ? "—" : `to ${toTacticAim(tactic)}`,
        technique === null ? "—" : toTechniqueName(technique),
        technique ?? tactic,
        toCount(count),
      ]),
      leftOut: null,
    },
    {
      kind: "text",
      tone: "soft",
      text: "ATT&CK version 19. © The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.",
    },
  ];
}
