import {
  type ActorType,
  type DetectorKind,
  severityRank,
  toTacticName,
  toTechniqueName,
  type VerdictKind,
} from "../../domain/index.ts";
import type { ReportedEvent, ReportedFinding, ReportFacts } from "../facts.ts";

/** The version that AWS Security Hub speaks; later ones read it. */
export const OCSF_VERSION = "1.6.0";
/** Events told in full with each finding; the others are named. */
const EVIDENCES_MAX = 20;
const RELATED_MAX = 200;

/** Kinds of analytic: 1 rule, 2 behavioural, 3 statistical, 4 learning. */
const ANALYTICS: Readonly<Record<DetectorKind, number>> = {
  rule: 1,
  correlation: 1,
  first_seen: 2,
  travel: 2,
  deviation: 3,
  model: 4,
};
/** 1 new, 2 in progress, 3 suppressed, 4 resolved. */
const STATES: Readonly<Record<VerdictKind | "none", readonly [id: number, name: string]>> = {
  none: [1, "New"],
  "true-positive": [2, "In Progress"],
  "false-positive": [3, "Suppressed"],
  benign: [4, "Resolved"],
  duplicate: [3, "Suppressed"],
};
/** 0 unknown, 1 user, 3 system, 4 service. */
const USERS: Readonly<Partial<Record<ActorType, number>>> = {
  user: 1,
  person: 1,
  federated: 1,
  saml: 1,
  "identity-center": 1,
  directory: 1,
  service: 4,
  role: 99,
  root: 2,
};

/** Findings as events of class 2004, Detection Finding, of the Open Cybersecurity Schema Framework. */
export function toOcsf(facts: ReportFacts): readonly object[] {
  const events = new Map(facts.events.map((one) => [one.event.id, one]));
  return facts.findings.map((one) =>
    toDetectionFinding(one, {
      version: facts.version,
      events: one.finding.events.flatMap((id) => events.get(id) ?? []),
    }),
  );
}

interface Known {
  readonly version: string;
  readonly events: readonly ReportedEvent[];
}

function toDetectionFinding({ finding, verdict }: ReportedFinding, { version, events }: Known): object {
  const { severity, score } = finding;
  const [statusId, status] = STATES[verdict ?? "none"];
  const severityId = severityRank(severity) + 1;
  return {
    activity_id: 1,
    activity_name: "Create",
    category_uid: 2,
    category_name: "Findings",
    class_uid: 2004,
    class_name: "Detection Finding",
    type_uid: 200401,
    type_name: "Detection Finding: Create",
    time: finding.at,
    start_time: finding.at,
    end_time: finding.until,
    count: finding.events.length,
    severity_id: severityId,
    severity: severityId === 1 ? "Informational" : severity.slice(0, 1).toUpperCase() + severity.slice(1),
    status_id: statusId,
    status,
    is_alert: true,
    message: finding.summary,
    confidence_score: Math.round(score * 100),
    risk_score: Math.round(score * 100),
    metadata: {
      version: OCSF_VERSION,
      product: { name: "Gait", vendor_name: "Gait", version },
      uid: finding.id,
    },
    finding_info: toFindingInfo(finding),
    resources: [
      {
        uid: finding.entity.id,
        type: finding.entity.type,
        ...(finding.entity.type === "actor" ? { name: finding.actor.name } : {}),
      },
    ],
    evidences: (events.length === 0 ? [null] : events.slice(0, EVIDENCES_MAX)).map((one) =>
      one === null ? { actor: { user: toUser(finding.actor) } } : toEvidence(one),
    ),
    unmapped: { gait: { detector_kind: finding.detector.kind, incident: finding.incident } },
  };
}

const toFindingInfo = (finding: ReportedFinding["finding"]): object => ({
  uid: finding.id,
  title: finding.detector.title,
  desc: finding.summary,
  types: [finding.detector.kind],
  created_time: finding.until,
  first_seen_time: finding.at,
  last_seen_time: finding.until,
  analytic: {
    uid: finding.detector.id,
    name: finding.detector.title,
    type_id: ANALYTICS[finding.detector.kind],
  },
  attacks: finding.attack.map(({ tactic, technique }) => ({
    version: "19",
    tactic: { uid: tactic, name: toTacticName(tactic) },
    ...(technique === null ? {} : toTechniqueParts(technique)),
  })),
  related_events: finding.events.slice(0, RELATED_MAX).map((uid) => ({ uid })),
  related_events_count: finding.events.length,
});

/** A sub-technique stands beside its technique. */
function toTechniqueParts(id: string): object {
  const [parent = id] = id.split(".", 1);
  const technique = { uid: parent, name: toTechniqueName(parent) };
  return parent === id ? { technique } : { technique, sub_technique: { uid: id, name: toTechniqueName(id) } };
}

const toUser = ({
  id,
  name,
  type,
}: {
  readonly id: string;
  readonly name: string;
  readonly type: ActorType;
}): object => ({
  uid: id,
  name,
  type_id: USERS[type] ?? 0,
});

function toEvidence({ event }: ReportedEvent): object {
  const { actor, action, address, resource } = event;
  return {
    uid: event.id,
    actor: {
      user: {
        ...toUser(actor),
        ...(event.accessKeyId === null ? {} : { credential_uid: event.accessKeyId }),
        ...(actor.account === null ? {} : { account: { uid: actor.account } }),
      },
      ...(actor.session === null ? {} : { session: { uid: actor.session } }),
    },
    api: {
      operation: action.name,
      service: { name: action.service },
      ...(event.errorCode === null ? {} : { response: { error: event.errorCode } }),
    },
    ...(address.text === null ? {} : { src_endpoint: toEndpoint(address) }),
    ...(resource === null ? {} : { resources: [{ uid: resource }] }),
    data: { time: event.at, outcome: event.outcome, region: event.region, tool: event.tool.name },
  };
}

/** A service's name in the place of the address is the name of a service. */
function toEndpoint({ kind, text, country }: ReportedEvent["event"]["address"]): object {
  const isAddress = kind === "public" || kind === "private" || kind === "reserved";
  return {
    ...(isAddress ? { ip: text } : { svc_name: text }),
    ...(country === null ? {} : { location: { country } }),
  };
}
