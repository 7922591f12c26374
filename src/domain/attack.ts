/** MITRE ATT&CK v19 tactics in the order of the kill chain. (c) The MITRE Corporation; ids and names are facts. */
export interface Tactic {
  readonly id: string;
  /** The name as Sigma tags spell it: `attack.<slug>`. */
  readonly slug: string;
  readonly name: string;
}

export const TACTICS: readonly Tactic[] = [
  { id: "TA0043", slug: "reconnaissance", name: "Reconnaissance" },
  { id: "TA0042", slug: "resource-development", name: "Resource Development" },
  { id: "TA0001", slug: "initial-access", name: "Initial Access" },
  { id: "TA0002", slug: "execution", name: "Execution" },
  { id: "TA0003", slug: "persistence", name: "Persistence" },
  { id: "TA0004", slug: "privilege-escalation", name: "Privilege Escalation" },
  { id: "TA0005", slug: "stealth", name: "Stealth" },
  { id: "TA0112", slug: "defense-impairment", name: "Defense Impairment" },
  { id: "TA0006", slug: "credential-access", name: "Credential Access" },
  { id: "TA0007", slug: "discovery", name: "Discovery" },
  { id: "TA0008", slug: "lateral-movement", name: "Lateral Movement" },
  { id: "TA0009", slug: "collection", name: "Collection" },
  { id: "TA0011", slug: "command-and-control", name: "Command and Control" },
  { id: "TA0010", slug: "exfiltration", name: "Exfiltration" },
  { id: "TA0040", slug: "impact", name: "Impact" },
];

/** Names of before v19: Defense Evasion was split; its id stayed with Stealth. */
const SLUG_ALIASES: Readonly<Record<string, string>> = { "defense-evasion": "stealth" };

/**
 * Technique ids of before v19 and what they became: Impair Defenses (T1562) was retired in favour of T1685 and T1686.
 * Only renamings that rules in the wild still use stand here.
 */
export const TECHNIQUE_ALIASES: Readonly<Record<string, string>> = {
  T1562: "T1685",
  "T1562.001": "T1685",
  "T1562.007": "T1686.001",
  "T1562.008": "T1685.002",
};

/** The tactic of a Sigma tag's slug (`attack.initial-access` or `attack.initial_access` without `attack.`), old names included. */
export function findTactic(slugOrId: string): Tactic | null {
  const slug = slugOrId.toLowerCase().replaceAll("_", "-");
  const wanted = SLUG_ALIASES[slug] ?? slug;
  return TACTICS.find((tactic) => tactic.slug === wanted || tactic.id.toLowerCase() === wanted) ?? null;
}

/** The tactic's name, for people; of an unknown one its id. */
export const toTacticName = (id: string): string => TACTICS.find((tactic) => tactic.id === id)?.name ?? id;

/** Position in the kill chain, from 0; unknown tactics come last. */
export function tacticRank(id: string): number {
  const rank = TACTICS.findIndex((tactic) => tactic.id === id);
  return rank < 0 ? TACTICS.length : rank;
}

/** The technique's current id, in upper case. */
export function toCurrentTechnique(id: string): string {
  const upper = id.toUpperCase();
  return TECHNIQUE_ALIASES[upper] ?? upper;
}
