import { ACTION_CLASSES, HOUR_MS, OUTCOMES, TOOL_FAMILIES } from "../../domain/index.ts";
import { ACTION_ERROR, DIMENSION, METRIC } from "../dimension.ts";
import { hourOfWeek, isNight, isWeekend, toLocalHour } from "../habit.ts";
import type { Observation } from "../observation.ts";
import { type Baseline, SESSION_IDLE_MS } from "../profile.ts";
import { distanceKm } from "../travel.ts";
import { FIRST, LAST, SLOT_WORDS } from "../value-pool.ts";
import {
  DAY_STEP_MS,
  DAY_STEPS,
  DAY_SUMS,
  HOUR_STEP_MS,
  HOUR_STEPS,
  HOUR_SUMS,
  MINUTE_SUM,
} from "../windows.ts";
import { PLACE } from "./place.ts";

/** A new value is new for hours, not for one event: half as new after so long. */
export const NEWNESS_HALF_LIFE_HOURS = 12;
/** After so long a value is not new at all. */
const NEW_HOURS_MAX = 10 * NEWNESS_HALF_LIFE_HOURS;
/** Below so many bytes or things, more than usual means nothing. */
export const BYTES_FLOOR = 2 ** 20;
export const COUNT_FLOOR = 4;
export const PLACES_FLOOR = 1;
/** Two places in less than a minute tell no speed. */
const TRAVEL_HOURS_MIN = 1 / 60;
/** Weight of the newest pause among the recent ones. */
const PACE_WEIGHT = 1 / 16;
export const FAST_MS = 1_000;

const LOGIN = ACTION_CLASSES.indexOf("login");
const DOWNLOAD = ACTION_CLASSES.indexOf("download");
const UPLOAD = ACTION_CLASSES.indexOf("upload");
const DELETE = ACTION_CLASSES.indexOf("delete");
const ADMIN = ACTION_CLASSES.indexOf("admin");
export const DENIED = OUTCOMES.indexOf("denied");
export const SUCCESS = OUTCOMES.indexOf("success");
const OFFENSIVE = TOOL_FAMILIES.indexOf("offensive");

/** All features of an observed event; the profile is as it was before it. */
export function computeFeatures(seen: Observation, features: Float64Array): void {
  const baseline = seen.profile.baseline!;
  computeTime(seen, baseline, features);
  computeAction(seen, features);
  computePlace(seen, features);
  computeTool(seen, features);
  computeOutcome(seen, baseline, features);
  computeVolume(seen, baseline, features);
  computePace(seen, baseline, features);
  features[PLACE.maturity] = seen.profile.maturity;
}

function computeTime(seen: Observation, baseline: Baseline, features: Float64Array): void {
  const hour = hourOfWeek(seen.at);
  const local = toLocalHour(hour, baseline.offset);
  features[PLACE.hour_self] = Math.log2(baseline.peakShare / baseline.hourShares[hour]!);
  features[PLACE.weekend_self] = isWeekend(local) ? baseline.weekendBits : 0;
  features[PLACE.night_self] = isNight(local) ? baseline.nightBits : 0;
}

function computeAction(seen: Observation, features: Float64Array): void {
  const { facts } = seen;
  const bits = seen.bitsOf(DIMENSION.action);
  features[PLACE.action_self] = bits;
  features[PLACE.action_peers] = seen.peerBitsOf(DIMENSION.action);
  features[PLACE.action_tenant] = seen.tenantBitsOf(DIMENSION.action);
  features[PLACE.service_self] = seen.bitsOf(DIMENSION.service);
  features[PLACE.new_action] = newness(seen, DIMENSION.action);
  features[PLACE.new_service] = newness(seen, DIMENSION.service);
  features[PLACE.sensitivity] = facts.sensitivity;
  features[PLACE.sensitive_action] = (bits * facts.sensitivity) / 3;
  const kind = facts.actionClass;
  features[PLACE.is_login] = kind === LOGIN ? 1 : 0;
  features[PLACE.is_download] = kind === DOWNLOAD ? 1 : 0;
  features[PLACE.is_upload] = kind === UPLOAD ? 1 : 0;
  features[PLACE.is_delete] = kind === DELETE ? 1 : 0;
  features[PLACE.is_admin] = kind === ADMIN ? 1 : 0;
  features[PLACE.container_self] = seen.bitsOf(DIMENSION.container);
  features[PLACE.container_tenant] = seen.tenantBitsOf(DIMENSION.container);
  features[PLACE.new_container] = newness(seen, DIMENSION.container);
}

