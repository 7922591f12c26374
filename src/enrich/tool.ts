import Bowser from "bowser";
import type { JsonValue, Tool, ToolFamily } from "../domain/index.ts";
import { clip } from "./field.ts";
import { EXECUTION_PLACES, FAMILY_RANKS, NAMED_TOOLS, TWO_WORD_TOOLS } from "./tool-names.ts";

/** What is read of an agent; CloudTrail itself cuts at 1 KB. */
export const AGENT_LENGTH_MAX = 1024;
const BROWSER_LENGTH_MAX = 512;
const NAME_LENGTH_MAX = 64;

const ABSENT: Tool = { family: "absent", name: "absent", version: null, os: null };
const UNREADABLE: Tool = { family: "other", name: "unreadable", version: null, os: null };

/**
 * The tool that a user agent states, from AWS's own grammar first (`product/version os/… lang/… exec-env/…`), then
 * service names, then browsers. `os` is the operating system, or AWS's own place (`Lambda`, `CloudShell`) where the
 * agent names one. Time grows with the length alone, and the length is cut.
 */
export function parseTool(value: JsonValue | undefined): Tool {
  if (value === undefined || value === null) return ABSENT;
  if (typeof value !== "string") return UNREADABLE;
  const agent = unwrap(clip(value, AGENT_LENGTH_MAX));
  if (agent === "" || agent === "-") return ABSENT;
  const lower = agent.toLowerCase();
  return (
    readServiceName(agent, lower) ??
    readProducts(agent, lower) ??
    readBrowser(agent) ??
    readOther(agent, lower)
  );
}

/** CloudTrail puts the agents of some services, S3 above all, in brackets. */
function unwrap(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("[")) return trimmed;
  return trimmed.slice(1, trimmed.endsWith("]") ? -1 : trimmed.length).trim();
}

const tool = (family: ToolFamily, name: string): Tool => ({ family, name, version: null, os: null });

/** A service, or a console page, stands in the agent's place: `ec2.amazonaws.com`, `AWS Internal`. */
function readServiceName(agent: string, lower: string): Tool | null {
  if (lower === "aws internal") return tool("aws-service", "AWS Internal");
  if (!HOST_NAME.test(lower)) return null;
  if (lower === "cloudformation.amazonaws.com") return tool("infrastructure-as-code", "CloudFormation");
  if (lower === "signin.amazonaws.com" || CONSOLE_HOST.test(lower)) return tool("console", "AWS console");
  return tool("aws-service", clip(agent, NAME_LENGTH_MAX));
}
const HOST_NAME = /^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)$/;
const CONSOLE_HOST = /(^|\.)console(\.|-)/;

/** One `product/version` of an agent. */
interface Product {
  readonly token: string;
  readonly version: string | null;
}

function readProducts(agent: string, lower: string): Tool | null {
  const distribution = ATTACK_DISTRIBUTION.exec(lower);
  let best: { family: ToolFamily; name: string; version: string | null } | null = null;
  for (const { token, version } of productsOf(agent, lower)) {
    const named = NAMED_TOOLS.get(token) ?? sdkOf(token);
    if (named !== null && FAMILY_RANKS[named.family] > (best === null ? 0 : FAMILY_RANKS[best.family])) {
      best = { ...named, version };
    }
  }
  for (const [words, family, name] of TWO_WORD_TOOLS) {
    const isBetter = best === null || FAMILY_RANKS[family] > FAMILY_RANKS[best.family];
    if (isBetter && lower.includes(words)) best = { family, name, version: null };
  }
  if (distribution !== null) {
    const name = best?.name ?? distribution[1]!;
    return { family: "offensive", name, version: best?.version ?? null, os: distribution[1]! };
  }
  if (best !== null && (best.family !== "sdk" || !lower.startsWith("aws-internal/"))) {
    return { ...best, os: osOf(lower) };
  }
  // Services call one another in a user's name: nearly always the console's own servers.
  return lower.startsWith("aws-internal/") ? tool("aws-service", "aws-internal") : null;
}

