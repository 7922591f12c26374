import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { openStore } from "../../store/index.ts";
import { resolveSettings } from "../settings/resolve.ts";
import { DOCTOR_PORT, examineNode } from "./doctor-command.ts";
import { examineFolder, examineStore } from "./examine-store.ts";
import { examineReach } from "./reach.ts";

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gait-doctor-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
const NOW = toEpochMs(Date.UTC(2026, 0, 5));

test("S1-41: a place where nothing was taken in yet is no failure", async () => {
  const found = await DOCTOR_PORT.examine({ data: await makeFolder(), database: null });
  expect(found.filter(({ state }) => state === "failed")).toEqual([]);
  expect(found.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["node", "settings", "folder", "disk", "store", "places"]),
  );
});

test("a store is told of with what waits in it; one that is open elsewhere is not touched", async () => {
  const folder = await makeFolder();
  const store = await openStore({ folder, databaseUrl: null, purpose: "serve" });
  const place = { data: folder, database: null };
  expect(await examineStore(place, NOW)).toMatchObject([{ name: "store", state: "warning" }]);
  await store.close();
  const found = await examineStore(place, NOW);
  expect(found.map(({ name, state }) => [name, state])).toEqual([
    ["store", "ok"],
    ["detection", "ok"],
    ["alerts", "ok"],
    ["clock", "ok"],
  ]);
});

test("an old Node and a folder that nobody can make are failures", async () => {
  expect(examineNode("22.17.9").state).toBe("failed");
  expect(examineNode("22.18.0").state).toBe("ok");
  expect(examineNode("24.0.0").state).toBe("ok");
  const [folder] = await examineFolder("/dev/null/x");
  expect(folder).toMatchObject({ state: "failed" });
});

test("S1-41: who cannot be reached is named, without the address' secret", async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { values } = resolveSettings({
    env: {
      EMAIL_NOTIFICATIONS_ENABLED: "true",
      SMTP_SERVER: "127.0.0.1",
      SMTP_PORT: String(port),
      GAIT_ALERTS_WEBHOOK_URL: "http://127.0.0.1:1/secret-token",
    },
  });
  const found = await examineReach(values);
  expect(found).toMatchObject([
    { name: "mail", state: "ok" },
    { name: "webhook", state: "failed", text: expect.stringContaining("127.0.0.1 port 1") },
  ]);
  expect(JSON.stringify(found)).not.toContain("secret-token");
});
