import { ACTION_CLASSES, HOUR_MS, isJsonObject } from "../../../domain/index.ts";
import {
  type ActorProfile,
  DIMENSIONS,
  type EventFacts,
  type LastPlace,
  type TenantView,
} from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { createLooks, hasHistory, isOfKind, type Looker, type Sight, toKindMask } from "../../pass/looker.ts";
import { createOpenFindings, type OpenFinding, type Statement } from "../../pass/open-findings.ts";
import { formatDuration, formatNumber, toExact } from "../amounts.ts";
import { nameValue, toExplanation, toFactor } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { TravelParameters } from "../parameters.ts";
import { distanceKm } from "./distance.ts";

/** Clocks of logs count seconds: two events of one second are one second apart at most. */
const ELAPSED_MS_MIN = 1000;

/** From one place to another, at the least that the two radii allow. */
export interface Journey {
  readonly from: LastPlace;
  /** Between the middles, and what is left when both radii are taken off. */
  readonly middlesKm: number;
  readonly km: number;
  readonly elapsedMs: number;
  readonly kmh: number;
}

export function toJourney(from: LastPlace, to: Omit<LastPlace, "network" | "address" | "tool">): Journey {
  const middlesKm = distanceKm(from, to);
  const km = Math.max(0, middlesKm - from.radiusKm - to.radiusKm);
  const elapsedMs = Math.max(ELAPSED_MS_MIN, Math.abs(to.at - from.at));
  return { from, middlesKm, km, elapsedMs, kmh: km / (elapsedMs / HOUR_MS) };
}

/** Finds actors that are in two places too far apart for the time between. */
export function createTravelLooker(definition: BehaviourDetector, parameters: TravelParameters): Looker {
  const open = createOpenFindings(definition);
  const looks = createLooks();
  const kinds = toKindMask(parameters.actor_kinds);
  /** Addresses from which logins under the actor's name failed last; within the day. */
  const strangers = new Map<number, number>();

  const isKnown = (network: number, sight: Sight): boolean =>
    tenantActorsOf(sight.tenant, network) >= parameters.egress_actors_min ||
    isOwn(sight.profile, network, parameters.familiar_events_min);

  const depart = (journey: Journey, sight: Sight): void => {
    const { facts } = sight;
    const isHereKnown = isKnown(facts.network, sight);
    const isThereKnown = isKnown(journey.from.network, sight);
    // Both ends are the actor's own or everybody's: an office gateway, a VPN, a second home.
    if (isHereKnown && isThereKnown) return;
    // Back from a strange place: what was done there is the evidence.
    const stranger = isHereKnown ? journey.from.network : facts.network;
    const statement = toStatement(definition, sight, { parameters, journey, stranger });
    const before = sight.recent.of(facts.actor, facts.at).filter((one) => one.network === stranger);
    open.open(facts, { entity: facts.actor, keys: [stranger], before, statement });
  };

  return {
    detector: definition,
    looks,
    startDay: () => undefined,
    look(sight) {
      const { facts, profile } = sight;
      if (!isOfKind(kinds, facts.actorKind)) return;
      const finding = open.find(facts.actor, facts.at);
      if (finding !== null && finding.keys[0] === facts.network) {
        open.join(finding, facts);
        sharpen(finding, sight, { definition, parameters });
        return;
      }
      if (Number.isNaN(facts.latitude) || facts.network === 0) return;
      // Whoever fails to log in need not be the actor.
      if (facts.actionClass === LOGIN && facts.outcome !== 0) {
        noteStranger(strangers, facts);
        return;
      }
      if (!hasHistory(profile, parameters.history)) {
        looks.historyTooShort++;
        return;
      }
      looks.looked++;
      const from = profile.lastPlace;
      if (from === null || from.network === facts.network) return;
      if (strangers.get(facts.actor) === from.address) return;
      if (from.latitude === facts.latitude && from.longitude === facts.longitude) return;
      const journey = toJourney(from, facts);
      if (journey.km < parameters.distance_km_min || journey.kmh < parameters.speed_kmh_min) return;
      // The actor itself, at home, while the stranger's finding is open: told already.
      if (finding?.keys[0] === from.network) return;
      depart(journey, sight);
    },
    take: open.take,
    prune: open.prune,
    toJson: () => ({ open: open.toJson(), strangers: [...strangers].sort(([a], [b]) => a - b) }),
    restore(state) {
      if (!isJsonObject(state)) return;
      open.restore(state["open"] ?? []);
      for (const [actor, address] of (state["strangers"] ?? []) as unknown as [number, number][]) {
        strangers.set(actor, address);
      }
    },
  };
}

