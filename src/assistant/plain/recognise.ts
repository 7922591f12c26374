import { type Asking, type Example, readExamples } from "./examples/examples.ts";
import type { Named } from "./intents.ts";
import { type Choose, learnChoice, type Share } from "./linear-choice.ts";
import { correct, type Spelling, toSpelling } from "./spelling.ts";
import { isListed, listedWords, readConcepts, toStem, toWords } from "./words.ts";

/** What a question asks, as sure as its words and names make it. */
export interface Recognised {
  readonly asking: Asking;
  /** 0 to 1. */
  readonly share: number;
  /** The likeliest first. */
  readonly shares: readonly Share<Asking>[];
}

/** Recognises questions by examples. */
export interface Recogniser {
  recognise(text: string, named: readonly Named[]): Recognised;
  isKnownWord(word: string): boolean;
  /** How many longer words of a text say nothing: neither known nor like a known one. */
  countStrange(text: string): number;
}

/** Stems in fewer examples than this say as much as a word that was never seen. */
const EXAMPLES_OF_STEM_MIN = 2;
const UNKNOWN_TOLD_MAX = 3;
/** Shorter words that nobody knows are slips and fillers. */
const STRANGE_CHARS_MIN = 4;

/** Learns from examples; takes some tens of milliseconds. */
export function createRecogniser(examples: readonly Example[]): Recogniser {
  const counts = new Map<string, number>();
  for (const { text } of examples)
    for (const stem of new Set(toWords(text).map(toStem))) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const usual = new Set(
    [...counts].filter(([, count]) => count >= EXAMPLES_OF_STEM_MIN).map(([stem]) => stem),
  );
  const written = new Set(examples.flatMap(({ text }) => toWords(text).map((word) => word.toLowerCase())));
  const spelling = toSpelling([...listedWords(), ...written]);
  const isKnownWord = (word: string): boolean => isListed(word) || written.has(word.toLowerCase());
  const seen = { usual, spelling, isKnownWord };
  const choose: Choose<Asking> = learnChoice(
    examples.map(({ asking, text, named }) => ({ kind: asking, features: toFeatures(text, named, seen) })),
  );
  return {
    isKnownWord,
    countStrange: (text) =>
      toWords(writeOutWords(unwrap(text))).filter(
        (word) => word.length >= STRANGE_CHARS_MIN && !isKnownWord(word) && correct(word, spelling) === null,
      ).length,
    recognise(text, named) {
      const shares = choose(toFeatures(text, named, seen));
      return { asking: shares[0]!.kind, share: shares[0]!.share, shares };
    },
  };
}

/** What people put around a question: it says nothing about what is asked. */
const WRAPPINGS: readonly RegExp[] = [
  /^(?:(?:hi|hello|hey|ok|okay|so|well|and|now|please|pls|plz|right|gait|good (?:morning|afternoon|evening))[,!. ]+)+(?=\S)/i,
  /^(?:can|could|would|will) you (?:please |kindly |quickly |just )?(?=\w+ \w)/i,
  /^(?:do you|does anyone|anybody|anyone) (?:happen to )?(?:know|have any idea|have an idea)(?: of| about)?[, ]+(?=\w+ \w)/i,
  /^(?:have you )?(?:any|got any) (?:idea|clue)s?(?: of| about| as to)?[, ]+/i,
  /^(?:i|we|my (?:boss|manager|ciso|team)|the (?:boss|board|auditors?|ciso))(?:['’]d| would|['’]m| am| are|['’]re)? (?:just )?(?:like|love|need|want|wants|have|has|wonder|wondering|curious|asks?|asked|keen|trying)(?: to (?:know|see|find out|learn|hear|understand|get|ask|have))?(?: me| us)?(?: about| if| whether)?[,: ]+(?=\w+ \w)/i,
  /^(?:please )?(?:tell|let|give|show|remind) (?:me|us) (?:please )?(?:know |see )?(?=(?:who|whom|whose|what|which|where|when|why|how|whether|if|is|are|did|does|do|has|have|was|were|about)\b)/i,
  /[, ]+(?:please|pls|plz|thanks|thank you|thx|cheers|if possible|if you can|for me|for us|asap|by any chance|do you know|would you|then)\s*[.?!]*$/i,
];

function unwrap(text: string): string {
  let inner = text.trim();
  for (const wrapping of WRAPPINGS) inner = inner.replace(wrapping, "").trim();
  return inner === "" ? text : inner;
}

/** How people type who are in a hurry. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  ppl: "people",
  acct: "account",
  accts: "accounts",
  usr: "user",
  usrs: "users",
  u: "you",
  r: "are",
  ur: "your",
  b4: "before",
  bc: "because",
  cuz: "because",
  mgr: "manager",
  dl: "download",
  dls: "downloads",
  inc: "incident",
  incs: "incidents",
  sus: "suspicious",
  susp: "suspicious",
  creds: "credentials",
  vs: "versus",
  info: "information",
  stats: "statistics",
  recs: "recommendations",
  prio: "priority",
  prios: "priorities",
  whats: "what's",
  whos: "who's",
  wheres: "where's",
  hows: "how's",
};
const writeOutWords = (text: string): string =>
  text
    .replace(/(?<![\w@.-])[a-z]\w{0,6}(?![\w@-])/gi, (word) => SHORT_FORMS[word.toLowerCase()] ?? word)
    .replace(/\b(better|worse|more|less|fewer|higher|lower|other) then\b/gi, "$1 than");

interface Seen {
  readonly usual: ReadonlySet<string>;
  readonly spelling: Spelling;
  readonly isKnownWord: (word: string) => boolean;
}

/** Its words, what they stand for, what it names, and which of these stand together. */
function toFeatures(
  text: string,
  named: readonly Named[],
  { usual, spelling, isKnownWord }: Seen,
): readonly string[] {
  const words = toWords(writeOutWords(unwrap(text))).map((word) =>
    isKnownWord(word) ? word.toLowerCase() : (correct(word, spelling) ?? word.toLowerCase()),
  );
  const stems = words.map(toStem);
  const concepts = [...readConcepts(words.join(" "), stems)];
  const known = stems.map((stem) => (usual.has(stem) ? stem : "?"));
  const features = new Set<string>(["always"]);
  for (const stem of known) if (stem !== "?") features.add(stem);
  for (const [at, stem] of known.entries()) features.add(`${at === 0 ? "^" : known[at - 1]!} ${stem}`);
  for (const one of [...concepts, ...named]) features.add(`is ${one}`);
  const things = [...concepts, ...named].sort();
  for (const [at, one] of things.entries())
    for (const other of things.slice(at + 1)) features.add(`${one}+${other}`);
  const unknown = words.filter((word, at) => known[at] === "?" && !isListed(word)).length;
  for (let count = 1; count <= Math.min(unknown, UNKNOWN_TOLD_MAX); count++) features.add(`unknown ${count}`);
  features.add(`words ${Math.min(6, words.length)}`);
  return [...features];
}

let own: Recogniser | null = null;
const get = (): Recogniser => (own ??= createRecogniser(readExamples()));

/** What a question asks: `text` without the names and times that were read from it. */
export const recognise: Recogniser["recognise"] = (text, named) => get().recognise(text, named);

/** How many words of a text it does not know. */
export const countStrange: Recogniser["countStrange"] = (text) => get().countStrange(text);

/** Whether a word stands for something, or people use it in questions. */
export const isKnownWord: Recogniser["isKnownWord"] = (word) => get().isKnownWord(word);
