import type { Advice } from "../../advice/index.ts";
import type { Section } from "../document/document.ts";
import type { AnyFacts } from "../facts.ts";
import { showControls } from "./advice.ts";
import { appendRecords } from "./appendix.ts";
import { describeLook } from "./look.ts";

/** How reports end: what would help from now on, what was not looked at, and the records that they stand on. */
export function closeReport(facts: AnyFacts, advice: Advice): readonly Section[] {
  const controls = showControls(advice);
  return [
    ...(controls.length === 0
      ? []
      : [{ id: "controls", title: "What would help from now on", blocks: controls }]),
    { id: "look", title: "What was not looked at", blocks: describeLook(facts) },
    ...(facts.findings.length === 0
      ? []
      : [
          {
            id: "records",
            title: "Appendix: records and hashes",
            blocks: appendRecords(facts),
            isOnNewPage: true,
          },
        ]),
  ];
}
