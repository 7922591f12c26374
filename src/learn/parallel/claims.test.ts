import { describe, expect, it } from "vitest";
import { callOff, claimTask, createClaims, releaseTasks } from "./claims.ts";

describe("claims", () => {
  it("give out each released task once, in order, and then none", () => {
    const claims = createClaims();
    releaseTasks(claims, 3);
    expect(Array.from({ length: 5 }, () => claimTask(claims, 3))).toEqual([0, 1, 2, -1, -1]);
  });

  it("give out nothing more once the work is called off, released or not", () => {
    const claims = createClaims();
    releaseTasks(claims, 2);
    expect(claimTask(claims, 3)).toBe(0);
    callOff(claims);
    expect(claimTask(claims, 3)).toBe(-1);
    const waiting = createClaims();
    callOff(waiting);
    expect(claimTask(waiting, 3)).toBe(-1);
  });
});
