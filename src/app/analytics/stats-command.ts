import type { StatsPort, StatsTable } from "../../cli/stats.ts";
import { SYSTEM_CLOCK } from "../../domain/index.ts";
import type { CountedValue } from "../../store/index.ts";
import { withStore } from "../findings/asked-store.ts";
import { answerAnalyst } from "./answer-analyst.ts";
import { readAskedCounts } from "./asked-counts.ts";
import { summariseLog } from "./summarise-log.ts";

/** The stats command: the same questions as those of the API. */
export const STATS_PORT: StatsPort = {
  answer: ({ place, question, limit, ...asked }) =>
    withStore(place, "stats", async (store) => {
      const counts = await readAskedCounts(store, { ...asked, all: false, clock: SYSTEM_CLOCK });
      return question === null
        ? toTables(await summariseLog(store, counts, limit))
        : [await answerAnalyst(store, { name: question, counts, limit })];
    }),
};

type Summary = Awaited<ReturnType<typeof summariseLog>>;

const toTables = ({
  events,
  actions,
  users,
  errors,
  sensitive,
  suspicious,
}: Summary): readonly StatsTable[] => [
  { name: "events", title: "Events", columns: ["events"], rows: [[events]] },
  toTable("actions", "Most frequent actions", actions),
  toTable("users", "Busiest users", users),
  toTable("errors", "Errors", errors),
  toTable("sensitive", `Sensitive actions (${sensitive.events} events)`, sensitive.actions),
  {
    name: "suspicious_addresses",
    title: `Addresses with findings (${suspicious.events} events)`,
    columns: ["address", "findings", "events", "users"],
    rows: suspicious.addresses.map((one) => [one.value, one.findings, one.events, one.actors]),
  },
];

const toTable = (name: string, title: string, values: readonly CountedValue[]): StatsTable => ({
  name,
  title,
  columns: [name, "events"],
  rows: values.map(({ value, label, count }) => [label ?? value, count]),
});
