import type { TestProject } from "vitest/node";
import type { StoreName } from "./stage.ts";
import { openStage } from "./stage.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly addresses: Readonly<Record<StoreName, string>>;
    readonly browser: string;
  }
}

/** Once for all tests of screens: the servers and the browser. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const stage = await openStage();
  project.provide("addresses", stage.addresses);
  project.provide("browser", stage.browser);
  return () => stage.close();
}
