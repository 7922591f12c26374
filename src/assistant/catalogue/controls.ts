/** The six functions of the NIST Cybersecurity Framework 2.0, in its order. */
export const CSF_FUNCTIONS = ["Govern", "Identify", "Protect", "Detect", "Respond", "Recover"] as const;
export type CsfFunction = (typeof CSF_FUNCTIONS)[number];

/** Something to put in place so that it does not happen again, or is seen when it does. */
export interface Control {
  readonly id: string;
  readonly title: string;
  /** What to do, in a sentence or two. */
  readonly action: string;
  readonly csf: CsfFunction;
  /** Category of the framework: `PR.AA`. */
  readonly category: string;
  /** How much work it is. */
  readonly effort: "hours" | "days" | "weeks";
  /** ATT&CK v19 techniques against which it helps; a technique stands for its sub-techniques too. */
  readonly techniques: readonly string[];
}

/** Controls in our own words, the cheapest with the widest reach first. */
export const CONTROLS: readonly Control[] = [
  {
    id: "mfa-everywhere",
    title: "A second factor for every person",
    action:
      "Require a phishing-resistant second factor for sign-in and for calls that can do harm; refuse sessions without it by policy.",
    csf: "Protect",
    category: "PR.AA",
    effort: "days",
    techniques: ["T1078", "T1110", "T1556", "T1566", "T1586", "T1550", "T1531"],
  },
  {
    id: "no-standing-keys",
    title: "No long-lived access keys for people",
    action:
      "Give people sessions of a few hours through single sign-on; delete their access keys, and rotate those of machines on a schedule.",
    csf: "Protect",
    category: "PR.AA",
    effort: "weeks",
    techniques: ["T1078", "T1098", "T1552", "T1528", "T1555", "T1136", "T1649"],
  },
  {
    id: "least-privilege",
    title: "Only the permissions that are used",
    action:
      "Compare what each identity may do with what it did in ninety days, and take away the rest; let nobody pass roles or attach policies who need not.",
    csf: "Protect",
    category: "PR.AA",
    effort: "weeks",
    techniques: [
      "T1078",
      "T1098",
      "T1548",
      "T1530",
      "T1580",
      "T1526",
      "T1087",
      "T1069",
      "T1619",
      "T1538",
      "T1213",
      "T1072",
      "T1651",
    ],
  },
  {
    id: "identity-guardrails",
    title: "Guardrails around making identities",
    action:
      "Deny creating users, keys, login profiles and admin policies by an organisation-wide policy, except for one pipeline and one emergency role.",
    csf: "Protect",
    category: "PR.AA",
    effort: "days",
    techniques: ["T1136", "T1098", "T1548", "T1484", "T1556", "T1585"],
  },
  {
    id: "protected-logs",
    title: "Logs that an intruder cannot switch off",
    action:
      "Record all accounts and regions in a trail of the organisation, keep it in a locked account with object lock, and deny stopping it by policy.",
    csf: "Protect",
    category: "PR.PS",
    effort: "days",
    techniques: ["T1685", "T1686", "T1070", "T1562"],
  },
  {
    id: "detection-on",
    title: "Detection that says when it is blind",
    action:
      "Let somebody be told within minutes when a trail, a detector, a recorder or a flow log stops, and when a source sends nothing.",
    csf: "Detect",
    category: "DE.CM",
    effort: "hours",
    techniques: ["T1685", "T1686", "T1070"],
  },
  {
    id: "data-events",
    title: "Records of who reads the data",
    action:
      "Switch on data events for buckets and tables that matter: without them a theft shows no file names and no bytes.",
    csf: "Detect",
    category: "DE.CM",
    effort: "hours",
    techniques: ["T1530", "T1619", "T1213", "T1020", "T1567", "T1048", "T1119"],
  },
  {
    id: "egress-limits",
    title: "Limits on what leaves",
    action:
      "Alert on bytes per identity and hour against its own past, cap bulk downloads for people, and allow reads of sensitive buckets only from known networks.",
    csf: "Protect",
    category: "PR.DS",
    effort: "days",
    techniques: ["T1530", "T1567", "T1048", "T1020", "T1537", "T1005", "T1119", "T1052", "T1074", "T1114"],
  },
  {
    id: "no-external-sharing",
    title: "No sharing outside the organisation",
    action:
      "Block public access for whole accounts, and deny sharing snapshots, images, buckets and keys with accounts that are not on a list.",
    csf: "Protect",
    category: "PR.DS",
    effort: "hours",
    techniques: ["T1537", "T1530", "T1578", "T1199", "T1213"],
  },
  {
    id: "locked-backups",
    title: "Backups that nobody can delete",
    action:
      "Keep copies in another account with a lock, switch on versioning and delete protection, and practise restoring twice a year.",
    csf: "Recover",
    category: "RC.RP",
    effort: "days",
    techniques: ["T1485", "T1486", "T1490", "T1491", "T1489", "T1561"],
  },
  {
    id: "key-deletion-guard",
    title: "Two people to delete or disable keys and data",
    action:
      "Require approval by a second person for deleting encryption keys, buckets, databases and accounts; keep the longest waiting time for keys.",
    csf: "Protect",
    category: "PR.DS",
    effort: "days",
    techniques: ["T1485", "T1486", "T1490", "T1489", "T1531", "T1657"],
  },
  {
    id: "known-places",
    title: "Sign-in from known places",
    action:
      "Allow consoles and keys only from your networks or managed devices; treat countries where nobody works as refused, and travel as an exception with an end.",
    csf: "Protect",
    category: "PR.AA",
    effort: "days",
    techniques: ["T1078", "T1110", "T1133", "T1550", "T1090", "T1219", "T1199"],
  },
  {
    id: "lockout-and-alarm",
    title: "Brakes on guessing",
    action:
      "Slow down and lock after failed sign-ins, and alert on many accounts tried from one address and on a success after a series of failures.",
    csf: "Protect",
    category: "PR.AA",
    effort: "hours",
    techniques: ["T1110", "T1078", "T1589"],
  },
  {
    id: "unused-regions",
    title: "Unused regions closed",
    action:
      "Deny all calls in regions in which you run nothing: what nobody watches is where machines for mining are started.",
    csf: "Protect",
    category: "PR.PS",
    effort: "hours",
    techniques: ["T1535", "T1496", "T1578"],
  },
  {
    id: "cost-alarms",
    title: "Alarms on quotas and cost",
    action:
      "Keep quotas near what you use, and alert on a jump in instances, functions, mails or spending within a day.",
    csf: "Detect",
    category: "DE.CM",
    effort: "hours",
    techniques: ["T1496", "T1498", "T1499", "T1648", "T1610"],
  },
  {
    id: "secret-hygiene",
    title: "Secrets read by few, and one by one",
    action:
      "Give each service its own secret with its own policy, alert on one identity that reads many, and rotate by itself what was read.",
    csf: "Protect",
    category: "PR.DS",
    effort: "weeks",
    techniques: ["T1555", "T1552", "T1528", "T1550", "T1557"],
  },
  {
    id: "instance-metadata",
    title: "Machine credentials that stay on the machine",
    action:
      "Allow only version 2 of the metadata service with a hop limit of one, and refuse a machine's role from addresses that are not yours.",
    csf: "Protect",
    category: "PR.PS",
    effort: "days",
    techniques: ["T1552", "T1078", "T1550", "T1190", "T1059"],
  },
  {
    id: "change-by-pipeline",
    title: "Changes through one pipeline",
    action:
      "Let code, images, functions and infrastructure change only through reviewed deployments; alert on the same changes by hand.",
    csf: "Protect",
    category: "PR.PS",
    effort: "weeks",
    techniques: [
      "T1648",
      "T1525",
      "T1546",
      "T1574",
      "T1195",
      "T1578",
      "T1610",
      "T1609",
      "T1053",
      "T1037",
      "T1036",
      "T1059",
      "T1651",
      "T1072",
    ],
  },
  {
    id: "closed-doors",
    title: "No remote doors to the world",
    action:
      "Deny security groups, databases and clusters that are open to everybody; reach machines through a session service that records.",
    csf: "Protect",
    category: "PR.IR",
    effort: "days",
    techniques: ["T1021", "T1133", "T1190", "T1572", "T1686", "T1040", "T1090", "T1595", "T1590"],
  },
  {
    id: "trust-review",
    title: "Trust between accounts looked at each quarter",
    action:
      "List every role that another account, provider or certificate authority may use, remove what nobody owns, and require an external id.",
    csf: "Identify",
    category: "ID.RA",
    effort: "days",
    techniques: ["T1199", "T1484", "T1098", "T1666", "T1078", "T1550"],
  },
  {
    id: "inventory",
    title: "One list of accounts, identities and data",
    action:
      "Know who owns every account, role, bucket and key, and how much harm it could do; without an owner nobody answers an alert.",
    csf: "Identify",
    category: "ID.AM",
    effort: "weeks",
    techniques: ["T1580", "T1526", "T1518", "T1535", "T1584", "T1608"],
  },
  {
    id: "joiner-leaver",
    title: "Access ends when work ends",
    action:
      "Close identities on the day that somebody leaves or changes role, and look monthly for those that nobody uses.",
    csf: "Govern",
    category: "GV.RR",
    effort: "days",
    techniques: ["T1078", "T1098", "T1567", "T1052", "T1113"],
  },
  {
    id: "incident-drill",
    title: "A practised answer",
    action:
      "Write down who cuts off an identity, how, and who is told; practise it twice a year, out of hours too.",
    csf: "Respond",
    category: "RS.MA",
    effort: "days",
    techniques: ["T1078", "T1486", "T1485", "T1530", "T1657"],
  },
  {
    id: "evidence-kept",
    title: "Evidence kept before it is cleaned up",
    action:
      "Copy disks, logs and configurations of what was touched into an account that the intruder cannot reach before anything is deleted.",
    csf: "Respond",
    category: "RS.AN",
    effort: "hours",
    techniques: ["T1070", "T1485", "T1578", "T1685"],
  },
  {
    id: "domain-and-mail",
    title: "Domains and mail that are watched",
    action:
      "Lock domains against transfer, watch records and mail rules for changes, and limit who may send in your name.",
    csf: "Protect",
    category: "PR.PS",
    effort: "days",
    techniques: ["T1584", "T1585", "T1586", "T1566", "T1114", "T1496", "T1608"],
  },
  {
    id: "alert-budget",
    title: "As many alerts as people can answer",
    action:
      "Set how many alerts a day are welcome, close each finding with a verdict, and make an exception with a reason for what is allowed.",
    csf: "Detect",
    category: "DE.AE",
    effort: "hours",
    techniques: [],
  },
];
