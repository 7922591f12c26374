/** What whoever does this wants, for people who never heard of ATT&CK; the words follow "to". */
const AIMS: Readonly<Record<string, string>> = {
  TA0043: "find out about the company from outside",
  TA0042: "prepare accounts and machines for the attack",
  TA0001: "get in",
  TA0002: "run commands or code",
  TA0003: "keep a way back in",
  TA0004: "get more rights",
  TA0005: "stay unseen",
  TA0112: "blind or weaken the defences",
  TA0006: "get hold of passwords, keys and secrets",
  TA0007: "look around and learn what is there",
  TA0008: "move on to other identities and machines",
  TA0009: "gather data",
  TA0011: "steer what was planted from afar",
  TA0010: "take data out",
  TA0040: "destroy, encrypt or misuse what is there",
};

/** Null: the tactic is unknown. */
export const toTacticAim = (id: string): string | null => AIMS[id] ?? null;
