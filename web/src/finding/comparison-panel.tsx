import { type Comparison, type Finding, useComparison } from "../client/use-finding.ts";
import { dimensionWord, offsetWord, WEEKDAYS } from "../page/actor/words.ts";
import { ActorLink } from "../part/actor-link.tsx";
import { ExportMenu } from "../part/export-menu.tsx";
import { formatBytes, formatCount, formatPlural, formatShare } from "../part/format.ts";
import { LogText } from "../part/log-text.tsx";
import { QueryPanel } from "../part/query-panel.tsx";
import { TimeText } from "../part/time-text.tsx";
import styles from "./finding-panels.module.css";

type Value = Comparison["values"][number];
type DayNumber = Comparison["numbers"][number];

/** The evidence beside what the actor and the others did before it. */
export function ComparisonPanel({ finding }: { readonly finding: Finding }) {
  const comparison = useComparison(finding.id);
  return (
    <QueryPanel
      title="Compared with what is normal"
      note={
        <>
          What the evidence says, and how often that was seen before <TimeText time={finding.time} />.
        </>
      }
      query={comparison}
      lines={8}
      aside={<ExportMenu name="comparison" rows={() => comparison.data?.values.map(toRow) ?? []} />}
    >
      {(data) => (
        <>
          <p className={styles["soft"]}>
            {data.before.events === 0
              ? "The actor did nothing before: there is nothing to compare with."
              : `Before that the actor did ${formatPlural(data.before.events, "thing")}.`}{" "}
            <HourWords hour={data.hour} />
          </p>
          {data.values.length > 0 && (
            <ValuesTable values={data.values} total={data.before.events} peers={data.peers} />
          )}
          <Numbers numbers={data.numbers} />
        </>
      )}
    </QueryPanel>
  );
}

const toRow = ({ kind, value, times, own, others }: Value): Readonly<Record<string, unknown>> => ({
  kind,
  value,
  times,
  own_events: own.events,
  own_first: own.first_time,
  other_actors: others.actors,
  peers: others.peers,
});

function HourWords({ hour }: { readonly hour: Comparison["hour"] }) {
  const { total, events, events_of_hour: ofHour } = hour;
  if (total === 0) return null;
  const at = `${WEEKDAYS[hour.weekday]} at ${String(hour.hour).padStart(2, "0")}:00 (${offsetWord(hour.offset_hours)})`;
  return (
    <>
      It began on a {at}:{" "}
      {events === 0
        ? "never its hour before"
        : `${formatPlural(events, "event")} before in that hour of the week`}
      {ofHour === 0
        ? ", nor that hour on any other day."
        : `, ${formatShare(ofHour / total)} of all fell into that hour of a day.`}
    </>
  );
}

interface ValuesTableProps {
  readonly values: readonly Value[];
  readonly total: number;
  readonly peers: number;
}

const ValuesTable = ({ values, total, peers }: ValuesTableProps) => (
  <section className={styles["scroll"]} tabIndex={0} aria-label="What the evidence says, and how usual it is">
    <table className={styles["table"]}>
      <thead>
        <tr>
          <th scope="col">In the evidence</th>
          <th scope="col">By the actor before</th>
          <th scope="col">By others before</th>
        </tr>
      </thead>
      <tbody>
        {values.map((one) => (
          <tr key={`${one.kind} ${one.value}`}>
            <td>
              <span className={styles["faint"]}>{dimensionWord(one.kind)}</span>{" "}
              <LogText text={one.value} most={90} mono />
              {one.times > 1 && <span className={styles["faint"]}> {formatCount(one.times)}×</span>}
            </td>
            <td>
              <OwnCell value={one} total={total} />
            </td>
            <td>
              <OthersCell value={one} peers={peers} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

function OwnCell({ value: { own }, total }: { readonly value: Value; readonly total: number }) {
  if (own.events === 0) return <span className={styles["new"]}>never</span>;
  return (
    <>
      {formatPlural(own.events, "event")}
      <span className={styles["faint"]}>
        {" "}
        ({formatShare(own.events / Math.max(1, total))}), first <TimeText time={own.first_time} style="day" />
      </span>
    </>
  );
}

function OthersCell({ value: { others }, peers }: { readonly value: Value; readonly peers: number }) {
  if (others.actors === 0) return <span className={styles["new"]}>nobody</span>;
  const [most] = others.most;
  return (
    <>
      {formatPlural(others.actors, "actor")}
      {peers > 0 && (
        <span className={styles["faint"]}>
          , {formatCount(others.peers)} of its {formatPlural(peers, "peer")}
        </span>
      )}
      {most !== undefined && (
        <span className={styles["faint"]}>
          ; most: <ActorLink id={most.id} name={most.name} />
        </span>
      )}
    </>
  );
}

const NUMBER_WORDS: Readonly<Record<DayNumber["number"], string>> = {
  events: "events",
  failures: "failed calls",
  bytes_in: "brought in",
  bytes_out: "taken out",
};

const Numbers = ({ numbers }: { readonly numbers: readonly DayNumber[] }) => (
  <>
    <h3 className={styles["head"]}>Its busiest day, beside the days before</h3>
    <section className={styles["scroll"]} tabIndex={0} aria-label="Its busiest day in numbers">
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">In a day</th>
            <th scope="col">Then</th>
            <th scope="col">Usual</th>
            <th scope="col" style={{ width: "40%" }}>
              Against 95% of its days
            </th>
          </tr>
        </thead>
        <tbody>
          {numbers.map(({ number, value, own }) => {
            const format = number.startsWith("bytes") ? formatBytes : formatCount;
            const isMore = own !== null && value > own.usual;
            return (
              <tr key={number}>
                <td>{NUMBER_WORDS[number]}</td>
                <td className={isMore ? styles["new"] : undefined}>{format(value)}</td>
                <td>{own === null ? "–" : format(Math.round(own.median))}</td>
                <td>
                  {own === null ? (
                    "no earlier day"
                  ) : (
                    <MoreBar value={value} usual={own.usual} format={format} />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  </>
);

interface MoreBarProps {
  readonly value: number;
  readonly usual: number;
  readonly format: (value: number) => string;
}

/** A length beside a mark at what is usual. */
function MoreBar({ value, usual, format }: MoreBarProps) {
  const most = Math.max(value, usual, 1);
  const times = usual > 0 && value > usual ? `, ${formatCount(Math.round((value / usual) * 10) / 10)}×` : "";
  return (
    <>
      <span className={styles["faint"]}>
        {value > usual ? "above" : "within"} {format(Math.round(usual))}
        {times}
      </span>
      <div className={styles["more"]} aria-hidden>
        <span style={{ width: `${(value / most) * 100}%` }} />
        <i style={{ insetInlineStart: `${(usual / most) * 100}%` }} />
      </div>
    </>
  );
}
