import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";
import { FEATURES } from "../../profile/index.ts";
import type { ModelRecord } from "../../store/index.ts";
import { STATED_COLUMNS, STATED_MEANINGS } from "../train/stated-columns.ts";

/** Cards are kept as JSON, also by earlier versions: what is not there is told as missing, never guessed. */
const at = (value: JsonValue | undefined, ...steps: readonly string[]): JsonValue | undefined =>
  steps.reduce<JsonValue | undefined>(
    (found, step) => (isJsonObject(found) ? found[step] : undefined),
    value,
  );
const toNumber = (value: JsonValue | undefined): number => (typeof value === "number" ? value : 0);
const toMaybe = (value: JsonValue | undefined): number | null => (typeof value === "number" ? value : null);
const toText = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "");
const toList = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

const TITLES: Readonly<Record<string, string>> = {
  activity: "Judges single actions",
  consensus: "What is usual, learned from stored events",
  behaviour: "What is usual, learned day by day",
  "preset-s2": "Recipe: account snapshots",
  "preset-s3": "Recipe: cloud logs by nine features",
  "preset-s4": "Recipe: CloudTrail by 34 features",
};

export const toTitle = (name: string): string => TITLES[name] ?? name;

const MEANINGS: ReadonlyMap<string, string> = new Map([
  ...FEATURES.map(({ name, meaning }): [string, string] => [name, meaning]),
  ...STATED_COLUMNS.map((name): [string, string] => [name, STATED_MEANINGS[name]]),
]);

/** What a feature says, for people. */
export const toMeaning = (feature: string): string => MEANINGS.get(feature) ?? feature;

/** The parts of a model's card, each in the same fields whatever the model is. */
export function toParts({ name, card }: Pick<ModelRecord, "name" | "card">): readonly object[] {
  if (name.startsWith("preset-")) return [toPresetPart(card)];
  if (isJsonObject(card["general"])) {
    const { familiar, general } = card;
    return [
      ...(isJsonObject(familiar) ? toForestParts(familiar, "people whom it knows") : []),
      ...toForestParts(general, "people whom it does not know"),
    ];
  }
  return [toUsualPart(card, "What is usual")];
}

const toForestParts = (learned: JsonValue | undefined, whom: string): readonly object[] => [
  toForestPart(at(learned, "random_forest"), `Random Forest for ${whom}`),
  toUsualPart(at(learned, "consensus"), `What is usual for ${whom}`),
];

function toForestPart(card: JsonValue | undefined, title: string): object {
  const probability = at(card, "probability");
  const tuning = at(card, "tuning");
  return {
    title,
    rows: toNumber(at(card, "rows")),
    strange: toNumber(at(card, "strange")),
    users: toMaybe(at(card, "users")),
    features: toList(at(card, "features")).length,
    parameters: toScalars(at(card, "parameters")),
    qualities: [at(card, "quality"), at(card, "qualityOfJudged")].flatMap(toQuality),
    calibration: {
      brier: toNumber(at(probability, "brier")),
      error: toNumber(at(probability, "calibrationError")),
      error_before: toNumber(at(probability, "calibrationErrorBefore")),
      bins: toList(at(probability, "bins")).map((bin) => ({
        said: toNumber(at(bin, "said")),
        happened: toNumber(at(bin, "happened")),
        rows: toNumber(at(bin, "rows")),
      })),
    },
    importances: toList(at(card, "importances")).map((one) => ({
      feature: toText(at(one, "feature")),
      meaning: toMeaning(toText(at(one, "feature"))),
      share: toNumber(at(one, "share")),
    })),
    facts: [
      fact("seed", at(card, "seed")),
      fact("tuning", isJsonObject(tuning) ? `${toNumber(tuning["trials"])} trials` : "none"),
    ],
  };
}

