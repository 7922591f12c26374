import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleBatches, sampleEvent, sampleInput, sampleUuid } from "../sample-event.ts";
import type { Store } from "../store.ts";
import { openDuckDbStore } from "./open.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-open-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (path = folder): Promise<Store> => openDuckDbStore({ folder: path, purpose: "test" });
const problemOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: "GaitError" });
  return error instanceof Error && "report" in error ? error.report : null;
};
const databaseFile = () => join(folder, "gait.duckdb");

async function runSql(...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(databaseFile());
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

describe("opening a data folder", () => {
  it("makes the folder, for its owner alone", async () => {
    const deep = join(folder, "a", "b");
    const store = await open(deep);
    await store.close();
    expect((await stat(deep)).isDirectory()).toBe(true);
    if (process.platform !== "win32") expect((await stat(deep)).mode & 0o777).toBe(0o700);
  });

  it("leaves no trace of itself after closing", async () => {
    await (await open()).close();
    await expect(stat(join(folder, "gait.lock"))).rejects.toThrow("ENOENT");
    await (await open()).close();
  });

  it("names the process that holds it", async () => {
    const held = spawn(process.execPath, [
      "-e",
      `import("${new URL("./open.ts", import.meta.url).href}")
        .then(({ openDuckDbStore }) => openDuckDbStore({ folder: ${JSON.stringify(folder)}, purpose: "serve" }))
        .then(() => { console.log("open"); setInterval(() => {}, 1000); });`,
    ]);
    try {
      await once(held.stdout, "data");
      const problem = await problemOf(open());
      expect(problem).toMatchObject({ code: "STORE_LOCKED" });
      expect(problem).toMatchObject({
        text: expect.stringContaining(`gait serve (process id ${held.pid}, since 20`),
      });
      expect(JSON.stringify(problem)).not.toContain("Conflicting lock");
    } finally {
      held.kill("SIGKILL");
      await once(held, "close");
    }
    // A killed holder leaves its name behind, but no lock.
    expect(JSON.parse(await readFile(join(folder, "gait.lock"), "utf8"))).toMatchObject({ pid: held.pid });
    await (await open()).close();
  });

  it("names the address of the server that holds it", async () => {
    const held = spawn(process.execPath, [
      "-e",
      `import("${new URL("./open.ts", import.meta.url).href}")
        .then(({ openDuckDbStore }) => openDuckDbStore({ folder: ${JSON.stringify(folder)}, purpose: "serve" }))
        .then((store) => store.announce("http://127.0.0.1:5000"))
        .then(() => { console.log("open"); setInterval(() => {}, 1000); });`,
    ]);
    try {
      await once(held.stdout, "data");
      expect(await problemOf(open())).toMatchObject({
        code: "STORE_SERVED",
        text: expect.stringContaining(
          `the server at http://127.0.0.1:5000 (process id ${held.pid}, since 20`,
        ),
        remedy: expect.stringContaining("http://127.0.0.1:5000/api/v1"),
      });
    } finally {
      held.kill("SIGKILL");
      await once(held, "close");
    }
  });

  it("cannot be done twice in one process either, whatever the spelling of the path", async () => {
    const store = await open();
    expect(await problemOf(open(join(folder, "..", folder.split("/").at(-1)!, ".")))).toMatchObject({
      code: "STORE_LOCKED",
    });
    await store.close();
    await (await open()).close();
  });

  it.each([
    ["a text", Buffer.from("hello, I am not a database\n".repeat(999))],
    ["a few bytes", Buffer.from("hi")],
  ])("refuses %s in the place of the database, and leaves it alone", async (_, bytes) => {
    await writeFile(databaseFile(), bytes);
    expect(await problemOf(open())).toMatchObject({ code: "STORE_NOT_A_DATABASE" });
    expect(await readFile(databaseFile())).toEqual(bytes);
  });

  it("refuses another program's database", async () => {
    await runSql("create table customers (id integer)");
    expect(await problemOf(open())).toMatchObject({ code: "STORE_FOREIGN" });
    await runSql(
      "create table kysely_migration (name text)",
      "insert into kysely_migration values ('2020_init')",
    );
    expect(await problemOf(open())).toMatchObject({ code: "STORE_FOREIGN" });
    await runSql("select id from customers");
  });

  it("refuses a database of a newer version", async () => {
    await (await open()).close();
    await runSql("insert into kysely_migration values ('9999_time_travel', '2099-01-01')");
    expect(await problemOf(open())).toMatchObject({
      code: "STORE_NEWER",
      text: expect.stringContaining("9999_time_travel"),
    });
  });

  it("says that a database is damaged", async () => {
    const store = await open();
    await store.events.commitInput(
      sampleInput("a"),
      sampleBatches(Array.from({ length: 5000 }, (_, n) => sampleEvent({ id: sampleUuid(n) }))),
    );
    await store.events.checkpoint();
    await store.close();
    const bytes = await readFile(databaseFile());
    bytes.fill(0x55, 3 * 4096);
    await writeFile(databaseFile(), bytes);
    const use = async () => {
      const damaged = await open();
      try {
        for await (const batch of damaged.events.streamEvents({})) expect(batch.length).toBeGreaterThan(0);
      } finally {
        await damaged.close();
      }
    };
    expect(await problemOf(use())).toMatchObject({ code: "STORE_DAMAGED" });
  });

  it("refuses a folder that is a file", async () => {
    await writeFile(join(folder, "file"), "");
    expect(await problemOf(open(join(folder, "file")))).toMatchObject({ code: "STORE_FOLDER" });
    expect(await problemOf(open(join(folder, "file", "below")))).toMatchObject({ code: "STORE_FOLDER" });
  });

  it.skipIf(process.getuid?.() === 0)("refuses a folder that it may not write to (not as root)", async () => {
    await mkdir(join(folder, "closed"), { mode: 0o500 });
    expect(await problemOf(open(join(folder, "closed")))).toMatchObject({ code: "STORE_FOLDER" });
  });
});

/** A file system of a few megabytes; null where this process may not mount one. */
function mountSmall(path: string, megabytes: number): (() => void) | null {
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path]);
  return mounted.status === 0 ? () => void spawnSync("umount", ["-l", path]) : null;
}

