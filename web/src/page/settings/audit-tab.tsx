import { Button, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, client, type Schema } from "../../client/client.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useSetUrlState, useUrlState } from "../../url/url-state.ts";
import { ScrollTable } from "./scroll-table.tsx";
import styles from "./settings-page.module.css";

type AuditRecord = Schema<"AuditRecord">;

const PAGE_ROWS = 50;

/** Every change, who made it and from where. */
export function AuditTab() {
  const { author = "", action = "" } = useUrlState();
  const audit = useInfiniteQuery({
    queryKey: ["audit", author, action],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      answer(
        client.GET("/api/v1/audit", {
          signal,
          params: {
            query: {
              limit: PAGE_ROWS,
              ...(pageParam === "" ? {} : { cursor: pageParam }),
              ...(author === "" ? {} : { author }),
              ...(action === "" ? {} : { action }),
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
  });
  const records = audit.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className={styles["stack"]}>
      <QueryPanel
        title="Audit log"
        note="Every change through the app, the API and the command line; rows are only ever added."
        query={audit}
        lines={10}
        aside={<ExportMenu name="audit" rows={() => records.map(toRow)} />}
      >
        {() => (
          <div className={styles["form"]}>
            <AuditFilter author={author} action={action} />
            {records.length === 0 ? (
              <p className={styles["soft"]}>Nothing was changed that fits.</p>
            ) : (
              <AuditTable records={records} />
            )}
            {audit.hasNextPage && (
              <div className={styles["actions"]}>
                <Button
                  variant="default"
                  loading={audit.isFetchingNextPage}
                  onClick={() => void audit.fetchNextPage()}
                >
                  Older changes
                </Button>
              </div>
            )}
          </div>
        )}
      </QueryPanel>
    </div>
  );
}

const toRow = ({ author, target, before, after, ...record }: AuditRecord) => ({
  time: record.time,
  author: author.name,
  author_kind: author.kind,
  address: record.address,
  action: record.action,
  target_type: target.type,
  target: target.name ?? target.id,
  before: JSON.stringify(before),
  after: JSON.stringify(after),
});

function AuditFilter({ author, action }: { readonly author: string; readonly action: string }) {
  const setState = useSetUrlState();
  const [typed, setTyped] = useState({ author, action });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setState({ author: typed.author || null, action: typed.action || null });
  };
  return (
    <form className={styles["row"]} onSubmit={submit}>
      <TextInput
        label="By"
        placeholder="a name, as it stands below"
        value={typed.author}
        onChange={(event) => setTyped({ ...typed, author: event.currentTarget.value })}
      />
      <TextInput
        label="What"
        placeholder="key, or key.create"
        value={typed.action}
        onChange={(event) => setTyped({ ...typed, action: event.currentTarget.value })}
      />
      <Button type="submit" variant="default">
        Filter
      </Button>
    </form>
  );
}

const AuditTable = ({ records }: { readonly records: readonly AuditRecord[] }) => (
  <ScrollTable label="Changes" heads={["When", "Who", "What", "Target", "Change"]}>
    {records.map((record) => (
      <tr key={record.id}>
        <td className={styles["state"]}>
          <TimeText time={record.time} />
        </td>
        <td>
          <LogText text={record.author.name} />
          <p className={styles["soft"]}>
            {record.author.kind}
            {record.address !== null && `, ${record.address}`}
          </p>
        </td>
        <td>{record.action}</td>
        <td>
          <LogText text={record.target.name ?? record.target.id} most={80} />
          <p className={styles["soft"]}>{record.target.type}</p>
        </td>
        <td>
          <Changes before={record.before} after={record.after} />
        </td>
      </tr>
    ))}
  </ScrollTable>
);

/** What is not the same after as it was before. */
function Changes({ before, after }: Pick<AuditRecord, "before" | "after">) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed = names.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  return (
    <ul className={styles["changes"]}>
      {changed.map((name) => (
        <li key={name}>
          <LogText
            most={160}
            text={
              before === null || before[name] === undefined
                ? `${name}: ${toText(after?.[name])}`
                : `${name}: ${toText(before[name])} → ${toText(after?.[name])}`
            }
          />
        </li>
      ))}
    </ul>
  );
}

const toText = (value: unknown): string =>
  value === null || value === undefined
    ? "none"
    : typeof value === "string"
      ? value
      : Array.isArray(value)
        ? value.map(toText).join(", ")
        : JSON.stringify(value);
