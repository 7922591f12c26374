import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { answer, client, type Schema } from "../../client/client.ts";
import type { Job } from "../../client/use-job.ts";
import type { Column } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { formatNumber } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { NumberText } from "../../part/number-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { toPanelState } from "../../part/query-panel.tsx";
import { Tiles } from "../../part/tiles.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { cx } from "../../theme/class-names.ts";
import styles from "./batch-page.module.css";

type Result = Schema<"BatchResult">;

const PAGE_ROWS = 200;

const COLUMNS: readonly Column<Result>[] = [
  { id: "row", head: "Row", width: 70, align: "end", cell: ({ row }) => <NumberText value={row} /> },
  {
    id: "judgement",
    head: "Judgement",
    width: 120,
    cell: ({ is_anomaly }) =>
      is_anomaly === null ? (
        <span className={styles["refused"]}>✕ No action</span>
      ) : (
        <span className={cx(is_anomaly ? styles["anomaly"] : styles["normal"])}>
          {is_anomaly ? "▲ Anomaly" : "● Normal"}
        </span>
      ),
  },
  {
    id: "score",
    head: "Score",
    width: 80,
    align: "end",
    cell: ({ anomaly_score }) => (anomaly_score === null ? "–" : formatNumber(anomaly_score)),
  },
  {
    id: "user",
    head: "User",
    width: 180,
    cell: ({ user_id }) => (user_id === null ? "–" : <LogText text={user_id} most={60} />),
  },
  {
    id: "action",
    head: "Action",
    width: 130,
    isMinor: true,
    cell: ({ action }) => (action === null ? "–" : <LogText text={action} most={40} />),
  },
  {
    id: "time",
    head: "Time",
    width: 150,
    isMinor: true,
    cell: ({ timestamp }) => (timestamp === null ? "–" : <TimeText time={timestamp} />),
  },
  {
    id: "why",
    head: "Why",
    isMinor: true,
    cell: ({ explanation, error }) => <LogText text={explanation ?? error ?? ""} most={400} />,
  },
];

const toCount = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** What was judged, the strangest first, with all of it as a file. */
export function BatchResults({ job }: { readonly job: Job }) {
  const { id, result } = job;
  const results = useInfiniteQuery({
    queryKey: ["batch-results", id],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      answer(
        client.GET("/api/v1/batches/{id}/results", {
          params: {
            path: { id },
            query: { limit: PAGE_ROWS, ...(pageParam === "" ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
  });
  const rows = results.data?.pages.flatMap(({ items }) => items) ?? [];
  const rate = toCount(result?.["anomaly_rate"]);
  return (
    <>
      <Panel title="What came of it" aside={<Downloads id={id} />}>
        <Tiles
          tiles={[
            { label: "Rows", value: <NumberText value={toCount(result?.["rows"])} /> },
            { label: "Anomalies", value: <NumberText value={toCount(result?.["anomalies"])} /> },
            { label: "Normal", value: <NumberText value={toCount(result?.["normal"])} /> },
            { label: "No actions", value: <NumberText value={toCount(result?.["failed"])} /> },
            { label: "Share of anomalies", value: <NumberText value={rate} style="share" /> },
            {
              label: "An anomaly from",
              value: <NumberText value={toCount(result?.["threshold"])} style="number" />,
            },
          ]}
        />
      </Panel>
      <Panel title="Results" note="The strangest first." flush state={toPanelState(results, {})}>
        <DataTable
          label="Results of the batch"
          rows={rows}
          columns={COLUMNS}
          toKey={({ row }) => String(row)}
          onEnd={() => {
            if (results.hasNextPage && !results.isFetchingNextPage) void results.fetchNextPage();
          }}
        />
      </Panel>
    </>
  );
}

const Downloads = ({ id }: { readonly id: string }) => (
  <>
    {(["csv", "json"] as const).map((format) => (
      <Button
        key={format}
        component="a"
        variant="default"
        size="compact-sm"
        href={`/api/v1/batches/${encodeURIComponent(id)}/download?format=${format}`}
        download
      >
        Download {format.toUpperCase()}
      </Button>
    ))}
  </>
);
