import { SegmentedControl } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { useMemo } from "react";
import type { Column, Sort } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { NumberText } from "../../part/number-text.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { Panel } from "../../part/panel.tsx";
import { PlainWords } from "../../part/plain-words.tsx";
import { toPanelState } from "../../part/query-panel.tsx";
import { SEVERITIES } from "../../part/severity.ts";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import styles from "./map-page.module.css";
import { PlaceFlyout } from "./place-flyout.tsx";
import { type Place, toPlaceKey, toPlaces, usePlaces } from "./use-places.ts";
import { WorldMap } from "./world-map.tsx";

/** Where calls came from and where they went, with the worst that was found there. */
export function MapPage() {
  const places = usePlaces();
  const [chosen, setChosen] = useUrlParam("place");
  const all = useMemo(() => (places.data === undefined ? [] : toPlaces(places.data)), [places.data]);
  const open = all.find((place) => toPlaceKey(place) === chosen) ?? null;
  const choose = (place: Place): void => setChosen(toPlaceKey(place));
  const state = toPanelState(places, {
    lines: 12,
    whenEmpty: () =>
      all.length > 0
        ? null
        : {
            kind: "empty",
            text: "No event of this range says where it came from.",
            next: <PlainWords text="Choose a longer range, or take logs in: `gait ingest FOLDER`." />,
          },
  });
  return (
    <>
      <PageHead
        title="Threat map"
        note="Countries that calls came from, cloud regions in which they happened; colour and shape say the worst that was found. Choose one for its detail."
      />
      <Panel title="The world" state={state} aside={<WithoutPlace places={places.data} />}>
        {state.kind === "ready" && <WorldMap places={all} chosen={chosen} onChoose={choose} />}
        <p className={styles["credit"]}>
          <a href="https://db-ip.com" rel="noreferrer noopener">
            IP Geolocation by DB-IP
          </a>
          . Shapes: Natural Earth.
        </p>
      </Panel>
      <div className={styles["gap"]}>
        <PlaceTable places={all} state={toPanelState(places, {})} chosen={chosen} onChoose={choose} />
      </div>
      <PlaceFlyout place={open} onClose={() => setChosen("")} />
    </>
  );
}

function WithoutPlace({ places }: { readonly places: ReturnType<typeof usePlaces>["data"] }) {
  if (places === undefined || places.without_country.events === 0) return null;
  return (
    <span
      className={styles["count"]}
      title="From inside the cloud, from private networks, or from addresses that nobody knows"
    >
      {formatPlural(places.without_country.events, "event")} came from no country
    </span>
  );
}

interface PlaceTableProps {
  readonly places: readonly Place[];
  readonly state: ReturnType<typeof toPanelState>;
  readonly chosen: string;
  readonly onChoose: (place: Place) => void;
}

const ORDERS: Readonly<Record<string, (a: Place, b: Place) => number>> = {
  level: (a, b) => rank(b) - rank(a) || b.findings - a.findings || b.events - a.events,
  findings: (a, b) => b.findings - a.findings,
  events: (a, b) => b.events - a.events,
  actors: (a, b) => b.actors - a.actors,
  name: (a, b) => a.name.localeCompare(b.name),
};
const rank = ({ level }: Place): number => (level === null ? -1 : SEVERITIES.indexOf(level));

/** The map as a table: nobody needs to see it to know it. */
function PlaceTable({ places, state, chosen, onChoose }: PlaceTableProps) {
  const [kind, setKind] = useUrlParam("by", "country");
  const [order, setOrder] = useUrlParam("order", "level");
  const rows = places
    .filter((place) => place.kind === (kind === "region" ? "region" : "country"))
    .toSorted(ORDERS[order] ?? ORDERS["level"]);
  const sort: Sort = { column: order, direction: order === "name" ? "up" : "down" };
  return (
    <Panel
      title="Places"
      flush
      state={
        state.kind === "ready" && rows.length === 0
          ? {
              kind: "empty",
              text: `No event of this range names a ${kind === "region" ? "cloud region" : "country"}.`,
            }
          : state
      }
      aside={
        <>
          <SegmentedControl
            size="xs"
            aria-label="Which places"
            value={kind === "region" ? "region" : "country"}
            onChange={setKind}
            data={[
              { value: "country", label: "Countries" },
              { value: "region", label: "Cloud regions" },
            ]}
          />
          <ExportMenu name={`places-${kind}`} rows={() => rows.map(toExport)} />
        </>
      }
    >
      <DataTable
        label="Places of the map"
        rows={rows}
        columns={COLUMNS}
        toKey={toPlaceKey}
        openKey={chosen}
        onOpen={onChoose}
        sort={sort}
        onSort={({ column }) => setOrder(column)}
        maxHeight="32rem"
      />
    </Panel>
  );
}

const toExport = ({
  kind,
  id,
  name,
  events,
  actors,
  findings,
  bySeverity,
  level,
  lastTime,
  lastFindingTime,
}: Place) => ({
  kind,
  id,
  name,
  level,
  findings,
  ...bySeverity,
  events,
  actors,
  last_time: lastTime,
  last_finding_time: lastFindingTime,
});

const COLUMNS: readonly Column<Place>[] = [
  { id: "name", head: "Place", isSortable: true, cell: ({ name }) => <LogText text={name} most={70} /> },
  {
    id: "level",
    head: "Worst found",
    width: 130,
    isSortable: true,
    cell: ({ level }) => (level === null ? "nothing" : <SeverityBadge severity={level} quiet />),
  },
  {
    id: "findings",
    head: "Findings",
    width: 95,
    align: "end",
    isSortable: true,
    cell: ({ findings }) => <NumberText value={findings} />,
  },
  {
    id: "events",
    head: "Events",
    width: 95,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ events }) => <NumberText value={events} />,
  },
  {
    id: "actors",
    head: "Actors",
    width: 85,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ actors }) => <NumberText value={actors} />,
  },
  {
    id: "last",
    head: "Last finding",
    width: 140,
    isMinor: true,
    cell: ({ lastFindingTime }) => (lastFindingTime === null ? "never" : <TimeText time={lastFindingTime} />),
  },
];