function computePlace(seen: Observation, features: Float64Array): void {
  features[PLACE.region_self] = seen.bitsOf(DIMENSION.region);
  features[PLACE.region_tenant] = seen.tenantBitsOf(DIMENSION.region);
  features[PLACE.country_self] = seen.bitsOf(DIMENSION.country);
  features[PLACE.country_tenant] = seen.tenantBitsOf(DIMENSION.country);
  features[PLACE.network_self] = seen.bitsOf(DIMENSION.network);
  features[PLACE.network_tenant] = seen.tenantBitsOf(DIMENSION.network);
  features[PLACE.address_self] = seen.bitsOf(DIMENSION.address);
  features[PLACE.new_region] = newness(seen, DIMENSION.region);
  features[PLACE.new_country] = newness(seen, DIMENSION.country);
  features[PLACE.new_network] = newness(seen, DIMENSION.network);
  features[PLACE.new_address] = newness(seen, DIMENSION.address);
  features[PLACE.country_age] = ageBits(seen, DIMENSION.country);
  features[PLACE.network_age] = ageBits(seen, DIMENSION.network);
  features[PLACE.address_age] = ageBits(seen, DIMENSION.address);
  features[PLACE.travel_speed] = travelSpeed(seen);
}

function computeTool(seen: Observation, features: Float64Array): void {
  features[PLACE.tool_self] = seen.bitsOf(DIMENSION.tool);
  features[PLACE.tool_tenant] = seen.tenantBitsOf(DIMENSION.tool);
  features[PLACE.new_tool] = newness(seen, DIMENSION.tool);
  features[PLACE.tool_age] = ageBits(seen, DIMENSION.tool);
  features[PLACE.offensive_tool] = seen.facts.toolFamily === OFFENSIVE ? 1 : 0;
  features[PLACE.new_session] = newness(seen, DIMENSION.session);
  features[PLACE.session_age] = ageBits(seen, DIMENSION.session);
}

function computeOutcome(seen: Observation, baseline: Baseline, features: Float64Array): void {
  const { sums } = seen.profile.windows;
  const { outcome } = seen.facts;
  const failed = outcome === SUCCESS ? 0 : 1;
  const denied = outcome === DENIED ? 1 : 0;
  const events = sums[HOUR_SUMS + METRIC.events]! + 1;
  const deniedHour = sums[HOUR_SUMS + METRIC.denied]! + denied;
  features[PLACE.failed] = failed;
  features[PLACE.denied] = denied;
  features[PLACE.error_action] = seen.codes[ACTION_ERROR] === 0 ? 0 : seen.bitsOf(ACTION_ERROR);
  features[PLACE.failed_share_hour] = (sums[HOUR_SUMS + METRIC.errors]! + failed) / events;
  features[PLACE.denied_share_hour] = deniedHour / events;
  features[PLACE.denied_hour] = excess(deniedHour, baseline.hourly[METRIC.denied]!, COUNT_FLOOR);
}

