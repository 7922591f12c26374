import { Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { Search } from "lucide-react";
import { useMemo } from "react";
import {
  type ActorsAsked,
  type ActorType,
  useActivity,
  useActors,
  useRisk,
} from "../../client/use-actors.ts";
import { ColumnChooser, useColumns } from "../../part/column-chooser.tsx";
import type { Sort } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatCount } from "../../part/format.ts";
import { PageHead } from "../../part/page-head.tsx";
import { PlainWords } from "../../part/plain-words.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SEVERITY_WORDS } from "../../part/severity.ts";
import { SeverityShape } from "../../part/severity-badge.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { useGoTo } from "../../url/use-go-to.ts";
import { ACTOR_COLUMNS, type ActorRow, typeWord } from "./actor-columns.tsx";
import styles from "./actors-page.module.css";

const TYPES: readonly ActorType[] = [
  "person",
  "user",
  "role",
  "root",
  "service",
  "federated",
  "saml",
  "web-identity",
  "identity-center",
  "account",
  "directory",
  "anonymous",
  "unknown",
];
const LEVELS = ["critical", "high", "medium", "low"] as const;
const ORDERS = ["risk", "findings", "events", "failures", "bytes_out", "last_time", "name"] as const;
/** Bars of a sparkline. */
const PARTS = 30;
/** How long typing rests before it is asked for. */
const TYPING_MS = 250;

const pick = <T extends string>(list: readonly T[], text: string): T | null =>
  list.find((one) => one === text) ?? null;

/** Who acted, how risky they are, how their activity went. */
export function ActorsPage() {
  const [text] = useUrlParam("text");
  const [type] = useUrlParam("type");
  const [level] = useUrlParam("level");
  const [order, setOrder] = useUrlParam("order", "risk");
  const goTo = useGoTo();
  const asked: ActorsAsked = {
    text,
    type: pick(TYPES, type),
    minLevel: pick(LEVELS, level),
    order: pick(ORDERS, order) ?? "risk",
  };
  const actors = useActors(asked);
  const activity = useActivity(PARTS);
  const rows = useMemo(() => {
    const known = new Map(activity.data?.actors.map((one) => [one.id, one]));
    const all = actors.data?.pages.flatMap(({ items }) => items) ?? [];
    return all.map((actor): ActorRow => ({ ...actor, actor, activity: known.get(actor.id) ?? null }));
  }, [actors.data, activity.data]);
  const { shown, chooser } = useColumns("actors", ACTOR_COLUMNS);
  const isFiltered = text !== "" || asked.type !== null || asked.minLevel !== null;
  const sort: Sort = { column: asked.order, direction: asked.order === "name" ? "up" : "down" };
  return (
    <>
      <PageHead
        title="Actors"
        note="People, roles, services: whoever acted in the range of time, with the risk that was found of each."
      />
      <Tools />
      <QueryPanel
        title="Who acted"
        query={actors}
        flush
        lines={10}
        aside={
          <>
            <span className={styles["count"]}>
              {formatCount(rows.length)}
              {actors.hasNextPage ? "+" : ""} shown
            </span>
            <ColumnChooser {...chooser} />
            <ExportMenu name="actors" rows={() => rows.map(toExport)} />
          </>
        }
        whenEmpty={() => (rows.length > 0 ? null : toEmpty(isFiltered))}
      >
        {() => (
          <DataTable
            label="Actors"
            rows={rows}
            columns={shown}
            toKey={({ id }) => id}
            sort={sort}
            onSort={({ column }) => setOrder(column)}
            onOpen={({ id }) => goTo("/actors/$id", { params: { id } })}
            onEnd={() => {
              if (actors.hasNextPage && !actors.isFetchingNextPage) void actors.fetchNextPage();
            }}
          />
        )}
      </QueryPanel>
    </>
  );
}

const toEmpty = (isFiltered: boolean) =>
  isFiltered
    ? {
        kind: "empty" as const,
        text: "No actor is like that in this range.",
        next: "Take a filter away, or choose a longer range.",
      }
    : {
        kind: "empty" as const,
        text: "Nobody acted in this range.",
        next: <PlainWords text="Choose a longer range, or take logs in: `gait ingest FOLDER`." />,
      };

const toExport = ({ actor, activity }: ActorRow): Readonly<Record<string, unknown>> => ({
  id: actor.id,
  name: actor.name,
  type: actor.type,
  account: actor.account,
  automated: actor.automated,
  risk: actor.risk?.score ?? null,
  level: actor.risk?.level ?? null,
  findings: actor.findings,
  events: actor.events,
  failures: actor.failures,
  bytes_in: actor.bytes_in,
  bytes_out: actor.bytes_out,
  first_time: actor.first_time,
  last_time: actor.last_time,
  maturity: activity?.maturity ?? null,
});

/** Search, type, level of risk. */
function Tools() {
  const [text, setText] = useUrlParam("text");
  const [type, setType] = useUrlParam("type");
  const search = useDebouncedCallback((value: string) => setText(value, { replace: true }), TYPING_MS);
  return (
    <div className={styles["tools"]}>
      <TextInput
        className={styles["search"] ?? ""}
        label="Find"
        placeholder="part of a name or an id"
        leftSection={<Search size={14} aria-hidden />}
        defaultValue={text}
        onChange={({ currentTarget }) => search(currentTarget.value)}
      />
      <Select
        label="Type"
        placeholder="all"
        clearable
        data={TYPES.map((value) => ({ value, label: typeWord(value) }))}
        value={pick(TYPES, type)}
        onChange={(value) => setType(value ?? "")}
        w={170}
      />
      <Levels />
    </div>
  );
}

/** How many there are of each level, and a way to see these alone. */
function Levels() {
  const [level, setLevel] = useUrlParam("level");
  const risk = useRisk();
  const counts = risk.data?.by_level ?? null;
  if (counts === null) return null;
  let above = 0;
  return (
    <fieldset className={styles["levels"]}>
      <legend className="unseen">Risk at least</legend>
      {LEVELS.map((one) => {
        above += counts[one] ?? 0;
        return (
          <button
            key={one}
            type="button"
            className={styles["level"]}
            aria-pressed={level === one}
            title={`Risk ${SEVERITY_WORDS[one].toLowerCase()} or higher, of all time: ${formatCount(above)}`}
            onClick={() => setLevel(level === one ? "" : one)}
          >
            <SeverityShape severity={one} size={11} />
            {SEVERITY_WORDS[one]}
            <strong>{formatCount(counts[one] ?? 0)}</strong>
          </button>
        );
      })}
    </fieldset>
  );
}
