import type { Reporter, TestModule, TestResult } from "vitest/node";

/** Characters of a failure that passed at the second try. */
const REASON_CHARS_MAX = 2000;

/**
 * Prints `N passed, N failed, N skipped` as the last line, for people and programs that read only that, and before it
 * what passed at a second try only: it is no failure of a slow machine's run, and nobody is to overlook it.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 };
    const unsteady: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) count.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed" || state === "failed" || state === "skipped") count[state]++;
        if (test.diagnostic()?.flaky === true)
          unsteady.push(`${module.relativeModuleId} > ${test.fullName}${toReason(test.result())}`);
      }
    }
    // Vitest's own summary is written after reporters are told; the next tick comes after it.
    process.on("exit", () => {
      for (const name of unsteady) process.stdout.write(`passed at the second try only: ${name}\n`);
      process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
    });
  }
}

/** What went wrong at the first try, to begin looking with. */
function toReason({ errors }: TestResult): string {
  const [first] = errors ?? [];
  if (first === undefined) return "";
  const text = `${first.message}\n${first.diff ?? ""}`.replace(/^/gm, "    ").slice(0, REASON_CHARS_MAX);
  return `\n${text.trimEnd()}`;
}
