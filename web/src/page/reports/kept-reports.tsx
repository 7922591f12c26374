import { useQuery } from "@tanstack/react-query";
import { answer, client } from "../../client/client.ts";
import { Panel } from "../../part/panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import styles from "./reports-page.module.css";

const TITLES = { period: "What happened", posture: "Where things stand" } as const;

/** Reports that were written by schedule. Where there are none, nothing is shown. */
export function KeptReports() {
  const kept = useQuery({
    queryKey: ["kept-reports"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/reports/kept", { signal })),
  });
  const items = kept.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title="Written by schedule" note="As they were when they were sent." state={{ kind: "ready" }}>
      <ul className={styles["kept"]}>
        {items.map(({ name, kind, made_at: madeAt }) => (
          <li key={name}>
            <a href={`/api/v1/reports/kept/${encodeURIComponent(name)}`} target="_blank" rel="noreferrer">
              {TITLES[kind]}, <TimeText time={madeAt} />
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
