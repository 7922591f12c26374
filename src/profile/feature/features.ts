import type { Dimension } from "../dimension.ts";
import { hourOfWeek } from "../habit.ts";
import { BYTES_FLOOR, COUNT_FLOOR, PLACES_FLOOR } from "./compute.ts";
import type { FeatureContext, FeatureDefinition, FeatureField } from "./definition.ts";
import {
  formatBytes,
  formatCount,
  formatHourOfWeek,
  formatShare,
  formatSpan,
  plural,
} from "./number-words.ts";
import { type FeatureName, PLACE } from "./place.ts";
import { wordsOfAge, wordsOfNewness, wordsOfOthers, wordsOfSelf, wordsOfSum } from "./value-words.ts";

type Definition = Omit<FeatureDefinition, "name">;

interface Value {
  readonly dimension: Dimension;
  readonly field: FeatureField;
  readonly noun: string;
  /** What stands before the value in a phrase. */
  readonly preposition: string;
}

const ACTION: Value = { dimension: "action", field: "action", noun: "action", preposition: "called " };
const SERVICE: Value = { dimension: "service", field: "action", noun: "service", preposition: "used " };
const REGION: Value = { dimension: "region", field: "place", noun: "region", preposition: "in " };
const COUNTRY: Value = { dimension: "country", field: "place", noun: "country", preposition: "from " };
const NETWORK: Value = {
  dimension: "network",
  field: "place",
  noun: "network",
  preposition: "from network ",
};
const ADDRESS: Value = {
  dimension: "address",
  field: "place",
  noun: "address",
  preposition: "from address ",
};
const TOOL: Value = { dimension: "tool", field: "tool", noun: "tool", preposition: "with " };
const CONTAINER: Value = {
  dimension: "container",
  field: "resource",
  noun: "resource",
  preposition: "touched ",
};
const SESSION: Value = { dimension: "session", field: "tool", noun: "session", preposition: "in session " };

const ofSelf = (value: Value): Definition => ({
  unit: "bits",
  field: value.field,
  orientation: "higher",
  meaning: `How surprising the ${value.noun} is for this actor, backed off to its peers and the tenant.`,
  words: wordsOfSelf(value),
});

const ofOthers = (value: Value, whose: "peers" | "tenant"): Definition => ({
  unit: "bits",
  field: value.field,
  orientation: "higher",
  meaning: `How rare the ${value.noun} is ${whose === "peers" ? "among the actor's peers" : "in the whole tenant"}.`,
  words: wordsOfOthers(value, whose),
});

const ofNew = (value: Value): Definition => ({
  unit: "bits",
  field: value.field,
  orientation: "higher",
  meaning:
    `How unusual a new ${value.noun} is for this actor, where that ${value.noun} is new; half as much every 12 hours ` +
    "after its first use, 0 after five days. Low for whoever always brings new ones.",
  words: wordsOfNewness(value),
});

const ofAge = (value: Value): Definition => ({
  unit: "log2-hours",
  field: value.field,
  orientation: "lower",
  meaning: `Hours since this actor first used the event's ${value.noun}; 0 at the first time.`,
  words: wordsOfAge(value),
});

interface Sum {
  readonly field: FeatureField;
  readonly window: "hour" | "day";
  readonly whose?: "self" | "peers";
  /** `services`, `bytes out`. */
  readonly what: string;
  readonly metric: Parameters<typeof wordsOfSum>[0]["metric"];
  readonly floor?: number;
  readonly before?: string;
}

function ofSum({
  field,
  window,
  whose = "self",
  what,
  metric,
  floor = COUNT_FLOOR,
  before = "",
}: Sum): Definition {
  const isBytes = metric === "bytesOut" || metric === "bytesIn";
  const format = isBytes ? formatBytes : (count: number) => `${formatCount(Math.round(count))} ${what}`;
  return {
    unit: "doublings",
    field,
    orientation: "higher",
    meaning:
      `${what[0]!.toUpperCase()}${what.slice(1)} within ${window === "hour" ? "an hour" : "a day"}: how many times ` +
      `twice what 95% of ${whose === "self" ? "the actor's own" : "its peers'"} ${window}s stay below.`,
    words: wordsOfSum({ metric, window, whose, floor, before, format }),
  };
}

const DOWNLOADED = {
  what: "bytes out of the cloud",
  metric: "bytesOut",
  floor: BYTES_FLOOR,
  before: "downloaded ",
} as const;
const UPLOADED = {
  what: "bytes into the cloud",
  metric: "bytesIn",
  floor: BYTES_FLOOR,
  before: "uploaded ",
} as const;

const flag = (field: FeatureField, meaning: string, said: string): Definition => ({
  unit: "flag",
  field,
  orientation: "neither",
  meaning,
  words: (value) => (value > 0 ? said : `not: ${said}`),
});

const offsetOf = ({ profile }: FeatureContext): string => {
  const hours = profile.habitualOffsetHours;
  return hours === 0 ? "UTC" : `UTC${hours > 0 ? "+" : "-"}${Math.abs(hours)}, judged by its working hours`;
};

