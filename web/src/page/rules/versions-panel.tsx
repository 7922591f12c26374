import { Button } from "@mantine/core";
import { answer, client } from "../../client/client.ts";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useMay } from "../../session/use-session.ts";
import { cx } from "../../theme/class-names.ts";
import { diffLines } from "./line-diff.ts";
import styles from "./rules-page.module.css";
import { type RuleVersion, useRuleChange, useVersions } from "./use-rule-work.ts";

/** What was changed of a rule, when and by whom, with what changed in its text; an older text can be brought back. */
export function VersionsPanel({ id, isOwn }: { readonly id: string; readonly isOwn: boolean }) {
  const query = useVersions(id);
  return (
    <QueryPanel
      title="What was changed"
      query={query}
      whenEmpty={({ items }) =>
        items.length > 0
          ? null
          : { kind: "empty", text: "Nothing: it is as it came with Gait, and nobody switched it." }
      }
    >
      {({ items }) => (
        <ol className={styles["versions"]}>
          {items.map((one, place) => (
            <VersionLine
              key={one.version}
              id={id}
              one={one}
              before={items[place + 1] ?? null}
              latest={isOwn && place > 0 ? (items[0] ?? null) : null}
            />
          ))}
        </ol>
      )}
    </QueryPanel>
  );
}

interface VersionLineProps {
  readonly id: string;
  readonly one: RuleVersion;
  readonly before: RuleVersion | null;
  /** Of an own rule, for older versions; null: there is nothing to go back to. */
  readonly latest: RuleVersion | null;
}

function VersionLine({ id, one, before, latest }: VersionLineProps) {
  const may = useMay("admin");
  const rollBack = useRuleChange(
    () =>
      answer(
        client.POST("/api/v1/rules/{id}/rollback", {
          params: { path: { id } },
          body: { version: one.version },
        }),
      ),
    () => `The text of version ${one.version} is the latest again.`,
  );
  const isOlder = latest !== null && one.text !== null && one.text !== latest.text;
  return (
    <li>
      <p>
        <strong>Version {one.version}</strong>: {toWords(one, before)}
        {one.note !== null && (
          <>
            {" "}
            (<LogText text={one.note} most={200} />)
          </>
        )}
      </p>
      <small className={styles["faint"]}>
        <LogText text={one.by} most={60} />, <TimeText time={one.time} />
      </small>
      {may && isOlder && (
        <Button
          variant="default"
          size="compact-xs"
          loading={rollBack.isPending}
          onClick={() => rollBack.mutate(undefined)}
        >
          Back to this text
        </Button>
      )}
      {before !== null && one.text !== null && before.text !== null && one.text !== before.text && (
        <Diff before={before.text} after={one.text} />
      )}
    </li>
  );
}

function toWords(one: RuleVersion, before: RuleVersion | null): string {
  const state = one.is_enabled ? "on" : "off";
  if (one.is_removed) return "taken away";
  if (before === null || before.is_removed)
    return one.text === null ? `switched ${state}` : `brought, ${state}`;
  if (one.text !== before.text) return `another text, ${state}`;
  return `switched ${state}`;
}

const MARKS = { same: " ", gone: "−", new: "+" } as const;

function Diff({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = diffLines(before, after);
  return (
    <details className={styles["case"]} open>
      <summary>What changed in the text</summary>
      <pre className={styles["text"]} tabIndex={0}>
        {lines.map(({ kind, text }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one difference keep their places
          <span key={place} className={cx(styles[kind])}>
            {`${MARKS[kind]} ${text}\n`}
          </span>
        ))}
      </pre>
    </details>
  );
}
