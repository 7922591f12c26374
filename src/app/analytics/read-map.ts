import { SEVERITIES, type Severity, severityRank } from "../../domain/index.ts";
import { type Place, placeOfCountry, placeOfRegion } from "../../enrich/index.ts";
import type { PlaceCount, Store } from "../../store/index.ts";
import type { AskedCounts } from "./asked-counts.ts";

/** A country or a region with what happened there. */
export interface PlacedCount extends Omit<PlaceCount, "place"> {
  readonly id: string;
  /** Null: nobody knows where that is. */
  readonly place: Place | null;
  readonly findings: number;
  /** Of the worst finding; null: there is none. */
  readonly level: Severity | null;
}

export interface MapCounts {
  readonly countries: readonly PlacedCount[];
  readonly regions: readonly PlacedCount[];
  readonly withoutCountry: { readonly events: number; readonly findings: number };
  readonly withoutRegion: { readonly events: number; readonly findings: number };
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Events and findings by country and by cloud region, the worst first, then the busiest. */
export async function readMap({ statistics }: Store, asked: AskedCounts): Promise<MapCounts> {
  const [countries, regions] = await Promise.all([
    statistics.readPlaces("country", asked),
    statistics.readPlaces("region", asked),
  ]);
  return {
    countries: toPlaced(countries, placeOfCountry),
    regions: toPlaced(regions, placeOfRegion),
    withoutCountry: toRest(countries),
    withoutRegion: toRest(regions),
  };
}

function toPlaced(counts: readonly PlaceCount[], find: (id: string) => Place | null): readonly PlacedCount[] {
  return counts
    .flatMap(({ place, ...count }) => {
      if (place === null) return [];
      const worst = count.bySeverity.findLastIndex((of) => of > 0);
      const level = SEVERITIES[worst] ?? null;
      return [{ ...count, id: place, place: find(place), findings: sum(count.bySeverity), level }];
    })
    .sort((a, b) => rankOf(b) - rankOf(a) || b.findings - a.findings || b.events - a.events);
}

const rankOf = ({ level }: PlacedCount): number => (level === null ? -1 : severityRank(level));

function toRest(counts: readonly PlaceCount[]): { readonly events: number; readonly findings: number } {
  const rest = counts.find(({ place }) => place === null);
  return { events: rest?.events ?? 0, findings: sum(rest?.bySeverity ?? []) };
}
