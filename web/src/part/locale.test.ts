import { expect, test } from "vitest";
import { toLocale } from "./locale.ts";

test("a language is one that Intl takes, however the system names it", () => {
  expect(toLocale(["en-US@posix"])).toBe("en-US");
  expect(toLocale(["de_DE.UTF-8", "en"])).toBe("de-DE");
  expect(toLocale(["pt-BR"])).toBe("pt-BR");
  expect(toLocale(["C", "fr"])).toBe("fr");
  expect(toLocale(["", "x", "../../etc", "en--", "🦊"])).toBe("en");
  expect(toLocale([])).toBe("en");
  for (const language of ["en-US@posix", "C.UTF-8", "zz-ZZ", "POSIX"])
    expect(() => new Intl.NumberFormat(toLocale([language])).format(1), language).not.toThrow();
});
