import type { StoredEvent } from "../../client/use-finding.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import type { Column } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { toPanelState } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { type Hunt, useHuntEvents } from "./use-hunt.ts";

const toText = (text: string | null) =>
  text === null || text === "" ? "–" : <LogText text={text} most={120} mono />;

const COLUMNS: readonly Column<StoredEvent>[] = [
  { id: "time", head: "Time", width: 120, cell: ({ time }) => <TimeText time={time} /> },
  {
    id: "actor",
    head: "Actor",
    width: 150,
    cell: ({ actor }) => <ActorLink id={actor.id} name={actor.name} type={actor.type} />,
  },
  {
    id: "action",
    head: "Action",
    width: 220,
    cell: ({ action }) => toText(`${action.service}:${action.name}`),
  },
  { id: "outcome", head: "Outcome", width: 90, isMinor: true, cell: ({ outcome }) => outcome },
  {
    id: "address",
    head: "Address",
    width: 170,
    isMinor: true,
    cell: ({ address }) => toText([address.text, address.country].filter(Boolean).join(" ")),
  },
  { id: "resource", head: "On", isMinor: true, cell: ({ resource }) => toText(resource) },
];

/** What a hunt found so far, the newest first. */
export function HuntEvents({ hunt }: { readonly hunt: Hunt }) {
  const events = useHuntEvents(hunt);
  const rows = events.data?.pages.flatMap(({ items }) => items) ?? [];
  const isOver = hunt.finished_at !== null;
  return (
    <Panel
      title="Events found"
      note="The newest first."
      flush
      aside={<ExportMenu name="hunt" rows={() => rows} />}
      state={toPanelState(events, {
        whenEmpty: () =>
          rows.length > 0
            ? null
            : {
                kind: "empty",
                text: isOver ? "No event fits the filter." : "Nothing was found yet.",
              },
      })}
    >
      <DataTable
        label="Events that the hunt found"
        rows={rows}
        columns={COLUMNS}
        toKey={({ id }) => id}
        onEnd={() => {
          if (events.hasNextPage && !events.isFetchingNextPage) void events.fetchNextPage();
        }}
      />
    </Panel>
  );
}
