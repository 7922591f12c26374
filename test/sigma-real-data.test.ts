import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "../src/domain/index.ts";
import { compileSigma, explainMatch, parseSigma, type RuleSet } from "../src/sigma/index.ts";
import { isNaiveMatch } from "./naive-sigma.ts";

const data = new URL(
  `${process.env["GAIT_SHARED_DATA"] ?? new URL("../../shared/data", import.meta.url)}/`,
  import.meta.url,
);
const hasData = existsSync(data);
const LOGSOURCE = { product: "aws", service: "cloudtrail" };

interface RuleFile {
  readonly file: string;
  readonly text: string;
}

function loadRules(): readonly RuleFile[] {
  const folder = new URL("sigma/aws/", data);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".yml"))
    .sort();
  return files.map((file) => ({ file, text: readFileSync(new URL(file, folder), "utf8") }));
}

const compile = (rules: readonly RuleFile[]): RuleSet =>
  compileSigma(rules.map(({ file, text }) => parseSigma(text, file)));

function listFiles(folder: URL): URL[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const url = new URL(encodeURIComponent(name), folder);
      return statSync(url).isDirectory() ? listFiles(new URL(`${url.href}/`)) : [url];
    });
}

/** Records of one file in any of the containers that the folders use. */
function readRecords(url: URL): JsonObject[] {
  const text = readFileSync(url, "utf8");
  const values: JsonValue[] =
    url.pathname.endsWith(".ndjson") || url.pathname.includes("/otrf/ec2_")
      ? text
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map((line): JsonValue => JSON.parse(line))
      : [JSON.parse(text)];
  return values
    .flat()
    .filter(isJsonObject)
    .map((record) => (isJsonObject(record["event"]) ? record["event"] : record));
}

function loadRecords(): readonly JsonObject[] {
  const folders = [
    "stratus/",
    "traildiscover/",
    "console/",
    "splunk_examples/aws_cloudtrail/",
    "otrf/",
    "panther/",
  ];
  const wanted = (url: URL): boolean => {
    const name = url.pathname.split("/").at(-1)!;
    if (url.pathname.includes("/panther/")) return name === "aws_cloudtrail.ndjson";
    return name.endsWith(".json") && !["index.json", "truth.json", "mapping.json"].includes(name);
  };
  return folders
    .flatMap((folder) => listFiles(new URL(folder, data)))
    .filter(wanted)
    .flatMap(readRecords);
}

describe.skipIf(!hasData)(
  "SigmaHQ's CloudTrail rules on real records (skipped without the shared data)",
  () => {
    const rules = hasData ? loadRules() : [];
    const records = hasData ? loadRecords() : [];
    const ruleSet = compile(rules);

    it("load without a problem", () => {
      expect(rules).toHaveLength(57);
      expect(ruleSet.rules).toHaveLength(57);
      expect(ruleSet.problems).toEqual([]);
    });

    it("match exactly what a plain interpretation of their text matches", () => {
      expect(records.length).toBeGreaterThan(5_500);
      const matcher = ruleSet.matcherFor(LOGSOURCE);
      let matched = 0;
      for (const record of records) {
        const matches: number[] = [];
        matcher.match(record, matches);
        matched += matches.length;
        const expected = rules.flatMap(({ text }, rule) => (isNaiveMatch(text, record) ? [rule] : []));
        expect(matches, JSON.stringify(record).slice(0, 300)).toEqual(expected);
      }
      expect(matched).toBeGreaterThan(250);
    });

    it("leaves no match unexplained", () => {
      const matcher = ruleSet.matcherFor(LOGSOURCE);
      const matches: number[] = [];
      for (const record of records) {
        matches.length = 0;
        matcher.match(record, matches);
        for (const rule of matches) expect(explainMatch(ruleSet, rule, record).length).toBeGreaterThan(0);
      }
    });
  },
);

