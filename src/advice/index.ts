/**
 * Takes findings, or what one detector looks for; gives what to do about it and what helps from now on, from one
 * catalogue of our own. Reports, the assistant and pages say the same, for they all ask `recommend`.
 */
export * from "./advice.ts";
export { CONTROLS } from "./controls.ts";
export { CONTROLS_ADVISED_MAX, firstSteps, recommend } from "./recommend.ts";