function computeVolume(seen: Observation, baseline: Baseline, features: Float64Array): void {
  const { facts } = seen;
  const { sums } = seen.profile.windows;
  const { hourly, daily, group } = baseline;
  const out = toWholeBytes(facts.bytesOut);
  const into = toWholeBytes(facts.bytesIn);
  features[PLACE.bytes_out] = Math.log2(1 + facts.bytesOut);
  features[PLACE.bytes_in] = Math.log2(1 + facts.bytesIn);
  const outHour = sums[HOUR_SUMS + METRIC.bytesOut]! + out;
  const outDay = sums[DAY_SUMS + METRIC.bytesOut]! + out;
  const inHour = sums[HOUR_SUMS + METRIC.bytesIn]! + into;
  const inDay = sums[DAY_SUMS + METRIC.bytesIn]! + into;
  features[PLACE.bytes_out_hour_self] = excess(outHour, hourly[METRIC.bytesOut]!, BYTES_FLOOR);
  features[PLACE.bytes_out_hour_peers] = excess(outHour, group.hourly[METRIC.bytesOut]!, BYTES_FLOOR);
  features[PLACE.bytes_out_day_self] = excess(outDay, daily[METRIC.bytesOut]!, BYTES_FLOOR);
  features[PLACE.bytes_out_day_peers] = excess(outDay, group.daily[METRIC.bytesOut]!, BYTES_FLOOR);
  features[PLACE.bytes_in_hour_self] = excess(inHour, hourly[METRIC.bytesIn]!, BYTES_FLOOR);
  features[PLACE.bytes_in_day_self] = excess(inDay, daily[METRIC.bytesIn]!, BYTES_FLOOR);
}

function computePace(seen: Observation, baseline: Baseline, features: Float64Array): void {
  const { profile, at } = seen;
  const { sums } = profile.windows;
  const { hourly, daily, group } = baseline;
  const events = sums[HOUR_SUMS + METRIC.events]! + 1;
  features[PLACE.events_minute] = Math.log2(2 + sums[MINUTE_SUM]!);
  features[PLACE.events_hour_self] = excess(events, hourly[METRIC.events]!, COUNT_FLOOR);
  features[PLACE.events_hour_peers] = excess(events, group.hourly[METRIC.events]!, COUNT_FLOOR);
  features[PLACE.events_day_self] = excess(
    sums[DAY_SUMS + METRIC.events]! + 1,
    daily[METRIC.events]!,
    COUNT_FLOOR,
  );
  features[PLACE.actions_hour_self] = excess(
    distinctInHour(seen, DIMENSION.action, METRIC.distinctActions),
    hourly[METRIC.distinctActions]!,
    COUNT_FLOOR,
  );
  features[PLACE.services_hour_self] = excess(
    distinctInHour(seen, DIMENSION.service, METRIC.distinctServices),
    hourly[METRIC.distinctServices]!,
    COUNT_FLOOR,
  );
  features[PLACE.containers_hour_self] = excess(
    distinctInHour(seen, DIMENSION.container, METRIC.distinctContainers),
    hourly[METRIC.distinctContainers]!,
    COUNT_FLOOR,
  );
  computeDistinctDays(seen, daily, features);
  const gap = at - profile.lastAt;
  features[PLACE.seconds_since_last] = seen.isFirst ? Number.NaN : Math.log2(1 + gap / 1000);
  const recent = nextFastShare(seen);
  const all = profile.totals[DIMENSION.action]!;
  features[PLACE.machine_pace] = Math.max(0, recent - (all > 0 ? profile.fastUsual / all : 0));
  const isRunning = !seen.isFirst && gap <= SESSION_IDLE_MS;
  features[PLACE.session_hours] = isRunning ? Math.log2(1 + (at - profile.sessionAt) / HOUR_MS) : 0;
}

function computeDistinctDays(seen: Observation, daily: Float64Array, features: Float64Array): void {
  features[PLACE.containers_day_self] = excess(
    distinctInDay(seen, DIMENSION.container, METRIC.distinctContainers),
    daily[METRIC.distinctContainers]!,
    COUNT_FLOOR,
  );
  features[PLACE.actions_day_self] = excess(
    distinctInDay(seen, DIMENSION.action, METRIC.distinctActions),
    daily[METRIC.distinctActions]!,
    COUNT_FLOOR,
  );
  features[PLACE.regions_day_self] = excess(
    distinctInDay(seen, DIMENSION.region, METRIC.distinctRegions),
    daily[METRIC.distinctRegions]!,
    PLACES_FLOOR,
  );
  features[PLACE.addresses_day_self] = excess(
    distinctInDay(seen, DIMENSION.address, METRIC.distinctAddresses),
    daily[METRIC.distinctAddresses]!,
    PLACES_FLOOR,
  );
}

