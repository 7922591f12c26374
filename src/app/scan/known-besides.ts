import { readSettings } from "../settings/read-settings.ts";

/** What is known besides the logs. */
export interface KnownBesides {
  /** Paths of location databases, asked before the bundled one. */
  readonly geo: readonly string[];
  /** Names of roles, `*` for any text, whose session name is the person. */
  readonly personRoles: readonly string[];
}

/** What a command says; where it says nothing, what the settings say. Throws as settings do that cannot be used. */
export function readKnownBesides({ geo, personRoles }: Partial<KnownBesides> = {}): KnownBesides {
  const settings = readSettings();
  return {
    geo: geo === undefined || geo.length === 0 ? settings["enrich.geo"] : geo,
    personRoles:
      personRoles === undefined || personRoles.length === 0 ? settings["enrich.person_roles"] : personRoles,
  };
}
