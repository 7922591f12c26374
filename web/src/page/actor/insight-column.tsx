import { SegmentedControl, Select } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { type Habits, type Learnt, useHabits } from "../../client/use-actors.ts";
import { cutText } from "../../part/cut-text.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatCount, formatPlural, formatShare } from "../../part/format.ts";
import { HabitGrid } from "../../part/habit-grid.tsx";
import { LogText } from "../../part/log-text.tsx";
import type { PanelState } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { cx } from "../../theme/class-names.ts";
import { useUrlParam } from "../../url/url-state.ts";
import shared from "./actor-page.module.css";
import styles from "./insight-column.module.css";
import { dimensionWord, factWords, formatMetric, metricWord, offsetWord } from "./words.ts";

const NOT_LEARNT: Extract<PanelState, { kind: "not-looked" }> = {
  kind: "not-looked",
  reason: "Nothing was learnt of this actor yet: detection learns when it looks.",
};
const whenUnlearnt = ({ learnt }: Habits) => (learnt === null ? NOT_LEARNT : null);

/** What is usual for it, and what is not. */
export function InsightColumn({ id }: { readonly id: string }) {
  const habits = useHabits(id);
  return (
    <div className={cx(shared["column"], shared["insight"])}>
      <QueryPanel
        title="Is this usual?"
        note="Three ways to look at the last week of its activity. No score: the facts themselves."
        query={habits}
        whenEmpty={whenUnlearnt}
      >
        {({ learnt }) => learnt && <Terms terms={learnt.terms} />}
      </QueryPanel>
      <QueryPanel title="New this week" query={habits} whenEmpty={whenNothingNew}>
        {({ learnt }) => learnt && <NewValues values={learnt.new_lately.values} />}
      </QueryPanel>
      <HoursPanel habits={habits} />
      <QueryPanel
        title="A day in numbers"
        note="The largest day of the last week beside what 95% of days do not exceed."
        query={habits}
        whenEmpty={whenUnlearnt}
        aside={
          <ExportMenu
            name="day-in-numbers"
            rows={() => habits.data?.learnt?.measures.map(toMeasureRow) ?? []}
          />
        }
      >
        {({ learnt }) => learnt && <Measures measures={learnt.measures} />}
      </QueryPanel>
      <UsualPanel habits={habits} />
    </div>
  );
}

const whenNothingNew = ({ learnt }: Habits) => {
  if (learnt === null) return NOT_LEARNT;
  if (!learnt.new_lately.told)
    return {
      kind: "not-looked" as const,
      reason: "The actor itself is new: it is known for no longer than a week.",
    };
  const isNothing = Object.values(learnt.new_lately.values).every((values) => values.length === 0);
  return isNothing ? { kind: "empty" as const, text: "It did nothing that it had not done before." } : null;
};

const TERMS = [
  ["own", "Beside its own past"],
  ["peers", "Beside its peers"],
  ["blast_radius", "What it could harm"],
] as const;
const LEVEL_WORDS = {
  unknown: "too little history",
  low: "as usual",
  moderate: "somewhat unusual",
  high: "unusual",
} as const;
const REACH_LEVELS = { unknown: "not known", low: "little", moderate: "much", high: "very much" } as const;

const Terms = ({ terms }: { readonly terms: Learnt["terms"] }) =>
  TERMS.map(([name, head]) => {
    const { level, facts } = terms[name];
    const word = name === "blast_radius" ? REACH_LEVELS[level] : LEVEL_WORDS[level];
    return (
      <div key={name} className={styles["term"]}>
        <h3 className={styles["termHead"]}>
          {head}
          <span className={cx(styles["level"], styles[level])}>{word}</span>
        </h3>
        {facts.length > 0 && (
          <ul className={styles["facts"]}>
            {facts.map((fact) => (
              <li key={`${fact.kind} ${fact.what}`}>{factWords(fact)}</li>
            ))}
          </ul>
        )}
      </div>
    );
  });

function HoursPanel({ habits }: { readonly habits: ReturnType<typeof useHabits> }) {
  const [which, setWhich] = useUrlParam("hours", "learnt");
  return (
    <QueryPanel
      title="Usual hours"
      query={habits}
      note={habits.data && `In the time that it keeps, ${offsetWord(habits.data.week.offset_hours)}.`}
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Which hours"
          value={which === "range" ? "range" : "learnt"}
          onChange={setWhich}
          data={[
            { value: "learnt", label: "Learnt" },
            { value: "range", label: "In range" },
          ]}
        />
      }
      whenEmpty={({ week }) => {
        if (which !== "range" && week.learnt === null) return NOT_LEARNT;
        if (which === "range" && week.counted.every((count) => count === 0))
          return { kind: "empty", text: "It did nothing in this range." };
        return null;
      }}
    >
      {({ week }) => (
        <HabitGrid
          label={
            which === "range"
              ? "Events of the range by hour of the week"
              : "Usual hours of the week, as learnt"
          }
          counts={which === "range" ? week.counted : (week.learnt ?? [])}
        />
      )}
    </QueryPanel>
  );
}

