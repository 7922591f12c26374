import { Button } from "@mantine/core";
import type { Schema } from "../../client/client.ts";
import { useDrift } from "../../client/use-drift.ts";
import type { Column } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { DriftLevel } from "../../part/drift-level.tsx";
import { formatShare } from "../../part/format.ts";
import { JobProgress } from "../../part/job-progress.tsx";
import { NumberText } from "../../part/number-text.tsx";
import { PlainWords } from "../../part/plain-words.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import styles from "./models-page.module.css";

type Drift = Schema<"Drift">;
type Feature = Drift["features"][number];

const DAYS = 7;

const COLUMNS: readonly Column<Feature>[] = [
  {
    id: "feature",
    head: "Feature",
    cell: ({ feature, meaning }) => (
      <span title={meaning}>
        {feature} <small className={styles["meaning"]}>{meaning}</small>
      </span>
    ),
  },
  { id: "level", head: "Moved", width: 110, cell: ({ level, fault }) => fault ?? level },
  {
    id: "psi",
    head: "PSI",
    width: 90,
    align: "end",
    cell: ({ psi }) => <NumberText value={psi} style="number" />,
  },
  {
    id: "distance",
    head: "Distance",
    width: 100,
    align: "end",
    isMinor: true,
    cell: ({ statistic }) => <NumberText value={statistic} style="number" />,
  },
  {
    id: "missing",
    head: "Missing now",
    width: 120,
    align: "end",
    isMinor: true,
    cell: ({ missing }) => <NumberText value={missing.current} style="share" />,
  },
];

/** What moved since the models learned, feature by feature and in the scores; with a way to look anew. */
export function DriftTable() {
  const { drift, check, running } = useDrift(DAYS);
  return (
    <QueryPanel
      title="Drift"
      note={`Whether the last ${DAYS} days still look like those that the models learned from.`}
      query={drift}
      aside={
        <Button variant="default" size="compact-sm" loading={running !== null} onClick={() => void check()}>
          Check now
        </Button>
      }
    >
      {(found) => (
        <>
          {running !== null && <JobProgress job={running} />}
          <DriftReport drift={found} />
        </>
      )}
    </QueryPanel>
  );
}

function DriftReport({ drift }: { readonly drift: Drift }) {
  const { level, verdict, features, scores } = drift;
  return (
    <div className={styles["part"]}>
      <p className={styles["plain"]}>
        <DriftLevel level={level} /> <PlainWords text={verdict} />
      </p>
      {scores.length > 0 && (
        <ul className={styles["scores"]}>
          {scores.map(({ score, promised, found }) => (
            <li key={score}>
              Score {score} or more: {formatShare(found)} of events, {formatShare(promised)} promised.
            </li>
          ))}
        </ul>
      )}
      {features.length > 0 && (
        <DataTable
          label="How far each feature moved"
          rows={features}
          columns={COLUMNS}
          toKey={({ feature }) => feature}
          maxHeight="20rem"
        />
      )}
    </div>
  );
}
