import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprintEventId, packUuid, unpackUuid } from "./event-id-code.ts";

describe("event ids as words", () => {
  it("packs and unpacks every canonical UUID", () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const words = new Uint32Array(6);
        expect(packUuid(id, words, 1)).toBe(true);
        expect(unpackUuid(words, 1)).toBe(id);
        expect([words[0], words[5]]).toEqual([0, 0]);
      }),
    );
  });

  it.each([
    ["upper case, which would come back changed", "5D3F1C9E-0000-4000-8000-00000000000A"],
    ["a digit short", "5d3f1c9e-0000-4000-8000-00000000000"],
    ["a dash out of place", "5d3f1c9e0-000-4000-8000-00000000000a"],
    ["a letter beyond f", "5d3f1c9g-0000-4000-8000-00000000000a"],
    ["empty", ""],
  ])("leaves other text alone: %s", (_, id) => {
    expect(packUuid(id, new Uint32Array(4), 0)).toBe(false);
  });

  it("gives 300,000 near-equal ids fingerprints of their own", () => {
    const seen = new Set<bigint>();
    const words = new Uint32Array(2);
    for (let i = 0; i < 300_000; i++) {
      fingerprintEventId(`event-${i}`, words, 0);
      seen.add((BigInt(words[0]!) << 32n) | BigInt(words[1]!));
    }
    expect(seen.size).toBe(300_000);
  });
});
