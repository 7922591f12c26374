import { EmptyNote, LoadingLines, ProblemNote } from "../../part/panel-note.tsx";
import { useGoTo } from "../../url/use-go-to.ts";
import { toPlaceKey, toPlaces, usePlaces } from "../map/use-places.ts";
import { WorldMap } from "../map/world-map.tsx";

/** The threat map in small; a place leads to the large one. */
export function SmallMap() {
  const places = usePlaces();
  const goTo = useGoTo();
  if (places.error !== null) return <ProblemNote error={places.error} />;
  if (places.data === undefined) return <LoadingLines lines={6} />;
  const all = toPlaces(places.data);
  if (all.length === 0)
    return <EmptyNote text="No event of this range says where it came from." next={undefined} />;
  return (
    <WorldMap
      places={all}
      chosen=""
      onChoose={(place) => goTo("/map", { query: { place: toPlaceKey(place) } })}
    />
  );
}
