import { isJsonObject, type JsonObject, type JsonValue, type Outcome } from "../../../domain/index.ts";
import { BoundedCache } from "../../../enrich/index.ts";

/** Refused for want of permission, however the service words it: `AccessDenied`, `Client.UnauthorizedOperation` ... */
const DENIED = /AccessDenied|Unauthori[sz]ed|NotAuthori[sz]ed|AuthorizationError|Forbidden/i;
/** A forged code of a megabyte is not searched to its end. */
const CODE_CHARS_MAX = 200;
/** Codes remembered; AWS has some thousands. */
const CODES_MAX = 4096;

/** Reads outcomes, remembering what error codes mean. */
export class OutcomeReader {
  readonly #known = new BoundedCache<Outcome>(CODES_MAX);

  toOutcome(errorCode: string | null, record: JsonObject): Outcome {
    if (errorCode !== null) return this.#fromCode(errorCode);
    if (isWithMessage(record["errorMessage"])) return "failure";
    const type = record["eventType"];
    // A failed sign-in has no error code: the answer says it under the event's own name.
    if (type === "AwsConsoleSignIn") return fromAnswer(record["responseElements"], record["eventName"]);
    if (type === "AwsServiceEvent") return fromAnswer(record["serviceEventDetails"], record["eventName"]);
    return "success";
  }

  #fromCode(code: string): Outcome {
    const known = this.#known.get(code);
    if (known !== undefined) return known;
    const outcome = DENIED.test(code.slice(0, CODE_CHARS_MAX)) ? "denied" : "failure";
    this.#known.set(code, outcome);
    return outcome;
  }
}

const isWithMessage = (message: JsonValue | undefined): boolean =>
  typeof message === "string" && message !== "";

function fromAnswer(answer: JsonValue | undefined, eventName: JsonValue | undefined): Outcome {
  if (!isJsonObject(answer) || typeof eventName !== "string" || !Object.hasOwn(answer, eventName))
    return "success";
  const said = answer[eventName];
  return typeof said === "string" && said.startsWith("Fail") ? "failure" : "success";
}
