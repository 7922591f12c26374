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
  | "report"
  | "login"
  | "deletion"
  | "night"
  | "away"
  | "attack-in-progress"
  | "elsewhere";

const WORDS: Readonly<Record<Concept, string>> = {
  who: "who whose whom whoever anyone-who someone-who which-person which-people which-user whom whose-account",
  where: "where wherefrom origin originate",
  why: "why",
  "how-many": "many much count number total amount",
  "what-if": "if",
  help: "help capable ability can-you-do what-can-you",
  user: "user account person people employee identity actor staff colleague member somebody someone anyone anybody everyone individual worker principal insider admin administrator guy man woman human login-name contractor operator role folk folks bloke chap lady fellow teammate coworker co-worker workforce personnel hire newcomer newbie intern vendor supplier consultant freelancer username handle owner culprit perpetrator offender miscreant suspects crew personas persona they-who entity subject machine-account service-account bot robot workload user-id uid iam-user",
  suspicious:
    "suspicious suspect suspiciously shady dubious fishy questionable untrustworthy sketchy dodgy malicious rogue alarming concerning worrying troubling compromised hacked breached hijacked suspicion suspicions untrusted distrust culprit perpetrator offender miscreant villain bad-actor up-to-no-good no-good naughty misbehave misbehaving misbehaviour misbehavior nefarious tampered infiltrated hijack takeover taken-over takeovers insider-threat sinister crooked wary iffy phony evil",
  unusual:
    "unusual unusually odd oddly strange strangely abnormal abnormally weird atypical irregular deviate deviating deviation outlier unexpected peculiar uncommon different differently anomalous out-of-character out-of-the-ordinary stand-out unlike new-behaviour drift bizarre curious eccentric erratic deviant oddball oddity oddities quirk quirky aberrant aberration atypically abnormality irregularity surprising surprise unprecedented never-before first-time not-like-before off-pattern unaccustomed unfamiliar untypical uncharacteristic uncharacteristically offbeat extraordinary exceptional new-to-them",
  behaviour:
    "behaviour behavior behave behaving conduct habit activity act acting move routine behavioural behavioral behaves ways pattern manner demeanour demeanor mannerisms act acts acted misbehave operate habits routines practice style working-style working-pattern work-pattern lifestyle way-of-working work works working",
  normal:
    "normal normally usual usually typical typically baseline ordinary average expected customary regular norm norms usuals routinely habitual habitually standard regularly past self history-of-their-own ordinarily",
  compare:
    "compare comparison compared versus vs against differ relative contrast comparing versus stack-up measured juxtapose side-by-side difference against",
  risk: "risk risky riskiest riskier risk-score danger dangerous endangered exposure exposed hazard jeopardy vulnerable risks riskier perilous peril threat-score hazardous liability liabilities at-risk high-risk danger-level harm harmful harming hurt damage damaging sabotage sink threaten threatening unsafe",
  top: "top most highest high greatest biggest big main major key worst severe severest critical largest strongest leading chief principal-ones heaviest max maximum rank ranking ranked sort leaderboard gravest serious heavy hottest ringleader ringleaders foremost primary dominant extreme upper podium hardest badly nastiest scariest ugliest tops big-hitters serious hairiest dangerous-most number-one hot highest-scoring prime pressing",
  low: "low lowest least smallest minor safest",
  region:
    "region location place area zone geography geographic geographical datacenter datacentre site availability map continent regional regions datacentres spot hotspot hotspots locale locales areas where-in-the-cloud footprint availability-zone map geo",
  country:
    "country nation abroad foreign overseas nation nations national nationality state-abroad borders border geoip homeland land lands",
  threat:
    "threat attack attacker adversary intrusion intruder hacker breach malware hostile menace attacking targeted attacks attacked adversaries hackers breaches breached villain foe enemy enemies assault assaults offensive malicious intruders compromise compromised danger threats-from bad-guys apt",
  finding:
    "anomaly finding detection alert flag flagged warning alarm detected detect caught notification discovery-made found anomalies findings detections alerts flags hit-by warnings alarms detecting catch spotted spot picked-up surfaced raised fired fire notice noticed turned-up discoveries discovery discovered outlier-found exception exceptions tripped trip complain complained complains complaint complaints grumble barked beeped beep bleep siren sirens tripwire reported raise raises hit-list red lit light-up lights-up lit-up",
  incident:
    "incident case story campaign chain offence offense breach-story cases stories campaigns chains offences ticket tickets investigation-cases storyline storylines saga",
  event:
    "event log record call entry-in-log request api-call activity-log events logs records entries entry row rows line lines audit-record",
  posture:
    "posture overview summary summarise summarize status situation state health brief briefing overall standing big-picture snapshot-of digest wrap-up recap secure safe safety look-like doing-security well-protected postures sitrep summing-up round-up roundup rundown run-down synopsis gist nutshell picture landscape outlook condition shape stand standing stands wellbeing well-being how-are-we how-are-things lay-of-the-land bird-eye pulse temperature fared fare faring holding-up bill-of-health safety abridged headline headlines digest tldr",
  security: "security cyber secure protection infosec",
  concern:
    "concern worry worried worrying problem issue trouble bother afraid matter care-about awake up-at-night lose-sleep fear weakness concerns worries worrisome problems issues troubles nightmare nightmares headache headaches pain pains pressing alarming scare scares scary dread sleepless fret nervous anxious red-flag red-flags gravest danger grief frighten frightened frightening fearful afraid terrify terrifying scared panic panicking bad worst unsettling disturb disturbing disaster catastrophe",
  trend:
    "trend trending develop development evolve evolution increase increasing decrease decreasing rise rising fall falling grow growing growth decline declining trajectory progression over-time going-up going-down go-up go-down up-or-down better worse improve improving worsen plot graph chart draw visualise visualize histogram direction curve week-over-week day-by-day daily progress history-of trends tendency tendencies evolving evolved worsened worsening improved deteriorate deteriorating deterioration climb climbing climbed drop dropping dropped dip dipped upward downward upwards downwards upswing downturn slope momentum heading calmer quieter busier calming pace day-on-day month-over-month month-on-month week-on-week time-series sparkline timeseries weekly monthly over-the-days from-day-to-day up-on down-on ramp ramping escalate escalating rocket rocketing soar soaring",
  change:
    "change changed shift shifted switched altered break broke broken depart departed differ changes changing shifts deviate departure alter altering alteration different-from diverge diverging divergence stray strayed flip flipped turn turned transform transformed new marked begun began suddenly sudden different-now",
  spike:
    "spike peak surge bump burst jump rush cluster crest wave concentration uptick hump so-many hourly hour hours time-of-day spikes peaks peaked peaking surges bursts flurry rash swarm wave clusters flare flare-up jumps hotspot-in-time rush-hour pile pile-up clock o-clock daytime night-time nighttime nightly nocturnal small-hours witching-hour witching wee-hours after-hours out-of-hours off-hours office-hours working-hours when-in-the-day part-of-the-day hour-of-day stick-out sticks-out sticking-out stands-out column bar bars clump hump spiky mound upsurge outburst eruption cluster-of prefer",
  cause:
    "cause causing caused reason behind driver driving due because responsible account-for explain come-from source trigger triggered causes culprit root root-cause origin-of explanation accounts-for brought-about produce produced producing blame fuel fuels fueling fuelling lead-to led-to stem stems explains makes-for behind-it",
  happen:
    "happen happened happening occur occurred going-on goes-on go-on wrong up-to new news latest happenings occurs occurrence occurrences transpired transpire took-place take-place taken-place unfolded unfold cooking afoot going-down went-down came-up kicked-off kick-off anything-new since-i overnight missed-while arrived came-in come-in popped miss missed missing off-sick on-leave was-away been-away while-i-was was-out catch-up catch-me-up",
  download:
    "download downloaded downloading transfer transferred fetch fetched pull pulled egress outbound outgoing volume byte bytes traffic megabyte gigabyte gb mb leave leaving left-the-cloud data-out bandwidth copied take-out taken-out move-data downloads downloader downloaders egressed extract extracted extracting extraction export exported exporting exports grab grabbed grabbing pulling retrieved retrieve copies copying copied-out left-us outflow outflows transferring transfers transmitted transmit moved-out terabyte terabytes tb gigs megs kilobytes payload haul bulk dump dumped dumping harvest harvested harvesting hoard hoarding hoarded scrape scraped mass-copy moved-most file files sent-out send-out sending-out going-out went-out goes-out ship shipped shipping offload offloaded removed moved-out-of out-of-the-cloud gigabytes documents document traffic-out outgoing-traffic",
  theft:
    "exfiltration exfiltrate exfiltrated exfil theft steal stealing stolen leak leaked leakage siphon smuggle data-loss loss thief took taking exfiltrated exfiltrating thieves steals stole leaking leaks leaky siphoned siphoning smuggled smuggling pilfer pilfered pilfering pinch pinched nick nicked swipe swiped rob robbed robbing lose losing lost make-off made-off making-off walk-off walking-off walked-off walk-out walked-out spirited spirit sneak sneaking sneaked snuck data-breach plunder looted loot heist misappropriate purloin filch filched ran-off run-off running-off hoover hoovered hoovering data-theft out-of-the-door out-the-door leaving-the-building extrude ip-theft taken removed-from-the-cloud make-off-with took-away carried-out-of carry-off carried-off carried-away found-their-way-out confidential secrets intellectual-property trade-secrets customer-files customer-data",
  upload:
    "upload uploaded uploading ingress inbound dropbox drive uploads uploader uploaders ingested-files brought-in bring-in sent-in box onedrive wetransfer pastebin sharepoint put-into push-to pushed-to",
  pattern: "pattern volume habit patterns volumes",
  control:
    "control safeguard measure harden hardening countermeasure protect protecting prevention prevent preventing defence defense guardrail strengthen improve hygiene best-practice nist csf framework mfa policy lock-down tighten precaution avoid controls safeguards measures defences defenses countermeasures protections protection protective preventive preventative mitigating-controls guardrails hardened policies policy security-measures shore-up beef-up bolster bolstering fortify tightened tightening shield insulate safer bullet-proof lock-things stop-it stop-this from-happening never-again recurrence recurring happen-again happening-again security-hygiene weak-spots plug close-the-gaps fend thwart deter raise-the-bar resilience resilient mfa-everywhere least-privilege baseline-controls holes hole loophole loopholes door doors weakness weaknesses long-term improvement improvements improving close-the-holes seal defend defending secure-ourselves armour armor fix-for-good lessons lesson-learned",
  recommend:
    "recommend recommendation suggest suggestion advise advice propose proposal should implement adopt introduce deploy tip ought put-in-place recommends recommended recommending suggests suggested advised advises advisable counsel guidance guide pointers tips wise sensible best-way could-we-do can-we-do how-can-we would-you worthwhile worth-doing put-into-place set-up-to roll-out invest opt",
  priority:
    "priority prioritise prioritize prioritization urgent urgently urgency precedence begin start starting first-thing important importance triage attention next order immediate immediately focus tackle look-at-first deal-with-first most-important sooner priorities triaging pressing burning urgent-first top-of-the-list to-do todo agenda queue backlog sequence-of-work time-on spend concentrate concentrating first-up first-off number-one-task most-pressing right-away straight-away straightaway asap attend where-to-begin kick-things get-going jump-on wait can-wait cannot-wait worklist work-through matters-most wait cant-wait important-most overload overwhelmed too-many so-many-alerts burning",
  investigate:
    "investigate investigation dig examine examination analyse analyze analysis inspect check drill review look-into probe research profile tell-me-about dossier about up-to background investigating investigated investigations examining examined analysing analyzing analysed analyzed inspecting inspected checking scrutinise scrutinize scrutiny study studying deep-dive look-at look-over run-through rundown-on lowdown low-down scoop skinny particulars biography intel intelligence fill-me-in tell-about know-about background-check vet dug digging probe-into delve find-out enquire inquire",
  remedy:
    "remediate remediation remedy fix fixing mitigate mitigation respond response contain containment clean-up cleanup step resolve resolution handle repair recover recovery do-about done-about act-against action-plan plan cure counter playbook remedies remedying mitigating mitigations responding responses containing contain-it contained isolate quarantining eradicate eradication deal-with dealing dealt handle handling handled act-on react reaction tackle-them rectify put-right sort-out countersteps measures-against lock-out kick-out rein-in rein neutralise neutralize disarm defuse clean cleaning recovering disable disabling suspend suspending revoke revoking rotate rotating offboard take-away-access cut-off",
  explain:
    "explain explanation why reason describe clarify understand mean meaning how-come justify interpret detail explained explaining reasons described describing clarification understanding means meaning-of justification walk-me-through make-sense elaborate how-so what-makes",
  timeline:
    "timeline chronology sequence history did do-on activity-of steps-of hour-by-hour trail-of when do doing done timelines chronological chronologically sequence-of moves movements footsteps steps play-by-play minute-by-minute blow-by-blow step-by-step activities activity-log whereabouts log-of actions-of retrace diary journal itinerary performed carried-out executed ran run requests request sent-by made-by every-step each-step one-after-the-other one-by-one",
  coverage:
    "coverage cover covered look-at-and-not looked gap blind completeness complete source-of-logs sources ingest ingested covers covering gaps completely fully thorough thoroughness reach scope extent sensors telemetry logging log-sources feeds feed visibility visible monitored monitoring watched watching observed data-sources inspected-not examined-not unchecked left-out skipped skip able-to-look could-look detectors detector freshness up-to-date field-of-view field-of-vision view sight out-of-sight vision lens watch notice-not slip slips slipped escape escapes escaped unnoticed blind-to radar under-the-radar past-you get-past holes-in-monitoring stayed-outside",
  blind:
    "blind miss missing missed unmonitored not-looked unseen dark cannot-see not-see could-not blind-spots blindspot blindspots unwatched overlooked overlook overlooking ignored undetected invisible in-the-dark unable-to-see not-covered uncovered not-watching not-looking not-checked not-monitored lacking lack lacks",
  technique:
    "technique tactic mitre attack-matrix att&ck attck ttp killchain kill-chain matrix method techniques tactics methods ttps mitre-attack modus-operandi modus tradecraft tricks trick playbook-of-attackers kill-chain-phase attack-technique attack-techniques attack-tactics attack-pattern attack-patterns",
  statistics:
    "statistics statistic stats figure figures number numbers count counts many total totals tally tallies totals numerically quantity quantities sum-total headcount",
  failure:
    "fail failed failing failure denied deny error refused refuse rejected unsuccessful brute-force wrong-password failures fails denials errors refusals access-denied unauthorised unauthorized forbidden bounced blocked-attempts rejected brute-forcing bruteforce guessing password-guessing lockout lockouts",
  list: "list show display give enumerate name print tell lists showing listing displayed enumerated names overview-of table tabulate pull-up bring-up produce run-off dump-of",
  service: "service services product",
  action: "action actions call calls operation operations command commands",
  first: "first start begin firstly initially earliest",
  recent:
    "recent recently lately latest newest last current currently now today moment present fresh newly freshly up-to-now latterly nowadays as-of-late of-late these-days just-now so-far up-to-the-minute lately-on",
  report: "report write-up document",
  login:
    "login logins logon logons signin signins sign-in sign-ins log-in log-on log-ins sign-on authenticate authenticated authentication logged-in signed-in logged-on password passwords console session sessions connect connected connecting connection connections access accessing accessed travel",
  deletion:
    "delete deleted deletes deleting deletion deletions remove removed removes removing removal erase erased erasing wipe wiped wiping purge purged destroy destroyed destruction",
  night:
    "night nights nightly nocturnal midnight overnight small-hours wee-hours after-hours out-of-hours off-hours evening evenings weekend weekends dawn",
  away: "abroad foreign overseas outside external offshore away elsewhere far-away remote",
  "attack-in-progress":
    "under-attack being-attacked break-in broke-in broken-in breaking-in get-in got-in gotten-in hacked breached infiltrate infiltrated intruding owned pwned compromised",
  elsewhere:
    "weather rain snow sunny forecast temperature-outside joke jokes poem poems poetry song songs sing music film films movie movies book books novel recipe recipes cook cooking bake bread pizza lunch dinner breakfast food restaurant restaurants coffee drink beer football soccer cricket rugby tennis match matches cup team-won score-of-the-match league olympics game games sport sports capital population president minister election elections politics king queen war philosophy physics chemistry biology mathematics maths math equation calculate multiply divided plus minus cosine sine root-of price prices cost costs costing bill bills billing budget budgets invoice invoices salary salaries wage wages pay paid revenue sales profit profits stock stocks share-price shares market bitcoin crypto currency dollar dollars euro euros pound pounds money rich customer customers order orders product products purchase bought buy sell sells sold license licence licences licenses cpu ram memory disk disks storage-space bandwidth-limit latency uptime downtime backup backups patch patches patched patching cve cves vulnerability vulnerabilities antivirus firewall firewalls port ports vpn wifi printer laptop laptops computer computers phone telephone mobile keyboard screen website page pages visitors seo deploy deployment build builds compile bug bugs code coding program programming python javascript java rust kubernetes docker terraform install installing upgrade upgrading manual tutorial course train flight flights trains airport hotel hotels holiday holidays vacation travel-to trip birthday born age old married wife husband children kids girlfriend boyfriend dog cat pets horoscope religion god love hate hobby hobbies hair eyes tall height weight gender email-address mail-address e-mail mail calendar meeting meetings appointment schedule on-call shift-plan boss manager director ceo cto cfo department hr contract translate translation french german-language spanish-language spell grammar essay letter story-about dictionary synonym define definition invented inventor moon sun earth planet planets star stars universe history-of-the doctor medicine health-insurance calories fitness diet car cars bike traffic-jam motorway football-results news headlines-of-the-world celebrity celebrities actor-in-a-film gdpr iso soc2 hipaa pci audit-date certified compliant compliance lawyer law tax taxes insurance encrypted encryption public-buckets weak-passwords",
};

