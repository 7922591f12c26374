import { createAddress } from "../company/network.ts";
import type { Dice } from "../random.ts";
import { type LabelledRow, roundTo, toTimestamp } from "../table/labelled-row.ts";

/** Time, and the nine features of a log of user activity in the cloud; read as the format `user-activity`. */
export const SOC_COLUMNS = [
  "timestamp",
  "user_id",
  "action_type",
  "data_volume_mb",
  "location",
  "ip_address",
  "device_type",
  "hour",
  "day_of_week",
  "is_weekend",
];
export const SOC_REGIONS = [
  "us-east-1",
  "us-west-2",
  "eu-central-1",
  "eu-west-1",
  "ap-south-1",
  "sa-east-1",
  "cn-north-1",
] as const;
/** The region that a company of this log has least to do with. */
export const RARE_REGION = "cn-north-1";

export interface SocUser {
  readonly name: string;
  readonly region: string;
  readonly address: string;
  /** Addresses of journeys. */
  readonly otherAddresses: readonly string[];
  readonly device: "desktop" | "mobile" | "tablet" | "server";
  /** Hour of the day, UTC, at which a usual day begins. */
  readonly startHour: number;
  /** Factor on what others download and upload. */
  readonly volume: number;
}

export const createSocUsers = (dice: Dice, count: number): readonly SocUser[] =>
  Array.from({ length: count }, (_, number) => ({
    name: `user_${number + 1}`,
    region: dice.pickWeighted([
      ["us-east-1", 6],
      ["eu-central-1", 5],
      ["eu-west-1", 4],
      ["us-west-2", 3],
      ["ap-south-1", 2],
      ["sa-east-1", 1],
    ]),
    address: createAddress(dice),
    otherAddresses: [createAddress(dice), createAddress(dice)],
    device: dice.pickWeighted([
      ["desktop", 7],
      ["mobile", 2],
      ["server", 1],
    ]),
    startHour: dice.between(7, 10),
    volume: dice.lognormal(1, 0.3),
  }));

export interface SocDeed {
  readonly at: number;
  readonly user: string;
  readonly action: "login" | "logout" | "download" | "upload" | "delete" | "view" | "admin";
  readonly megabytes: number;
  readonly region: string;
  readonly address: string;
  readonly device: SocUser["device"];
}

export function toSocRow(deed: SocDeed, story: string | null): LabelledRow {
  const date = new Date(deed.at);
  // Monday is 0.
  const weekday = (date.getUTCDay() + 6) % 7;
  return {
    at: deed.at,
    user: deed.user,
    fields: {
      timestamp: toTimestamp(deed.at),
      user_id: deed.user,
      action_type: deed.action,
      data_volume_mb: roundTo(deed.megabytes, 2),
      location: deed.region,
      ip_address: deed.address,
      device_type: deed.device,
      hour: date.getUTCHours(),
      day_of_week: weekday,
      is_weekend: weekday >= 5 ? 1 : 0,
    },
    story,
  };
}
