import type { Remedy } from "./advice.ts";

/** What to do after what was found, in the order in which it is done; within a phase the order is that of this list. */
export const REMEDIES: readonly Remedy[] = [
  {
    id: "ask-person",
    phase: "contain",
    text: "Ask the person behind each identity, over another channel than the one that may be in strange hands, whether they did this.",
    after: ["T1078", "TA0001", "TA0010", "TA0040", "TA0003", "TA0004", "TA0006", "TA0112", "TA0007"],
  },
  {
    id: "cut-off",
    phase: "contain",
    text: "If nobody claims it: deactivate the access keys of the identities, revoke their sessions, reset their passwords.",
    after: ["T1078", "T1098", "T1136", "T1550", "T1110", "TA0003", "TA0006", "TA0010", "TA0040", "TA0112"],
  },
  {
    id: "block-new-identities",
    phase: "contain",
    text: "Deactivate users, keys, passwords and roles that were made or changed in the course of this.",
    after: ["T1098", "T1136", "T1484", "T1556"],
  },
  {
    id: "close-shares",
    phase: "contain",
    text: "Take back shares of snapshots, images, buckets and functions with accounts outside the company.",
    after: ["T1537", "T1199", "T1567"],
  },
  {
    id: "stop-deletion",
    phase: "contain",
    text: "Cancel scheduled deletions of encryption keys, and stop running deletions of data and backups.",
    after: ["T1485", "T1486", "T1490"],
  },
  {
    id: "stop-machines",
    phase: "contain",
    text: "Stop machines and services that were started, after copying their disks as evidence.",
    after: ["T1496", "T1578.002"],
  },
  {
    id: "close-ports",
    phase: "contain",
    text: "Close ports and firewall rules that were opened.",
    after: ["T1686", "T1133", "T1021.004", "T1572"],
  },
  {
    id: "keep-evidence",
    phase: "investigate",
    text: "Keep the logs of the time, and of a week before and after, where nobody can change them; this report lists hashes of what Gait read.",
    after: ["T1685", "T1070", "TA0010", "TA0040", "TA0003"],
  },
  {
    id: "follow-sessions",
    phase: "investigate",
    text: "Read everything that the identities, their keys and the addresses of this report did in the days before and after.",
    after: ["T1078", "T1550", "T1021", "TA0001", "TA0008", "TA0003", "TA0006"],
  },
  {
    id: "gap",
    phase: "investigate",
    text: "Find out what happened while logs were off or narrowed: from the provider's event history, flow logs, access logs, bills.",
    after: ["T1685", "T1070"],
  },
  {
    id: "what-was-read",
    phase: "investigate",
    text: "List which data were read or copied, whose they are, and whether somebody must be told of it by law or contract.",
    after: ["T1530", "T1537", "T1567", "T1213", "T1119", "T1005", "TA0009", "TA0010"],
  },
  {
    id: "which-secrets",
    phase: "investigate",
    text: "List secrets, parameters and keys that were read or asked for, and what each one opens.",
    after: ["T1555", "T1552", "T1528", "T1649", "TA0006"],
  },
  {
    id: "what-was-learned",
    phase: "investigate",
    text: "Look at what was listed and tried: it tells where whoever it was would go next.",
    after: ["TA0007", "T1580", "T1526", "T1087", "T1069"],
  },
  {
    id: "where-from",
    phase: "investigate",
    text: "Find out how the identity was lost: a leaked key, a phished login, a machine, a colleague.",
    after: ["T1078", "T1110", "T1566", "TA0001"],
  },
  {
    id: "undo-rights",
    phase: "remove",
    text: "Undo changes of users, groups, policies, roles and trust; compare them with the state of before.",
    after: ["T1098", "T1136", "T1484", "T1548", "T1556", "T1666", "TA0003", "TA0004"],
  },
  {
    id: "restore-code",
    phase: "remove",
    text: "Deploy functions, images, start scripts and scheduled tasks anew from their source; do not repair them in place.",
    after: ["T1525", "T1546", "T1648", "T1651", "T1053", "T1037", "T1574", "T1610", "T1059"],
  },
  {
    id: "change-secrets",
    phase: "remove",
    text: "Change every secret that was read or could have been read.",
    after: ["T1555", "T1552", "T1528", "T1098.001", "TA0006"],
  },
  {
    id: "logs-on",
    phase: "recover",
    text: "Switch logging, threat detection and configuration recording on again, with all that they recorded before.",
    after: ["T1685", "T1070", "TA0112"],
  },
  {
    id: "bring-back",
    phase: "recover",
    text: "Bring back what was deleted or encrypted from copies made before this began, and check that they are whole.",
    after: ["T1485", "T1486", "T1490", "T1489", "T1531"],
  },
  {
    id: "give-back",
    phase: "recover",
    text: "Give the people their access back, with new credentials and a second factor; watch their identities closely for a month.",
    after: ["T1078", "T1531", "T1110", "TA0001", "TA0003"],
  },
  {
    id: "learn",
    phase: "recover",
    text: "Write down within two weeks what happened, what was noticed late, and who changes what until when.",
    after: ["TA0001", "TA0003", "TA0010", "TA0040", "TA0112"],
  },
];
