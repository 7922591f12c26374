/** The words of Gait as types, with the pure functions that belong to them. Takes nothing of ours, gives it to everybody. */
export * from "./actor.ts";
export * from "./api-key.ts";
export * from "./attack.ts";
export * from "./clock.ts";
export * from "./duration.ts";
export * from "./event.ts";
export * from "./finding.ts";
export * from "./id.ts";
export * from "./json.ts";
export * from "./nearest.ts";
export * from "./problem.ts";
export * from "./reject.ts";
export * from "./rng.ts";
export * from "./role.ts";
export * from "./run-record.ts";
export * from "./verdict.ts";
