import { DAY_MS, type Event, HOUR_MS, MINUTE_MS } from "../../../domain/index.ts";
import type { Cell } from "../../../learn/index.ts";
import type { PRESET_S4_FEATURES } from "../../../profile/index.ts";
import { type RiskSigns, toRiskScore } from "./s4-risk.ts";

export type DrillFeature = (typeof PRESET_S4_FEATURES)[number];
export type DrillRow = Readonly<Record<DrillFeature, Cell>>;

const NEW_USER_EVENTS = 5;
const RARE_EVENTS = 10;
const BURST_EVENTS = 10;
const UNUSUAL_HOUR_EVENTS = 20;
const RAPID_SECONDS = 1;
/** Events before an address that nobody used yet says anything. */
const SETTLED_EVENTS = 100;

interface UserPast {
  events: number;
  errors: number;
  lastAt: number;
  readonly addresses: Set<string>;
  readonly actions: Set<string>;
  /** Times of the last hour's events, ascending. */
  recent: number[];
}

interface AddressPast {
  events: number;
  readonly users: Set<string>;
}

/**
 * Computes the features of events that come in order of time from what came before them: counts of a user, an address or
 * a call are as of the event, itself included, and never know what comes later.
 */
export class DrillHistory {
  readonly #users = new Map<string, UserPast>();
  readonly #addresses = new Map<string, AddressPast>();
  readonly #actions = new Map<string, number>();
  #events = 0;

  observe(event: Event): DrillRow {
    const address = event.address.text ?? "";
    const user = getOrMake(this.#users, event.actor.id, makeUser);
    const place = getOrMake(this.#addresses, address, makePlace);
    const isSettled = this.#events >= SETTLED_EVENTS;
    const isNewAddress = place.events === 0;
    const sincePrevious = user.events === 0 ? null : (event.at - user.lastAt) / 1000;
    this.#events++;
    countIn(user, event, address);
    place.events++;
    place.users.add(event.actor.id);
    const frequency = (this.#actions.get(event.action.name) ?? 0) + 1;
    this.#actions.set(event.action.name, frequency);
    const minute = user.recent.filter((at) => at > event.at - MINUTE_MS).length;
    const signs: RiskSigns = {
      ...describeTime(event.at),
      isSensitive: event.action.sensitivity >= 2,
      isRecon: isRecon(event),
      isBadAddress: isSettled && isNewAddress && event.address.kind === "public",
      isBadAgent: event.tool.family === "offensive",
      hasError: event.outcome !== "success",
      isDenied: event.outcome === "denied",
      isBurst: minute > BURST_EVENTS,
      isNewUser: user.events < NEW_USER_EVENTS,
      isRare: frequency < RARE_EVENTS,
    };
    return {
      ...toTimeCells(event.at),
      ...toUserCells(user, signs),
      ...toCallCells(event, signs, frequency),
      is_suspicious_ip: signs.isBadAddress,
      is_internal_ip: event.address.kind === "private",
      ip_event_count: place.events,
      ip_unique_users: place.users.size,
      is_shared_ip: place.users.size > 1,
      is_suspicious_user_agent: signs.isBadAgent,
      is_console_access: event.tool.family === "console" || event.action.class === "login",
      time_since_prev_event: sincePrevious === null ? null : Math.log1p(sincePrevious),
      is_rapid_event: sincePrevious !== null && sincePrevious < RAPID_SECONDS,
      events_this_minute: minute,
      is_burst: signs.isBurst,
      user_events_this_hour: user.recent.length,
      is_unusual_user_activity: user.recent.length > UNUSUAL_HOUR_EVENTS,
      risk_score: toRiskScore(signs),
    };
  }
}

const makeUser = (): UserPast => ({
  events: 0,
  errors: 0,
  lastAt: 0,
  addresses: new Set(),
  actions: new Set(),
  recent: [],
});
const makePlace = (): AddressPast => ({ events: 0, users: new Set() });

function getOrMake<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function countIn(user: UserPast, event: Event, address: string): void {
  user.events++;
  if (event.outcome !== "success") user.errors++;
  user.lastAt = event.at;
  user.addresses.add(address);
  user.actions.add(event.action.name);
  user.recent = [...user.recent.filter((at) => at > event.at - HOUR_MS), event.at];
}

const isRecon = ({ action }: Event): boolean =>
  action.activity === "read" && /^(?:List|Describe|Get(?:Account|Caller|Policy|Role|User))/.test(action.name);

const hourOf = (at: number): number => Math.floor((at % DAY_MS) / HOUR_MS);
/** Monday is 0; the first day of 1970 was a Thursday. */
const weekdayOf = (at: number): number => (Math.floor(at / DAY_MS) + 3) % 7;

const describeTime = (at: number): Pick<RiskSigns, "isNight" | "isWeekend"> => ({
  isNight: hourOf(at) <= 5,
  isWeekend: weekdayOf(at) >= 5,
});

function toTimeCells(
  at: number,
): Pick<
  DrillRow,
  "hour" | "day_of_week" | "is_business_hours" | "is_weekend" | "is_late_night" | "time_period"
> {
  const hour = hourOf(at);
  return {
    hour,
    day_of_week: weekdayOf(at),
    is_business_hours: hour >= 9 && hour < 18,
    is_weekend: weekdayOf(at) >= 5,
    is_late_night: hour <= 5,
    time_period:
      hour < 6 || hour >= 21 ? "night" : hour < 12 ? "morning" : hour < 17 ? "afternoon" : "evening",
  };
}

function toUserCells(
  user: UserPast,
  { isNewUser }: RiskSigns,
): Pick<
  DrillRow,
  | "user_total_events"
  | "user_unique_ips"
  | "user_unique_event_types"
  | "user_error_rate"
  | "is_new_user"
  | "user_activity_diversity"
> {
  return {
    user_total_events: user.events,
    user_unique_ips: user.addresses.size,
    user_unique_event_types: user.actions.size,
    user_error_rate: user.errors / user.events,
    is_new_user: isNewUser,
    user_activity_diversity: user.actions.size / user.events,
  };
}

function toCallCells(
  event: Event,
  signs: RiskSigns,
  frequency: number,
): Pick<
  DrillRow,
  | "is_sensitive"
  | "is_recon"
  | "is_data_access"
  | "has_error"
  | "is_access_denied"
  | "service_category"
  | "event_type_frequency"
  | "is_rare_event"
> {
  return {
    is_sensitive: signs.isSensitive,
    is_recon: signs.isRecon,
    is_data_access: event.action.class === "download" || event.action.class === "upload",
    has_error: signs.hasError,
    is_access_denied: signs.isDenied,
    service_category: event.action.service,
    event_type_frequency: Math.log2(frequency),
    is_rare_event: signs.isRare,
  };
}
