import { type ActorHabits, useProfiles } from "../../client/use-statistics.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import type { Column, Sort } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatNumber, formatShare } from "../../part/format.ts";
import { BytesText, NumberText } from "../../part/number-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { RiskMeter } from "../../part/risk-meter.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { useGoTo } from "../../url/use-go-to.ts";
import styles from "./analytics-page.module.css";

const PROFILES_MAX = 200;

const ORDERS: Readonly<Record<string, (one: ActorHabits) => number>> = {
  risk: ({ risk }) => risk?.score ?? 0,
  days: ({ days }) => days,
  events: ({ per_day: day }) => day.events,
  out: ({ per_day: day }) => day.bytes_out,
  most: ({ largest_bytes_out: most }) => most,
  actions: ({ per_day: day }) => day.actions,
  sensitive: ({ per_day: day }) => day.sensitive,
  night: ({ per_day: day }) => day.night_share,
};

/** What users do on an average day of theirs. */
export function ProfilesPanel({ q }: { readonly q: string }) {
  const profiles = useProfiles(PROFILES_MAX, q);
  const [order, setOrder] = useUrlParam("profiles", "events");
  const goTo = useGoTo();
  const toNumber = ORDERS[order] ?? ORDERS["events"]!;
  const rows = (profiles.data?.items ?? []).toSorted((a, b) => toNumber(b) - toNumber(a));
  const sort: Sort = { column: order, direction: "down" };
  return (
    <QueryPanel
      title="User profiles"
      note="What each does on an average day with activity; choose one to see its habits."
      className={styles["wide"]}
      query={profiles}
      flush
      lines={8}
      aside={<ExportMenu name="user-profiles" rows={() => rows.map(toRow)} />}
      whenEmpty={({ items }) =>
        items.length > 0 ? null : { kind: "empty", text: "Nobody acted in this range." }
      }
    >
      {() => (
        <DataTable
          label="Actors on an average day"
          rows={rows}
          columns={COLUMNS}
          toKey={({ id }) => id}
          sort={sort}
          onSort={({ column }) => setOrder(column)}
          onOpen={({ id }) => goTo("/actors/$id", { params: { id } })}
          maxHeight="30rem"
        />
      )}
    </QueryPanel>
  );
}

const toRow = ({ per_day: day, risk, ...one }: ActorHabits): Readonly<Record<string, unknown>> => ({
  ...one,
  risk: risk?.score ?? null,
  ...Object.fromEntries(Object.entries(day).map(([name, value]) => [`${name}_per_day`, value])),
});

const COLUMNS: readonly Column<ActorHabits>[] = [
  { id: "name", head: "Actor", cell: ({ id, name, type }) => <ActorLink id={id} name={name} type={type} /> },
  {
    id: "risk",
    head: "Risk",
    width: 130,
    isSortable: true,
    cell: ({ risk }) => <RiskMeter score={risk?.score ?? null} level={risk?.level ?? null} />,
  },
  {
    id: "days",
    head: "Days",
    width: 65,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ days }) => <NumberText value={days} />,
  },
  {
    id: "events",
    head: "Events",
    width: 80,
    align: "end",
    isSortable: true,
    cell: ({ per_day: day }) => formatNumber(Math.round(day.events)),
  },
  {
    id: "actions",
    head: "Actions",
    width: 80,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ per_day: day }) => formatNumber(Number(day.actions.toFixed(1))),
  },
  {
    id: "out",
    head: "Out",
    width: 90,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ per_day: day }) => <BytesText value={Math.round(day.bytes_out)} />,
  },
  {
    id: "most",
    head: "Most out",
    width: 95,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ largest_bytes_out: most }) => <BytesText value={most} />,
  },
  {
    id: "sensitive",
    head: "Sensitive",
    width: 90,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ per_day: day }) => formatNumber(Number(day.sensitive.toFixed(1))),
  },
  {
    id: "night",
    head: "At night",
    width: 80,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ per_day: day }) => formatShare(day.night_share),
  },
];