const localTime = (context: FeatureContext): string => {
  const hour = (hourOfWeek(context.facts.at) + context.profile.habitualOffsetHours + 168) % 168;
  return `on ${formatHourOfWeek(hour)} (${offsetOf(context)})`;
};

/** From bits below the busiest hour; more than a hundred times less is as good as never. */
function howActive(bits: number): string {
  if (bits < 1) return "usually active";
  if (bits > Math.log2(100)) return "hardly ever active";
  return `${formatCount(Math.round(2 ** bits))} times less active than at its busiest`;
}

const DEFINITIONS: Readonly<Record<FeatureName, Definition>> = {
  hour_self: {
    unit: "bits",
    field: "time",
    orientation: "higher",
    meaning: "How much less active the actor is at this hour of the week than at its busiest.",
    words: (value, context) => `${localTime(context)}, an hour in which it is ${howActive(value)}`,
  },
  weekend_self: {
    unit: "bits",
    field: "time",
    orientation: "higher",
    meaning: "On a weekend of the time that the actor keeps: how surprising that is; 0 on other days.",
    words: (value, context) =>
      `${localTime(context)}; ${formatShare(2 ** -value)} of its activity is on weekends`,
  },
  night_self: {
    unit: "bits",
    field: "time",
    orientation: "higher",
    meaning: "From 22:00 to 06:00 of the time that the actor keeps: how surprising that is; 0 by day.",
    words: (value, context) =>
      `${localTime(context)}; ${formatShare(2 ** -value)} of its activity is at night`,
  },
  action_self: ofSelf(ACTION),
  action_peers: ofOthers(ACTION, "peers"),
  action_tenant: ofOthers(ACTION, "tenant"),
  service_self: ofSelf(SERVICE),
  new_action: ofNew(ACTION),
  new_service: ofNew(SERVICE),
  sensitivity: {
    unit: "level",
    field: "action",
    orientation: "higher",
    meaning:
      "How much harm the action can do in the wrong hands: 0 none to speak of, 1 low, 2 high, 3 critical.",
    words: (value) => `an action that can do ${["no", "little", "much", "critical"][value] ?? "some"} harm`,
  },
  sensitive_action: {
    unit: "bits",
    field: "action",
    orientation: "higher",
    meaning: "How surprising the action is for this actor, times its sensitivity over 3.",
    words: wordsOfSelf(ACTION),
  },
  is_login: flag("action", "The action is a login.", "a login"),
  is_download: flag("action", "The action takes data out.", "a download"),
  is_upload: flag("action", "The action brings data in.", "an upload"),
  is_delete: flag("action", "The action deletes.", "a deletion"),
  is_admin: flag("action", "The action administers.", "an administrative action"),
  region_self: ofSelf(REGION),
  region_tenant: ofOthers(REGION, "tenant"),
  country_self: ofSelf(COUNTRY),
  country_tenant: ofOthers(COUNTRY, "tenant"),
  network_self: ofSelf(NETWORK),
  network_tenant: ofOthers(NETWORK, "tenant"),
  address_self: ofSelf(ADDRESS),
  new_region: ofNew(REGION),
  new_country: ofNew(COUNTRY),
  new_network: ofNew(NETWORK),
  new_address: ofNew(ADDRESS),
  network_age: ofAge(NETWORK),
  address_age: ofAge(ADDRESS),
  country_age: ofAge(COUNTRY),
  travel_speed: {
    unit: "log2-km/h",
    field: "place",
    orientation: "higher",
    meaning:
      "How fast the actor would have travelled from its last known place, the uncertainty of both taken off.",
    words: (value, { profile, facts }) => {
      const since = profile.lastPlace === null ? 0 : (facts.at - profile.lastPlace.at) / 1000;
      return value > 0
        ? `${formatCount(Math.round(2 ** value - 1))} km/h from where it was ${formatSpan(since)} before`
        : "from where it was before";
    },
  },
  tool_self: ofSelf(TOOL),
  tool_tenant: ofOthers(TOOL, "tenant"),
  new_tool: ofNew(TOOL),
  tool_age: ofAge(TOOL),
  offensive_tool: flag("tool", "The tool is one made for attacks.", "with a tool made for attacks"),
  new_session: ofNew(SESSION),
  session_age: ofAge(SESSION),
  container_self: ofSelf(CONTAINER),
  container_tenant: ofOthers(CONTAINER, "tenant"),
  new_container: ofNew(CONTAINER),
  failed: flag("outcome", "The call failed, for want of permission or otherwise.", "failed"),
  denied: flag("outcome", "The call was refused for want of permission.", "was denied"),
  error_action: {
    unit: "bits",
    field: "outcome",
    orientation: "higher",
    meaning: "How surprising this error is at this action, for this actor; 0 without an error.",
    words: (_value, context) =>
      `failed with ${context.textOf(context.facts.error) ?? "an error"}, which this call seldom does`,
  },
  failed_share_hour: {
    unit: "share",
    field: "outcome",
    orientation: "higher",
    meaning: "Share of the actor's events of the last hour that failed, this one included.",
    words: (value, { profile }) =>
      `${formatShare(value)} of ${plural(profile.hourly("events").running, "event")} within an hour failed`,
  },
  denied_share_hour: {
    unit: "share",
    field: "outcome",
    orientation: "higher",
    meaning: "Share of the actor's events of the last hour that were denied, this one included.",
    words: (value, { profile }) =>
      `${formatShare(value)} of ${plural(profile.hourly("events").running, "event")} within an hour were denied`,
  },
  denied_hour: ofSum({ field: "outcome", window: "hour", what: "denied calls", metric: "denied" }),
  bytes_out: {
    unit: "log2-bytes",
    field: "volume",
    orientation: "higher",
    meaning: "Bytes that the event took out of the cloud.",
    words: (value) => `took out ${formatBytes(2 ** value - 1)}`,
  },
  bytes_in: {
    unit: "log2-bytes",
    field: "volume",
    orientation: "higher",
    meaning: "Bytes that the event brought into the cloud.",
    words: (value) => `brought in ${formatBytes(2 ** value - 1)}`,
  },
  bytes_out_hour_self: ofSum({ field: "volume", window: "hour", ...DOWNLOADED }),
  bytes_out_hour_peers: ofSum({ field: "volume", window: "hour", whose: "peers", ...DOWNLOADED }),
  bytes_in_hour_self: ofSum({ field: "volume", window: "hour", ...UPLOADED }),
  bytes_out_day_self: ofSum({ field: "volume", window: "day", ...DOWNLOADED }),
  bytes_out_day_peers: ofSum({ field: "volume", window: "day", whose: "peers", ...DOWNLOADED }),
  bytes_in_day_self: ofSum({ field: "volume", window: "day", ...UPLOADED }),
  events_minute: {
    unit: "log2-events",
    field: "pace",
    orientation: "higher",
    meaning: "The actor's events of the last minute, this one included.",
    words: (value) => `${plural(2 ** value - 1, "event")} within a minute`,
  },
  events_hour_self: ofSum({ field: "pace", window: "hour", what: "events", metric: "events" }),
  events_hour_peers: ofSum({
    field: "pace",
    window: "hour",
    whose: "peers",
    what: "events",
    metric: "events",
  }),
  events_day_self: ofSum({ field: "pace", window: "day", what: "events", metric: "events" }),
  actions_hour_self: ofSum({
    field: "pace",
    window: "hour",
    what: "different actions",
    metric: "distinctActions",
  }),
  services_hour_self: ofSum({ field: "pace", window: "hour", what: "services", metric: "distinctServices" }),
  containers_hour_self: ofSum({
    field: "resource",
    window: "hour",
    what: "resources",
    metric: "distinctContainers",
  }),
  containers_day_self: ofSum({
    field: "resource",
    window: "day",
    what: "resources",
    metric: "distinctContainers",
  }),
  actions_day_self: ofSum({
    field: "pace",
    window: "day",
    what: "different actions",
    metric: "distinctActions",
  }),
  regions_day_self: ofSum({
    field: "place",
    window: "day",
    what: "regions",
    metric: "distinctRegions",
    floor: PLACES_FLOOR,
  }),
  addresses_day_self: ofSum({
    field: "place",
    window: "day",
    what: "addresses",
    metric: "distinctAddresses",
    floor: PLACES_FLOOR,
  }),
  seconds_since_last: {
    unit: "log2-seconds",
    field: "pace",
    orientation: "neither",
    meaning: "Seconds since the actor's last event.",
    words: (value) => `${formatSpan(2 ** value - 1)} after its last event`,
  },
  machine_pace: {
    unit: "share",
    field: "pace",
    orientation: "higher",
    meaning:
      "Share of the recent events that came within a second of the one before, above the actor's usual share.",
    words: (value) =>
      `recent events follow each other within a second ${formatShare(value)} more often than usual`,
  },
  session_hours: {
    unit: "log2-hours",
    field: "pace",
    orientation: "neither",
    meaning: "Hours of activity without a pause of 30 minutes.",
    words: (value) => `active for ${formatSpan((2 ** value - 1) * 3600)} without a pause`,
  },
  maturity: {
    unit: "share",
    field: "actor",
    orientation: "neither",
    meaning: "How much the profile knows: 1 from 50 events and 7 active days on; below it is learning.",
    words: (_value, { profile }) =>
      `its profile knows ${plural(profile.events, "event")} on ${plural(profile.activeDays, "day")}`,
  },
};

/** Every feature, in the order of a row. Part of the form of models: a changed list asks for new training. */
export const FEATURES: readonly FeatureDefinition[] = Object.entries(PLACE)
  .sort((a, b) => a[1] - b[1])
  .map(([name]) => toFeature(name));

function toFeature(name: string): FeatureDefinition {
  if (!isFeatureName(name)) throw new TypeError(`no feature is called ${name}`);
  return { name, ...DEFINITIONS[name] };
}

function isFeatureName(name: string): name is FeatureName {
  return Object.hasOwn(PLACE, name);
}
