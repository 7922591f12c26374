import { lazy, Suspense } from "react";
import { Panel } from "../../part/panel.tsx";
import { LoadingLines } from "../../part/panel-note.tsx";
import { PageLink } from "../../url/page-link.tsx";

/** The map is loaded after everything that is read first. */
const SmallMap = lazy(async () => ({ default: (await import("./small-map.tsx")).SmallMap }));

/** Where it came from. */
export const MapPanel = () => (
  <Panel title="Where it came from" aside={<PageLink to="/map">The whole map</PageLink>}>
    <Suspense fallback={<LoadingLines lines={6} />}>
      <SmallMap />
    </Suspense>
  </Panel>
);
