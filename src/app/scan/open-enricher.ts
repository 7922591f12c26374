import { createEnricher, type Enricher } from "../../enrich/index.ts";
import { readSettings } from "../settings/read-settings.ts";
import { openLocations } from "./locations.ts";

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

/** @throws GaitError GEO_DATABASE_UNREADABLE, GEO_DATABASE_BROKEN */
export const openEnricher = ({ geo, personRoles }: KnownBesides): Enricher =>
  createEnricher({ geo: openLocations(geo), personSessions: personRoles.map(toNamePattern) });

/** `Break*Glass` as an expression over whole names. Everything but `*` means itself. */
const toNamePattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
