import { z } from "zod";

const count = z.number();

/** A value, and how usual it is for the actor itself, for its peers and for everybody. */
const factor = z
  .looseObject({
    dimension: z.string().describe("country, network, tool, action, hour, bytes out …"),
    value: z.string(),
    grade: z.string().describe("never, rare, common …"),
    usual: z.string().optional(),
    bits: z.number().nullish().describe("how surprising; 1 more: half as likely"),
    share: z.number().optional(),
    self: z.object({ count, first_at: z.string().nullable() }).optional(),
    peers: z.object({ grade: z.string(), actors: count, of: count, share: count }).optional(),
    tenant: z.object({ grade: z.string(), actors: count, of: count, share: count }).optional(),
  })
  .meta({ id: "Factor" });

/** What one feature adds to a model's score: base and all contributions, the others included, are the sum. */
const contribution = z
  .looseObject({
    feature: z.string(),
    field: z.string().describe("of an event: actor, action, address …"),
    unit: z.string(),
    value: z.number().nullable(),
    bits: z.number(),
    words: z.string(),
  })
  .meta({ id: "Contribution" });

const strangest = z
  .looseObject({
    score: z.number(),
    bits: z.number().describe("the sum"),
    base: z.number(),
    others: z.number().describe("of the features that are not named"),
    members: z.record(z.string(), z.number()).describe("what each model says by itself"),
    contributions: z.array(contribution),
  })
  .meta({ id: "ModelScore" });

const usual = z
  .array(z.object({ value: z.string(), share: z.number() }))
  .optional()
  .describe("the most used, with their share");

/** What an actor usually does. */
const profile = z
  .looseObject({
    country: usual,
    network: usual,
    tool: usual,
    service: usual,
    region: usual,
    users_of_the_resource: usual,
    users_of_the_address: usual,
    hours_utc: z.array(z.int()).optional(),
    offset_hours: z.number().nullish().describe("from UTC, as its habits suggest"),
  })
  .meta({ id: "UsualBehaviour" });

const example = z
  .looseObject({
    event: z.string(),
    action: z.string(),
    service: z.string(),
    outcome: z.string(),
    errorCode: z.string().nullable(),
    account: z.string().nullable(),
    region: z.string().nullable(),
    address: z.string().nullable(),
    country: z.string().nullable(),
    tool: z.string(),
    resource: z.string().nullable(),
  })
  .meta({ id: "ExampleEvent" });

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Why a finding was made. Which fields there are depends on the kind of detector. */
export const explanationAnswer = z
  .looseObject({
    why: z.string().optional().describe("what the detector looks for"),
    matched: z
      .array(z.looseObject({ selection: z.string(), field: z.string(), value: scalar, test: z.string() }))
      .nullish()
      .describe("rules: which fields passed which tests"),
    example: example.optional().describe("rules: the event that is told of"),
    correlation: z.string().optional(),
    group: z.string().optional(),
    value: z.number().optional(),
    timespan_ms: z.number().optional(),
    events: z.number().optional().describe("how many events it stands on"),
    factors: z.array(factor).optional(),
    profile: profile.optional(),
    numbers: z
      .looseObject({ strangest: strangest.optional(), bits: z.number().optional() })
      .optional()
      .describe("what the detector computed"),
    comparison: z.string().optional().describe("this against what is usual"),
    counterfactual: z.string().optional().describe("what would have been quiet"),
    history: z
      .union([
        z.string(),
        z.looseObject({
          text: z.string(),
          days: z.number(),
          events: z.number(),
          maturity: z.number().describe("0 to 1"),
        }),
      ])
      .optional()
      .describe("what it stands on"),
    learning: z.string().optional().describe("the actor is still being learned"),
    false_positives: z.array(z.string()).optional(),
    response: z.array(z.string()).optional().describe("what to do"),
    identities: z.array(z.string()).optional(),
  })
  .meta({ id: "Explanation" });

const FIELDS: ReadonlyMap<string, z.ZodType> = new Map(Object.entries(explanationAnswer.shape));

/** An explanation as clients expect it: a part of another form, of a detector of long ago, is left out, and the finding stays. */
const keepSound = (explanation: object): object =>
  Object.fromEntries(
    Object.entries(explanation).filter(([name, value]) => FIELDS.get(name)?.safeParse(value).success ?? true),
  );

/** A row with its explanation, or those of its findings, as clients expect it. */
export function toSoundRow(row: object): object {
  if ("finding_details" in row && Array.isArray(row.finding_details))
    return { ...row, finding_details: row.finding_details.map(toSoundRow) };
  if (!("explanation" in row) || typeof row.explanation !== "object" || row.explanation === null) return row;
  return { ...row, explanation: keepSound(row.explanation) };
}
