import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client, type Schema } from "../../client/client.ts";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useToast } from "../../part/toast.tsx";
import { useMay } from "../../session/use-session.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { SettingForm } from "./setting-form.tsx";
import styles from "./settings-page.module.css";
import type { Setting } from "./use-settings.ts";

const SCHEDULE_KEY = ["schedule"];

/** Work with times of its own. */
export function ScheduleTab({ settings }: { readonly settings: readonly Setting[] }) {
  const schedule = useQuery({
    queryKey: SCHEDULE_KEY,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/schedule", { signal })),
  });
  return (
    <div className={styles["stack"]}>
      <QueryPanel title="What is done when" query={schedule}>
        {({ items }) => (
          <ScrollTable label="Work" heads={["Work", "Next", "Last"]} deeds="What to do">
            {items.map((work) => (
              <WorkRow key={work.name} work={work} />
            ))}
          </ScrollTable>
        )}
      </QueryPanel>
      <Panel
        title="Times"
        note="As cron writes them: minute, hour, day of the month, month, day of the week. 30 3 * * * is half past three every night; off is never."
      >
        <SettingForm settings={settings.filter(({ key }) => key.startsWith("schedule."))} />
      </Panel>
    </div>
  );
}

function WorkRow({ work }: { readonly work: Schema<"ScheduledWork"> }) {
  const { name, summary, next_at: nextAt, last } = work;
  const toast = useToast();
  const queries = useQueryClient();
  const may = useMay("admin");
  const run = useMutation({
    mutationFn: () => answer(client.POST("/api/v1/schedule/{id}/run", { params: { path: { id: name } } })),
    onSuccess: () => {
      toast({ text: "It is being done." });
      void queries.invalidateQueries({ queryKey: SCHEDULE_KEY });
    },
    onError: (error) => toast({ text: toProblem(error).detail, isProblem: true }),
  });
  return (
    <tr>
      <td>
        {name}
        <p className={styles["soft"]}>{summary}</p>
      </td>
      <td className={styles["state"]}>{nextAt === null ? "off" : <TimeText time={nextAt} />}</td>
      <td>
        {last === null ? (
          "never"
        ) : (
          <>
            {last.outcome}, <TimeText time={last.started_at} />
            {last.note !== null && (
              <p className={styles["soft"]}>
                <LogText text={last.note} />
              </p>
            )}
          </>
        )}
      </td>
      <td className={styles["end"]}>
        {may && (
          <Button variant="default" loading={run.isPending} onClick={() => run.mutate()}>
            Do it now
          </Button>
        )}
      </td>
    </tr>
  );
}
