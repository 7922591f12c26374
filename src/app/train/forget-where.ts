import { ADDRESS_KINDS, TOOL_FAMILIES } from "../../domain/index.ts";
import type { EventFacts } from "../../profile/index.ts";

/**
 * Leaves of the facts what says something of anybody: what, how much, when, with what outcome. Of somebody unknown,
 * that place, address, tool and things are new says nothing, for everything of theirs is.
 */
export function forgetWhere(facts: EventFacts): void {
  facts.session = 0;
  facts.region = 0;
  facts.country = 0;
  facts.network = 0;
  facts.address = 0;
  facts.addressKind = ADDRESS_KINDS.indexOf("absent");
  facts.tool = 0;
  facts.toolFamily = TOOL_FAMILIES.indexOf("absent");
  facts.device = 0;
  facts.resource = 0;
  facts.container = 0;
}
