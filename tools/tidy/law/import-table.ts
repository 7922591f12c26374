/**
 * Who may import whom: the direction in which the data walks. `domain` may be imported by every package and is not
 * repeated. `test/`, `bench/` and `tools/` look at the whole and may import every package.
 */
export const IMPORT_TABLE: Readonly<Record<string, readonly string[] | "everything">> = {
  domain: [],
  advice: [],
  learn: [],
  sigma: [],
  explain: ["learn"],
  source: ["enrich"],
  enrich: [],
  store: [],
  profile: [],
  alert: [],
  generate: [],
  detect: ["profile", "sigma", "learn", "explain"],
  report: ["advice"],
  assistant: ["advice"],
  api: [],
  cli: [],
  app: "everything",
};

/**
 * Packages whose every file is public: `domain` is all types, and `cli` is one file per command, which only `app`
 * may import. Any other package is entered through an `index.ts`, its own or that of one of its folders.
 */
export const OPEN_PACKAGES: readonly string[] = ["domain", "cli"];

/** The part of a package that tests of other packages may use besides: suites of a contract. */
export const SUITE_SUFFIX = ".suite.ts";

/** What runs in the browser. */
export const WEB_SOURCES = "web/src/";
