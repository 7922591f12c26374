import { useQuery } from "@tanstack/react-query";
import { EmptyNote, LoadingLines, ProblemNote } from "../../part/panel-note.tsx";
import { useGoTo } from "../../url/use-go-to.ts";
import { toPlaceKey, toPlaces, usePlaces } from "../map/use-places.ts";
import { WorldMap } from "../map/world-map.tsx";
import { loadWorld } from "../map/world-shapes.ts";

/** The threat map in small; a place leads to the large one. */
export function SmallMap() {
  const places = usePlaces();
  const goTo = useGoTo();
  const world = useQuery({
    queryKey: ["world-shapes"],
    queryFn: ({ signal }) => loadWorld(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const error = places.error ?? world.error;
  if (error !== null) return <ProblemNote error={error} />;
  if (places.data === undefined || world.data === undefined) return <LoadingLines lines={6} />;
  const all = toPlaces(places.data);
  if (all.length === 0)
    return <EmptyNote text="No event of this range says where it came from." next={undefined} />;
  return (
    <WorldMap
      world={world.data}
      places={all}
      chosen=""
      onChoose={(place) => goTo("/map", { query: { place: toPlaceKey(place) } })}
    />
  );
}
