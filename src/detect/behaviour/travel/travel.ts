import { z } from "zod";
import { ACTION_CLASSES, HOUR_MS, type JsonValue, type Severity } from "../../../domain/index.ts";
import {
  type ActorProfile,
  DIMENSIONS,
  type EventFacts,
  type LastPlace,
  type TenantView,
} from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { KindLooker } from "../../pass/kind-looker.ts";
import { hasHistory, inKeyOrder, type Judgement, makeRoom, type Sight } from "../../pass/looker.ts";
import type { OpenFinding, Statement } from "../../pass/open-findings.ts";
import { RECENT_MS } from "../../pass/recent-events.ts";
import { formatDuration, formatNumber, roundUpDuration, toExact } from "../amounts.ts";
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

const STRANGERS = z.array(z.tuple([z.number(), z.number()]));

/** Finds actors that are in two places too far apart for the time between. */
export class TravelLooker extends KindLooker<TravelParameters> {
  /** Addresses from which logins under the actor's name failed last: whoever fails to log in need not be the actor. */
  readonly #strangers = new Map<number, number>();

  protected override judge(sight: Sight): Judgement {
    const { facts, profile } = sight;
    if (!this.isLookedAt(facts)) return "outside";
    const finding = this.open.find(facts.actor, facts.at);
    if (finding !== null && finding.keys[0] === facts.network) {
      this.open.join(finding, facts);
      sharpen(finding, sight, this.definition.detector.severity);
      return "outside";
    }
    if (facts.network === 0) return "outside";
    if (Number.isNaN(facts.latitude)) return "field-missing";
    if (facts.actionClass === LOGIN && facts.outcome !== 0) {
      this.#noteStranger(facts);
      return "outside";
    }
    if (!hasHistory(profile, this.parameters.history)) return "history-too-short";
    if (profile.lastNetwork === null || profile.lastNetwork === facts.network) return "looked";
    const from = profile.lastPlace;
    if (from === null) return "looked";
    if (this.#strangers.get(facts.actor) === from.address) return "looked";
    if (from.latitude === facts.latitude && from.longitude === facts.longitude) return "looked";
    // The actor itself, at home, while the stranger's finding is open: told already.
    if (finding?.keys[0] === from.network) return "looked";
    const journey = toJourney(from, facts);
    const { distance_km_min, speed_kmh_min } = this.parameters;
    if (journey.km >= distance_km_min && journey.kmh > speed_kmh_min) this.#depart(journey, sight);
    return "looked";
  }

  override toJson(): JsonValue {
    return { open: this.open.toJson(), strangers: inKeyOrder(this.#strangers) };
  }

  override restore(state: Readonly<Record<string, unknown>>): void {
    super.restore(state);
    for (const [actor, address] of STRANGERS.parse(state["strangers"])) this.#strangers.set(actor, address);
  }

  #depart(journey: Journey, sight: Sight): void {
    const { facts } = sight;
    const isHereKnown = this.#isKnown(facts.network, sight);
    // Both ends are the actor's own or everybody's: an office gateway, a VPN, a second home.
    if (isHereKnown && this.#isKnown(journey.from.network, sight)) return;
    // Back from a strange place: what was done there is the evidence.
    const stranger = isHereKnown ? journey.from.network : facts.network;
    this.open.open(facts, {
      entity: facts.actor,
      keys: [stranger],
      before: sight.recent.of(facts.actor, facts.at).filter((one) => one.network === stranger),
      statement: toStatement(this.definition, sight, { parameters: this.parameters, journey, stranger }),
    });
  }

  #isKnown(network: number, { tenant, profile }: Sight): boolean {
    return (
      tenantActorsOf(tenant, network) >= this.parameters.egress_actors_min ||
      isOwn(profile, network, this.parameters.familiar_events_min)
    );
  }

  #noteStranger({ actor, address }: EventFacts): void {
    if (!this.#strangers.has(actor)) makeRoom(this.#strangers, STRANGERS_MAX);
    this.#strangers.set(actor, address);
  }
}

const LOGIN = ACTION_CLASSES.indexOf("login");
/** Actors of a partition whose failed logins are remembered. */
export const STRANGERS_MAX = 20_000;

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
function sharpen(finding: OpenFinding, { facts }: Sight, severity: Severity): void {
  const { explanation } = finding.statement;
  if (facts.outcome !== 0 || facts.sensitivity < 2 || explanation["sensitive_action"] === true) return;
  const maturity = Number(explanation["maturity"] ?? 1);
  finding.statement = {
    ...finding.statement,
    ...grade({ severity, strength: finding.statement.strength, maturity, steps: 0 }),
    explanation: { ...explanation, sensitive_action: true },
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
        since: Math.min(from.at, facts.at - RECENT_MS),
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
        counterfactual: `It would have been quiet had at least ${formatDuration(roundUpDuration(quietMs))} lain between the two, or were both networks often used by the actor.`,
      }),
      maturity: toExact(profile.maturity),
      stranger: nameValue(stranger, lexicon),
      same_tool: isSameTool,
      sensitive_action: isSensitive,
    },
  };
}
