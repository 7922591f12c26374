import { z } from "zod";
import { SEVERITIES, toEpochMs } from "../../domain/index.ts";
import type { Period } from "../port.ts";

const instant = z.iso
  .datetime({ offset: true })
  .nullish()
  .describe("ISO 8601; the period is half-open, null means without bound");

export const periodShape = { from: instant, to: instant };
export const toPeriod = ({
  from,
  to,
}: {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}): Period => ({
  from: from === undefined || from === null ? null : toEpochMs(Date.parse(from)),
  to: to === undefined || to === null ? null : toEpochMs(Date.parse(to)),
});

export const limitOf = (usual: number, most = 50) =>
  z.int().min(1).max(most).default(usual).describe(`at most ${most}`);
export const severity = z.enum(SEVERITIES).nullish().describe("this severity or above");
const ID_CHARS_MAX = 2048;
export const actorId = z.string().min(1).max(ID_CHARS_MAX).describe("id or name of an identity");
export const foundId = z.string().min(8).max(64).describe("id, or at least its first 8 characters");
const TEXT_CHARS_MAX = 200;
export const text = z.string().max(TEXT_CHARS_MAX).nullish();

/** Leaves out what was not given. */
export function given<Value extends object>(
  values: Value,
): { [Key in keyof Value]?: NonNullable<Value[Key]> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  ) as { [Key in keyof Value]?: NonNullable<Value[Key]> };
}
