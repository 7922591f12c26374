import { DAY_MS, SEVERITIES, toDay, toEntityId, toEpochMs } from "../../src/domain/index.ts";
import type { NewFinding, Store } from "../../src/store/index.ts";
import { sampleFindingId, sampleNew } from "../../src/store/sample-finding.ts";

const START_AT = Date.UTC(2026, 0, 5);
const DAYS = 60;
const ACTORS = 300;
const SCORES = 97;

/** Puts so many findings into an empty store, some on each of sixty days, of all severities. */
export async function writeFindings(store: Store, count: number): Promise<void> {
  const perDay = Math.ceil(count / DAYS);
  for (let number = 0; number < count; number += perDay) {
    const startAt = toEpochMs(START_AT + (number / perDay) * DAY_MS);
    const fromDay = toDay(startAt);
    const numbers = Array.from({ length: Math.min(perDay, count - number) }, (_, place) => number + place);
    await store.findings.replace(
      { lens: "rules", partition: null, fromDay, toDay: fromDay + 1 },
      numbers.map((one, place) => toFinding(one, toEpochMs(startAt + place * 10))),
    );
  }
}

function toFinding(number: number, at: ReturnType<typeof toEpochMs>): NewFinding {
  const name = `person-${number % ACTORS}`;
  const id = toEntityId(`user:${name}`);
  return sampleNew(
    number,
    {
      id: sampleFindingId(number),
      at,
      severity: SEVERITIES[number % SEVERITIES.length]!,
      score: (number % SCORES) / SCORES,
      actor: { id, type: "user", name },
      entity: { type: "actor", id },
      summary: `${name} stopped a trail, for the time number ${number}.`,
    },
    { day: toDay(at) },
  );
}
