import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { describeProblem, ENTITY_TYPES, type ProblemDetails, type Severity } from "../../domain/index.ts";
import { toAttackRefs } from "../detector.ts";
import type { BehaviourDetector, BehaviourSettings, LensSettings } from "../pass/behaviour-detector.ts";
import {
  DEVIATION,
  FIRST_SEEN,
  type FirstSeenParameters,
  FOREIGN,
  type ForeignParameters,
  HOURS,
  LENS_DEVIATION,
  MODEL,
  NEWCOMER,
  PLACE_FOR_TAKING,
  type PlaceForTakingParameters,
  TRAVEL,
} from "./parameters.ts";
import { BEHAVIOUR_PROBLEMS, type BehaviourCode } from "./problems.ts";

/** A problem with its place in the file; lines and columns count from 1. */
export interface BehaviourProblem {
  readonly level: "error";
  readonly code: BehaviourCode;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly suggestion: string;
}

/** A description of a detector is short; a longer file is a mistake. */
export const DETECTOR_FILE_CHARS_MAX = 65_536;

const texts = z.array(z.string().min(1));
const envelope = <K extends string, P extends z.ZodType>(kind: K, parameters: P) =>
  z.strictObject({
    kind: z.literal(kind),
    entity: z.enum(ENTITY_TYPES).default("actor"),
    parameters,
    needs: texts.default([]),
    response: texts.default([]),
  });

/** What every detector says of itself, in the same fields as a Sigma rule. */
const toFileSchema = <G extends z.ZodType>(gait: G) =>
  z.strictObject({
    title: z.string().min(1).max(256),
    id: z.guid(),
    status: z.enum(["stable", "test", "experimental", "deprecated"]).default("test"),
    description: z.string().min(1),
    author: z.string().optional(),
    date: z.unknown().optional(),
    level: z.enum(["informational", "low", "medium", "high", "critical"]),
    tags: z.array(z.string()).default([]),
    falsepositives: texts.default([]),
    gait,
  });
const FILE = toFileSchema(
  z.discriminatedUnion("kind", [
    envelope("first_seen", z.union([FIRST_SEEN, FOREIGN, PLACE_FOR_TAKING])),
    envelope("travel", TRAVEL),
    envelope("deviation", z.union([DEVIATION, HOURS])),
    envelope("model", MODEL),
  ]),
);
/** Less is known of addresses and resources: fewer kinds can look at them. */
const LENS_FILE = toFileSchema(
  z.discriminatedUnion("kind", [envelope("first_seen", NEWCOMER), envelope("deviation", LENS_DEVIATION)]),
);
const OF_LENS = z.looseObject({ gait: z.looseObject({ entity: z.enum(["ip", "resource"]) }) });

const SEVERITY_OF_LEVEL: Readonly<Record<z.infer<typeof FILE>["level"], Severity>> = {
  informational: "info",
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
};

/** Kinds of detectors that are described by parameters instead of Sigma. */
const KINDS = /^\s+kind:\s*(first_seen|travel|deviation|model)\s*$/m;

/** Whether a file describes a behaviour detector, and not a Sigma rule: both stand in the same folders. */
export const isBehaviourText = (text: string): boolean =>
  /^gait:/m.test(text) && KINDS.test(text) && !/^(detection|correlation):/m.test(text);

export interface ParsedDetector {
  /** null: something is wrong. */
  readonly detector: BehaviourDetector | null;
  readonly problems: readonly BehaviourProblem[];
}