/** How many doublings `value` lies above what is usual; 0 up to there; NaN: nothing is known. */
function excess(value: number, usual: number, floor: number): number {
  if (value <= usual) return 0;
  return Math.log2((value + floor) / (usual + floor));
}

/** Share of fast pauses among the recent ones, the observed event's included. */
export function nextFastShare(seen: Observation): number {
  const fast = !seen.isFirst && seen.at - seen.profile.lastAt < FAST_MS ? 1 : 0;
  return seen.profile.fastRecent + (fast - seen.profile.fastRecent) * PACE_WEIGHT;
}

const BYTES_MAX = 2 ** 50;

/** What a log says of bytes as something that can be summed exactly. */
export const toWholeBytes = (bytes: number): number =>
  bytes > 0 ? Math.min(Math.round(bytes), BYTES_MAX) : 0;

/** Distinct values of the sliding hour, the observed event's included. */
export function distinctInHour(seen: Observation, dimension: number, metric: number): number {
  const sum = seen.profile.windows.sums[HOUR_SUMS + metric]!;
  if (seen.codes[dimension] === 0) return sum;
  return isWithin(seen, dimension, HOUR_STEP_MS * HOUR_STEPS) ? sum : sum + 1;
}

export function distinctInDay(seen: Observation, dimension: number, metric: number): number {
  const sum = seen.profile.windows.sums[DAY_SUMS + metric]!;
  if (seen.codes[dimension] === 0) return sum;
  return isWithin(seen, dimension, DAY_STEP_MS * DAY_STEPS) ? sum : sum + 1;
}

/** Whether the value was last used in a step of the window, which is one of 12 steps of an hour or 24 of a day. */
function isWithin(seen: Observation, dimension: number, window: number): boolean {
  const slot = seen.slots[dimension]!;
  if (slot < 0) return false;
  const isHour = window === HOUR_STEP_MS * HOUR_STEPS;
  const step = isHour ? HOUR_STEP_MS : DAY_STEP_MS;
  const last = seen.pool.words[slot * SLOT_WORDS + LAST]! * 1000;
  return Math.floor(seen.at / step) - Math.floor(last / step) < (isHour ? HOUR_STEPS : DAY_STEPS);
}

function ageHours(seen: Observation, slot: number): number {
  return Math.max(0, seen.at / 1000 - seen.pool.words[slot * SLOT_WORDS + FIRST]!) / 3600;
}

/** log2(1 + hours since the first use); 0: this is the first; NaN: the log does not say. */
function ageBits(seen: Observation, dimension: number): number {
  if (seen.codes[dimension] === 0) return Number.NaN;
  const slot = seen.slots[dimension]!;
  return slot < 0 ? 0 : Math.log2(1 + ageHours(seen, slot));
}

/** Bits of a new value for this actor, fading with hours since its first use. */
function newness(seen: Observation, dimension: number): number {
  if (seen.codes[dimension] === 0) return Number.NaN;
  const slot = seen.slots[dimension]!;
  if (slot < 0) return Math.max(0, seen.noveltyBitsOf(dimension));
  const hours = ageHours(seen, slot);
  if (hours >= NEW_HOURS_MAX) return 0;
  return Math.max(0, seen.noveltyBitsOf(dimension)) * 2 ** (-hours / NEWNESS_HALF_LIFE_HOURS);
}

/** log2(1 + km/h) since the last known place, the uncertainty of both taken off; NaN: one of them is not known. */
function travelSpeed(seen: Observation): number {
  const { facts, profile, at } = seen;
  if (Number.isNaN(facts.latitude) || Number.isNaN(profile.placeAt)) return Number.NaN;
  if (facts.network === profile.placeNetwork) return 0;
  const apart = distanceKm(facts, profile) - facts.radiusKm - profile.radiusKm;
  if (!(apart > 0)) return 0;
  return Math.log2(1 + apart / Math.max((at - profile.placeAt) / HOUR_MS, TRAVEL_HOURS_MIN));
}
