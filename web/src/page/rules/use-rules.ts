import { useQuery } from "@tanstack/react-query";
import { answer, client, type Schema } from "../../client/client.ts";
import { useTopValues } from "../../client/use-counts.ts";
import { TACTICS } from "../../part/tactics.ts";

export type Rule = Schema<"Rule">;

/** A rule with how often it found something in the range of time. */
export interface CountedRule extends Rule {
  readonly findings: number;
}

/** As many detectors as counts are asked for. */
const DETECTORS_MAX = 500;

export const useRules = () =>
  useQuery({
    queryKey: ["rules"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/rules", { signal })),
  });

export const useRule = (id: string) =>
  useQuery({
    queryKey: ["rule", id],
    enabled: id !== "",
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/rules/{id}", { params: { path: { id } }, signal })),
  });

/** Findings by detector; null: nothing was ever looked at, or nobody knows yet. */
export function useFindingCounts(): ReadonlyMap<string, number> | null {
  const { data } = useTopValues({
    subject: "findings",
    q: "",
    field: "detector",
    limit: DETECTORS_MAX,
    all: true,
  });
  return data === undefined ? null : new Map(data.items.map(({ value, count }) => [value, count]));
}

/** A tactic with how many rules there are, or how many findings they made, and the same of its techniques. */
export interface Covered {
  readonly tactic: string;
  readonly name: string;
  readonly count: number;
  readonly techniques: readonly { readonly id: string; readonly count: number }[];
}

/** Along the kill chain; what a rule counts is one, or its findings. */
export function coverTactics(
  rules: readonly CountedRule[],
  countOf: (rule: CountedRule) => number,
): readonly Covered[] {
  return TACTICS.map(({ id, name }) => {
    const own = rules.filter(({ tactics }) => tactics.includes(name));
    const techniques = new Map<string, number>();
    for (const rule of own)
      for (const technique of rule.techniques)
        techniques.set(technique, (techniques.get(technique) ?? 0) + countOf(rule));
    return {
      tactic: id,
      name,
      count: own.reduce((sum, rule) => sum + countOf(rule), 0),
      techniques: [...techniques]
        .map(([technique, count]) => ({ id: technique, count }))
        .toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)),
    };
  });
}

/** A layer of MITRE ATT&CK Navigator: a score for each technique under its tactic. */
export const toNavigatorLayer = (covered: readonly Covered[], name: string): object => ({
  name,
  versions: { attack: "19", navigator: "5.1.0", layer: "4.5" },
  domain: "enterprise-attack",
  description: "Made by Gait.",
  techniques: covered.flatMap(({ name: tactic, techniques }) =>
    techniques.map(({ id, count }) => ({
      techniqueID: id,
      tactic: tactic.toLowerCase().replaceAll(" ", "-"),
      score: count,
      enabled: true,
    })),
  ),
  gradient: {
    colors: ["#ffffff", "#3b6fd4"],
    minValue: 0,
    maxValue: Math.max(1, ...covered.flatMap(({ techniques }) => techniques.map(({ count }) => count))),
  },
});
