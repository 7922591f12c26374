import { FEATURES } from "../../../profile/index.ts";
import type { Sight } from "../../pass/looker.ts";
import { peersShareOf } from "../first-seen/new-values.ts";

const placeOf = (name: string): number => FEATURES.findIndex((one) => one.name === name);
/** Above 0 for five days after the actor first used the value. */
const NEW_CONTAINER = placeOf("new_container");
const NEW_NETWORK = placeOf("new_network");
/** What more of its peers use is no news, only new to this one. */
const PEERS_SHARE_MAX = 0.1;

/** True when the event touches what the actor did not touch until a few days ago, and hardly any of its peers does. */
export const isFreshThing = ({ features, profile }: Sight): boolean =>
  features[NEW_CONTAINER]! > 0 && peersShareOf(profile.historyOf("container")) <= PEERS_SHARE_MAX;

/** True when the event comes from where the actor was not until a few days ago, and hardly any of its peers is. */
export const isFreshPlace = ({ features, profile }: Sight): boolean =>
  features[NEW_NETWORK]! > 0 && peersShareOf(profile.historyOf("network")) <= PEERS_SHARE_MAX;
