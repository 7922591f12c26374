import type { Event, JsonObject } from "../../domain/index.ts";
import { parseArn } from "../arn.ts";
import { objectOf, pathOf, textOf } from "../field.ts";
import { NETWORK_EXPOSURES } from "./expose-network.ts";
import { POLICY_EXPOSURES } from "./expose-policy.ts";
import { SHARE_EXPOSURES } from "./expose-share.ts";
import { SWITCH_EXPOSURES } from "./expose-switch.ts";
import type { Exposure, ExposureReader, ExposureRow } from "./exposure-row.ts";

/** By service, then by call: a call that opens nothing costs two look-ups. */
const READERS: ReadonlyMap<string, ReadonlyMap<string, ExposureReader>> = toTable([
  ...POLICY_EXPOSURES,
  ...SHARE_EXPOSURES,
  ...NETWORK_EXPOSURES,
  ...SWITCH_EXPOSURES,
]);

function toTable(rows: readonly ExposureRow[]): ReadonlyMap<string, ReadonlyMap<string, ExposureReader>> {
  const table = new Map<string, Map<string, ExposureReader>>();
  for (const [service, names, read] of rows) {
    const byName = table.get(service) ?? new Map<string, ExposureReader>();
    table.set(service, byName);
    for (const name of names.split(" ")) {
      if (byName.has(name)) throw new Error(`${service}:${name} stands in two rows`);
      byName.set(name, read);
    }
  }
  return table;
}

/** Services and calls of which exposures are read, for the reference: `s3:PutBucketPolicy`. */
export function describeExposures(): readonly string[] {
  return [...READERS].flatMap(([service, byName]) => [...byName.keys()].map((name) => `${service}:${name}`));
}

/** What the call opens up or closes; null when it does neither, or does not say whom it lets in. */
export function readExposure(event: Event, record: JsonObject): Exposure | null {
  const read = READERS.get(event.action.service)?.get(event.action.name);
  const parameters = read === undefined ? null : objectOf(record["requestParameters"]);
  if (read === undefined || parameters === null) return null;
  const answer = objectOf(record["responseElements"]);
  return read({ parameters, ownAccount: ownAccountOf(event, answer) });
}

/** Reduced records lack the account; an answer may name it in the ARN of what was made. */
function ownAccountOf(event: Event, answer: JsonObject | null): string | null {
  if (event.account !== null) return event.account;
  const made = parseArn(textOf(pathOf(answer ?? undefined, ["role", "arn"])));
  return made?.account ?? event.actor.account;
}
