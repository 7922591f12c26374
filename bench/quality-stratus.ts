import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { formatQuality } from "../src/cli/evaluate-print.ts";
import { rateStratus } from "../test/fixtures/rate-stratus.ts";

/**
 * `npm run bench -- quality-stratus [--folder DIR] [--seed 1] [--people 60] [--days 36]`: logs of real attacks (Stratus
 * Red Team, with their truth.json) laid into a generated company's days, with all that gives them away rewritten.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      folder: { type: "string" },
      seed: { type: "string", default: "1" },
      people: { type: "string", default: "60" },
      days: { type: "string", default: "36" },
    },
  });
  const data =
    process.env["GAIT_SHARED_DATA"] ?? fileURLToPath(new URL("../../shared/data/", import.meta.url));
  const { report, aboveAll } = await rateStratus({
    folder: values.folder ?? join(data, "stratus"),
    seed: Number(values.seed),
    people: Number(values.people),
    days: Number(values.days),
    startAt: Date.UTC(2026, 0, 5),
  });
  console.log(formatQuality(report));
  console.log(`${aboveAll.length} of ${report.stories.length} attacks rank above all else that was found.`);
}