describe.skipIf(!hasData)("single rules against their own words (skipped without the shared data)", () => {
  const ruleSet = compile(hasData ? loadRules() : []);
  const matcher = ruleSet.matcherFor(LOGSOURCE);
  const matchedFiles = (record: JsonObject): string[] => {
    const matches: number[] = [];
    matcher.match(record, matches);
    return matches.map((rule) => ruleSet.rules[rule]!.file.replace(".yml", ""));
  };

  it("a boolean counts as the text true", () => {
    const restore = { eventSource: "rds.amazonaws.com", eventName: "RestoreDBInstanceFromDBSnapshot" };
    expect(matchedFiles({ ...restore, responseElements: { publiclyAccessible: true } })).toEqual([
      "aws_rds_public_db_restore",
    ]);
    expect(matchedFiles({ ...restore, responseElements: { publiclyAccessible: false } })).toEqual([]);
    const update = {
      eventSource: "guardduty.amazonaws.com",
      eventName: "UpdateDetector",
      requestParameters: { enable: false },
    };
    expect(matchedFiles(update)).toEqual(["aws_cloudtrail_guardduty_detector_deleted_or_updated"]);
    expect(matchedFiles({ ...update, requestParameters: { enable: true } })).toEqual([]);
  });

  it("null is missing or null, and a denied call is neither", () => {
    const deletion = { eventSource: "s3.amazonaws.com", eventName: "DeleteBucket" };
    expect(matchedFiles(deletion)).toEqual(["aws_cloudtrail_bucket_deleted"]);
    expect(matchedFiles({ ...deletion, errorCode: null })).toEqual(["aws_cloudtrail_bucket_deleted"]);
    expect(matchedFiles({ ...deletion, errorCode: "AccessDenied" })).toEqual([]);
    expect(matchedFiles({ ...deletion, errorCode: "success" })).toEqual(["aws_cloudtrail_bucket_deleted"]);
  });

  it("a field reference compares two fields", () => {
    const change = {
      eventSource: "iam.amazonaws.com",
      eventName: "UpdateLoginProfile",
      requestParameters: { userName: "bob" },
    };
    expect(matchedFiles({ ...change, userIdentity: { arn: "arn:aws:iam::1:user/eve" } })).toEqual([
      "aws_update_login_profile",
    ]);
    expect(matchedFiles({ ...change, userIdentity: { arn: "BOB" } })).toEqual([]);
  });

  it("contains looks into a whole object", () => {
    const versioning = (Status: string): JsonObject => ({
      eventSource: "s3.amazonaws.com",
      eventName: "PutBucketVersioning",
      requestParameters: { bucketName: "b", VersioningConfiguration: { Status } },
    });
    expect(matchedFiles(versioning("Suspended"))).toEqual(["aws_disable_bucket_versioning"]);
    expect(matchedFiles(versioning("Enabled"))).toEqual([]);
  });

  it("contains * asks for any value, in arrays too", () => {
    const change = {
      eventSource: "lambda.amazonaws.com",
      eventName: "UpdateFunctionConfiguration20150331v2",
    };
    expect(matchedFiles({ ...change, requestParameters: { layers: ["arn:aws:lambda:x"] } })).toEqual([
      "aws_new_lambda_layer_attached",
    ]);
    expect(matchedFiles({ ...change, requestParameters: { memorySize: 128 } })).toEqual([]);
  });

  it("names go through arrays", () => {
    const run = (command: string[]): JsonObject => ({
      eventSource: "ecs.amazonaws.com",
      eventName: "RegisterTaskDefinition",
      requestParameters: { containerDefinitions: [{ name: "a" }, { command }] },
    });
    expect(matchedFiles(run(["sh", "curl $AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]))).toEqual([
      "aws_ecs_task_definition_cred_endpoint_query",
    ]);
    expect(matchedFiles(run(["sh"]))).toEqual([]);
  });

  it("a list of maps is OR", () => {
    const call = (extra: JsonObject): JsonObject => ({
      userIdentity: { arn: "arn:aws:sts::1:assumed-role/aws:ec2/i-1" },
      eventName: "X",
      ...extra,
    });
    expect(matchedFiles(call({}))).toEqual(["aws_cloudtrail_imds_malicious_usage"]);
    for (const quiet of [
      { eventSource: "ssm.amazonaws.com" },
      { eventName: "RegisterManagedInstance" },
      { sourceIPAddress: "aws internal" },
    ]) {
      expect(matchedFiles(call(quiet))).toEqual([]);
    }
  });
});

const fields = ["a", "b", "a.b", "a.c", "b.c.d"];
const values = fc.constantFrom("x", "X", "xy", "yx", "x*", "?y", "", "true", "1", "a\\*", "no");
const leaf = fc
  .tuple(
    fc.constantFrom(...fields),
    fc.constantFrom("", "", "", "|contains", "|startswith", "|endswith", "|cased", "|contains|all"),
    fc.array(values, { minLength: 2, maxLength: 4 }),
  )
  .map(([field, modifiers, list]): [string, JsonValue] => [`${field}${modifiers}`, list]);
const special = fc.constantFrom<[string, JsonValue]>(
  ["a", null],
  ["a.b", null],
  ["b", true],
  ["a.c", 1],
  ["b|exists", true],
  ["a.b|exists", false],
  ["a|fieldref", "b"],
  ["a.c|fieldref", "b.c.d"],
);
const selection = fc.oneof(
  fc
    .array(fc.oneof(leaf, special), { minLength: 1, maxLength: 3 })
    .map((pairs): JsonValue => Object.fromEntries(pairs)),
  fc.array(
    fc.oneof(leaf, special).map((pair): JsonValue => Object.fromEntries([pair])),
    { minLength: 1, maxLength: 3 },
  ),
);
const conditions = fc.constantFrom(
  "s_1 and s_2",
  "s_1 or s_2 and not s_3",
  "s_1 and not 1 of s_*",
  "1 of s_*",
  "all of s_*",
  "not s_1",
  "s_1 and (s_2 or s_3)",
  "not (s_1 or s_2) and s_3",
  "1 of them",
);
const scalars = fc.constantFrom<JsonValue>(
  "x",
  "X",
  "xy",
  "yxy",
  "",
  "no",
  "x*",
  "a*",
  1,
  true,
  false,
  null,
  "1",
  '{"b":"x","c":["y",1]}',
  "%7B%22b%22%3A%22X%22%7D",
);
const { record: anyRecord } = fc.letrec<{ value: JsonValue; record: JsonObject }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, scalars, fc.array(tie("value"), { maxLength: 3 }), tie("record")),
  record: fc.dictionary(fc.constantFrom("a", "b", "c", "d", "a.b", "b.c"), tie("value"), {
    maxKeys: 4,
  }) as fc.Arbitrary<JsonObject>,
}));

describe("random rules on random records", () => {
  it("the index and the compiler never change an answer", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ s_1: selection, s_2: selection, s_3: selection, condition: conditions }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.array(anyRecord, { minLength: 1, maxLength: 8 }),
        (detections, records) => {
          const texts = detections.map((detection) =>
            JSON.stringify({ title: "t", logsource: { product: "aws" }, detection }),
          );
          const ruleSet = compileSigma(texts.map((text, i) => parseSigma(text, `${i}.yml`)));
          expect(ruleSet.problems.filter((problem) => problem.level === "error")).toEqual([]);
          const matcher = ruleSet.matcherFor(LOGSOURCE);
          for (const record of records) {
            const matches: number[] = [];
            matcher.match(record, matches);
            const expected = texts.flatMap((text, rule) => (isNaiveMatch(text, record) ? [rule] : []));
            expect(matches).toEqual(expected);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
