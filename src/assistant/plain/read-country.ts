const REGION_NAMES = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/** How people say it besides the name of the standard. */
const ALSO: Readonly<Record<string, string>> = {
  america: "US",
  "the states": "US",
  "united states of america": "US",
  usa: "US",
  "u.s": "US",
  "u.s.a": "US",
  "u.k": "GB",
  uk: "GB",
  britain: "GB",
  "great britain": "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  holland: "NL",
  "the netherlands": "NL",
  "czech republic": "CZ",
  "south korea": "KR",
  "north korea": "KP",
  uae: "AE",
  emirates: "AE",
  turkey: "TR",
  "hong kong": "HK",
  burma: "MM",
  "ivory coast": "CI",
};
/** Adjectives that are no beginning of their country's name. */
const ADJECTIVES: Readonly<Record<string, string>> = {
  american: "US",
  british: "GB",
  english: "GB",
  french: "FR",
  german: "DE",
  dutch: "NL",
  swiss: "CH",
  spanish: "ES",
  swedish: "SE",
  danish: "DK",
  finnish: "FI",
  polish: "PL",
  czech: "CZ",
  turkish: "TR",
  irish: "IE",
  chinese: "CN",
  japanese: "JP",
  korean: "KR",
  russian: "RU",
  ukrainian: "UA",
  indian: "IN",
  brazilian: "BR",
  iranian: "IR",
  romanian: "RO",
  italian: "IT",
  portuguese: "PT",
  greek: "GR",
  norwegian: "NO",
  austrian: "AT",
  belgian: "BE",
  canadian: "CA",
  mexican: "MX",
  nigerian: "NG",
  vietnamese: "VN",
  singaporean: "SG",
  israeli: "IL",
};

const A = "A".charCodeAt(0);
const LETTERS = 26;
const names = new Map<string, string>();
for (let first = 0; first < LETTERS; first++)
  for (let second = 0; second < LETTERS; second++) {
    const code = String.fromCharCode(A + first, A + second);
    const name = REGION_NAMES.of(code);
    // Codes for Europe, the UN and unknown regions are no countries; those of countries that are no more have the names of others.
    const isOfNow = new Intl.Locale(`und-${code}`).region === code;
    if (name !== undefined && isOfNow && !["EU", "EZ", "UN", "ZZ", "XA", "XB", "UK"].includes(code))
      names.set(name.toLowerCase(), code);
  }
for (const [name, code] of Object.entries({ ...ALSO, ...ADJECTIVES })) names.set(name, code);
/** Longer names first: Guinea is a part of Equatorial Guinea. */
const ordered = [...names.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** A country that a text names: by its name, or by its code in capitals where it is in the data. */
export function readCountry(
  text: string,
  inData: readonly string[],
): { readonly value: string; readonly text: string } | null {
  const lower = text.toLowerCase();
  for (const name of ordered) {
    const at = lower.indexOf(name);
    if (
      at < 0 ||
      /[\p{L}\p{N}_]/u.test(lower[at - 1] ?? " ") ||
      /[\p{L}\p{N}_]/u.test(lower[at + name.length] ?? " ")
    )
      continue;
    return { value: names.get(name)!, text: text.slice(at, at + name.length) };
  }
  const said = /\b(?:the|from|in) us\b(?! (?:all|any|both|to|know|see)\b)/i.exec(text)?.[0];
  if (said !== undefined) return { value: "US", text: said };
  const code = (text.match(/(?<![\w-])[A-Z]{2}(?![\w-])/g) ?? []).find(
    (one) => one === "US" || inData.includes(one),
  );
  return code === undefined ? null : { value: code, text: code };
}

/** `Germany (DE)`. */
export const nameCountry = (code: string): string => {
  const name = /^[A-Z]{2}$/.test(code) ? REGION_NAMES.of(code) : undefined;
  return name === undefined ? code : `${name} (${code})`;
};
