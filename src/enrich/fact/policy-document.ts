import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";
import { fieldOf, listOf } from "../field.ts";

/** AWS's largest policies (resource policies of Secrets Manager, organisation policies) have some 20,000 characters. */
export const POLICY_LENGTH_MAX = 262_144;
/** No policy that fits has more statements than this. */
export const STATEMENTS_MAX = 1000;

/** One statement that allows something. Deny statements only narrow, so they grant nothing and are left out. */
export interface Statement {
  readonly principals: readonly Principal[];
  /** Everybody but the ones named: nearly everybody. */
  readonly hasNotPrincipal: boolean;
  /** In lower case. */
  readonly actions: readonly string[];
  /** Actions left out of "all actions", in lower case; null when the statement names its actions. */
  readonly notActions: readonly string[] | null;
  readonly resources: readonly string[];
  readonly hasNotResource: boolean;
  readonly condition: JsonObject | null;
}

export interface Principal {
  /** The element's key: `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` for the bare star. */
  readonly kind: string;
  readonly text: string;
}

/**
 * The allowing statements of a policy: an object, JSON text, or JSON text encoded for a URL, as CloudTrail writes them.
 * null when it is none of these, or larger than any policy AWS takes.
 */
export function readPolicy(value: JsonValue | undefined): readonly Statement[] | null {
  const document = toDocument(value);
  if (document === null) return null;
  const statements = fieldOf(document, "Statement") ?? fieldOf(document, "statement");
  if (statements === undefined) return null;
  return listOf(statements)
    .slice(0, STATEMENTS_MAX)
    .filter(isJsonObject)
    .filter((statement) => either(statement, "Effect") === "Allow")
    .map(toStatement);
}

/** Some services log each parameter as a list of one. */
function toDocument(stated: JsonValue | undefined): JsonObject | null {
  const value = Array.isArray(stated) && stated.length === 1 ? stated[0] : stated;
  if (isJsonObject(value)) return value;
  if (typeof value !== "string" || value.length > POLICY_LENGTH_MAX) return null;
  const text = value.trimStart();
  if (text.startsWith("{")) return parseObject(text);
  return text.startsWith("%7B") || text.startsWith("%7b") ? parseEncoded(text) : null;
}

function parseObject(text: string): JsonObject | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

function parseEncoded(text: string): JsonObject | null {
  try {
    return parseObject(decodeURIComponent(text.replaceAll("+", "%20")));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function toStatement(statement: JsonObject): Statement {
  const notAction = either(statement, "NotAction");
  return {
    principals: toPrincipals(either(statement, "Principal")),
    hasNotPrincipal: either(statement, "NotPrincipal") !== undefined,
    actions: textsOf(either(statement, "Action")).map((text) => text.toLowerCase()),
    notActions: notAction === undefined ? null : textsOf(notAction).map((text) => text.toLowerCase()),
    resources: textsOf(either(statement, "Resource")),
    hasNotResource: either(statement, "NotResource") !== undefined,
    condition: toCondition(either(statement, "Condition")),
  };
}

const toCondition = (value: JsonValue | undefined): JsonObject | null => (isJsonObject(value) ? value : null);

function toPrincipals(value: JsonValue | undefined): readonly Principal[] {
  if (typeof value === "string") return [{ kind: value === "*" ? "*" : "AWS", text: value }];
  if (!isJsonObject(value)) return [];
  return Object.keys(value).flatMap((kind) => textsOf(value[kind]).map((text) => ({ kind, text })));
}

/** `Action` as the policy language has it, `action` as some services log it. */
function either(statement: JsonObject, name: string): JsonValue | undefined {
  return fieldOf(statement, name) ?? fieldOf(statement, name.charAt(0).toLowerCase() + name.slice(1));
}

/** The texts of a text or a list; account ids may come as numbers. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  const texts: string[] = [];
  for (const item of listOf(value)) {
    if (typeof item === "string" && item !== "") texts.push(item);
    else if (typeof item === "number" && Number.isSafeInteger(item))
      texts.push(String(item).padStart(12, "0"));
  }
  return texts;
}
