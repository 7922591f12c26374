import type { Page } from "playwright-core";

/** A page as it is shown to people who have not installed it. */
export interface Picture {
  readonly name: string;
  readonly path: string;
  /** What is done on the page before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Every page once, in the state that tells most. */
export const PICTURES: readonly Picture[] = [
  { name: "overview", path: "/" },
  { name: "sample", path: "/sample" },
];
