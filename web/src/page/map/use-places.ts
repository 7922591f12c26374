import { useQuery } from "@tanstack/react-query";
import { answer, client, type Schema } from "../../client/client.ts";
import type { Severity } from "../../part/severity.ts";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { countryName } from "./country-name.ts";

export type Places = Schema<"Places">;

/** A country that calls came from, or a cloud region in which they happened. */
export interface Place {
  readonly kind: "country" | "region";
  /** Letters of the country, or name of the region: also its value in filters. */
  readonly id: string;
  readonly name: string;
  /** Null: nobody knows where it is. */
  readonly at: { readonly longitude: number; readonly latitude: number } | null;
  readonly events: number;
  readonly actors: number;
  readonly findings: number;
  readonly bySeverity: Readonly<Partial<Record<Severity, number>>>;
  /** Of the worst finding; null: there is none. */
  readonly level: Severity | null;
  readonly lastTime: string;
  readonly lastFindingTime: string | null;
}

/** How often it is asked again while somebody looks: news come sooner. */
const LIVE_MS = 60_000;

export function usePlaces() {
  const range = useTimeRange();
  return useQuery({
    queryKey: ["places", range.query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/places", { params: { query: range.query }, signal })),
    refetchInterval: LIVE_MS,
  });
}

type Counted = Places["countries"][number] | Places["regions"][number];

const toPlace = (named: Pick<Place, "kind" | "id" | "name">, counted: Counted): Place => ({
  ...named,
  at:
    counted.latitude === null || counted.longitude === null
      ? null
      : { latitude: counted.latitude, longitude: counted.longitude },
  events: counted.events,
  actors: counted.actors,
  findings: counted.findings,
  bySeverity: counted.by_severity,
  level: counted.level,
  lastTime: counted.last_time,
  lastFindingTime: counted.last_finding_time,
});

export const toPlaces = ({ countries, regions }: Places): readonly Place[] => [
  ...countries.map((one) =>
    toPlace({ kind: "country", id: one.country, name: countryName(one.country) }, one),
  ),
  ...regions.map((one) =>
    toPlace(
      { kind: "region", id: one.region, name: one.name === null ? one.region : `${one.region}, ${one.name}` },
      one,
    ),
  ),
];

export const toPlaceKey = ({ kind, id }: Pick<Place, "kind" | "id">): string => `${kind}:${id}`;
