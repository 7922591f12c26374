import { useWeek } from "../../client/use-statistics.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { FilterBar } from "../../part/filter-bar.tsx";
import { HabitGrid } from "../../part/habit-grid.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import styles from "./analytics-page.module.css";
import { BreakdownPanel } from "./breakdown-panel.tsx";
import { CorrelationPanel } from "./correlation-panel.tsx";
import { ProfilesPanel } from "./profiles-panel.tsx";
import { SeriesPanel } from "./series-panel.tsx";

/** How much is done, when, by whom, with what, and what goes together. */
export function AnalyticsPage() {
  const [q] = useUrlParam("q");
  return (
    <>
      <PageHead
        title="Analytics"
        note="How much is done day by day, what moves in and out, by whom and with what, and what goes together."
      />
      <FilterBar subject="events" />
      <div className={styles["grid"]}>
        <SeriesPanel q={q} />
        <BreakdownPanel
          title="Data taken out"
          note="The most first; what is taken in shows under Day by day."
          name="transfer"
          fields={[
            ["user", "user"],
            ["action", "action"],
            ["service", "service"],
            ["country", "country"],
            ["address", "address"],
          ]}
          order="bytes_out"
          colour="var(--series-3)"
          q={q}
        />
        <BreakdownPanel
          title="What is done"
          note="Actions by how often they are done."
          name="actions"
          fields={[
            ["action", "action"],
            ["service", "service"],
            ["class", "kind of action"],
            ["outcome", "outcome"],
            ["error", "error"],
          ]}
          order="events"
          colour="var(--series-1)"
          q={q}
        />
        <BreakdownPanel
          title="Devices and tools"
          note="What people and machines call with."
          name="devices"
          fields={[
            ["tool", "tool"],
            ["tool_family", "kind of tool"],
            ["device", "device"],
          ]}
          order="events"
          colour="var(--series-2)"
          q={q}
        />
        <WeekPanel q={q} />
        <ProfilesPanel q={q} />
        <CorrelationPanel q={q} />
      </div>
    </>
  );
}

function WeekPanel({ q }: { readonly q: string }) {
  const week = useWeek(q);
  return (
    <QueryPanel
      title="Hours of the week"
      note="Events, in UTC."
      query={week}
      lines={6}
      aside={
        <ExportMenu
          name="hours-of-the-week"
          rows={() =>
            (week.data?.events ?? []).map((events, hour) => ({
              weekday: Math.floor(hour / 24) + 1,
              hour: hour % 24,
              events,
            }))
          }
        />
      }
      whenEmpty={({ events }) =>
        events.some((count) => count > 0) ? null : { kind: "empty", text: "Nothing happened in this range." }
      }
    >
      {({ events }) => <HabitGrid label="Events by hour of the week, in UTC" counts={events} />}
    </QueryPanel>
  );
}
