import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scanPaths } from "./fixtures/scan-paths.ts";

const ACCOUNT = "333344445555";

/** The trail is stopped by two sessions of one role. */
async function writeTrail(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gait-identity-"));
  const records = ["maria", "peter"].map((session, n) => ({
    eventVersion: "1.11",
    eventID: `0ddba110-0000-4000-8000-00000000000${n}`,
    eventTime: `2026-03-0${n + 2}T10:00:00Z`,
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
    awsRegion: "eu-central-1",
    sourceIPAddress: "81.2.69.144",
    userAgent: "aws-cli/2.17.0",
    recipientAccountId: ACCOUNT,
    userIdentity: {
      type: "AssumedRole",
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/BreakTheGlass/${session}`,
      accountId: ACCOUNT,
      principalId: `AROAEXAMPLE0000000001:${session}`,
      accessKeyId: `ASIAEXAMPLE000000000${n}`,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          arn: `arn:aws:iam::${ACCOUNT}:role/BreakTheGlass`,
          userName: "BreakTheGlass",
        },
      },
    },
    requestParameters: { name: "main" },
    responseElements: null,
  }));
  const file = join(folder, "trail.json");
  await writeFile(file, JSON.stringify({ Records: records }));
  return file;
}

const actorsOf = async (file: string, personRoles: readonly string[]): Promise<readonly string[]> => {
  const { findings } = await scanPaths([file], { personRoles });
  return [...new Set(findings.map((finding) => finding.actor.id))];
};

test("a role is one actor, unless its sessions are said to be people", async () => {
  const file = await writeTrail();
  expect(await actorsOf(file, [])).toEqual([`arn:aws:iam::${ACCOUNT}:role/BreakTheGlass`]);
  expect((await actorsOf(file, ["Break*Glass"])).length).toBe(2);
});

test("the pattern of a person's role is the whole name, and only its star is special", async () => {
  const file = await writeTrail();
  expect((await actorsOf(file, ["Break"])).length).toBe(1);
  expect((await actorsOf(file, ["Break.*Glass"])).length).toBe(1);
});

test("a location database that is none is said before anything is read", async () => {
  const file = await writeTrail();
  await expect(scanPaths([file], { geo: [file] })).rejects.toMatchObject({
    report: { code: "GEO_DATABASE_BROKEN" },
  });
  await expect(scanPaths([file], { geo: ["/nowhere.mmdb"] })).rejects.toMatchObject({
    report: { code: "GEO_DATABASE_UNREADABLE" },
  });
});
