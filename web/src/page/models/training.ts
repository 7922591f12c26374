import type { paths } from "../../client/api.generated.ts";
import { readClock } from "../../clock.ts";

type Training = paths["/api/v1/training"]["post"]["requestBody"]["content"]["application/json"];
export type FieldName = "rows" | "days" | "contamination" | "trees" | "tune";

interface Choice {
  readonly label: string;
  readonly note: string;
  readonly fields: readonly FieldName[];
  readonly body: Partial<Training>;
}

/** What can be learned, and what each asks. */
export const CHOICES = {
  verdicts: {
    label: "From people's verdicts",
    note: "A Random Forest from stored events and what people said of them; what is usual is learned beside it.",
    fields: ["rows", "tune"],
    body: { source: "verdicts" },
  },
  stored: {
    label: "What is usual, from stored events",
    note: "Without labels: isolation forest, one-class SVM and rarity, which must agree.",
    fields: ["rows"],
    body: { source: "stored" },
  },
  generated: {
    label: "From generated companies",
    note: "What judges single actions from the first day: three made-up companies with attack stories.",
    fields: ["tune"],
    body: { source: "generated" },
  },
  s2: {
    label: "Recipe: account snapshots",
    note: "A generated table of accounts, 5 % of them compromised; an Isolation Forest of 100 trees.",
    fields: ["rows", "contamination", "trees"],
    body: { source: "generated", preset: "s2" },
  },
  s3: {
    label: "Recipe: cloud logs by nine features",
    note: "A generated log of 90 days; an Isolation Forest of 250 trees that calls 4 % strange, measured on the later three tenths.",
    fields: ["rows", "days", "contamination", "trees"],
    body: { source: "generated", preset: "s3" },
  },
  s4: {
    label: "Recipe: CloudTrail by 34 features",
    note: "A generated drill; an Isolation Forest and a One-Class SVM, and an anomaly is what both call strange.",
    fields: ["rows", "contamination", "trees"],
    body: { source: "generated", preset: "s4" },
  },
} as const satisfies Readonly<Record<string, Choice>>;

export type ChoiceName = keyof typeof CHOICES;
export const isChoice = (name: string): name is ChoiceName => name in CHOICES;

export interface TrainTexts {
  readonly choice: ChoiceName;
  readonly rows: number;
  readonly days: number;
  /** In percent. */
  readonly contamination: number;
  readonly trees: number;
  readonly seed: number;
  readonly isTuned: boolean;
  readonly isActivated: boolean;
}

export const USUAL_TEXTS: TrainTexts = {
  choice: "s3",
  rows: 10_000,
  days: 90,
  contamination: 4,
  trees: 250,
  seed: 42,
  isTuned: false,
  isActivated: true,
};

const DAY_MS = 86_400_000;

/** As the API takes it: only what the choice asks. */
export function toTraining(texts: TrainTexts): Training {
  const { body, fields }: Choice = CHOICES[texts.choice];
  const asks = (field: FieldName): boolean => fields.includes(field);
  return {
    source: "generated",
    seed: texts.seed,
    activate: texts.isActivated,
    tune: asks("tune") && texts.isTuned,
    rows: asks("rows") ? texts.rows : 10_000,
    ...body,
    ...(asks("contamination") ? { contamination: texts.contamination / 100 } : {}),
    ...(asks("trees") ? { trees: texts.trees } : {}),
    ...(asks("days") ? { from: new Date(readClock() - texts.days * DAY_MS).toISOString() } : {}),
  };
}
