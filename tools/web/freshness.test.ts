import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isWebFresh } from "./freshness.ts";

test("the web app is built anew when something that it is made of is younger, and only then", () => {
  const root = mkdtempSync(join(tmpdir(), "gait-web-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (path: string, second: number): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
    utimesSync(join(root, path), second, second);
  };
  write("web/src/main.tsx", 100);
  expect(isWebFresh(root)).toBe(false);
  write("web/dist/index.html", 200);
  expect(isWebFresh(root)).toBe(true);
  write("web/src/page/a/a-page.tsx", 300);
  expect(isWebFresh(root)).toBe(false);
  write("web/dist/index.html", 400);
  expect(isWebFresh(root)).toBe(true);
  write("package-lock.json", 500);
  expect(isWebFresh(root)).toBe(false);
});
