import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "../domain/index.ts";
import { createEnricher } from "./enricher.ts";
import { FACT_FIELDS } from "./fact/fact-fields.ts";
import { toFacts } from "./fact/facts.ts";
import { eventOf } from "./fixtures/calls.ts";
import { openBundledGeo } from "./geo.ts";

/** Public log samples, beside the repository and not part of it. */
const FOLDER =
  process.env["GAIT_SHARED_DATA"] ?? fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const hasData = existsSync(FOLDER);

function readRecords(): JsonObject[] {
  const files = ["stratus", "console", "traildiscover", "otrf", "splunk_examples/aws_cloudtrail"].flatMap(
    (name) =>
      readdirSync(`${FOLDER}/${name}`)
        .filter((file) => file.endsWith(".json"))
        .map((file) => `${FOLDER}/${name}/${file}`),
  );
  const texts = files.map((file) => readFileSync(file, "utf8"));
  const lines = readFileSync(`${FOLDER}/panther/aws_cloudtrail.ndjson`, "utf8").trim().split("\n");
  const panther = lines.map((line) => (JSON.parse(line) as { event: unknown }).event);
  return [...texts.flatMap(parse), ...panther].filter(isJsonObject);
}

function parse(text: string): unknown[] {
  const lines = text.trim().split("\n");
  const isOneValue = lines[0] === "[" || lines[0] === "{" || lines.length === 1;
  return isOneValue || text.startsWith("[")
    ? [JSON.parse(text)].flat()
    : lines.map((line) => JSON.parse(line) as unknown);
}

test.skipIf(!hasData)(
  "every real record becomes actor, address, tool, action, links and facts (needs the shared data)",
  () => {
    const enricher = createEnricher({ geo: openBundledGeo() });
    const records = readRecords();
    expect(records.length).toBeGreaterThan(5000);
    const actors = new Map<string, string>();
    for (const record of records) {
      const identity = record["userIdentity"];
      const actor = enricher.toActor(isJsonObject(identity) ? identity : null, record);
      expect(actor.id).not.toMatch(/ASIA[A-Z0-9]{12}/);
      expect(actor.type === "unknown" || isJsonObject(identity)).toBe(true);
      const known = actors.get(actor.id);
      expect(known === undefined || known === actor.type, actor.id).toBe(true);
      actors.set(actor.id, actor.type);
      enricher.toAddress(record["sourceIPAddress"]);
      enricher.toTool(record["userAgent"]);
      enricher.toLinks(record, actor);
      const facts = toFacts(eventOf(record), record);
      for (const { name } of FACT_FIELDS) {
        name
          .split(".")
          .slice(1)
          .reduce<unknown>((at, key) => (isJsonObject(at) ? at[key] : undefined), facts);
      }
    }
  },
);
