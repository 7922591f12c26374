import { NativeSelect, SegmentedControl } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client, type Schema } from "../../client/client.ts";
import { PageHead } from "../../part/page-head.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { ReportMenu } from "../../part/report-menu.tsx";
import { toVisible } from "../../part/visible-text.ts";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { useSetUrlState, useUrlParam } from "../../url/url-state.ts";
import { KeptReports } from "./kept-reports.tsx";
import { findSubject, KINDS, type Subject, toKind, toReport } from "./report-choice.ts";
import styles from "./reports-page.module.css";

/** Incidents and actors to choose from, the worst of each. */
const CHOICES_MAX = 100;
/** A range without a beginning means all that is stored; without a word the API would tell of the last days. */
const EVER = "1970-01-01T00:00:00Z";

type Incident = Schema<"Incident">;
type Actor = Schema<"Actor">;

/** What can be written down about all this, to be read here, printed, handed on, or given to other programs. */
export function ReportsPage() {
  const [kindText] = useUrlParam("kind", "period");
  const [of] = useUrlParam("of");
  const setState = useSetUrlState();
  const range = useTimeRange();
  const kind = toKind(kindText);
  const incidents = useIncidents(range.query);
  const actors = useActors(range.query, kind === "actor");
  const choices = kind === "incident" ? (incidents.data ?? []) : (actors.data ?? []);
  const subject = findSubject(of, choices);
  const report = toReport(kind, { subject, query: { from: EVER, ...range.query } });
  return (
    <>
      <PageHead
        title="Reports"
        note="Each stands by itself: what happened, on what evidence, why it was found, what to do. Read it here, print it, or save it."
        aside={report !== null && <ReportMenu path={report.path} query={report.query} />}
      />
      <div className={styles["choice"]}>
        <SegmentedControl
          aria-label="What the report is about"
          data={KINDS.map(({ kind: value, label }) => ({ value, label }))}
          value={kind}
          onChange={(value) => setState({ kind: value === "period" ? null : value, of: null })}
        />
        {(kind === "incident" || kind === "actor") && choices.length > 0 && (
          <NativeSelect
            aria-label={kind === "incident" ? "Which incident" : "Which actor"}
            className={styles["select"] ?? ""}
            data={choices.map(({ id, label }) => ({ value: id, label }))}
            value={subject?.id ?? ""}
            onChange={({ currentTarget }) => setState({ of: currentTarget.value })}
          />
        )}
        <p className={styles["note"]}>{KINDS.find((one) => one.kind === kind)?.note}</p>
      </div>
      <QueryPanel
        title={null}
        flush
        query={kind === "actor" ? actors : incidents}
        lines={14}
        whenEmpty={() =>
          report === null
            ? {
                kind: "empty",
                text: `There is no ${kind} in this range of time.`,
                next: "Choose a longer one above.",
              }
            : null
        }
      >
        {() => report !== null && <Preview key={report.address} address={report.address} />}
      </QueryPanel>
      <KeptReports />
    </>
  );
}

/** The report as it will be handed on. It has no rights here: it runs nothing and reaches nothing. */
function Preview({ address }: { readonly address: string }) {
  const [isThere, setThere] = useState(false);
  return (
    <div aria-busy={!isThere}>
      <iframe
        className={styles["preview"]}
        title="The report"
        src={address}
        sandbox=""
        onLoad={() => setThere(true)}
      />
    </div>
  );
}

function useIncidents(range: Readonly<Record<string, string>>) {
  return useQuery({
    queryKey: ["report-incidents", range],
    queryFn: async ({ signal }): Promise<readonly Subject[]> => {
      const query = { ...range, limit: CHOICES_MAX };
      const { items } = await answer(client.GET("/api/v1/incidents", { params: { query }, signal }));
      return items.map((incident: Incident) => ({
        id: incident.incident,
        label: toVisible(
          `${incident.severity}, ${incident.time.slice(0, 10)}: ${incident.summary}`.slice(0, 110),
        ),
      }));
    },
  });
}

function useActors(range: Readonly<Record<string, string>>, isWanted: boolean) {
  return useQuery({
    queryKey: ["report-actors", range],
    enabled: isWanted,
    queryFn: async ({ signal }): Promise<readonly Subject[]> => {
      const query = { ...range, limit: CHOICES_MAX };
      const { items } = await answer(client.GET("/api/v1/actors", { params: { query }, signal }));
      return items.map((actor: Actor) => ({
        id: actor.id,
        label: toVisible(
          `${actor.name}${actor.risk === null ? "" : `, risk ${actor.risk.score}`}`.slice(0, 110),
        ),
      }));
    },
  });
}
