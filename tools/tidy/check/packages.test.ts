import { expect, test } from "vitest";
import { checkLicences, checkVersions } from "./packages.ts";

const judge = (name: string, licence: string | null): readonly string[] =>
  checkLicences([{ name, licence }]).map((breach) => breach.message.split(":")[0]!);

test.each([
  "GPL-3.0-only",
  "AGPL-3.0",
  "LGPL-3.0",
  "SEE LICENSE IN EULA",
  "UNLICENSED",
  "BUSL-1.1",
  "MIT AND GPL-2.0",
])("a package under %s is a breach", (licence) => {
  expect(judge("x", licence)).toEqual([`x is under ${licence}`]);
});

test("a package without licence is a breach", () => {
  expect(judge("x", null)).toEqual(["x is under no licence"]);
});

test("allowed licences, alternatives and stated exceptions are quiet", () => {
  expect(judge("x", "MIT")).toEqual([]);
  expect(judge("x", "(MIT OR GPL-3.0)")).toEqual([]);
  expect(judge("x", "MIT AND ISC")).toEqual([]);
  expect(judge("lightningcss-linux-x64-gnu", "MPL-2.0")).toEqual([]);
});

test("a version range is a breach with its line, an exact version is quiet", () => {
  const manifest =
    '{\n  "dependencies": {\n    "a": "1.2.3",\n    "b": "^1.2.3",\n    "c": "1.5.5-r.5"\n  }\n}\n';
  expect(checkVersions("package.json", manifest)).toEqual([
    { path: "package.json", line: 4, message: 'b is at "^1.2.3": state one exact version.' },
  ]);
  expect(checkVersions("package.json", '{ "overrides": { "a": "$a" } }')).toEqual([]);
});
