import { ALLOWED_LICENCES, LICENCE_EXCEPTIONS } from "../law/licences.ts";
import type { Breach } from "../source-file.ts";

export interface InstalledPackage {
  readonly name: string;
  /** The `license` field as it stands; null where there is none. */
  readonly licence: string | null;
}

/** Packages whose licence the list of allowed ones does not cover. */
export function checkLicences(packages: readonly InstalledPackage[]): readonly Breach[] {
  return packages
    .filter((item) => !isCovered(item))
    .map((item) => ({
      path: "package.json",
      line: 1,
      message: `${item.name} is under ${item.licence ?? "no licence"}: choose another package, or state why it may stay.`,
    }));
}

/** A platform binary (`lightningcss-linux-x64-gnu`) stands under the exception of the package that it serves. */
function isCovered({ name, licence }: InstalledPackage): boolean {
  if (Object.keys(LICENCE_EXCEPTIONS).some((known) => name === known || name.startsWith(`${known}-`)))
    return true;
  return licence !== null && isAllowedExpression(licence);
}

/** SPDX expressions as they occur: one id, `A OR B` (one allowed is enough), `A AND B` (all must be). */
function isAllowedExpression(expression: string): boolean {
  const plain = expression.replace(/[()]/g, " ").trim();
  if (/\sOR\s/.test(plain)) return plain.split(/\sOR\s/).some(isAllowedExpression);
  return plain.split(/\sAND\s/).every((id) => ALLOWED_LICENCES.includes(id.trim()));
}

const EXACT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** Every dependency stands at one exact version: what was tested is what is installed. */
export function checkVersions(path: string, text: string): readonly Breach[] {
  const manifest: unknown = JSON.parse(text);
  const breaches: Breach[] = [];
  for (const group of ["dependencies", "devDependencies", "optionalDependencies", "overrides"]) {
    for (const [name, version] of Object.entries(readObject(manifest, group))) {
      if (typeof version !== "string" || EXACT.test(version) || /^(?:file:|\$)/.test(version)) continue;
      const line = text.slice(0, text.indexOf(`"${name}"`)).split("\n").length;
      breaches.push({ path, line, message: `${name} is at "${version}": state one exact version.` });
    }
  }
  return breaches;
}

function readObject(value: unknown, key: string): object {
  const part: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : null;
  return typeof part === "object" && part !== null ? part : {};
}
