import { createRng, type JsonObject, type Rng } from "../../domain/index.ts";
import type { LabelledRow } from "../../generate/index.ts";

const HOUR_MS = 3_600_000;
const PLACES = ["Lisbon", "Singapore", "Toronto", "Lagos", "Mumbai", "New York"];
const DEVICES = ["desktop", "mobile", "tablet"];

/** One way in which somebody else acts in a user's name, as a single action shows it. */
interface Way {
  readonly name: string;
  /** How often, among the ways. */
  readonly weight: number;
  readonly actions: readonly string[];
  /** Failed sign-ins just before: at least and at most. */
  readonly failed: readonly [least: number, most: number];
  /** Megabytes: at least and at most, evenly over their logarithm; null: none to speak of. */
  readonly megabytes: readonly [least: number, most: number] | null;
  readonly nightShare: number;
  readonly elsewhereShare: number;
}

const WAYS: readonly Way[] = [
  {
    name: "guessed-password",
    weight: 3,
    actions: ["login", "admin", "delete", "view"],
    failed: [3, 12],
    megabytes: null,
    nightShare: 0.6,
    elsewhereShare: 0.6,
  },
  {
    name: "night-administration",
    weight: 2,
    actions: ["admin", "admin", "delete"],
    failed: [1, 8],
    megabytes: null,
    nightShare: 1,
    elsewhereShare: 0.5,
  },
  {
    name: "large-download",
    weight: 4,
    actions: ["download"],
    failed: [0, 3],
    megabytes: [350, 20_000],
    nightShare: 0.5,
    elsewhereShare: 0.75,
  },
  {
    name: "large-upload",
    weight: 1.5,
    actions: ["upload"],
    failed: [0, 2],
    megabytes: [500, 20_000],
    nightShare: 0.5,
    elsewhereShare: 0.5,
  },
];

/** Made-up attack actions for each ordinary row. */
const ATTACK_SHARE = 0.04;

/**
 * Single actions of attackers in the names of the rows' users, beside the stories: a story shows itself in many actions,
 * and a model that judges one action at a time must know what one can show. Machines are left out.
 */
export function makeUpAttacks(rows: readonly LabelledRow[], seed: number): readonly LabelledRow[] {
  const rng = createRng(seed);
  const people = rows.filter(({ story, fields }) => story === null && fields["device_type"] !== "server");
  return Array.from({ length: Math.round(people.length * ATTACK_SHARE) }, () =>
    act(people[rng.nextInt(people.length)]!, drawWay(rng), rng),
  );
}

function drawWay(rng: Rng): Way {
  let left = rng.next() * WAYS.reduce((sum, { weight }) => sum + weight, 0);
  for (const way of WAYS) {
    left -= way.weight;
    if (left < 0) return way;
  }
  return WAYS[0]!;
}

function act(row: LabelledRow, way: Way, rng: Rng): LabelledRow {
  // Half a day away from when the user acts.
  const shift = rng.next() < way.nightShare ? Math.round((9 + 6 * rng.next()) * HOUR_MS) : 0;
  const at = (row.at ?? 0) + shift;
  const isElsewhere = rng.next() < way.elsewhereShare;
  const pick = (list: readonly string[]): string => list[rng.nextInt(list.length)]!;
  const place: JsonObject = isElsewhere
    ? {
        location: pick(PLACES),
        ip_address: `${60 + rng.nextInt(120)}.${rng.nextInt(256)}.${rng.nextInt(256)}.${1 + rng.nextInt(254)}`,
        device_type: pick(DEVICES),
        location_change: true,
      }
    : {};
  const [least, most] = way.failed;
  return {
    ...row,
    at,
    story: way.name,
    fields: {
      ...row.fields,
      ...place,
      timestamp: new Date(at).toISOString(),
      action_type: pick(way.actions),
      failed_attempts: least + rng.nextInt(most - least + 1),
      data_volume_mb: way.megabytes === null ? 0 : drawMegabytes(way.megabytes, rng),
    },
  };
}

const drawMegabytes = ([least, most]: readonly [number, number], rng: Rng): number =>
  Number((least * (most / least) ** rng.next()).toFixed(2));