/** Words that carry nothing here. */
const STOP_WORDS =
  "a an the and or but of to in on at by for from with without is are was were be been being am do does did done have has had i me my we us our you your he him his she her it its they them their this that these those there here what which how when any some all each every no not please could would can may might will shall just only also too very really so than then into out up down over under about around as if get got let make give show tell see look want need like know think say said ask asked one ones thing things something anything everything nothing between during within since before after until ago per via s t re ve ll d m hey hi hello ok okay thanks thank more most less least much many same other another else again still yet already ever never always level levels team company organisation organization environment system cloud data";

const stemmed = new Map<string, readonly Concept[]>();
/** Phrases by their first stem. */
const phrases = new Map<string, { readonly words: readonly string[]; readonly concept: Concept }[]>();
for (const [concept, text] of Object.entries(WORDS) as [Concept, string][])
  for (const word of text.split(" ")) {
    if (word.includes("-")) addPhrase(word.split("-").map(toStem), concept);
    else {
      const stem = toStem(word);
      const known = stemmed.get(stem) ?? [];
      if (!known.includes(concept)) stemmed.set(stem, [...known, concept]);
    }
  }
const stops = new Set(STOP_WORDS.split(" "));

function addPhrase(words: readonly string[], concept: Concept): void {
  const known = phrases.get(words[0]!);
  if (known === undefined) phrases.set(words[0]!, [{ words, concept }]);
  else known.push({ words, concept });
}

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

/** Words that carry no meaning of their own here, or that stand for something. */
export const isListed = (word: string): boolean =>
  stops.has(word.toLowerCase()) || stemmed.has(toStem(word)) || /^\d+$/.test(word);

/** All words of the lexicon, whole. */
export const listedWords = (): readonly string[] => [
  ...stops,
  ...Object.values(WORDS).flatMap((text) => text.split(" ").filter((word) => !word.includes("-"))),
];

export const toWords = (text: string): readonly string[] => text.match(WORD) ?? [];

/** What stems stand for, alone and in phrases, and what the wording as a whole does. */
export function readConcepts(text: string, stems: readonly string[]): ReadonlySet<Concept> {
  const concepts = new Set<Concept>();
  for (const stem of stems) for (const concept of stemmed.get(stem) ?? []) concepts.add(concept);
  for (const [at, stem] of stems.entries())
    for (const { words, concept } of phrases.get(stem) ?? [])
      if (words.every((word, index) => stems[at + index] === word)) concepts.add(concept);
  for (const [turn, concept] of TURNS) if (turn.test(text)) concepts.add(concept);
  return concepts;
}
