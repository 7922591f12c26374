/** Takes findings; gives what to do about them and what helps from now on, from a catalogue of our own. */
export * from "./advice.ts";
export { CONTROLS } from "./controls.ts";
export { CONTROLS_ADVISED_MAX, recommend } from "./recommend.ts";
export { REMEDIES } from "./remedies.ts";
