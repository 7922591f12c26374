/** MITRE ATT&CK tactics in the order of the kill chain. (c) The MITRE Corporation; ids and names are facts. */
export const TACTICS: readonly { readonly id: string; readonly name: string }[] = [
  { id: "TA0043", name: "Reconnaissance" },
  { id: "TA0042", name: "Resource Development" },
  { id: "TA0001", name: "Initial Access" },
  { id: "TA0002", name: "Execution" },
  { id: "TA0003", name: "Persistence" },
  { id: "TA0004", name: "Privilege Escalation" },
  { id: "TA0005", name: "Stealth" },
  { id: "TA0112", name: "Defense Impairment" },
  { id: "TA0006", name: "Credential Access" },
  { id: "TA0007", name: "Discovery" },
  { id: "TA0008", name: "Lateral Movement" },
  { id: "TA0009", name: "Collection" },
  { id: "TA0011", name: "Command and Control" },
  { id: "TA0010", name: "Exfiltration" },
  { id: "TA0040", name: "Impact" },
];

const BY_ID = new Map(TACTICS.map((tactic) => [tactic.id, tactic]));

/** The name of a tactic; its id where it is not known. */
export const toTacticName = (id: string): string => BY_ID.get(id)?.name ?? id;

export const rankTactic = (id: string): number => {
  const rank = TACTICS.findIndex((tactic) => tactic.id === id);
  return rank < 0 ? TACTICS.length : rank;
};
