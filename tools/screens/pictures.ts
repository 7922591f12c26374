import type { Page } from "playwright-core";

/** A page as it is shown to people who have not installed it. */
export interface Picture {
  readonly name: string;
  readonly path: string;
  /** What is done on the page before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Titles of panels that are others with every run: how fast this machine was. */
  readonly varies?: readonly string[];
}

/** Every page once, in the state that tells most. */
export const PICTURES: readonly Picture[] = [
  { name: "overview", path: "/" },
  { name: "incidents", path: "/incidents" },
  { name: "incident", path: "/incidents", prepare: (page) => page.locator("table a").first().click() },
  { name: "findings", path: "/findings" },
  {
    name: "finding",
    path: "/findings?q=kind:model",
    prepare: (page) => page.locator("tbody strong").first().click(),
  },
  { name: "actors", path: "/actors" },
  { name: "actor", path: "/actors", prepare: openRiskiestActor },
  { name: "map", path: "/map" },
  { name: "anomalies", path: "/anomalies" },
  { name: "analytics", path: "/analytics" },
  { name: "investigation", path: "/investigation", prepare: openWorstFinding },
  { name: "reports", path: "/reports" },
  { name: "assistant", path: "/assistant" },
  { name: "rules", path: "/rules" },
  { name: "rule", path: "/rules/7fa6257c-d09d-4089-81b7-f4461a41ea54?from=all" },
  { name: "bring-rules", path: "/rules/new" },
  { name: "settings", path: "/settings" },
  { name: "uploads", path: "/uploads?from=all&threshold_mb=20&service_mb=5" },
  {
    name: "predict",
    path: "/predict?user_id=user-001&timestamp=2024-01-15T03:00:00Z&action_type=admin&failed_attempts=5",
  },
  { name: "batch", path: "/batch" },
  { name: "hunt", path: "/hunt?q=outcome:denied&from=all" },
  { name: "models", path: "/models" },
  { name: "dashboard", path: "/dashboard", varies: ["Performance", "Storage and ingestion"] },
];

/** The page of the actor that stands first. */
async function openRiskiestActor(page: Page): Promise<void> {
  const riskiest =
    "fetch('/api/v1/actors?limit=1').then((answer) => answer.json()).then(({ items }) => items[0].id)";
  await page.goto(`/actors/${encodeURIComponent(await page.evaluate<string>(riskiest))}`);
}

/** The page of the finding that stands first. */
async function openWorstFinding(page: Page): Promise<void> {
  const worst =
    "fetch('/api/v1/findings?limit=1').then((answer) => answer.json()).then(({ items }) => items[0].id)";
  await page.goto(`/investigation?finding=${await page.evaluate<string>(worst)}`);
}
