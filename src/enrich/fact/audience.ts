import ipaddr from "ipaddr.js";
import { isJsonObject, type JsonObject } from "../../domain/index.ts";
import { isAccountId, parseArn } from "../arn.ts";
import { type Principal, type Statement, textsOf } from "./policy-document.ts";

/** Who a grant reaches, from few to all: the account itself, named outsiders, everybody. */
export const AUDIENCES = ["internal", "external", "public"] as const;
export type Audience = (typeof AUDIENCES)[number];

const RANKS: Readonly<Record<Audience, number>> = { internal: 0, external: 1, public: 2 };
const wider = (a: Audience, b: Audience): Audience => (RANKS[a] >= RANKS[b] ? a : b);
const narrower = (a: Audience, b: Audience): Audience => (RANKS[a] <= RANKS[b] ? a : b);

/** Principals that are kept of one call; the audience counts all of them. */
export const PRINCIPALS_MAX = 100;

/** Gathers those whom one call lets in. */
export class Grantees {
  readonly #own: string | null;
  readonly #principals = new Set<string>();
  readonly #accounts = new Set<string>();
  #audience: Audience = "internal";

  /** @param own the account in which it happens; null when unknown: then every account is a stranger. */
  constructor(own: string | null) {
    this.#own = own;
  }

