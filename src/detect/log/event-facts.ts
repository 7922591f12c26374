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
import { findContainerEnd } from "./container.ts";
import { toActionText, toActorKind } from "./fact-tables.ts";
import { toNetworkText } from "./network.ts";

/** The facts of one event without tables around it; where it lies on the globe is left out. */
export function fillEventFacts(facts: EventFacts, number: number, event: Event): void {
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