function toUsualPart(card: JsonValue | undefined, title: string): object {
  const metrics = at(card, "metrics");
  return {
    title,
    rows: toNumber(at(card, "rows", "training")),
    strange: null,
    users: null,
    features: toList(at(card, "features")).length,
    parameters: {},
    qualities: [],
    calibration: null,
    importances: [],
    facts: [
      fact("members", toList(at(card, "members")).map(toText).join(", ")),
      fact("rows for calibration", at(card, "rows", "calibration")),
      fact("stability over seeds (rank correlation)", at(metrics, "stability")),
      fact("forest with SVM", at(metrics, "isolationWithSvm")),
      fact("forest with rarity", at(metrics, "isolationWithRarity")),
      fact("SVM with rarity", at(metrics, "svmWithRarity")),
      fact("share of events asked of all", at(metrics, "askedShare")),
      fact("seed", at(card, "seed")),
    ],
  };
}

const toPresetPart = (card: JsonObject): object => ({
  title: toTitle(`preset-${toText(card["preset"])}`),
  rows: toNumber(card["rows"]),
  strange: null,
  users: null,
  features: toList(card["features"]).length,
  parameters: toScalars(card["parameters"]),
  qualities: toList(card["quality"]).flatMap(toQuality),
  calibration: null,
  importances: [],
  facts: [
    fact("rows generated", at(card["generated"], "rows")),
    fact("history begins", at(card["generated"], "start")),
    fact("called strange", `${toNumber(card["strange"])} of ${toNumber(card["scored"])} rows`),
    fact("features", toList(card["features"]).map(toText).join(", ")),
  ],
});

/** Tables of a recipe's answer. */
export const toTables = (card: JsonObject): readonly object[] =>
  toList(card["tables"]).map((table) => ({
    title: toText(at(table, "title")),
    columns: toList(at(table, "columns")).map(toText),
    rows: toList(at(table, "rows")).filter(isJsonObject),
  }));

const DIGITS = 4;

const fact = (name: string, value: JsonValue | undefined): object => ({
  name,
  value:
    typeof value === "number"
      ? String(Number(value.toFixed(DIGITS)))
      : typeof value === "string"
        ? value
        : "not said",
});

const toScalars = (value: JsonValue | undefined): JsonObject =>
  Object.fromEntries(
    Object.entries(isJsonObject(value) ? value : {}).map(([name, one]) => [
      name,
      typeof one === "object" || one === undefined ? JSON.stringify(one ?? null) : one,
    ]),
  );

const toPoints = (value: JsonValue | undefined): readonly object[] =>
  toList(value).map((point) => {
    const [x, y] = toList(point);
    return { x: toNumber(x), y: toNumber(y) };
  });

const CLASS_NAMES: Readonly<Record<string, string>> = { "0": "usual", "1": "strange" };

function toQuality(quality: JsonValue | undefined): readonly object[] {
  if (!isJsonObject(quality)) return [];
  const confusion = toList(quality["confusion"]).map((row) => toList(row).map(toNumber));
  const [usual = [0, 0], strange = [0, 0]] = confusion;
  const rows = toNumber(quality["rows"]);
  const negatives = usual[0]! + usual[1]!;
  const report = quality["report"];
  const toAverage = (name: string): object => ({
    precision: toNumber(at(report, name, "precision")),
    recall: toNumber(at(report, name, "recall")),
    f1: toNumber(at(report, name, "f1")),
  });
  return [
    {
      rows_are: toText(quality["rowsAre"]),
      rows,
      strange: toNumber(quality["strange"]),
      called: toNumber(quality["called"]),
      average_precision: toMaybe(quality["averagePrecision"]),
      roc_area: toMaybe(quality["rocArea"]),
      accuracy: rows === 0 ? 0 : (usual[0]! + strange[1]!) / rows,
      false_positive_rate: negatives === 0 ? 0 : usual[1]! / negatives,
      at_k: {
        k: toNumber(at(quality, "precisionAtK", "k")),
        precision: toNumber(at(quality, "precisionAtK", "precision")),
      },
      classes: toList(at(report, "classes")).map((one) => ({
        name: CLASS_NAMES[toText(at(one, "name"))] ?? toText(at(one, "name")),
        precision: toNumber(at(one, "precision")),
        recall: toNumber(at(one, "recall")),
        f1: toNumber(at(one, "f1")),
        support: toNumber(at(one, "support")),
      })),
      averages: { macro: toAverage("macro"), weighted: toAverage("weighted") },
      confusion,
      roc: toPoints(at(quality, "curves", "roc")),
      precision_recall: toPoints(at(quality, "curves", "precisionRecall")),
    },
  ];
}
