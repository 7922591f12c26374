import { type JsonObject, mix, SYSTEM_CLOCK } from "../../domain/index.ts";
import { createEnricher, openBundledGeo } from "../../enrich/index.ts";
import { generateActivity, type LabelledRow } from "../../generate/index.ts";
import { createActivityMapper } from "../../source/index.ts";
import { toCellText } from "../train/cell-text.ts";
import type { LabelledEvent } from "../train/read-labelled.ts";
import {
  type AnomalyModels,
  type LearnedBehaviour,
  learnBehaviour,
  toAnomalyModels,
} from "./anomaly-models.ts";
import { makeUpAttacks } from "./made-up-attacks.ts";

/** A small company's month, in which every attack story happens several times. */
const COMPANIES = 3;
const PEOPLE = 16;
const DAYS = 24;
/** A Monday. */
const START_AT = Date.UTC(2026, 0, 5);

/**
 * Models that know no company yet: learned from generated ones with attack stories, so that every action can be judged
 * from the first day. They know what is usual anywhere and nobody by name.
 */
export async function trainFirstModels(options: {
  readonly seed: number;
  readonly isTuned?: boolean;
}): Promise<AnomalyModels> {
  const { seed } = options;
  const words = `${COMPANIES} generated companies of ${PEOPLE} people, ${DAYS} days, seed ${seed}`;
  return toAnomalyModels({
    origin: { kind: "generated", words },
    familiar: null,
    general: await learnGeneral(options),
  });
}

/** What says something of anybody, from the generated companies. */
export const learnGeneral = (options: {
  readonly seed: number;
  readonly isTuned?: boolean;
}): Promise<LearnedBehaviour> => {
  const { seed, isTuned = false } = options;
  return learnBehaviour({ events: generateEvents(seed), view: "stranger", seed, isTuned });
};

/** One company after the other would make each new to the next; their people are told apart by company. */
export function generateEvents(seed: number): readonly LabelledEvent[] {
  const map = createActivityMapper({
    enricher: createEnricher({ geo: openBundledGeo() }),
    clock: SYSTEM_CLOCK,
  });
  return Array.from({ length: COMPANIES }, (_, company) => {
    const table = generateActivity({
      seed: seed + company,
      people: PEOPLE,
      days: DAYS,
      startAt: START_AT,
      stories: null,
    });
    const rows = [...table.batches].flat();
    const attacks = makeUpAttacks(rows, mix(seed, company));
    return [...rows, ...attacks].flatMap((row) => toEvent(row, company, map));
  }).flat();
}

function toEvent(
  { fields, story }: LabelledRow,
  company: number,
  map: ReturnType<typeof createActivityMapper>,
): readonly LabelledEvent[] {
  const record: JsonObject = { ...fields, user_id: `${company}:${toCellText(fields["user_id"])}` };
  const mapped = map(record);
  return mapped.kind === "event" ? [{ event: mapped.event, record, story }] : [];
}