type Measure = Learnt["measures"][number];

const Measures = ({ measures }: { readonly measures: readonly Measure[] }) => (
  <table className={styles["measures"]}>
    <thead>
      <tr>
        <th scope="col">In a day</th>
        <th scope="col">Lately</th>
        <th scope="col">Own</th>
        <th scope="col">Peers</th>
      </tr>
    </thead>
    <tbody>
      {measures.map(({ metric, lately, own, peers }) => {
        const isAbove = (own !== null && lately > own.usual) || (peers !== null && lately > peers.usual);
        return (
          <tr key={metric}>
            <th scope="row">{metricWord(metric)}</th>
            <td className={isAbove ? styles["above"] : undefined}>
              {formatMetric(metric, lately)}
              {isAbove && <span className="unseen"> more than usual</span>}
            </td>
            <td
              title={
                own === null
                  ? "Too few earlier days"
                  : `Median ${formatMetric(metric, own.median)}, most ${formatMetric(metric, own.most)}, of ${formatPlural(own.days, "day")}`
              }
            >
              {own === null ? "–" : formatMetric(metric, Math.round(own.usual))}
            </td>
            <td
              title={
                peers === null ? "Nothing is known of others" : `Median ${formatMetric(metric, peers.median)}`
              }
            >
              {peers === null ? "–" : formatMetric(metric, Math.round(peers.usual))}
            </td>
          </tr>
        );
      })}
    </tbody>
  </table>
);

const toMeasureRow = ({ metric, lately, own, peers }: Measure): Readonly<Record<string, unknown>> => ({
  metric,
  lately,
  own_median: own?.median ?? null,
  own_usual: own?.usual ?? null,
  own_most: own?.most ?? null,
  peers_median: peers?.median ?? null,
  peers_usual: peers?.usual ?? null,
});

const NewValues = ({ values }: { readonly values: Learnt["usual"] }) =>
  Object.entries(values).map(([dimension, list]) =>
    list.length === 0 ? null : (
      <div key={dimension}>
        <h3 className={shared["head"]}>
          {formatCount(list.length)} {dimensionWord(dimension, list.length)}
        </h3>
        <ul className={styles["values"]}>
          {list.map(({ value, first_time, others }) => (
            <li key={value} className={styles["value"]} title={value.slice(0, 300)}>
              <span>
                <LogText text={cutText(value, 80)} mono />
              </span>
              <span className={cx(styles["faint"], others === 0 && styles["alone"])}>
                {toOthers(others)}, <TimeText time={first_time} style="day" />
              </span>
            </li>
          ))}
        </ul>
      </div>
    ),
  );

const toOthers = (count: number): string => (count === 0 ? "nobody else" : formatPlural(count, "other"));

const DIMENSIONS = [
  "country",
  "network",
  "address",
  "tool",
  "service",
  "action",
  "region",
  "container",
] as const;

function UsualPanel({ habits }: { readonly habits: ReturnType<typeof useHabits> }) {
  const [chosen, setChosen] = useUrlParam("usual", "action");
  const dimension = DIMENSIONS.find((one) => one === chosen) ?? "action";
  const list = habits.data?.learnt?.usual[dimension] ?? [];
  return (
    <QueryPanel
      title="What it usually uses"
      query={habits}
      aside={
        <>
          <Select
            size="xs"
            aria-label="Kind of value"
            data={DIMENSIONS.map((value) => ({ value, label: dimensionWord(value, 2) }))}
            value={dimension}
            onChange={(value) => setChosen(value ?? "action")}
            allowDeselect={false}
            w={120}
          />
          <ExportMenu name={`usual-${dimension}`} rows={() => list} />
        </>
      }
      whenEmpty={({ learnt }) => {
        if (learnt === null) return NOT_LEARNT;
        return list.length > 0
          ? null
          : { kind: "empty", text: `The log names no ${dimensionWord(dimension, 2)}.` };
      }}
    >
      {() => (
        <ul className={styles["values"]}>
          {list.map(({ value, share, others, first_time, last_time }) => (
            <li
              key={value}
              className={styles["value"]}
              title={`${value.slice(0, 300)}\nfirst ${first_time}\nlast ${last_time}`}
            >
              <span>
                <LogText text={cutText(value, 80)} mono />
              </span>
              <span className={styles["faint"]}>
                {formatShare(share)}, {toOthers(others)}
              </span>
              <span className={styles["bar"]} aria-hidden>
                <span style={{ width: `${Math.max(1, share * 100)}%` }} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </QueryPanel>
  );
}
