import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for what files of tests make once and share; gone after the last. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "gait-test-ready-"));
  process.env["GAIT_TEST_READY_FOLDER"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
