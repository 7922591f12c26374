import { ACTION_CLASSES, ACTIVITIES, ADDRESS_KINDS, OUTCOMES, TOOL_FAMILIES } from "../domain/index.ts";
import type { ActorProfile } from "./actor-profile.ts";
import { DIMENSION } from "./dimension.ts";
import type { EventFacts } from "./facts.ts";
import { PLACE } from "./feature/place.ts";
import { hourOfWeek } from "./habit.ts";
import type { TenantView } from "./tenant-view.ts";

/**
 * Nine columns of a simple detector: who, what, how much, where from, with what, when. Names are told by how rare they
 * are (bits), never by a number given to them: such a number means nothing to a split, and another thing next month.
 */
export const PRESET_S3_FEATURES = [
  "user",
  "action",
  "data_size",
  "region",
  "ip_address",
  "device",
  "hour",
  "day_of_week",
  "is_weekend",
] as const;

/**
 * Thirty-four columns of a CloudTrail detector, each from the event and what came before it. What a count of the whole
 * file said there (events of a user, of an address, of an action) is here what was known at the start of the day.
 */
export const PRESET_S4_FEATURES = [
  "hour",
  "day_of_week",
  "is_business_hours",
  "is_weekend",
  "is_late_night",
  "time_period",
  "user_total_events",
  "user_unique_ips",
  "user_unique_event_types",
  "user_error_rate",
  "is_new_user",
  "user_activity_diversity",
  "is_sensitive",
  "is_recon",
  "is_data_access",
  "has_error",
  "is_access_denied",
  "service_category",
  "event_type_frequency",
  "is_rare_event",
  "is_suspicious_ip",
  "is_internal_ip",
  "ip_event_count",
  "ip_unique_users",
  "is_shared_ip",
  "is_suspicious_user_agent",
  "is_console_access",
  "time_since_prev_event",
  "is_rapid_event",
  "events_this_minute",
  "is_burst",
  "user_events_this_hour",
  "is_unusual_user_activity",
  "risk_score",
] as const;

/** An observed event: `features` as `Behaviour.observe` filled them, the profile it gave. Before `learn`. */
export interface ReferenceSight {
  readonly facts: EventFacts;
  readonly features: Float64Array;
  readonly profile: ActorProfile;
  readonly tenant: TenantView;
}

/** The columns of `PRESET_S3_FEATURES`, in their order. NaN: the log does not say. */
export function computeReference9({ facts, features, profile, tenant }: ReferenceSight): number[] {
  const { hour, weekday } = toCalendar(facts.at);
  const all = tenant.totalOf(DIMENSION.action, 0);
  const { bytesIn, bytesOut } = facts;
  return [
    -Math.log2((Math.min(profile.events, all) + 0.5) / (all + 1)),
    features[PLACE.action_self]!,
    // Either way; what one direction says is enough.
    Number.isNaN(bytesIn) ? bytesOut : bytesIn + (Number.isNaN(bytesOut) ? 0 : bytesOut),
    features[PLACE.region_self]!,
    features[PLACE.address_self]!,
    features[PLACE.tool_self]!,
    hour,
    weekday,
    weekday >= 5 ? 1 : 0,
  ];
}

/** The columns of `PRESET_S4_FEATURES`, in their order. Flags are 0 or 1; NaN: the log does not say. */
export function computeReference34(sight: ReferenceSight): number[] {
  const columns = [...timeColumns(sight), ...userColumns(sight), ...actionColumns(sight)];
  columns.push(...networkColumns(sight), ...paceColumns(sight));
  columns.push(toReferenceRisk((name) => columns[PRESET_S4_FEATURES.indexOf(name)]!));
  return columns;
}

/** Points of the additive score; their sum is 19. */
const POINTS = {
  is_sensitive: 3,
  is_recon: 2,
  is_suspicious_ip: 3,
  is_suspicious_user_agent: 2,
  is_late_night: 1,
  is_weekend: 1,
  has_error: 1,
  is_access_denied: 2,
  is_burst: 2,
  is_new_user: 1,
  is_rare_event: 1,
} as const satisfies Partial<Record<(typeof PRESET_S4_FEATURES)[number], number>>;
const POINTS_MAX = Object.values(POINTS).reduce((sum, points) => sum + points, 0);

/** The additive risk score, 0 to 100: the points of every flag that is set, of all points that there are. */
export function toReferenceRisk(columnOf: (name: keyof typeof POINTS) => number): number {
  let points = 0;
  for (const name of POINT_NAMES) if (columnOf(name) > 0) points += POINTS[name];
  return (100 * points) / POINTS_MAX;
}

