/** MITRE ATT&CK tactics in the order of the kill chain. (c) The MITRE Corporation; ids and names are facts. */
export const TACTICS: readonly { readonly id: string; readonly name: string; readonly does: string }[] = [
  { id: "TA0043", name: "Reconnaissance", does: "looked around outside" },
  { id: "TA0042", name: "Resource Development", does: "prepared means" },
  { id: "TA0001", name: "Initial Access", does: "came in" },
  { id: "TA0002", name: "Execution", does: "ran things" },
  { id: "TA0003", name: "Persistence", does: "made sure to stay" },
  { id: "TA0004", name: "Privilege Escalation", does: "took more rights" },
  { id: "TA0005", name: "Stealth", does: "hid" },
  { id: "TA0112", name: "Defense Impairment", does: "weakened the watch" },
  { id: "TA0006", name: "Credential Access", does: "took secrets" },
  { id: "TA0007", name: "Discovery", does: "learned what there is" },
  { id: "TA0008", name: "Lateral Movement", does: "moved on to others" },
  { id: "TA0009", name: "Collection", does: "gathered data" },
  { id: "TA0011", name: "Command and Control", does: "kept contact" },
  { id: "TA0010", name: "Exfiltration", does: "took data away" },
  { id: "TA0040", name: "Impact", does: "destroyed or blocked" },
];

const BY_ID = new Map(TACTICS.map((tactic) => [tactic.id, tactic]));

/** The name of a tactic; its id where it is not known. */
export const toTacticName = (id: string): string => BY_ID.get(id)?.name ?? id;

/** What somebody did who pursued it, in words. */
export const toTacticDeed = (id: string): string => BY_ID.get(id)?.does ?? "did something";

export const rankTactic = (id: string): number => {
  const rank = TACTICS.findIndex((tactic) => tactic.id === id);
  return rank < 0 ? TACTICS.length : rank;
};
