import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tools/test/longest-first.ts";

// Each file in a process of its own: a thread that ends while the database's native code still works brings the whole
// process down, or leaves memory of the threads beside it changed.
const POOL = "forks";
const SCREENS = "test/screens/**/*.test.ts";
/** Packages whose tests hold nothing that outlives a file: no server, no database, no process. */
const SELF_CONTAINED =
  "{src/{assistant,cli,detect,domain,enrich,explain,generate,learn,profile,report,sigma,source},tools,web/src}/**/*.test.ts";
// One more than small machines have processors: tests wait for disks and processes a quarter of their time.
const WORKERS = 3;

export default defineConfig({
  test: {
    reporters: ["default", "./tools/test/closing-line.ts"],
    sequence: { sequencer: LongestFirst },
    // A run that nobody watches tries once more what failed, and says so at its end.
    retry: process.env["CI"] === undefined ? 0 : 1,
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: [SELF_CONTAINED],
          exclude: ["**/node_modules/**"],
          testTimeout: 30_000,
          pool: POOL,
          // Files share a process: loading what they test costs more than most of them take.
          isolate: false,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "product",
          globalSetup: "tools/test/ready-folder.ts",
          include: ["{src,tools,bench,test,web/src}/**/*.test.ts"],
          exclude: [SELF_CONTAINED, SCREENS, "**/node_modules/**"],
          testTimeout: 30_000,
          pool: POOL,
          maxWorkers: WORKERS,
          // Two projects at once would be twice as many workers.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "screens",
          include: [SCREENS],
          globalSetup: "test/screens/global-setup.ts",
          testTimeout: 60_000,
          pool: POOL,
          // After the others, a few at a time: a browser needs the machine for itself.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
