const FALLBACK = "en";

/**
 * A language as `Intl` takes it, from how a browser names those of its reader, the dearest first. Some systems write
 * theirs with an ending (`en-US@posix`, `de_DE.UTF-8`) that `Intl` refuses, or as no language at all (`C`).
 */
export function toLocale(languages: readonly string[]): string {
  for (const language of languages) {
    const plain = (language.split(/[@.]/, 1)[0] ?? "").replaceAll("_", "-");
    const [known] = findSupported(plain);
    if (known !== undefined) return known;
  }
  return FALLBACK;
}

function findSupported(language: string): readonly string[] {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language);
  } catch (error) {
    // It is no language: the next one is.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** In which language numbers, times and names of countries are written. */
export const LOCALE = toLocale([navigator.language, ...navigator.languages]);
