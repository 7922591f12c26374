import { InvalidArgumentError } from "commander";
import { describe, expect, test, vi } from "vitest";
import { describeProblem, GaitError, type ProblemCatalogue } from "../domain/index.ts";
import { createProgram, joinLines, runProgram } from "./program.ts";

const PROBLEMS = {
  TEST_WRONG: { status: 400, text: "Wrong {what}.", remedy: "Mend it." },
  TEST_FAILED: { status: 500, text: "Failed {what}.", remedy: "Mend it." },
} as const satisfies ProblemCatalogue;
const problem = (code: keyof typeof PROBLEMS): GaitError =>
  new GaitError(describeProblem(PROBLEMS, code, { what: "x\u001b[2J" }));

async function runThrowing(
  error: unknown,
  debug = false,
): Promise<{ readonly code: number; readonly errors: string }> {
  let errors = "";
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += String(text);
    return true;
  });
  try {
    const program = createProgram("0");
    program.command("go").action(() => {
      throw error;
    });
    return { code: await runProgram(program, ["go"], { debug }), errors };
  } finally {
    write.mockRestore();
  }
}

describe("how a command ends", () => {
  test("a problem is told with remedy and code, safely; wrong usage is exit code 2, all else 1", async () => {
    expect(await runThrowing(problem("TEST_FAILED"))).toEqual({
      code: 1,
      errors: "gait: Failed x\\x1b[2J.\n      Mend it. [TEST_FAILED]\n",
    });
    expect((await runThrowing(problem("TEST_WRONG"))).code).toBe(2);
  });

  test("an argument that a command finds wrong only later is told too", async () => {
    expect(await runThrowing(new InvalidArgumentError("There is no such story."))).toEqual({
      code: 2,
      errors: "error: There is no such story.\n",
    });
  });

  test("a system call that fails is told in words", async () => {
    const error = Object.assign(new Error("ENOSPC: boom"), {
      code: "ENOSPC",
      syscall: "write",
      path: "/data/x",
    });
    expect(await runThrowing(error)).toEqual({
      code: 1,
      errors: expect.stringMatching(
        /^gait: The system refused to write \/data\/x: no space is left on the disk\.\n/,
      ),
    });
  });

  test("a bug is one line and a way to report it; its stack only on demand", async () => {
    const bug = new TypeError("x is not a function");
    const quiet = await runThrowing(bug);
    expect(quiet.code).toBe(1);
    expect(quiet.errors).toMatch(
      /^gait: Something happened that should not: x is not a function\n {6}Please report it/,
    );
    expect(quiet.errors).not.toContain("    at ");
    expect((await runThrowing(bug, true)).errors).toContain("program.test.ts");
    expect((await runThrowing("thrown text")).errors).toContain("thrown text");
  });
});

test("a description flows in the terminal's width, its examples stay lines of their own", () => {
  expect(joinLines("Reads files\nand folders.\n  one\n  two\nGo on\n\nNew")).toBe(
    "Reads files and folders.\n  one\n  two\nGo on\n\nNew",
  );
});
