import type { JsonObject } from "../../domain/index.ts";
import type { Assets, Bucket } from "../company/asset.ts";
import type { Dice } from "../random.ts";

/** What the parameters of a call are drawn from. */
export interface CallContext {
  readonly dice: Dice;
  readonly assets: Assets;
  /** Name of the caller, for calls about oneself. */
  readonly caller: string;
  readonly region: string;
  /** The bucket that a task works on; drawn when the task does not say. */
  readonly bucket: Bucket | null;
  /** What a story or task fixes: other people's names, addresses, amounts. */
  readonly given: Readonly<Record<string, string>>;
}

/** One API call as CloudTrail writes it: which service, whether it reads, what it is asked and what it answers. */
export interface Call {
  readonly service: string;
  readonly name: string;
  readonly readOnly: boolean;
  /** S3 objects, Lambda invocations and the like: recorded as data events. */
  readonly isData: boolean;
  readonly request: (context: CallContext) => JsonObject | null;
  readonly response: (context: CallContext) => JsonObject | null;
  /** Bytes that leave or enter the cloud with one call; null: the record does not say. */
  readonly bytes: "out" | "in" | null;
}

type Make = (context: CallContext) => JsonObject | null;
const nothing: Make = () => null;

/** A call that only reads. CloudTrail records no answer to it. */
export const reads = (service: string, name: string, request: Make = nothing): Call => ({
  service,
  name,
  readOnly: true,
  isData: false,
  request,
  response: nothing,
  bytes: null,
});

/** A call that changes something. */
export const writes = (service: string, name: string, request: Make = nothing): Call => ({
  ...reads(service, name, request),
  readOnly: false,
});

/** A call whose answer is recorded too. */
export const answers = (call: Call, response: Make): Call => ({ ...call, response });

/** A call on data: many of them, with bytes where the service counts them. */
export const touches = (call: Call, bytes: Call["bytes"]): Call => ({ ...call, isData: true, bytes });

export const bucketOf = ({ bucket, dice, assets }: CallContext): Bucket =>
  bucket ?? dice.pick(assets.buckets);

export function objectKey(context: CallContext): string {
  const { dice } = context;
  const prefix = dice.pick(bucketOf(context).prefixes);
  return `${prefix}${dice.between(2023, 2026)}/${String(dice.between(1, 12)).padStart(2, "0")}/${dice.hex(10)}.${dice.pick(["parquet", "csv.gz", "pdf", "json"])}`;
}

export const arnOf = (context: CallContext, service: string, resource: string): string =>
  `arn:aws:${service}:${context.region}:${context.assets.account}:${resource}`;
