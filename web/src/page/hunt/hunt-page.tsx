import { Button, Switch } from "@mantine/core";
import "@mantine/core/styles/Switch.layer.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client } from "../../client/client.ts";
import { useJob } from "../../client/use-job.ts";
import { EarlierPanel } from "../../part/earlier-panel.tsx";
import { FilterBar } from "../../part/filter-bar.tsx";
import { formatCount, formatPlural } from "../../part/format.ts";
import { JobProgress } from "../../part/job-progress.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { PageStack } from "../../part/page-stack.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useToast } from "../../part/toast.tsx";
import { useMay } from "../../session/use-session.ts";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { useSetUrlState, useUrlParam } from "../../url/url-state.ts";
import { HuntEvents } from "./hunt-events.tsx";
import styles from "./hunt-page.module.css";
import { type Hunt, tellHunt, useHunt } from "./use-hunt.ts";

/** Looks for events in everything that is stored; the hunt stands in the address. */
export function HuntPage() {
  const [id, setId] = useUrlParam("hunt");
  return (
    <PageStack>
      <PageHead
        title="Hunt"
        note="Look for events by a filter, in everything that is stored. A hunt goes on while you do something else; what it found is kept for a day."
      />
      <HuntStart />
      {id !== "" && <OpenHunt id={id} />}
      <EarlierHunts openId={id} onOpen={setId} />
    </PageStack>
  );
}

const ROWS_MAX = 10_000;

function HuntStart() {
  const [typed, setTyped] = useState("");
  const setState = useSetUrlState();
  const range = useTimeRange();
  const [isRange, setIsRange] = useState(false);
  const [isStarting, setIsStarting] = useState(false);
  const may = useMay("ingest");
  const toast = useToast();
  const queries = useQueryClient();
  const start = async (): Promise<void> => {
    setIsStarting(true);
    try {
      const q = typed.trim();
      const body = { q, rows_max: ROWS_MAX, ...(isRange ? range.query : {}) };
      const hunt = await answer(client.POST("/api/v1/hunts", { body }));
      setState({ q, hunt: hunt.id });
      await queries.invalidateQueries({ queryKey: ["hunts"] });
    } catch (error) {
      const { detail, remedy } = toProblem(error);
      toast({ text: `${detail} ${remedy}`, isProblem: true });
    } finally {
      setIsStarting(false);
    }
  };
  return (
    <div className={styles["start"]}>
      <FilterBar subject="events" onTyped={setTyped} />
      <Switch
        label="In the chosen time alone"
        checked={isRange}
        onChange={(event) => setIsRange(event.currentTarget.checked)}
      />
      <Button
        onClick={() => void start()}
        disabled={!may || typed.trim() === ""}
        loading={isStarting}
        title={may ? undefined : "Who looks alone starts no hunts."}
      >
        {isRange ? "Hunt" : "Run over everything"}
      </Button>
    </div>
  );
}

function OpenHunt({ id }: { readonly id: string }) {
  const job = useJob(id);
  const hunt = useHunt(id);
  return (
    <>
      <QueryPanel title="The hunt" query={job} lines={2}>
        {(found) => (
          <>
            <JobProgress job={found} />
            {hunt.data !== undefined && hunt.data.state !== "waiting" && (
              <p className={styles["told"]}>{tellHunt(hunt.data)}</p>
            )}
          </>
        )}
      </QueryPanel>
      {hunt.data !== undefined && <HuntEvents hunt={hunt.data} />}
    </>
  );
}

interface EarlierHuntsProps {
  readonly openId: string;
  readonly onOpen: (id: string) => void;
}

const EARLIER_SHOWN = 20;

function EarlierHunts({ openId, onOpen }: EarlierHuntsProps) {
  const hunts = useQuery({
    queryKey: ["hunts", openId],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/hunts", { params: { query: { limit: EARLIER_SHOWN } }, signal })),
  });
  return (
    <EarlierPanel
      title="Earlier hunts"
      query={hunts}
      openId={openId}
      onOpen={onOpen}
      toName={({ q }) => q}
      isCode
      toOutcome={tellOutcome}
      none={{
        text: "Nobody has hunted yet.",
        next: "Write a filter above, for example outcome:denied, and run it over everything.",
      }}
    />
  );
}

const tellOutcome = ({ state, found, events_looked }: Hunt): string =>
  state === "waiting"
    ? "waits for its turn"
    : `${formatPlural(found, "event")} found in ${formatCount(events_looked)}`;
