import { z } from "zod";
import { ACTION_CLASSES, ACTOR_TYPES, type EpochMs, SEVERITIES, toEpochMs } from "../../domain/index.ts";
import { CITATION_KINDS } from "../answer/answer.ts";
import { INTENTS } from "./intents.ts";
import type { Context } from "./understand.ts";

const ID_CHARS_MAX = 2048;
const NAME_CHARS_MAX = 300;
const SHOWN_MAX = 50;
const name = z.string().max(NAME_CHARS_MAX).nullable();
const at = z
  .int()
  .transform((ms): EpochMs => toEpochMs(ms))
  .nullable();

/** What whoever asks gives back of the answer before: it came over the line and is looked at like anything that did. */
const CONTEXT = z.object({
  intent: z.enum(INTENTS),
  slots: z.object({
    period: z.object({ from: at, to: at }).nullable(),
    periodText: name,
    hours: z.array(z.int().min(0).max(23)).max(24).nullable(),
    actor: z
      .object({
        id: z.string().max(ID_CHARS_MAX),
        name: z.string().max(ID_CHARS_MAX),
        type: z.enum(ACTOR_TYPES),
      })
      .nullable(),
    region: name,
    country: name,
    minSeverity: z.enum(SEVERITIES).nullable(),
    tactic: name,
    technique: name,
    service: name,
    action: name,
    actionClass: z.enum(ACTION_CLASSES).nullable(),
    address: name,
    finding: name,
    incident: name,
    limit: z.int().min(1).max(50).nullable(),
  }),
  shown: z.array(z.object({ kind: z.enum(CITATION_KINDS), id: z.string().max(ID_CHARS_MAX) })).max(SHOWN_MAX),
});

/** Null: it is none that an answer gave. */
export function readContext(value: unknown): Context | null {
  const read = CONTEXT.safeParse(value);
  return read.success ? read.data : null;
}
