import { readFileSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { openStage, type Stage, type StoreName } from "./stage.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly addresses: Readonly<Record<StoreName, string>>;
    readonly browser: string;
  }
}

/**
 * Once for all tests of screens: the servers and the browser. While working on a page the stage may stand by itself:
 * `npm run stage -- FILE` keeps one and says in FILE where it is, SCREENS_STAGE=FILE uses it.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const file = process.env["SCREENS_STAGE"];
  if (file !== undefined && file !== "") {
    const standing: Pick<Stage, "addresses" | "browser"> = JSON.parse(readFileSync(file, "utf8"));
    project.provide("addresses", standing.addresses);
    project.provide("browser", standing.browser);
    return async () => undefined;
  }
  const stage = await openStage();
  project.provide("addresses", stage.addresses);
  project.provide("browser", stage.browser);
  return () => stage.close();
}