  get audience(): Audience {
    return this.#audience;
  }
  get principals(): string[] {
    return [...this.#principals];
  }
  get accounts(): string[] {
    return [...this.#accounts];
  }

  /** One principal as policies, ACLs and share lists name it; a condition can make it reach no wider than `widest`. */
  add(principal: string, widest: Audience = "public"): void {
    this.addJudged(principal, narrower(judgePrincipal(principal, this.#own), widest));
  }

  /** One that the caller judged. */
  addJudged(principal: string, audience: Audience): void {
    this.#audience = wider(this.#audience, audience);
    if (this.#principals.size < PRINCIPALS_MAX) this.#principals.add(principal);
    const account = accountOf(principal);
    if (account !== null && account !== this.#own && this.#accounts.size < PRINCIPALS_MAX)
      this.#accounts.add(account);
  }

  addCidr(cidr: string): void {
    this.addJudged(cidr, judgeCidr(cidr));
  }

  /** Everybody whom a policy's statement allows. */
  addStatement(statement: Statement): void {
    const widest = judgeCondition(statement.condition, this.#own);
    if (statement.hasNotPrincipal) this.addJudged("*", widest);
    for (const principal of statement.principals) {
      if (principal.kind === "Federated")
        this.addJudged(principal.text, this.#judgeProvider(principal, statement));
      else if (principal.kind === "CanonicalUser")
        this.addJudged(principal.text, narrower("external", widest));
      else if (principal.kind === "Service") this.addJudged(principal.text, "internal");
      else this.add(principal.text, widest);
    }
  }

  /** A provider of the own account lets in whom its conditions name; without any, all its users, of other tenants too. */
  #judgeProvider(principal: Principal, statement: Statement): Audience {
    const isConditional = statement.condition !== null && Object.keys(statement.condition).length > 0;
    if (parseArn(principal.text) === null) return isConditional ? "external" : "public";
    const isSaml = principal.text.includes(":saml-provider/");
    return isSaml || isConditional ? judgePrincipal(principal.text, this.#own) : "external";
  }
}

const EVERYBODY = new Set(["*", "all", "arn:aws:iam::*:root", "allusers", "authenticatedusers", "everyone"]);
const PUBLIC_GROUP = /^https?:\/\/acs\.amazonaws\.com\/groups\/global\/(allusers|authenticatedusers)$/;

function judgePrincipal(principal: string, own: string | null): Audience {
  const lower = principal.toLowerCase();
  if (EVERYBODY.has(lower) || PUBLIC_GROUP.test(lower)) return "public";
  const arn = parseArn(principal);
  if (arn !== null && arn.account === "*") return "public";
  const account = accountOf(principal);
  // Services, CloudFront's identities, ids of deleted users: nobody of another account.
  if (account === null) return "internal";
  return account === own ? "internal" : "external";
}

/** The 12-digit account of an id or ARN. */
export function accountOf(principal: string): string | null {
  if (isAccountId(principal)) return principal;
  const account = parseArn(principal)?.account ?? "";
  return isAccountId(account) ? account : null;
}

/** Networks larger than these prefix lengths belong to no one party. */
const WIDE_PREFIX_V4 = 8;
const WIDE_PREFIX_V6 = 16;

/** Who has addresses of a range: everybody, the own network, or somebody outside. */
export function judgeCidr(cidr: string): Audience {
  const slash = cidr.indexOf("/");
  const address = slash < 0 ? cidr : cidr.slice(0, slash);
  if (!ipaddr.isValid(address)) return "external";
  const parsed = ipaddr.parse(address);
  const isVersion4 = parsed.kind() === "ipv4";
  const prefix = slash < 0 ? (isVersion4 ? 32 : 128) : Number(cidr.slice(slash + 1));
  if (prefix < (isVersion4 ? WIDE_PREFIX_V4 : WIDE_PREFIX_V6)) return "public";
  const range = parsed.range();
  return range === "unicast" || range === "6to4" || range === "teredo" || range === "rfc6052"
    ? "external"
    : "internal";
}

/** How wide a statement reaches at most under its conditions. All conditions must hold, so the narrowest counts. */
export function judgeCondition(condition: JsonObject | null, own: string | null): Audience {
  let widest: Audience = "public";
  if (condition === null) return widest;
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isNarrowing(operator) || !isJsonObject(keys)) continue;
    for (const [key, value] of Object.entries(keys)) {
      const values = textsOf(typeof value === "boolean" ? String(value) : value);
      if (values.length > 0) widest = narrower(widest, judgeKey(key.toLowerCase(), values, own));
    }
  }
  return widest;
}

/**
 * `…IfExists` lets requests through that lack the key, as anonymous ones do, and a negative operator lets nearly all
 * through: neither narrows.
 */
function isNarrowing(operator: string): boolean {
  const plain = operator.replace(/^ForAnyValue:/i, "").toLowerCase();
  return NARROWING.has(plain);
}
const NARROWING = new Set([
  "stringequals",
  "stringequalsignorecase",
  "stringlike",
  "arnequals",
  "arnlike",
  "ipaddress",
  "bool",
]);

/** Conditions that hold for the own organisation, network or file system alone. */
const INTERNAL_KEYS = new Set([
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:resourceorgid",
  "elasticfilesystem:accessedviamounttarget",
]);
const ACCOUNT_KEYS = new Set([
  "aws:principalaccount",
  "aws:sourceaccount",
  "aws:sourceowner",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "lambda:sourceaccount",
]);
const ARN_KEYS = new Set(["aws:principalarn", "aws:sourcearn", "s3:dataaccesspointarn"]);
/** They shut most of the world out, but say nothing of accounts. */
const EXTERNAL_KEYS = new Set([
  "aws:sourcevpce",
  "aws:sourcevpc",
  "aws:userid",
  "sts:externalid",
  "aws:username",
]);

function judgeKey(key: string, values: readonly string[], own: string | null): Audience {
  if (values.includes("*")) return "public";
  if (INTERNAL_KEYS.has(key)) return values.includes("false") ? "public" : "internal";
  if (ACCOUNT_KEYS.has(key)) return widestOf(values, (value) => judgePrincipal(value, own));
  if (ARN_KEYS.has(key)) return widestOf(values, (value) => judgePrincipal(value, own));
  if (key === "aws:sourceip" || key === "aws:vpcsourceip") {
    return widestOf(values, (value) => wider(judgeCidr(value), "external"));
  }
  return EXTERNAL_KEYS.has(key) || key.startsWith("aws:principaltag/") ? "external" : "public";
}

function widestOf(values: readonly string[], judge: (value: string) => Audience): Audience {
  return values.reduce<Audience>((widest, value) => wider(widest, judge(value)), "internal");
}
