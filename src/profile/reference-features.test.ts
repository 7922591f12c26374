import { describe, expect, test } from "vitest";
import { createBehaviour } from "./behaviour.ts";
import { createEventFacts, type EventFacts } from "./facts.ts";
import { FEATURES } from "./feature/features.ts";
import {
  computeReference9,
  computeReference34,
  PRESET_S3_FEATURES,
  PRESET_S4_FEATURES,
  type ReferenceSight,
  toReferenceRisk,
} from "./reference-features.ts";
import { createTenant } from "./tenant.ts";
import { NO_PEERS } from "./tenant-delta.ts";

const DAY = 86_400_000;
/** A Monday. */
const FIRST = 19_723;

/** Twelve usual events of a Monday, then `last` on Tuesday. */
function see(last: Partial<EventFacts>): ReferenceSight {
  const behaviour = createBehaviour();
  const tenant = createTenant();
  const features = new Float64Array(FEATURES.length);
  const usual = {
    ...createEventFacts(),
    actor: 5,
    action: 11,
    service: 21,
    address: 31,
    network: 41,
    region: 51,
  };
  behaviour.startDay(FIRST, tenant.view, NO_PEERS);
  for (let i = 0; i < 12; i++) {
    const facts = { ...usual, at: FIRST * DAY + i * 600_000, outcome: i < 3 ? 2 : 0 };
    behaviour.observe(facts, features);
    behaviour.learn(facts);
  }
  tenant.merge(FIRST, [behaviour.takeTenantDelta()]);
  const facts = { ...usual, at: (FIRST + 1) * DAY + 3 * 3_600_000, ...last };
  behaviour.startDay(Math.floor(facts.at / DAY), tenant.view, NO_PEERS);
  const profile = behaviour.observe(facts, features);
  return { facts, features, profile, tenant: tenant.view };
}

const columns34 = (sight: ReferenceSight): Record<string, number> => {
  const row = computeReference34(sight);
  return Object.fromEntries(PRESET_S4_FEATURES.map((name, i) => [name, row[i]!]));
};

describe("reference features", () => {
  test("S3-12: nine columns, names told by their rarity", () => {
    const row = computeReference9(see({ bytesOut: 900, at: (FIRST + 5) * DAY + 14 * 3_600_000, region: 52 }));
    const named = Object.fromEntries(PRESET_S3_FEATURES.map((name, i) => [name, row[i]!]));
    expect(row).toHaveLength(9);
    expect(named).toMatchObject({ data_size: 900, hour: 14, day_of_week: 5, is_weekend: 1 });
    expect(named["region"]).toBeGreaterThan(named["ip_address"]!);
    expect(Number.isNaN(computeReference9(see({}))[2])).toBe(true);
  });

  test("S4r-13: thirty-four columns, none of which knows what comes later", () => {
    const columns = columns34(see({ actionClass: 5, activity: 1, toolFamily: 0, addressKind: 0 }));
    expect(Object.keys(columns)).toHaveLength(34);
    expect(columns).toMatchObject({
      hour: 3,
      day_of_week: 1,
      is_business_hours: 0,
      is_late_night: 1,
      time_period: 3,
      user_total_events: 12,
      user_unique_ips: 1,
      user_unique_event_types: 1,
      user_error_rate: 0.25,
      is_new_user: 0,
      is_recon: 1,
      event_type_frequency: 12,
      is_rare_event: 0,
      is_suspicious_ip: 0,
      ip_event_count: 12,
      ip_unique_users: 1,
      is_shared_ip: 0,
      is_console_access: 1,
      is_rapid_event: 0,
      events_this_minute: 1,
      user_events_this_hour: 1,
    });
    expect(columns["time_since_prev_event"]).toBeCloseTo(25 * 3600 + 600, 3);
  });

  test("S4r-14: the additive score gives each flag its points, of nineteen", () => {
    expect(toReferenceRisk(() => 0)).toBe(0);
    expect(toReferenceRisk(() => 1)).toBe(100);
    const quiet = columns34(see({ at: (FIRST + 1) * DAY + 12 * 3_600_000 }));
    expect(quiet["risk_score"]).toBe(0);
    const loud = columns34(see({ sensitivity: 3, outcome: 1, toolFamily: 6, action: 99, network: 98 }));
    // Sensitive 3, new network 3, tool 2, night 1, error 1, denied 2, rare 1.
    expect(loud["risk_score"]).toBeCloseTo((100 * 13) / 19, 9);
  });
});