const POINT_NAMES = PRESET_S4_FEATURES.filter((name): name is keyof typeof POINTS =>
  Object.hasOwn(POINTS, name),
);

const flag = (is: boolean): number => (is ? 1 : 0);

function toCalendar(at: number): { readonly hour: number; readonly weekday: number } {
  const hour = hourOfWeek(at);
  return { hour: hour % 24, weekday: Math.floor(hour / 24) };
}

function timeColumns({ facts }: ReferenceSight): number[] {
  const { hour, weekday } = toCalendar(facts.at);
  return [
    hour,
    weekday,
    flag(hour >= 9 && hour < 18),
    flag(weekday >= 5),
    flag(hour < 5),
    // Morning, afternoon, evening, night.
    hour >= 6 && hour < 12 ? 0 : hour >= 12 && hour < 17 ? 1 : hour >= 17 && hour < 21 ? 2 : 3,
  ];
}

const NEW_USER_EVENTS = 5;

function userColumns({ profile }: ReferenceSight): number[] {
  const addresses = profile.usualValues("address", Number.POSITIVE_INFINITY).length;
  const actions = profile.usualValues("action", Number.POSITIVE_INFINITY).length;
  const sumOf = (metric: "events" | "errors"): number =>
    profile.daily(metric).past.reduce((sum, day) => sum + day, 0);
  const events = sumOf("events");
  return [
    profile.events,
    addresses,
    actions,
    events === 0 ? Number.NaN : sumOf("errors") / events,
    flag(profile.events < NEW_USER_EVENTS),
    profile.events === 0 ? Number.NaN : actions / profile.events,
  ];
}

const VIEW = ACTION_CLASSES.indexOf("view");
const DOWNLOAD = ACTION_CLASSES.indexOf("download");
const UPLOAD = ACTION_CLASSES.indexOf("upload");
const READ = ACTIVITIES.indexOf("read");
const SUCCESS = OUTCOMES.indexOf("success");
const DENIED = OUTCOMES.indexOf("denied");
const RARE_EVENTS = 10;

function actionColumns({ facts, profile }: ReferenceSight): number[] {
  const frequency = profile.historyOf("action").tenantEvents;
  return [
    flag(facts.sensitivity >= 2),
    flag(facts.actionClass === VIEW && facts.activity === READ),
    flag(facts.actionClass === DOWNLOAD || facts.actionClass === UPLOAD),
    flag(facts.outcome !== SUCCESS),
    flag(facts.outcome === DENIED),
    // A category has no order: how many of the tenant's events are of this service says more.
    profile.historyOf("service").tenantEvents,
    frequency,
    flag(frequency < RARE_EVENTS),
  ];
}

const PUBLIC = ADDRESS_KINDS.indexOf("public");
const INTERNAL: readonly number[] = (["private", "service", "aws-internal"] as const).map((kind) =>
  ADDRESS_KINDS.indexOf(kind),
);
const OFFENSIVE = TOOL_FAMILIES.indexOf("offensive");
const CONSOLE = TOOL_FAMILIES.indexOf("console");

function networkColumns({ facts, profile }: ReferenceSight): number[] {
  const address = profile.historyOf("address");
  const network = profile.historyOf("network");
  const users = address.tenantActors + flag(address.ofSelf > 0);
  const isNewToAll = network.code !== 0 && network.tenantEvents === 0 && network.ofSelf === 0;
  return [
    flag(facts.addressKind === PUBLIC && isNewToAll),
    flag(INTERNAL.includes(facts.addressKind)),
    address.tenantEvents,
    users,
    flag(users > 1),
    flag(facts.toolFamily === OFFENSIVE),
    flag(facts.toolFamily === CONSOLE),
  ];
}

const BURST_EVENTS = 10;
const BUSY_HOUR_EVENTS = 20;

function paceColumns({ features, profile }: ReferenceSight): number[] {
  const seconds = 2 ** features[PLACE.seconds_since_last]! - 1;
  const minute = Math.round(2 ** features[PLACE.events_minute]! - 1);
  const hour = profile.hourly("events").running;
  return [
    seconds,
    flag(seconds < 1),
    minute,
    flag(minute > BURST_EVENTS),
    hour,
    flag(hour > BUSY_HOUR_EVENTS),
  ];
}