/** Systems made for attacking, in the kernel's or distribution's name: `Linux/6.6.9-kali1-amd64`, `md/distrib#kali.2024`. */
const ATTACK_DISTRIBUTION = /(?<![a-z])(kali|parrot|pentoo|blackarch)(?![a-z])/;

const SDK_TOKEN =
  /^aws-sdk-[a-z0-9-]+$|^awssdk[a-z0-9./-]*$|^aws-(fluent-bit-plugin|amplify|chalice|xray-sdk)$/;

function sdkOf(token: string): { family: ToolFamily; name: string } | null {
  return SDK_TOKEN.test(token) ? { family: "sdk", name: clip(token, NAME_LENGTH_MAX) } : null;
}

const SEPARATOR = /[\s()[\];,+"']+/;
/** Parts of a user agent that are looked at. */
export const PRODUCTS_MAX = 64;

/** The agent's products in order. `md/`, `os/` and their like describe, and name nothing. */
function productsOf(agent: string, lower: string): readonly Product[] {
  const products: Product[] = [];
  const parts = agent.split(SEPARATOR, PRODUCTS_MAX);
  const lowerParts = lower.split(SEPARATOR, PRODUCTS_MAX);
  for (let i = 0; i < lowerParts.length; i++) {
    const part = lowerParts[i]!;
    const slash = part.indexOf("/");
    if (slash < 0) products.push({ token: part, version: null });
    else if (!DESCRIPTIONS.has(part.slice(0, slash))) {
      const version = parts[i]!.slice(slash + 1).split("/", 1)[0] ?? "";
      products.push({
        token: part.slice(0, slash),
        version: version === "" ? null : clip(version, NAME_LENGTH_MAX),
      });
    }
  }
  return products;
}
const DESCRIPTIONS = new Set([
  "md",
  "os",
  "lang",
  "api",
  "cfg",
  "ua",
  "m",
  "exec-env",
  "exe",
  "command",
  "prompt",
  "app",
]);

function osOf(lower: string): string | null {
  const place = lower.indexOf("exec-env/");
  if (place >= 0) {
    const known = EXECUTION_PLACES.find(([start]) => lower.startsWith(start, place + "exec-env/".length));
    if (known !== undefined) return known[1];
  }
  return OS_MARKS.find(([mark]) => lower.includes(mark))?.[1] ?? null;
}

/** In this order: an Android agent names Linux too. */
const OS_MARKS: readonly (readonly [mark: string, name: string])[] = [
  ["android", "android"],
  ["iphone", "ios"],
  ["ipados", "ios"],
  ["os/ios", "ios"],
  ["windows", "windows"],
  ["darwin", "macos"],
  ["macos", "macos"],
  ["mac os x", "macos"],
  ["mac_os_x", "macos"],
  ["linux", "linux"],
  ["freebsd", "freebsd"],
];

/** Real browsers, as console sign-ins have them. */
function readBrowser(agent: string): Tool | null {
  if (!/^(mozilla|opera)\//i.test(agent)) return null;
  const parser = Bowser.getParser(clip(agent, BROWSER_LENGTH_MAX));
  const name = parser.getBrowserName();
  // Bowser takes the first word where it knows no browser.
  if (!name || name === "Mozilla") return null;
  const os = parser.getOSName(true);
  const version = parser.getBrowserVersion();
  return {
    family: "browser",
    name: clip(name, NAME_LENGTH_MAX),
    version: version ? clip(version, NAME_LENGTH_MAX) : null,
    os: os && os !== "undefined" ? os : null,
  };
}

/** The agent's own first word. Made-up ids in it are dropped: they would make every run a new tool. */
function readOther(agent: string, lower: string): Tool {
  const [first] = productsOf(agent, lower);
  const word = agent.split(/[\s/,;([]/, 1)[0] ?? "";
  const name = word.replace(UUID, "").replace(/[_-]+$/, "");
  return {
    family: "other",
    name: name === "" ? "unnamed" : clip(name, NAME_LENGTH_MAX),
    version: first?.version ?? null,
    os: osOf(lower),
  };
}
const UUID = /[_-]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
