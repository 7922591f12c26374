import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest on a machine that never ran the tests, and so knows no times: begun first, nothing waits for it at the end. */
const LONG = [
  "/ports.postgres.",
  "/ports.duckdb.",
  "/detect-days.",
  "/scan-determinism.",
  "/assistant.test.",
  "/detect-kill.",
  "/store-parity.",
  "/run-as-told.",
  "/rules.test.",
  "/live.test.",
  "/alert-storm.",
  "/how-to-commands.",
  "/explanations.",
  "/ingest-kill.",
  "/postgres-together.",
  "/quality-stratus.",
  "/detect-bursts.",
  "/pages.test.",
  "/settings.test.",
];

/** The order of Vitest's own, but for the longest files, which come first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((part) => moduleId.includes(part));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
