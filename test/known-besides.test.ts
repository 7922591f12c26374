import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type KnownBesides, readKnownBesides } from "../src/app/scan/known-besides.ts";
import { openEnricher } from "../src/app/scan/open-enricher.ts";
import { writeMmdb } from "../src/enrich/fixtures/mmdb.ts";

let folder: string;
let own: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-besides-"));
  own = join(folder, "own.mmdb");
  const about = { type: "Own-Country", builtAtSeconds: 1_767_225_600 };
  await writeFile(own, writeMmdb({ "80.130.140.0/24": { country: { iso_code: "NO" } } }, about));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const session = (role: string) => ({
  type: "AssumedRole",
  arn: `arn:aws:sts::123456789012:assumed-role/${role}/Ann@corp.example`,
  accountId: "123456789012",
});

/** Who uses which role, and where an address is. */
function look(said: Partial<KnownBesides>): readonly unknown[] {
  const enricher = openEnricher(readKnownBesides(said));
  const types = ["BreakTheGlass", "Break.Glass", "Deploy"].map(
    (role) => enricher.toActor(session(role), {}).type,
  );
  return [...types, enricher.toAddress("80.130.140.100").country === "NO"];
}

describe("what is known besides the logs", () => {
  it("is nothing of one's own by default", () => {
    expect(look({})).toEqual(["role", "role", "role", false]);
  });

  it("is what a command says, name by name", () => {
    expect(look({ geo: [own], personRoles: ["Break*Glass"] })).toEqual(["person", "person", "role", true]);
    expect(look({ personRoles: ["Break.Glass", "Dep"] })).toEqual(["role", "person", "role", false]);
  });

  it("is what the settings say where a command says nothing", () => {
    vi.stubEnv("GAIT_ENRICH_GEO", own);
    vi.stubEnv("GAIT_ENRICH_PERSON_ROLES", "Admin, Deploy");
    expect(look({})).toEqual(["role", "role", "person", true]);
    expect(look({ geo: [], personRoles: ["BreakTheGlass"] })).toEqual(["person", "role", "role", true]);
  });

  it("says which database cannot be read", () => {
    const gone = join(folder, "gone.mmdb");
    expect(() => look({ geo: [gone] })).toThrow(gone);
  });
});
