import { ACTION_CLASSES, OUTCOMES } from "../domain/index.ts";
import type { EventFacts } from "./facts.ts";

const DOWNLOAD = ACTION_CLASSES.indexOf("download");
const SUCCESS = OUTCOMES.indexOf("success");

/** Whether an event took something out: a download that succeeded. */
export const isTaking = ({ actionClass, outcome }: Pick<EventFacts, "actionClass" | "outcome">): boolean =>
  actionClass === DOWNLOAD && outcome === SUCCESS;
