import type { JsonObject } from "../../domain/index.ts";
import type { Call, CallContext } from "../call/call.ts";
import { ANSWERS, CALLS, type CallName } from "../call/catalogue.ts";
import type { Assets } from "../company/asset.ts";
import type { Dice } from "../random.ts";
import { type Caller, toIso } from "./identity.ts";

/** Where and with what a call is made. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string;
  readonly region: string;
}

export interface CallOptions {
  readonly call: CallName;
  readonly at: number;
  readonly caller: Caller;
  readonly origin: Origin;
  readonly assets: Assets;
  readonly bucket?: CallContext["bucket"];
  readonly given?: CallContext["given"];
  /** `AccessDenied` and the like; the answer is then empty. */
  readonly error?: string;
  /** Typical bytes of an object, when the call moves one. */
  readonly objectBytes?: number;
}

const ERROR_TEXTS: Readonly<Record<string, string>> = {
  AccessDenied: "User is not authorized to perform this action because no identity-based policy allows it",
  "Client.UnauthorizedOperation": "You are not authorized to perform this operation.",
  NoSuchKey: "The specified key does not exist.",
  ThrottlingException: "Rate exceeded",
  ResourceNotFoundException: "The resource that you requested was not found.",
  ValidationException: "The request is not valid.",
};
const GLOBAL_SERVICES = new Set([
  "iam",
  "sts",
  "signin",
  "organizations",
  "route53",
  "ce",
  "budgets",
  "support",
  "health",
]);

/** One CloudTrail record with the fields that a real one has. */
export function toCloudTrailRecord(dice: Dice, options: CallOptions): JsonObject {
  const { assets, caller, origin, at, error } = options;
  const call: Call = CALLS[options.call];
  const region = GLOBAL_SERVICES.has(call.service) ? "us-east-1" : origin.region;
  const context: CallContext = {
    dice,
    assets,
    caller: caller.name,
    region: origin.region,
    bucket: options.bucket ?? null,
    given: options.given ?? {},
  };
  const host = `${call.service}.${region}.amazonaws.com`;
  const answer = (asked: CallContext): JsonObject | null => (ANSWERS[options.call] ?? call.response)(asked);
  return {
    eventVersion: "1.11",
    userIdentity: caller.identity,
    eventTime: toIso(at),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: origin.address,
    userAgent: origin.userAgent,
    ...toError(call, error),
    requestParameters: call.request(context),
    responseElements:
      error === undefined
        ? answer(context)
        : call.name === "ConsoleLogin"
          ? { ConsoleLogin: "Failure" }
          : null,
    ...toAdditional(dice, call, options),
    requestID: dice.uuid(),
    eventID: dice.uuid(),
    readOnly: call.readOnly,
    ...toResources(context, call),
    eventType: call.service === "signin" ? "AwsConsoleSignIn" : "AwsApiCall",
    managementEvent: !call.isData,
    recipientAccountId: assets.account,
    eventCategory: call.isData ? "Data" : "Management",
    ...(origin.address.endsWith(".amazonaws.com")
      ? {}
      : {
          tlsDetails: {
            tlsVersion: "TLSv1.3",
            cipherSuite: "TLS_AES_128_GCM_SHA256",
            clientProvidedHostHeader: host,
          },
        }),
  };
}

/** The console tells a failed sign-in by its message and answer alone; an API call by a code. */
function toError(call: Call, error: string | undefined): JsonObject {
  if (error === undefined) return {};
  if (call.service === "signin") return { errorMessage: error };
  return { errorCode: error, errorMessage: ERROR_TEXTS[error] ?? error };
}

function toAdditional(dice: Dice, call: Call, options: CallOptions): JsonObject {
  if (call.service === "signin" && call.name === "ConsoleLogin") {
    const usesMfa = options.given?.["mfa"] ?? "Yes";
    return {
      additionalEventData: {
        LoginTo: "https://console.aws.amazon.com/console/home",
        MobileVersion: "No",
        MFAUsed: usesMfa,
      },
    };
  }
  if (call.service !== "s3") return {};
  const bytes = Math.round(dice.lognormal(options.objectBytes ?? 500_000, 1));
  return {
    additionalEventData: {
      SignatureVersion: "SigV4",
      CipherSuite: "TLS_AES_128_GCM_SHA256",
      bytesTransferredIn: call.bytes === "in" && options.error === undefined ? bytes : 0,
      bytesTransferredOut:
        call.bytes === "out" && options.error === undefined ? bytes : dice.between(120, 900),
      AuthenticationMethod: "AuthHeader",
      "x-amz-id-2": dice.code(32),
    },
  };
}

function toResources({ assets, bucket }: CallContext, call: Call): JsonObject {
  if (call.service !== "s3" || bucket === null) return {};
  return {
    resources: [{ accountId: assets.account, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucket.name}` }],
  };
}
