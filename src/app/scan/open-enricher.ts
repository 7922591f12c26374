import { createEnricher, type Enricher } from "../../enrich/index.ts";
// Its type alone: threads that read logs do without the settings and all that these load.
import type { KnownBesides } from "./known-besides.ts";
import { openLocations } from "./locations.ts";

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