/** Reads one detector; what is wrong with it is told with file, line and column. */
export function parseBehaviourDetector(text: string, file: string): ParsedDetector {
  const lines = new LineCounter();
  const report = (offset: number, code: BehaviourCode, details: ProblemDetails): BehaviourProblem => {
    const { line, col } = lines.linePos(Math.max(0, offset));
    const problem = describeProblem(BEHAVIOUR_PROBLEMS, code, details);
    const place = { line: Math.max(1, line), column: Math.max(1, col) };
    return { level: "error", code, file, ...place, text: problem.text, suggestion: problem.remedy };
  };
  const fail = (problem: BehaviourProblem): ParsedDetector => ({ detector: null, problems: [problem] });
  if (text.length > DETECTOR_FILE_CHARS_MAX) {
    const details = { chars: text.length, max: DETECTOR_FILE_CHARS_MAX };
    return fail(report(0, "BEHAVIOUR_FILE_TOO_LARGE", details));
  }
  let document: ReturnType<typeof parseDocument>;
  let value: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
    value = document.toJS({ maxAliasCount: 100 });
  } catch (thrown) {
    // Ten thousand brackets end the parser's stack; too many aliases end its patience.
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return fail(report(0, "BEHAVIOUR_YAML_INVALID", { reason }));
  }
  const broken = document.errors[0];
  if (broken !== undefined) {
    return fail(report(broken.pos[0], "BEHAVIOUR_YAML_INVALID", { reason: broken.message }));
  }
  const parsed = OF_LENS.safeParse(value).success ? readLensFile(value) : readFile(value);
  if (parsed.issues !== null) {
    const problems = parsed.issues.flatMap(flattenIssue).map(({ path, message }) =>
      report(findOffset(document, path), "BEHAVIOUR_FIELD_INVALID", {
        field: path.length === 0 ? "the file" : path.join("."),
        reason: message,
      }),
    );
    return { detector: null, problems };
  }
  return { detector: parsed.detector, problems: [] };
}

type Reading =
  | { readonly issues: readonly z.core.$ZodIssue[] }
  | { readonly issues: null; readonly detector: BehaviourDetector };

function readFile(value: unknown): Reading {
  const { data, error } = FILE.safeParse(value);
  if (error !== undefined) return { issues: error.issues };
  return { issues: null, detector: toBehaviourDetector(data, toSettings(data.gait)) };
}

function readLensFile(value: unknown): Reading {
  const { data, error } = LENS_FILE.safeParse(value);
  if (error !== undefined) return { issues: error.issues };
  return { issues: null, detector: toBehaviourDetector(data, toLensSettings(data.gait)) };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of a union's failures those of the member that comes closest: the one with the fewest issues. */
function flattenIssue(issue: z.core.$ZodIssue): readonly Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const closest = issue.errors.reduce((best, one) => (one.length < best.length ? one : best));
  return closest.map((one) => ({ path: [...issue.path, ...one.path], message: one.message }));
}

/** Where the field stands, or the nearest field around it that is there. */
function findOffset(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (node !== null && typeof node === "object" && "range" in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return 0;
}

function toBehaviourDetector(
  file: z.infer<typeof FILE> | z.infer<typeof LENS_FILE>,
  settings: BehaviourSettings,
): BehaviourDetector {
  const { gait } = file;
  return {
    detector: {
      ref: { id: file.id.toLowerCase(), kind: gait.kind, title: file.title },
      severity: SEVERITY_OF_LEVEL[file.level],
      attack: toAttackRefs(file.tags),
      entity: gait.entity,
      description: file.description,
      falsePositives: file.falsepositives,
      response: gait.response,
      needs: gait.needs,
    },
    lens: gait.entity,
    ...settings,
  };
}

function toSettings(gait: z.infer<typeof FILE>["gait"]): BehaviourSettings {
  switch (gait.kind) {
    case "first_seen":
      return toFirstSeen(gait.parameters);
    case "travel":
      return { kind: gait.kind, parameters: gait.parameters };
    case "model":
      return { kind: gait.kind, parameters: gait.parameters };
    case "deviation":
      return gait.parameters.metric === "hour_of_week"
        ? { kind: "habit", parameters: gait.parameters }
        : { kind: "deviation", parameters: gait.parameters };
  }
}

/** What takes days to see has lookers of its own. */
function toFirstSeen(
  parameters: FirstSeenParameters | ForeignParameters | PlaceForTakingParameters,
): BehaviourSettings {
  if (parameters.scope === "days") return { kind: "foreign", parameters };
  if (parameters.scope === "places") return { kind: "place_for_taking", parameters };
  return { kind: "first_seen", parameters };
}

const toLensSettings = (gait: z.infer<typeof LENS_FILE>["gait"]): LensSettings =>
  gait.kind === "first_seen"
    ? { kind: "newcomer", parameters: gait.parameters }
    : { kind: "lens_deviation", parameters: gait.parameters };
