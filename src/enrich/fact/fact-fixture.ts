import { type Event, type JsonObject, toEpochMs, toEventId } from "../../domain/index.ts";
import { createEnricher } from "../enricher.ts";
import { objectOf, textOf } from "../field.ts";
import { type Facts, toFacts } from "./facts.ts";

export const OWN = "111122223333";
export const OTHER = "444455556666";

const enricher = createEnricher({ geo: null });

const ALICE: JsonObject = {
  type: "IAMUser",
  arn: `arn:aws:iam::${OWN}:user/alice`,
  accountId: OWN,
  userName: "alice",
};

/** An event of a CloudTrail record of Alice's, for tests: what the facts look at is real, the rest is plain. */
export function eventOf(record: JsonObject, more: Partial<Event> = {}): Event {
  const source = textOf(record["eventSource"]) ?? "";
  const name = textOf(record["eventName"]) ?? "";
  return {
    id: toEventId("e"),
    at: toEpochMs(0),
    receivedAt: toEpochMs(0),
    logType: "aws-cloudtrail",
    actor: enricher.toActor(objectOf(record["userIdentity"]), record),
    accessKeyId: null,
    action: enricher.toAction(name, source),
    outcome: record["errorCode"] === undefined ? "success" : "denied",
    errorCode: null,
    account: OWN,
    region: "eu-west-1",
    address: enricher.toAddress("8.8.8.8"),
    tool: enricher.toTool("Boto3/1.0"),
    device: null,
    resource: null,
    bytesIn: null,
    bytesOut: null,
    links: [],
    ...more,
  };
}

/** `call("s3:PutBucketAcl", {…})` as rules see it. */
export function call(action: string, requestParameters: JsonObject | null, more: JsonObject = {}): Facts {
  const [service, eventName] = action.split(":");
  const record = {
    eventSource: `${service}.amazonaws.com`,
    eventName: eventName!,
    userIdentity: ALICE,
    requestParameters,
    ...more,
  };
  return toFacts(eventOf(record), record);
}
