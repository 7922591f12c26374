import { findContainerEnd } from "../../detect/log/container.ts";
import { toActionText, toActorKind } from "../../detect/log/fact-tables.ts";
import { toNetworkText } from "../../detect/log/network.ts";
import {
  ACTION_CLASSES,
  ACTIVITIES,
  ADDRESS_KINDS,
  DEVICES,
  type Event,
  OUTCOMES,
  TOOL_FAMILIES,
} from "../../domain/index.ts";
import { ACTOR_KINDS, type EventFacts, toValueCode } from "../../profile/index.ts";

/** Fills the facts of one event; where it lies on the globe is left out. */
export function fillFacts(facts: EventFacts, number: number, event: Event): void {
  const { actor, action, address, tool, resource } = event;
  facts.event = number;
  facts.at = event.at;
  facts.actor = toValueCode(actor.id);
  facts.actorKind = ACTOR_KINDS.indexOf(toActorKind(actor));
  facts.actorAccount = toValueCode(actor.account);
  facts.session = toValueCode(actor.session);
  facts.action = toValueCode(toActionText(action));
  facts.service = toValueCode(action.service);
  facts.actionClass = ACTION_CLASSES.indexOf(action.class);
  facts.activity = ACTIVITIES.indexOf(action.activity);
  facts.sensitivity = action.sensitivity;
  facts.outcome = OUTCOMES.indexOf(event.outcome);
  facts.error = toValueCode(event.errorCode);
  facts.account = toValueCode(event.account);
  facts.region = toValueCode(event.region);
  facts.country = toValueCode(address.country);
  facts.network = toValueCode(toNetworkText(address));
  facts.address = toValueCode(address.text);
  facts.addressKind = ADDRESS_KINDS.indexOf(address.kind);
  facts.latitude = Number.NaN;
  facts.longitude = Number.NaN;
  facts.radiusKm = Number.NaN;
  facts.tool = toValueCode(tool.name);
  facts.toolFamily = TOOL_FAMILIES.indexOf(tool.family);
  facts.device = event.device === null ? 0 : DEVICES.indexOf(event.device) + 1;
  facts.resource = toValueCode(resource);
  facts.container = resource === null ? 0 : toValueCode(resource.slice(0, findContainerEnd(resource)));
  facts.bytesIn = event.bytesIn ?? Number.NaN;
  facts.bytesOut = event.bytesOut ?? Number.NaN;
}

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
