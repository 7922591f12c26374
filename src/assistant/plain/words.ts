/** What words of a question stand for. One word may stand for several things. */
export type Concept =
  | "who"
  | "where"
  | "why"
  | "how-many"
  | "what-if"
  | "help"
  | "user"
  | "suspicious"
  | "unusual"
  | "behaviour"
  | "normal"
  | "compare"
  | "risk"
  | "top"
  | "low"
  | "region"
  | "country"
  | "threat"
  | "finding"
  | "incident"
  | "event"
  | "posture"
  | "security"
  | "concern"
  | "trend"
  | "change"
  | "spike"
  | "cause"
  | "happen"
  | "download"
  | "theft"
  | "upload"
  | "pattern"
  | "control"
  | "recommend"
  | "priority"
  | "investigate"
  | "remedy"
  | "explain"
  | "timeline"
  | "coverage"
  | "blind"
  | "technique"
  | "statistics"
  | "failure"
  | "list"
  | "service"
  | "action"
  | "first"
  | "recent"
  | "report";

const WORDS: Readonly<Record<Concept, string>> = {
  who: "who whose whom whoever",
  where: "where wherefrom origin originate",
  why: "why",
  "how-many": "many much count number total amount",
  "what-if": "if",
  help: "help capable ability can-you-do what-can-you",
  user: "user account person people employee identity actor staff colleague member somebody someone anyone anybody everyone individual worker principal insider admin administrator guy man woman human login-name contractor operator role",
  suspicious:
    "suspicious suspect suspiciously shady dubious fishy questionable untrustworthy sketchy dodgy malicious rogue alarming concerning worrying troubling compromised hacked breached hijacked",
  unusual:
    "unusual unusually odd oddly strange strangely abnormal abnormally weird atypical irregular deviate deviating deviation outlier unexpected peculiar uncommon different differently anomalous out-of-character out-of-the-ordinary stand-out unlike new-behaviour drift",
  behaviour: "behaviour behavior behave behaving conduct habit activity act acting move routine",
  normal:
    "normal normally usual usually typical typically baseline ordinary average expected customary regular",
  compare: "compare comparison compared versus vs against differ relative contrast",
  risk: "risk risky riskiest riskier risk-score danger dangerous endangered exposure exposed hazard jeopardy vulnerable",
  top: "top most highest high greatest biggest big main major key worst severe severest critical largest strongest leading chief principal-ones heaviest max maximum rank ranking ranked sort leaderboard gravest serious",
  low: "low lowest least smallest minor safest",
  region:
    "region location place area zone geography geographic geographical datacenter datacentre site availability map continent",
  country: "country nation abroad foreign overseas",
  threat:
    "threat attack attacker adversary intrusion intruder hacker breach malware hostile menace attacking targeted",
  finding:
    "anomaly finding detection alert flag flagged warning alarm detected detect caught notification discovery-made found",
  incident: "incident case story campaign chain offence offense breach-story",
  event: "event log record call entry-in-log request api-call activity-log",
  posture:
    "posture overview summary summarise summarize status situation state health brief briefing overall standing big-picture snapshot-of digest wrap-up recap secure safe safety look-like doing-security well-protected",
  security: "security cyber secure protection infosec",
  concern:
    "concern worry worried worrying problem issue trouble bother afraid matter care-about awake up-at-night lose-sleep fear weakness",
  trend:
    "trend trending develop development evolve evolution increase increasing decrease decreasing rise rising fall falling grow growing growth decline declining trajectory progression over-time going-up going-down go-up go-down up-or-down better worse improve improving worsen plot graph chart draw visualise visualize histogram direction curve week-over-week day-by-day daily progress history-of",
  change: "change changed shift shifted switched altered break broke broken depart departed differ",
  spike:
    "spike peak surge bump burst jump rush cluster crest wave concentration uptick hump so-many hourly hour hours time-of-day",
  cause:
    "cause causing caused reason behind driver driving due because responsible account-for explain come-from source trigger triggered",
  happen: "happen happened happening occur occurred going-on goes-on go-on wrong up-to new news latest",
  download:
    "download downloaded downloading transfer transferred fetch fetched pull pulled egress outbound outgoing volume byte bytes traffic megabyte gigabyte gb mb leave leaving left-the-cloud data-out bandwidth copied take-out taken-out move-data",
  theft:
    "exfiltration exfiltrate exfiltrated exfil theft steal stealing stolen leak leaked leakage siphon smuggle data-loss loss thief took taking",
  upload: "upload uploaded uploading ingress inbound dropbox drive",
  pattern: "pattern volume habit",
  control:
    "control safeguard measure harden hardening countermeasure protect protecting prevention prevent preventing defence defense guardrail strengthen improve hygiene best-practice nist csf framework mfa policy lock-down tighten precaution avoid",
  recommend:
    "recommend recommendation suggest suggestion advise advice propose proposal should implement adopt introduce deploy tip ought put-in-place",
  priority:
    "priority prioritise prioritize prioritization urgent urgently urgency precedence begin start starting first-thing important importance triage attention next order immediate immediately focus tackle look-at-first deal-with-first most-important sooner",
  investigate:
    "investigate investigation dig examine examination analyse analyze analysis inspect check drill review look-into probe research profile tell-me-about dossier about up-to background",
  remedy:
    "remediate remediation remedy fix fixing mitigate mitigation respond response contain containment clean-up cleanup step resolve resolution handle repair recover recovery do-about done-about act-against action-plan plan cure counter playbook",
  explain:
    "explain explanation why reason describe clarify understand mean meaning how-come justify interpret detail",
  timeline:
    "timeline chronology sequence history did do-on activity-of steps-of hour-by-hour trail-of when do doing done",
  coverage:
    "coverage cover covered look-at-and-not looked gap blind completeness complete source-of-logs sources ingest ingested",
  blind: "blind miss missing missed unmonitored not-looked unseen dark cannot-see not-see could-not",
  technique: "technique tactic mitre attack-matrix att&ck attck ttp killchain kill-chain matrix method",
  statistics: "statistics statistic stats figure figures number numbers count counts many total totals",
  failure:
    "fail failed failing failure denied deny error refused refuse rejected unsuccessful brute-force wrong-password",
  list: "list show display give enumerate name print tell",
  service: "service services product",
  action: "action actions call calls operation operations command commands",
  first: "first start begin",
  recent: "recent recently lately latest newest last current currently now today moment present fresh",
  report: "report write-up document",
};

