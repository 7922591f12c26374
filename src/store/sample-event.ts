import { createHash } from "node:crypto";
import {
  type ContentHash,
  type Event,
  type Reject,
  toContentHash,
  toEntityId,
  toEpochMs,
  toEventId,
} from "../domain/index.ts";
import type { InputBatch, InputIdentity } from "./port.ts";

/** 2026-01-05, a Monday. */
export const SAMPLE_START = Date.UTC(2026, 0, 5);

/** An event for tests of stores; what a test is about it sets itself. */
export function sampleEvent(changes: Partial<Omit<Event, "id" | "at">> & { id: string; at?: number }): Event {
  const { id, at, ...rest } = changes;
  return {
    id: toEventId(id),
    at: toEpochMs(at ?? SAMPLE_START),
    receivedAt: toEpochMs(SAMPLE_START + 86_400_000),
    logType: "aws-cloudtrail",
    actor: {
      id: toEntityId("arn:aws:iam::123456789012:user/ann"),
      type: "user",
      name: "ann",
      account: "123456789012",
      session: null,
      automated: false,
    },
    accessKeyId: "AKIAANNEXAMPLE",
    action: { name: "GetObject", service: "s3", class: "download", activity: "read", sensitivity: 1 },
    outcome: "success",
    errorCode: null,
    account: "123456789012",
    region: "eu-central-1",
    address: { kind: "public", text: "198.51.100.7", country: "DE" },
    tool: { family: "cli", name: "aws-cli", version: "2.15.0", os: "linux" },
    device: null,
    resource: "arn:aws:s3:::plans/a.txt",
    bytesIn: null,
    bytesOut: 0,
    links: [],
    ...rest,
  };
}

/** An event in which no field is missing. */
export const SAMPLE_FULL_EVENT: Event = sampleEvent({
  id: "00000000-0000-4000-8000-000000000001",
  at: SAMPLE_START + 123,
  actor: {
    id: toEntityId("arn:aws:iam::123456789012:role/deploy"),
    type: "role",
    name: "deploy",
    account: "123456789012",
    session: "__proto__",
    automated: true,
  },
  errorCode: "AccessDenied",
  outcome: "denied",
  device: "mobile",
  bytesIn: 4_000_000_000_000,
  bytesOut: 12,
  links: [
    { kind: "issued-key", accessKeyId: "ASIAEXAMPLE", target: toEntityId("arn:aws:iam::1:role/x") },
    { kind: "created-identity", accessKeyId: null, target: null },
  ],
});

/** A UUID from a number, in the spelling of CloudTrail's event ids. */
export const sampleUuid = (number: number): string =>
  `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;

export const sampleHash = (text: string): ContentHash =>
  toContentHash(createHash("sha256").update(text).digest("hex"));

export const sampleInput = (name: string): InputIdentity => ({
  hash: sampleHash(name),
  name,
  sizeBytes: name.length,
  format: "auto",
});

export const sampleReject = (file: string, position: number): Reject => ({
  origin: { file, position },
  code: "SOURCE_SAMPLE",
  reason: "The record is not an object.",
  excerpt: "[1,2",
});

/** One batch per argument; positions count through. */
export async function* sampleBatches(...batches: readonly (readonly Event[])[]): AsyncGenerator<InputBatch> {
  let position = 0;
  for (const events of batches)
    yield { events: events.map((event) => ({ event, position: position++ })), rejects: [], skipped: 0 };
}
