import type { BehaviourDetector } from "../../detect/index.ts";

const LENS_WORDS = { actor: "actor", ip: "address", resource: "resource" } as const;

/** What numbers are of, as people say it. */
const METRIC_WORDS: Readonly<Record<string, string>> = {
  bytes_out: "bytes taken out",
  bytes_in: "bytes brought in",
  events: "events",
  errors: "failed calls",
  denied: "refused calls",
  containers: "different buckets and the like",
  actions: "different actions",
  failed_logins: "failed logins",
  taken: "things taken",
  actors: "different actors",
};

/** What a detector of behaviour learns, and when it fires. */
export function tellBehaviour(one: BehaviourDetector): readonly string[] {
  const of = LENS_WORDS[one.lens];
  return [...tellKind(one, of), tellHistory(one, of)];
}

function tellKind(one: BehaviourDetector, of: string): readonly string[] {
  switch (one.kind) {
    case "first_seen":
      return tellFirstSeen(one, of);
    case "foreign": {
      const { days_min, span_days } = one.parameters;
      return [
        `Learns from which buckets, files or secrets each ${of} and its peers download.`,
        `Fires when the ${of} downloads on ${days_min} or more days within ${span_days} from what it never took from before, and hardly any of its peers does.`,
      ];
    }
    case "place_for_taking": {
      const { days_min, span_days, taking_share_min } = one.parameters;
      return [
        `Learns from which networks each ${of} works.`,
        `Fires when on ${days_min} or more days within ${span_days} at least ${toPercent(taking_share_min)} of what comes from a new network are downloads, while the ${of} goes on working elsewhere.`,
      ];
    }
    case "travel":
      return [
        `Compares the places of an ${of}'s events, one after the other.`,
        `Fires when they are at least ${one.parameters.distance_km_min.toLocaleString("en")} km apart and would need more than ${one.parameters.speed_kmh_min.toLocaleString("en")} km/h.`,
        `Networks that ${one.parameters.egress_actors_min} or more actors use count as an office or a gateway.`,
      ];
    case "habit":
      return [
        `Learns at which hours of the week each ${of} works.`,
        `Fires on events in hours that hold less than ${toPercent(one.parameters.share_max)} of what it usually does${
          one.parameters.days === "any" ? "" : `, on a ${one.parameters.days} when it never works`
        }.`,
      ];
    case "deviation":
    case "lens_deviation": {
      const { metric, window, at_least, times_min, z_min } = one.parameters;
      const span = window === "drift" ? "several days in a row" : `one ${window}`;
      return [
        `Learns how many ${METRIC_WORDS[metric] ?? metric} each ${of} usually has.`,
        `Fires when there are ${at_least.toLocaleString("en")} or more within ${span}, ${times_min} times the usual, and far outside its own spread (${z_min} robust deviations).`,
      ];
    }
    case "newcomer":
      return [
        `Learns which actors touch each ${of}.`,
        `Fires when somebody new touches one that ${one.parameters.actors_max} or fewer touched before.`,
      ];
    case "model":
      return [
        "Three models learn what events usually look like, and must agree before one is called strange.",
        `Fires when ${one.parameters.events_min} or more different strange events of an ${of} come together within an hour.`,
      ];
  }
}

function tellFirstSeen(
  { parameters }: Extract<BehaviourDetector, { kind: "first_seen" }>,
  of: string,
): readonly string[] {
  const { new_all, bits_min, events_min, scope } = parameters;
  const many = events_min > 1 ? `, ${events_min} times within an hour` : "";
  return [
    `Learns what each ${of} usually does: ${new_all.join(", ")}.`,
    `Fires when ${joinAnd(new_all.map((name) => `the ${name}`))} ${new_all.length > 1 ? "are" : "is"} new to the ${of}${many}, ${
      scope === "session" ? "with all that is done from there within a day, " : ""
    }and together unusual enough (${bits_min} bits of surprise).`,
    "What many of its peers do is no news.",
  ];
}

function tellHistory(one: BehaviourDetector, of: string): string {
  if (!("history" in one.parameters)) return "";
  const { days_min, events_min } = one.parameters.history;
  const events = events_min > 0 ? ` and ${events_min.toLocaleString("en")} events` : "";
  return days_min === 0 && events_min === 0
    ? "Looks from the first day on."
    : `Looks only at ${of}s of which ${days_min} days${events} are known.`;
}

const toPercent = (share: number): string => `${Math.round(share * 1000) / 10}%`;

const joinAnd = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
