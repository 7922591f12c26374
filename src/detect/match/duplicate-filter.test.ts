import { describe, expect, it } from "vitest";
import { createDuplicateFilter } from "./duplicate-filter.ts";

describe("duplicate filter", () => {
  it("recognises what it saw, through every growth of its table", () => {
    const filter = createDuplicateFilter();
    for (let i = 0; i < 60_000; i++) expect(filter.add(i * 7919, i)).toBe(false);
    for (let i = 0; i < 60_000; i++) expect(filter.add(i * 7919, i)).toBe(true);
    expect(filter.hasForgotten).toBe(false);
  });

  it("tells the all-zero fingerprint from an empty slot", () => {
    const filter = createDuplicateFilter();
    expect(filter.add(0, 0)).toBe(false);
    expect(filter.add(0, 0)).toBe(true);
  });

  it("remembers at least the last fingerprintsMax ids, and says when it forgot older ones", () => {
    const filter = createDuplicateFilter(1000);
    for (let i = 1; i <= 1999; i++) filter.add(i, i);
    expect(filter.hasForgotten).toBe(false);
    expect(filter.add(1, 1)).toBe(true);
    filter.add(2000, 2000);
    expect(filter.hasForgotten).toBe(true);
    expect(filter.add(1001, 1001)).toBe(true);
    expect(filter.add(1, 1)).toBe(false);
  });
});