describe("a full disk", () => {
  it("is said clearly, and keeps nothing half", async (context) => {
    const small = join(folder, "small");
    await mkdir(small);
    const unmount = mountSmall(small, 12);
    if (unmount === null) return context.skip("needs the right to mount a small file system");
    try {
      const store = await open(small);
      const batch = (input: number) =>
        sampleBatches(
          Array.from({ length: 20_000 }, (_, n) =>
            sampleEvent({
              id: sampleUuid((input * 40_009 + n) * 7919),
              resource: `arn:aws:s3:::x/${input}/${n * 104_729}`,
            }),
          ),
        );
      let committed = 0;
      const fill = async () => {
        for (let input = 0; input < 100; input++) {
          await store.events.commitInput(sampleInput(`input ${input}`), batch(input));
          committed++;
        }
      };
      expect(await problemOf(fill())).toMatchObject({ code: "STORE_DISK_FULL" });
      await store.close();
      expect(committed).toBeGreaterThan(0);
      const again = await open(small);
      expect(await again.events.countEvents({})).toBe(committed * 20_000);
      expect(await again.events.listInputs()).toHaveLength(committed);
      await again.close();
    } finally {
      unmount();
    }
  });

  it("is said clearly by the archive, which keeps nothing half", async (context) => {
    const small = join(folder, "small");
    await mkdir(small);
    const unmount = mountSmall(small, 4);
    if (unmount === null) return context.skip("needs the right to mount a small file system");
    try {
      const store = await open(small);
      async function* endless(): AsyncGenerator<Uint8Array> {
        // gzip's first bytes: kept as they are.
        yield Buffer.from([0x1f, 0x8b]);
        for (;;) yield Buffer.alloc(1 << 20, 1);
      }
      expect(await problemOf(store.archive.put(endless()))).toMatchObject({ code: "STORE_DISK_FULL" });
      for await (const found of store.archive.verifyAll()) expect(found).toBeUndefined();
      await store.close();
    } finally {
      unmount();
    }
  });
});
