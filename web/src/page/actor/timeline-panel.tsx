import { SegmentedControl } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { useQuery } from "@tanstack/react-query";
import { answer, client, type Schema } from "../../client/client.ts";
import { type TimelineItem, useTimeline } from "../../client/use-actors.ts";
import { ColumnChooser, useColumns } from "../../part/column-chooser.tsx";
import { cutText } from "../../part/cut-text.ts";
import type { Column } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { toWholeAddress } from "../../part/download.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { LogText } from "../../part/log-text.tsx";
import { BytesText } from "../../part/number-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SeverityShape } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { PageLink } from "../../url/page-link.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { useGoTo } from "../../url/use-go-to.ts";
import { TacticLanes } from "./tactic-lanes.tsx";

/** Findings that are drawn; more would only cover each other. */
const FINDINGS_MAX = 500;

/** Everything found about an actor in the range, also what was judged. */
export function useActorFindings(id: string) {
  const range = useTimeRange();
  return useQuery({
    queryKey: ["actor-findings", id, range.query],
    queryFn: ({ signal }) => {
      const query = {
        ...range.query,
        actor: id,
        all: "true",
        order: "newest-first",
        limit: FINDINGS_MAX,
      } as const;
      return answer(client.GET("/api/v1/findings/summaries", { params: { query }, signal }));
    },
  });
}

/** What was found of an actor by tactic. */
export function LanesPanel({ id, lastTime }: { readonly id: string; readonly lastTime: string }) {
  const findings = useActorFindings(id);
  const { range, now } = useTimeRange();
  const all = findings.data?.items ?? [];
  const first = Math.min(...all.map(({ time }) => Date.parse(time)));
  const from = range.from ?? first;
  const to = range.to ?? Math.max(now, Date.parse(lastTime));
  return (
    <QueryPanel
      title="What was found"
      note="By tactic, from how they came in to what they took. Choose one to investigate it."
      query={findings}
      whenEmpty={({ items }) =>
        items.length > 0 ? null : { kind: "empty", text: "Nothing was found about this actor in this range." }
      }
    >
      {({ items }) => <TacticLanes findings={items} from={from} to={to} />}
    </QueryPanel>
  );
}

const SHOWN = ["findings", "all"] as const;

/** Events and findings in one order, the newest first. */
export function TimelinePanel({ id }: { readonly id: string }) {
  const [shown, setShown] = useUrlParam("timeline", "all");
  const goTo = useGoTo();
  const findings = useActorFindings(id);
  const timeline = useTimeline(id);
  const range = useTimeRange();
  const { shown: columns, chooser } = useColumns("timeline", COLUMNS);
  const isFindings = shown === "findings";
  const rows: readonly Row[] = isFindings
    ? (findings.data?.items ?? []).map((finding) => ({ ...finding, kind: "finding" as const }))
    : (timeline.data?.pages.flatMap(({ items }) => items) ?? []);
  const query = isFindings ? findings : timeline;
  return (
    <QueryPanel<unknown>
      title="Timeline"
      query={query}
      flush
      lines={8}
      aside={
        <>
          <SegmentedControl
            size="xs"
            aria-label="What the timeline shows"
            value={isFindings ? "findings" : "all"}
            onChange={setShown}
            data={SHOWN.map((value) => ({
              value,
              label: value === "all" ? "Everything" : "Findings",
            }))}
          />
          <ColumnChooser {...chooser} />
          <ExportMenu
            name="timeline"
            rows={() => rows.map(toExport)}
            whole={toWholeAddress(`/api/v1/${isFindings ? "findings" : "events"}.csv`, {
              ...range.query,
              actor: id,
            })}
          />
        </>
      }
      whenEmpty={() =>
        rows.length > 0
          ? null
          : { kind: "empty", text: "Nothing happened in this range.", next: "Choose a longer one." }
      }
    >
      {() => (
        <DataTable
          label="Events and findings, the newest first"
          rows={rows}
          columns={columns}
          toKey={({ kind, id: own }) => `${kind} ${own}`}
          maxHeight="34rem"
          onOpen={(item) => {
            if (item.kind === "finding") goTo("/investigation", { query: { finding: item.id } });
          }}
          onEnd={() => {
            if (!isFindings && timeline.hasNextPage && !timeline.isFetchingNextPage)
              void timeline.fetchNextPage();
          }}
        />
      )}
    </QueryPanel>
  );
}

type EventItem = Extract<TimelineItem, { kind: "event" }>;
/** What is shown of a finding stands in the timeline as well as in the list of findings. */
type FoundItem = Pick<Schema<"Finding">, "id" | "time" | "severity" | "summary"> & {
  readonly kind: "finding";
};
type Row = EventItem | FoundItem;

const toAction = ({ action }: EventItem): string => `${action.service}:${action.name}`;

const COLUMNS: readonly Column<Row>[] = [
  { id: "time", head: "Time", width: 116, cell: ({ time }) => <TimeText time={time} /> },
  {
    id: "what",
    head: "What",
    cell: (item) => (item.kind === "finding" ? <FindingCell finding={item} /> : <EventCell event={item} />),
  },
  {
    id: "from",
    head: "From",
    width: 140,
    isMinor: true,
    cell: (item) =>
      item.kind === "finding" || item.address.text === null ? null : (
        <>
          <LogText text={cutText(item.address.text, 60)} mono /> {item.address.country}
        </>
      ),
  },
  {
    id: "tool",
    head: "Tool",
    width: 140,
    isOptional: true,
    cell: (item) => (item.kind === "finding" ? null : <LogText text={cutText(item.tool.name, 60)} />),
  },
  {
    id: "region",
    head: "Region",
    width: 120,
    isOptional: true,
    cell: (item) =>
      item.kind === "finding" || item.region === null ? null : <LogText text={cutText(item.region, 60)} />,
  },
  {
    id: "outcome",
    head: "Outcome",
    width: 100,
    isOptional: true,
    cell: (item) => (item.kind === "finding" ? null : item.outcome),
  },
  {
    id: "bytes",
    head: "Taken out",
    width: 100,
    align: "end",
    isOptional: true,
    cell: (item) =>
      item.kind === "finding" || item.bytes_out === null ? null : <BytesText value={item.bytes_out} />,
  },
];

const FindingCell = ({ finding }: { readonly finding: FoundItem }) => (
  <PageLink to="/investigation" query={{ finding: finding.id }} title={finding.summary.slice(0, 300)}>
    <SeverityShape severity={finding.severity} size={11} />
    <span className="unseen">{finding.severity}</span> <LogText text={cutText(finding.summary, 200)} />
  </PageLink>
);

const EventCell = ({ event }: { readonly event: EventItem }) => (
  <span title={event.resource?.slice(0, 300)}>
    {event.outcome !== "success" && <strong>{event.outcome} </strong>}
    <LogText text={cutText(toAction(event), 100)} mono />
    {event.resource !== null && (
      <>
        {" on "}
        <LogText text={cutText(event.resource, 120)} />
      </>
    )}
  </span>
);

const toExport = (item: Row): Readonly<Record<string, unknown>> =>
  item.kind === "finding"
    ? { kind: "finding", time: item.time, id: item.id, what: item.summary, severity: item.severity }
    : {
        kind: "event",
        time: item.time,
        id: item.id,
        what: toAction(item),
        outcome: item.outcome,
        address: item.address.text,
        country: item.address.country,
        resource: item.resource,
        bytes_out: item.bytes_out,
      };
