import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runStep } from "./steps.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("a tool that fails is told as failed, with what it printed", async () => {
  const result = await runStep(
    { name: "a", command: ["node", "-e", "console.log('seen'); process.exit(3)"] },
    ROOT,
  );
  expect(result).toMatchObject({ passed: false, output: "seen\n" });
});

test("a tool that is not there is told as failed", async () => {
  const result = await runStep({ name: "a", command: ["no-such-tool"] }, ROOT);
  expect(result.passed).toBe(false);
  expect(result.output).toContain("ENOENT");
});

test("a tool that succeeds has passed", async () => {
  expect((await runStep({ name: "a", command: ["node", "-e", ""] }, ROOT)).passed).toBe(true);
});
