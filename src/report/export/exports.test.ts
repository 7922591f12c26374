import { describe, expect, test } from "vitest";
import { z } from "zod";
import { TACTICS } from "../../domain/index.ts";
import {
  ALL_SAMPLES,
  HOSTILE,
  sampleEvent,
  sampleFinding,
  sampleIncidentFacts,
  samplePostureFacts,
} from "../fixtures/sample-facts.ts";
import { toNavigatorLayer } from "./navigator.ts";
import { toOcsf } from "./ocsf.ts";
import { toStixBundle } from "./stix.ts";
import { toObservableId, toUuid5 } from "./uuid.ts";

describe("ids that are made from names", () => {
  test("are those of RFC 9562, appendix A.4", () => {
    expect(toUuid5("www.example.com", "6ba7b810-9dad-11d1-80b4-00c04fd430c8")).toBe(
      "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    );
  });

  test("of observables are those of the STIX specification, so that everybody's agree", () => {
    expect(toObservableId("ipv4-addr", { value: "198.51.100.3" })).toBe(
      "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4",
    );
  });
});

// What STIX 2.1 requires (sections 3.2, 4, 5, 6, 8), written down here for the objects that we make.
const TIME = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
const idOf = (type: string) => z.string().regex(new RegExp(`^${type}--${UUID}$`));
const anyId = idOf("[a-z0-9-]+");
const own = <T extends string>(type: T) => ({
  type: z.literal(type),
  id: idOf(type),
  spec_version: z.literal("2.1"),
  created: TIME,
  modified: TIME,
  created_by_ref: idOf("identity"),
});
const seen = (type: string) => ({ type: z.literal(type), id: idOf(type), spec_version: z.literal("2.1") });
const refs = z.array(anyId).min(1);
const STIX_OBJECT = z.discriminatedUnion("type", [
  z.strictObject({
    ...own("identity"),
    name: z.string(),
    description: z.string(),
    identity_class: z.literal("system"),
  }),
  z.strictObject({
    ...own("attack-pattern"),
    name: z.string(),
    external_references: z.array(
      z.strictObject({
        source_name: z.literal("mitre-attack"),
        external_id: z.string().regex(/^T\d{4}(\.\d{3})?$/),
        url: z.url(),
      }),
    ),
  }),
  z.strictObject({
    ...own("observed-data"),
    first_observed: TIME,
    last_observed: TIME,
    number_observed: z.int().min(1).max(999_999_999),
    object_refs: refs,
  }),
  z.strictObject({
    ...own("sighting"),
    confidence: z.int().min(0).max(100).optional(),
    description: z.string().optional(),
    first_seen: TIME,
    last_seen: TIME,
    count: z.int().min(0).max(999_999_999),
    sighting_of_ref: idOf("(?:attack-pattern|indicator)"),
    observed_data_refs: z.array(idOf("observed-data")).min(1),
    where_sighted_refs: z.array(idOf("identity")).min(1),
    labels: z.array(z.string()).optional(),
  }),
  z.strictObject({
    ...own("indicator"),
    name: z.string(),
    description: z.string(),
    indicator_types: z.array(z.enum(["anomalous-activity", "compromised"])),
    pattern: z.string().regex(/^\[ipv[46]-addr:value = '[0-9a-f.:]+'\]$/),
    pattern_type: z.literal("stix"),
    pattern_version: z.literal("2.1"),
    valid_from: TIME,
    valid_until: TIME,
    confidence: z.int().min(0).max(100),
  }),
  z.strictObject({
    ...own("relationship"),
    relationship_type: z.literal("indicates"),
    source_ref: idOf("indicator"),
    target_ref: idOf("attack-pattern"),
  }),
  z.strictObject({
    ...own("report"),
    name: z.string().min(1),
    description: z.string(),
    report_types: z.array(z.enum(["threat-report", "observed-data"])),
    published: TIME,
    labels: z.array(z.string()).optional(),
    object_refs: refs,
  }),
  z.strictObject({
    ...seen("user-account"),
    type: z.literal("user-account"),
    user_id: z.string(),
    display_name: z.string(),
  }),
  z.strictObject({ ...seen("ipv4-addr"), type: z.literal("ipv4-addr"), value: z.ipv4() }),
  z.strictObject({ ...seen("ipv6-addr"), type: z.literal("ipv6-addr"), value: z.ipv6() }),
]);
const BUNDLE = z.strictObject({
  type: z.literal("bundle"),
  id: idOf("bundle"),
  objects: z.array(STIX_OBJECT),
});

describe("a STIX 2.1 bundle", () => {
  test.each(ALL_SAMPLES)(
    "of %o holds what the specification requires and refers to nothing that it lacks",
    (makeFacts) => {
      const { objects } = BUNDLE.parse(toStixBundle(makeFacts(HOSTILE), `A title ${HOSTILE}`));
      const ids = new Set(objects.map(({ id }) => id));
      expect(ids.size).toBe(objects.length);
      for (const object of objects)
        for (const [name, value] of Object.entries(object))
          if (/_refs?$/.test(name))
            for (const ref of [value].flat()) expect(ids, `${object.id} ${name}`).toContain(ref);
      for (const object of objects)
        if ("created" in object) expect(object.modified >= object.created, object.id).toBe(true);
    },
  );

  test("is the same bytes when made again, and keeps its ids when made later", () => {
    const facts = sampleIncidentFacts();
    expect(toStixBundle(facts, "t")).toEqual(toStixBundle(facts, "t"));
    const later = BUNDLE.parse(toStixBundle({ ...facts, generatedAt: facts.riskAt }, "t"));
    const now = BUNDLE.parse(toStixBundle(facts, "t"));
    expect(later.objects.map(({ id }) => id)).toEqual(now.objects.map(({ id }) => id));
  });

  test("makes indicators of public addresses that were new to whom they were used by, and of no others", () => {
    const facts = sampleIncidentFacts();
    const addressesOf = (finding: ReturnType<typeof sampleFinding>, kind: "public" | "private") => {
      const { event, origin } = sampleEvent(0);
      const events = [{ event: { ...event, address: { ...event.address, kind } }, origin }];
      const { objects } = BUNDLE.parse(
        toStixBundle({ ...facts, findings: [{ finding, verdict: null, exception: null }], events }, "t"),
      );
      return objects.flatMap((object) => (object.type === "indicator" ? object.pattern : []));
    };
    expect(addressesOf(sampleFinding(0), "public")).toEqual(["[ipv4-addr:value = '198.51.100.7']"]);
    expect(addressesOf(sampleFinding(0), "private")).toEqual([]);
    expect(addressesOf(sampleFinding(0, { severity: "low" }), "public")).toEqual([]);
    expect(addressesOf(sampleFinding(0, { explanation: {} }), "public")).toEqual([]);
  });
});

// What OCSF 1.6 requires of class 2004 and of the objects in it.
const named = z.looseObject({ uid: z.string(), name: z.string() });
const DETECTION_FINDING = z.looseObject({
  activity_id: z.literal(1),
  category_uid: z.literal(2),
  class_uid: z.literal(2004),
  type_uid: z.literal(200_401),
  time: z.int(),
  severity_id: z.int().min(1).max(5),
  status_id: z.int().min(1).max(4),
  message: z.string(),
  confidence_score: z.int().min(0).max(100),
  metadata: z.looseObject({
    version: z.literal("1.6.0"),
    product: z.looseObject({ name: z.string(), vendor_name: z.string() }),
  }),
  finding_info: z.looseObject({
    uid: z.string(),
    title: z.string(),
    analytic: z.looseObject({ type_id: z.int().min(1).max(4), uid: z.string() }),
    attacks: z.array(
      z.looseObject({ tactic: named, technique: named.optional(), sub_technique: named.optional() }),
    ),
    related_events: z.array(z.looseObject({ uid: z.string() })),
  }),
  resources: z.array(z.looseObject({ uid: z.string() })).min(1),
  evidences: z
    .array(
      z.looseObject({
        actor: z.looseObject({ user: z.looseObject({ uid: z.string(), type_id: z.int() }) }),
        api: z.looseObject({ operation: z.string() }).optional(),
      }),
    )
    .min(1),
});

describe("OCSF Detection Findings", () => {
  test.each(ALL_SAMPLES)("of %o hold what the schema requires", (makeFacts) => {
    const findings = z.array(DETECTION_FINDING).parse(toOcsf(makeFacts(HOSTILE)));
    expect(findings.map(({ finding_info: info }) => info.uid)).toEqual(["finding-0", "finding-1"]);
  });

  test("tell severity, kind of analytic, state and sub-technique in OCSF's numbers", () => {
    const facts = sampleIncidentFacts();
    const [first] = z.array(DETECTION_FINDING).parse(
      toOcsf({
        ...facts,
        findings: [
          {
            finding: sampleFinding(0, { severity: "critical" }),
            verdict: "false-positive",
            exception: null,
          },
        ],
      }),
    );
    expect(first).toMatchObject({ severity_id: 5, severity: "Critical", status_id: 3, status: "Suppressed" });
    expect(first?.finding_info.analytic.type_id).toBe(2);
    expect(first?.finding_info.attacks[0]).toMatchObject({
      tactic: { uid: "TA0010", name: "Exfiltration" },
      technique: { uid: "T1567" },
      sub_technique: { uid: "T1567.002" },
    });
  });

  test("without stored events still name who it was", () => {
    const [first] = z.array(DETECTION_FINDING).parse(toOcsf({ ...sampleIncidentFacts(), events: [] }));
    expect(first?.evidences).toHaveLength(1);
  });
});

const LAYER = z.looseObject({
  name: z.string().max(200),
  domain: z.literal("enterprise-attack"),
  versions: z.strictObject({ attack: z.string(), navigator: z.string(), layer: z.literal("4.5") }),
  gradient: z.strictObject({
    colors: z.array(z.string().regex(/^#[0-9a-f]{6}$/)).min(2),
    minValue: z.number(),
    maxValue: z.number(),
  }),
  techniques: z.array(
    z.looseObject({
      techniqueID: z.string().regex(/^T\d{4}(\.\d{3})?$/),
      tactic: z.enum(TACTICS.map(({ slug }) => slug)),
      score: z.number().min(1),
      comment: z.string(),
    }),
  ),
});

describe("a layer for the ATT&CK Navigator", () => {
  test("of findings scores the worst severity and says which detectors", () => {
    const { techniques, gradient } = LAYER.parse(toNavigatorLayer(sampleIncidentFacts(), "t"));
    expect(techniques.map(({ techniqueID, tactic, score }) => [techniqueID, tactic, score])).toEqual([
      ["T1567.002", "exfiltration", 4],
      ["T1078", "initial-access", 1],
    ]);
    expect(techniques.every(({ score }) => score <= gradient.maxValue)).toBe(true);
  });

  test("of the posture scores detectors", () => {
    const { techniques } = LAYER.parse(toNavigatorLayer(samplePostureFacts(), "t"));
    expect(techniques.map(({ techniqueID, score }) => [techniqueID, score])).toEqual([
      ["T1567.002", 10],
      ["T1537", 9],
    ]);
  });
});
