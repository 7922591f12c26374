import { z } from "zod";
import { DAY_MS, HOUR_MS, type JsonObject, MINUTE_MS } from "../../domain/index.ts";
import {
  ACCOUNT,
  EXAMPLE_RECORDS_MAX,
  parseOffset,
  replaceOrdinal,
  START_MS,
  toExampleRecords,
} from "./example-records.ts";

const RECORD = z.record(z.string(), z.unknown());

/** What somebody does every day before the example begins. */
const ROUTINE = z.strictObject({
  /** So many days, the last one being the day before; Saturdays and Sundays are left out unless wanted. */
  days: z.number().int().min(1).max(120),
  weekend: z.boolean().default(false),
  /** Hours of the day in UTC, from the first up to the second: `9-17`. */
  hours: z.string().regex(/^\d{1,2}-\d{1,2}$/, "is of the form 9-17"),
  every: z.string(),
  /** The routine is gone through by so many people; `{p}` is their number. */
  people: z.number().int().min(1).max(100).default(1),
  /** One after the other, again and again; `{n}` is the ordinal, `{d}` the day's. */
  events: z.array(RECORD).min(1),
});
type Routine = z.infer<typeof ROUTINE>;

const BEHAVIOUR_EXAMPLE = z.strictObject({
  name: z.string().min(1),
  /** Whose log the records are of. */
  log: z.enum(["cloudtrail", "activity", "upload"]).default("cloudtrail"),
  history: z.array(ROUTINE).default([]),
  records: z.array(RECORD).min(1),
});

/** Examples beside a behaviour detector: a history that is short to write, and what happens then. */
export const BEHAVIOUR_EXAMPLES_FILE = z.strictObject({
  fires: z.array(BEHAVIOUR_EXAMPLE).min(1, "every detector needs an example at which it fires"),
  quiet: z.array(BEHAVIOUR_EXAMPLE).min(1, "every detector needs an example at which it stays quiet"),
});
export type BehaviourExample = z.infer<typeof BEHAVIOUR_EXAMPLE>;

/** The records of an example in the order of their times. A text instead says what is wrong with it. */
export function toBehaviourRecords(example: BehaviourExample): readonly JsonObject[] | string {
  const raw: { readonly record: JsonObject; readonly offset: number }[] = [];
  for (const routine of example.history) {
    const step = parseOffset(routine.every);
    if (step === null || step <= 0) return "`every` is of the form 90s, 15m, 2h or 1d";
    for (const one of toRoutineRecords(routine, step)) {
      raw.push(one);
      if (raw.length > EXAMPLE_RECORDS_MAX) return `more than ${EXAMPLE_RECORDS_MAX} records`;
    }
  }
  raw.sort((a, b) => a.offset - b.offset);
  const history = toExampleRecords(
    {
      name: example.name,
      records: raw.map(({ record, offset }) => ({ ...toNamed(record), at: `${offset}ms` })),
    },
    example.log,
  );
  if (typeof history === "string") return history;
  const then = toExampleRecords(
    { name: example.name, records: example.records.map((record) => toNamed(record as JsonObject)) },
    example.log,
    history.length,
  );
  return typeof then === "string" ? then : [...history, ...then];
}

function* toRoutineRecords(
  routine: Routine,
  step: number,
): Generator<{ readonly record: JsonObject; readonly offset: number }> {
  const [from, to] = routine.hours.split("-").map(Number) as [number, number];
  const midnight = START_MS - (START_MS % DAY_MS);
  let n = 0;
  for (const [d, day] of toDays(midnight, routine).entries()) {
    // Nobody begins on the second: a few minutes later each day, the same in every run.
    const late = ((d * 7) % 13) * MINUTE_MS;
    for (let at = day + from * HOUR_MS + late; at < day + to * HOUR_MS; at += step) {
      for (let p = 0; p < routine.people; p++) {
        const event = routine.events[n % routine.events.length] as JsonObject;
        const record = replaceOrdinal(event, { n, d, p: p + 1 });
        yield { record: record as JsonObject, offset: at - START_MS + p * 1000 };
      }
      n++;
    }
  }
}

/** The days of a routine, the first one first. */
function toDays(midnight: number, { days, weekend }: Routine): readonly number[] {
  const found: number[] = [];
  for (let day = midnight - DAY_MS; found.length < days; day -= DAY_MS) {
    const ofWeek = new Date(day).getUTCDay();
    if (weekend || (ofWeek !== 0 && ofWeek !== 6)) found.push(day);
  }
  return found.reverse();
}

/** `as: bob` stands for the identity of IAM user bob. */
function toNamed(record: JsonObject): JsonObject {
  const { as: name, ...rest } = record;
  if (typeof name !== "string") return record;
  return {
    userIdentity: {
      type: "IAMUser",
      principalId: `AIDAEXAMPLE${name.toUpperCase()}`,
      arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
      accountId: ACCOUNT,
      accessKeyId: `AKIAEXAMPLE${name.toUpperCase()}`,
      userName: name,
    },
    ...rest,
  };
}