/** Words that carry nothing here. */
const STOP_WORDS =
  "a an the and or but of to in on at by for from with without is are was were be been being am do does did done have has had i me my we us our you your he him his she her it its they them their this that these those there here what which how when any some all each every no not please could would can may might will shall just only also too very really so than then into out up down over under about around as if get got let make give show tell see look want need like know think say said ask asked one ones thing things something anything everything nothing between during within since before after until ago per via s t re ve ll d m hey hi hello ok okay thanks thank more most less least much many same other another else again still yet already ever never always level levels team company organisation organization environment system cloud data";

const stemmed = new Map<string, readonly Concept[]>();
const phrases: { readonly words: readonly string[]; readonly concept: Concept }[] = [];
for (const [concept, text] of Object.entries(WORDS) as [Concept, string][])
  for (const word of text.split(" ")) {
    if (word.includes("-") && word !== "att&ck")
      phrases.push({ words: word.split("-").map(toStem), concept });
    else {
      const stem = toStem(word);
      const known = stemmed.get(stem) ?? [];
      if (!known.includes(concept)) stemmed.set(stem, [...known, concept]);
    }
  }
const stops = new Set(STOP_WORDS.split(" "));

/** A light stem: endings of plural, of verbs and of adverbs go; what is left need not be a word. */
export function toStem(word: string): string {
  let stem = word.toLowerCase().replace(/['’]s?$/, "");
  if (stem.length <= 4) return stem.length === 4 ? stem.replace(/(?<![su])s$/, "") : stem;
  stem = stem
    .replace(/(?:isation|ization)$/, "is")
    .replace(/(?:ise|ize)(?:s|d|r|rs)?$/, "is")
    .replace(/ies$/, "y")
    .replace(/sses$/, "ss")
    .replace(/(?<![su])s$/, "")
    .replace(/ing$/, "")
    .replace(/(?<!e)ed$/, "")
    .replace(/ly$/, "")
    .replace(/e$/, "");
  if (/([b-df-hj-np-tv-z])\1$/.test(stem) && !/(?:ll|ss|zz)$/.test(stem)) stem = stem.slice(0, -1);
  return stem;
}

/** What is said by how words stand together: comparisons with another time, and what is denied of the usual. */
const TURNS: readonly (readonly [RegExp, Concept])[] = [
  [
    /\b(?:more|less|fewer|higher|lower|greater|bigger|smaller|better|worse|busier|quieter)\b.{1,80}?\bthan\b/i,
    "compare",
  ],
  [
    /\b(?:not|never|cannot|\w{2,6}n['’]?t)\b.{1,30}?\b(?:normal|usual|typical|expected|used to|before)/i,
    "unusual",
  ],
  [/\b(?:normally|usually|typically|otherwise)\s+(?:do(?:es)? not|never|not|\w{2,6}n['’]?t)\b/i, "unusual"],
];

const WORD = /[\p{L}\p{N}&'’]+/gu;

export interface Words {
  readonly concepts: ReadonlySet<Concept>;
  /** Words that stand for nothing known, as they were written. */
  readonly unknown: readonly string[];
  /** How many words carry something. */
  readonly count: number;
}

export const isKnownWord = (word: string): boolean =>
  stops.has(word.toLowerCase()) || stemmed.has(toStem(word)) || /^\d+$/.test(word);

/** What the words of a question stand for, alone and in phrases. */
export function readWords(question: string): Words {
  const texts = question.match(WORD) ?? [];
  const stems = texts.map(toStem);
  const concepts = new Set<Concept>();
  for (const stem of stems) for (const concept of stemmed.get(stem) ?? []) concepts.add(concept);
  for (const { words, concept } of phrases) if (holds(stems, words)) concepts.add(concept);
  for (const [turn, concept] of TURNS) if (turn.test(question)) concepts.add(concept);
  return {
    concepts,
    unknown: texts.filter((text) => !isKnownWord(text)),
    count: texts.filter((text) => !stops.has(text.toLowerCase())).length,
  };
}

function holds(stems: readonly string[], words: readonly string[]): boolean {
  return stems.some((_, at) => words.every((word, index) => stems[at + index] === word));
}
