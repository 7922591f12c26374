import { Button, NumberInput } from "@mantine/core";
import "@mantine/core/styles/NumberInput.layer.css";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client, type Schema } from "../../client/client.ts";
import { sendFiles } from "../../client/send-files.ts";
import { FileDrop } from "../../part/file-drop.tsx";
import { formatCount, formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { PageStack } from "../../part/page-stack.tsx";
import { Panel } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { useSetUrlState, useUrlState } from "../../url/url-state.ts";
import { LIMIT_NAMES, LIMITS, type LimitValues, readLimits } from "./limits.ts";
import { UploadChart } from "./upload-chart.tsx";
import { ANALYSES, AnalysisPanel } from "./upload-tables.tsx";
import styles from "./uploads-page.module.css";

type Analyses = Schema<"UploadAnalyses">;

/** Rows of each analysis that are looked at here; everything is a download. */
const ROWS_MAX = 500;

function useAnalyses(file: File | null, limits: LimitValues) {
  const range = useTimeRange();
  return useQuery({
    queryKey: [
      "uploads",
      file?.name,
      file?.lastModified,
      file?.size,
      limits,
      file === null ? range.query : null,
    ],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      if (file === null)
        return answer(
          client.GET("/api/v1/uploads/analyses", {
            params: { query: { ...limits, ...range.query, rows_max: ROWS_MAX } },
            signal,
          }),
        );
      const query = new URLSearchParams(Object.entries(limits).map(([name, value]) => [name, String(value)]));
      return sendFiles<Analyses>(`/api/v1/uploads/analyses?${query.toString()}`, [file], { signal });
    },
  });
}

/** Whether the chart shows everything that was found. */
function noteShown(analyses: Analyses | undefined): string {
  const found = analyses?.run.rows["forward"] ?? 0;
  const shown = analyses?.forward.length ?? 0;
  const which =
    shown < found
      ? `${formatCount(shown)} of ${formatPlural(found, "window")}, of every user the largest,`
      : "each window";
  return `A point for ${which} over the threshold: when it began, how much it came to.`;
}

/** Who uploads suspiciously much: three questions, each in the ways in which it can be asked. */
export function UploadsPage() {
  const limits = readLimits(useUrlState());
  const [file, setFile] = useState<File | null>(null);
  const analyses = useAnalyses(file, limits);
  return (
    <PageStack>
      <PageHead
        title="Uploads"
        note="Much in a short time, to many services at once, or far above the user's usual day: how data leave."
      />
      <div className={styles["top"]}>
        <Panel title="Limits" note="Strictly more is told. They stand in the address.">
          <Limits limits={limits} />
        </Panel>
        <Panel title="What is looked at">
          <Source file={file} onFile={setFile} run={analyses.data?.run ?? null} />
        </Panel>
      </div>
      <QueryPanel
        title="Suspicious Upload Activities"
        note={noteShown(analyses.data)}
        query={analyses}
        lines={9}
        whenEmpty={({ forward, run }) =>
          forward.length > 0
            ? null
            : {
                kind: "empty",
                text:
                  run.uploads === 0
                    ? "No event in this range says how many bytes were uploaded."
                    : "No window is over the threshold.",
                next:
                  run.uploads === 0
                    ? "Drop an upload log above, or choose a longer range."
                    : "Lower the total of a window to see the largest.",
              }
        }
      >
        {({ forward, run }) => (
          <UploadChart windows={forward} found={run.rows["forward"] ?? forward.length} />
        )}
      </QueryPanel>
      {analyses.data !== undefined && <Tables analyses={analyses.data} limits={limits} />}
    </PageStack>
  );
}

function Tables({ analyses, limits }: { readonly analyses: Analyses; readonly limits: LimitValues }) {
  const { query } = useTimeRange();
  const asked = new URLSearchParams(
    Object.entries({ ...limits, ...query }).map(([name, value]) => [name, String(value)]),
  );
  // A log that was dropped is kept nowhere, and told of whole.
  const whole = analyses.run.source === "file" ? null : `/api/v1/uploads/analyses?${asked.toString()}`;
  return (
    <PageStack>
      {ANALYSES.map((analysis) => (
        <AnalysisPanel
          key={analysis.key}
          analysis={analysis}
          rows={analyses[analysis.key]}
          found={analyses.run.rows[analysis.key] ?? 0}
          whole={whole}
        />
      ))}
    </PageStack>
  );
}

function Limits({ limits }: { readonly limits: LimitValues }) {
  const setState = useSetUrlState();
  return (
    <div className={styles["limits"]}>
      {LIMIT_NAMES.map((name) => {
        const { label, usual, min, max, step } = LIMITS[name];
        return (
          <NumberInput
            key={name}
            label={label}
            min={min}
            max={max}
            step={step}
            value={limits[name]}
            clampBehavior="strict"
            onChange={(value) =>
              setState(
                { [name]: value === "" || Number(value) === usual ? null : String(value) },
                { replace: true },
              )
            }
          />
        );
      })}
    </div>
  );
}

interface SourceProps {
  readonly file: File | null;
  readonly onFile: (file: File | null) => void;
  readonly run: Analyses["run"] | null;
}

/** Whether stored events or a dropped log, and what of it could not be read. */
function Source({ file, onFile, run }: SourceProps) {
  return (
    <div className={styles["source"]}>
      <p>
        {file === null ? (
          "Stored events of the range of time that say how many bytes went into the cloud: upload logs, and uploads to storage."
        ) : (
          <>
            The log <LogText text={file.name} most={80} />, which is kept nowhere.{" "}
            <Button variant="subtle" size="compact-xs" onClick={() => onFile(null)}>
              Back to stored events
            </Button>
          </>
        )}
      </p>
      <FileDrop
        text="Drop a CSV with the columns timestamp, user_id, service, bytes_uploaded."
        accept=".csv,.txt,.gz,.zst"
        onFiles={(files) => onFile(files[0] ?? null)}
      />
      {run !== null && (
        <p aria-live="polite">
          {formatPlural(run.uploads, "upload")} read, {formatPlural(run.rejects, "row")} rejected.
        </p>
      )}
      {run !== null && run.first_rejects.length > 0 && (
        <details>
          <summary>Rejected rows</summary>
          <ul className={styles["rejects"]}>
            {run.first_rejects.slice(0, 100).map(({ row, reason, excerpt }) => (
              <li key={row}>
                Row {row}: <LogText text={reason} most={200} />{" "}
                {excerpt !== null && (
                  <code>
                    <LogText text={excerpt} most={120} />
                  </code>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
