import { Button, Switch } from "@mantine/core";
import "@mantine/core/styles/Switch.layer.css";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client } from "../../client/client.ts";
import { sendFiles } from "../../client/send-files.ts";
import { isOver, type Job, useJob } from "../../client/use-job.ts";
import { downloadText } from "../../part/download.ts";
import { EarlierPanel } from "../../part/earlier-panel.tsx";
import { FileDrop } from "../../part/file-drop.tsx";
import { formatCount } from "../../part/format.ts";
import { JobProgress } from "../../part/job-progress.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { PageStack } from "../../part/page-stack.tsx";
import { Panel } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useToast } from "../../part/toast.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import styles from "./batch-page.module.css";
import { BatchResults } from "./batch-results.tsx";

const TEMPLATE = [
  "user_id,timestamp,action_type,resource_id,ip_address,data_volume_mb,location,device_type,failed_attempts,location_change",
  "user-001,2024-01-15T10:30:00Z,login,,192.0.2.10,,New York,desktop,0,false",
  "user-002,2024-01-15T03:00:00Z,admin,,198.51.100.7,,,mobile,5,false",
  "user-003,2024-01-15T22:00:00Z,download,file-001,203.0.113.9,5000,Reykjavik,desktop,0,true",
  "",
].join("\r\n");

/** Judges every action of a file; the job stands in the address. */
export function BatchPage() {
  const [id, setId] = useUrlParam("job");
  const job = useJob(id === "" ? null : id);
  return (
    <PageStack>
      <PageHead
        title="Batch"
        note="Drop a file of actions: each is judged, and the results can be taken along."
        aside={
          <Button
            variant="default"
            onClick={() => downloadText("gait-batch-template.csv", { text: TEMPLATE, type: "text/csv" })}
          >
            Template CSV
          </Button>
        }
      />
      <BatchStart onStart={setId} />
      {id !== "" && (
        <QueryPanel title="The batch" query={job} lines={2}>
          {(found) => <JobProgress job={found} />}
        </QueryPanel>
      )}
      {job.data !== undefined && isOver(job.data) && job.data.state === "done" && (
        <BatchResults job={job.data} />
      )}
      <EarlierBatches openId={id} onOpen={setId} />
    </PageStack>
  );
}

function BatchStart({ onStart }: { readonly onStart: (id: string) => void }) {
  const [sent, setSent] = useState<number | null>(null);
  const [isExplained, setIsExplained] = useState(true);
  const toast = useToast();
  const send = async (files: readonly File[]): Promise<void> => {
    setSent(0);
    try {
      const path = `/api/v1/batches?explain=${String(isExplained)}`;
      onStart((await sendFiles<Job>(path, files, { onProgress: setSent })).id);
    } catch (error) {
      const { detail, remedy } = toProblem(error);
      toast({ text: `${detail} ${remedy}`, isProblem: true });
    } finally {
      setSent(null);
    }
  };
  return (
    <Panel
      title="A file to judge"
      note="CSV, JSON or NDJSON with the fields of the template, or CloudTrail as it comes."
    >
      <div className={styles["start"]}>
        <FileDrop
          text="Drop a file here, or choose one. Nothing of it is kept but the results."
          accept=".csv,.json,.ndjson,.jsonl,.gz,.zst,.txt"
          isMany
          sent={sent}
          onFiles={(files) => void send(files)}
        />
        <Switch
          label="Say why, for the first 500 anomalies"
          checked={isExplained}
          onChange={(event) => setIsExplained(event.currentTarget.checked)}
        />
      </div>
    </Panel>
  );
}

interface EarlierBatchesProps {
  readonly openId: string;
  readonly onOpen: (id: string) => void;
}

const EARLIER_SHOWN = 20;

function EarlierBatches({ openId, onOpen }: EarlierBatchesProps) {
  const jobs = useQuery({
    queryKey: ["jobs", "batch", openId],
    queryFn: ({ signal }) =>
      answer(
        client.GET("/api/v1/jobs", { params: { query: { kind: "batch", limit: EARLIER_SHOWN } }, signal }),
      ),
  });
  return (
    <EarlierPanel
      title="Earlier batches"
      query={jobs}
      openId={openId}
      onOpen={onOpen}
      toName={({ title }) => title}
      toOutcome={tellOutcome}
      none={{ text: "No batch was judged yet.", next: "Drop the template above to see how it works." }}
    />
  );
}

function tellOutcome({ state, result }: Job): string {
  const { rows, anomalies } = result ?? {};
  if (typeof rows !== "number" || typeof anomalies !== "number") return state;
  return `${formatCount(anomalies)} anomalies in ${formatCount(rows)} rows`;
}
