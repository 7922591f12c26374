import { type Identities, useIdentities } from "../../client/use-actors.ts";
import { cutText } from "../../part/cut-text.ts";
import type { Column } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { formatCount, formatDuration } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { BytesText, NumberText } from "../../part/number-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useSetTimeRange } from "../../time-range/use-time-range.ts";

type Session = Identities["sessions"][number];

const COLUMNS: readonly Column<Session>[] = [
  { id: "from", head: "Began", width: 110, cell: ({ from }) => <TimeText time={from} /> },
  {
    id: "length",
    head: "Lasted",
    width: 80,
    cell: ({ from, to }) => formatDuration(Date.parse(to) - Date.parse(from)),
  },
  {
    id: "events",
    head: "Events",
    width: 75,
    align: "end",
    cell: ({ events }) => <NumberText value={events} />,
  },
  {
    id: "failures",
    head: "Failed",
    width: 70,
    align: "end",
    isMinor: true,
    cell: ({ failures }) => <NumberText value={failures} />,
  },
  {
    id: "out",
    head: "Out",
    width: 90,
    align: "end",
    isMinor: true,
    cell: ({ bytes_out }) => <BytesText value={bytes_out} />,
  },
  {
    id: "where",
    head: "From where",
    cell: ({ address, country, addresses }) =>
      address === null ? null : (
        <>
          <LogText text={cutText(address, 60)} mono /> {country}
          {addresses > 1 && ` and ${formatCount(addresses - 1)} more`}
        </>
      ),
  },
];

/** Spells of activity, the latest first; one sets the range of time. */
export function SessionsPanel({ id }: { readonly id: string }) {
  const identities = useIdentities(id);
  const setRange = useSetTimeRange();
  return (
    <QueryPanel
      title="Latest sessions"
      note="Activity without a pause of half an hour. Choose one to see it alone."
      query={identities}
      flush
      whenEmpty={({ sessions }) =>
        sessions.length > 0 ? null : { kind: "empty", text: "It never did anything." }
      }
    >
      {({ sessions }) => (
        <DataTable
          label="Sessions, the latest first"
          rows={sessions}
          columns={COLUMNS}
          toKey={({ from }) => from}
          maxHeight="18rem"
          onOpen={({ from, to }) => setRange({ from, to: new Date(Date.parse(to) + 1000).toISOString() })}
        />
      )}
    </QueryPanel>
  );
}