const LOGIN = ACTION_CLASSES.indexOf("login");
/** Actors of a partition whose failed logins are remembered. */
const STRANGERS_MAX = 20_000;

function noteStranger(strangers: Map<number, number>, { actor, address }: EventFacts): void {
  if (strangers.size >= STRANGERS_MAX) {
    const oldest = strangers.keys().next();
    if (oldest.done !== true) strangers.delete(oldest.value);
  }
  strangers.delete(actor);
  strangers.set(actor, address);
}

const NETWORK = DIMENSIONS.indexOf("network");
const tenantActorsOf = (tenant: TenantView, network: number): number => {
  const row = tenant.find(NETWORK, 0, network);
  return row < 0 ? 0 : tenant.actorsOf(row);
};

/** The profile keeps the networks that are used most: one that is not among them is not its own. */
const NETWORKS_ASKED_MAX = 48;
/** Whoever is known for days only has no network with many events. */
const OWN_SHARE = 0.2;
function isOwn(profile: ActorProfile, network: number, eventsMin: number): boolean {
  const own = profile.usualValues("network", NETWORKS_ASKED_MAX).find(({ code }) => code === network);
  return own !== undefined && (own.share >= OWN_SHARE || own.share * profile.events >= eventsMin);
}

/** What is done at the strange place may weigh more than how it was reached. */
function sharpen(
  finding: OpenFinding,
  { facts }: Sight,
  { definition }: { readonly definition: BehaviourDetector; readonly parameters: TravelParameters },
): void {
  if (
    facts.outcome !== 0 ||
    facts.sensitivity < 2 ||
    finding.statement.explanation["sensitive_action"] === true
  )
    return;
  const maturity = Number(finding.statement.explanation["maturity"] ?? 1);
  finding.statement = {
    ...finding.statement,
    ...grade({ severity: definition.detector.severity, strength: 2, maturity, steps: 0 }),
    explanation: { ...finding.statement.explanation, sensitive_action: true },
  };
}

/** Up to so many times the speed limit it may be a flight after all. */
const FLIGHT_TIMES = 1.5;

interface Found {
  readonly parameters: TravelParameters;
  readonly journey: Journey;
  readonly stranger: number;
}

function toStatement(
  definition: BehaviourDetector,
  sight: Sight,
  { parameters, journey, stranger }: Found,
): Statement {
  const { facts, profile, lexicon } = sight;
  const { from, km, kmh, elapsedMs } = journey;
  const strength = Math.min(4, Math.max(1, km / parameters.distance_km_min / 2));
  // The same tool on both sides is what a VPN that is switched on looks like.
  const isSameTool = from.tool !== 0 && from.tool === facts.tool;
  const isSensitive = facts.sensitivity >= 2 && facts.outcome === 0;
  const graded = grade({
    severity: definition.detector.severity,
    strength,
    maturity: profile.maturity,
    // So is a flight that clocks and radii make a little too fast.
    steps: (isSameTool && !isSensitive) || kmh < parameters.speed_kmh_min * FLIGHT_TIMES ? -1 : 0,
  });
  const here = nameValue(facts.country, lexicon);
  const distance = `${formatNumber(Math.round(km))} km`;
  const time = formatDuration(elapsedMs);
  const quietMs = (km / parameters.speed_kmh_min) * HOUR_MS;
  return {
    ...graded,
    strength,
    predicate: `acted from ${nameValue(facts.address, lexicon)} (${here}) ${time} after ${nameValue(from.address, lexicon)}, at least ${distance} away`,
    explanation: {
      ...toExplanation(definition.detector, sight, {
        factors: [
          toFactor("network", profile.historyOf("network"), lexicon),
          toFactor("country", profile.historyOf("country"), lexicon),
          toFactor("tool", profile.historyOf("tool"), lexicon),
        ],
        numbers: {
          distance_km: toExact(km),
          middles_km: toExact(journey.middlesKm),
          radius_from_km: from.radiusKm,
          radius_to_km: facts.radiusKm,
          elapsed_ms: elapsedMs,
          speed_kmh: toExact(kmh),
          speed_kmh_min: parameters.speed_kmh_min,
          from_at: new Date(from.at).toISOString(),
          to_at: new Date(facts.at).toISOString(),
        },
        comparison: `${distance} in ${time} are ${formatNumber(Math.round(kmh))} km/h; airliners make about ${formatNumber(parameters.speed_kmh_min)}.`,
        counterfactual: `It would have been quiet had at least ${formatDuration(quietMs)} lain between the two, or had the actor used the network before.`,
      }),
      maturity: toExact(profile.maturity),
      stranger: nameValue(stranger, lexicon),
      same_tool: isSameTool,
      sensitive_action: isSensitive,
    },
  };
}
