import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { answer, client } from "../../client/client.ts";
import { formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { useMay } from "../../session/use-session.ts";
import { cx } from "../../theme/class-names.ts";
import { ConditionTree } from "./condition-tree.tsx";
import { readRecords } from "./read-records.ts";
import styles from "./rules-page.module.css";
import { type RuleTest, type Subject, useRuleChange } from "./use-rule-work.ts";

type Case = RuleTest["cases"][number];

export interface TestPanelProps {
  readonly subject: Subject;
  /** How many examples stand beside it. */
  readonly examples: number | null;
  readonly isDisabled?: boolean;
}

/** Its examples, and events of somebody's own: which match, and which condition fails. */
export function TestPanel({ subject, examples, isDisabled = false }: TestPanelProps) {
  const [text, setText] = useState("");
  const may = useMay("triage");
  const given = readRecords(text);
  const test = useRuleChange(
    (records: readonly Record<string, unknown>[] | null) =>
      answer(
        client.POST("/api/v1/rules/test", {
          body: { ...subject, records: records === null ? null : [...records] },
        }),
      ),
    () => null,
  );
  const cases = test.data?.cases ?? null;
  return (
    <Panel
      title="Examples and test events"
      note={
        examples === null || examples === 0
          ? "Paste an event, and see which of the conditions hold. Fields that are left out are filled with usual ones."
          : `${formatPlural(examples, "example")} stand beside it: events at which it must fire, and at which it must stay quiet. Or paste an event of your own.`
      }
    >
      <div className={styles["form"]}>
        {examples !== 0 && (
          <Button
            variant="default"
            disabled={!may || isDisabled || test.isPending}
            onClick={() => test.mutate(null)}
          >
            Run the examples
          </Button>
        )}
      </div>
      <Textarea
        label="An event as its log writes it (JSON)"
        placeholder={'{ "eventName": "StopLogging", "eventSource": "cloudtrail.amazonaws.com" }'}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        error={given.problem}
        autosize
        minRows={3}
        maxRows={12}
        spellCheck={false}
        classNames={{ input: styles["code"] ?? "" }}
      />
      <div className={styles["form"]}>
        <Button
          disabled={!may || isDisabled || given.records === null || test.isPending}
          onClick={() => test.mutate(given.records)}
        >
          Test it
        </Button>
      </div>
      {!may && <p className={styles["faint"]}>Analysts and administrators may test rules.</p>}
      {cases !== null && <Cases cases={cases} />}
    </Panel>
  );
}

function Cases({ cases }: { readonly cases: readonly Case[] }) {
  if (cases.length === 0) return <p>There are no examples in the text.</p>;
  const failed = cases.filter(({ passed }) => passed === false).length;
  const judged = cases.filter(({ passed }) => passed !== null).length;
  return (
    <div aria-live="polite">
      {judged > 0 && (
        <p className={styles["big"]}>
          {failed === 0
            ? `${formatPlural(judged, "example")}: all as they should be.`
            : `${failed} of ${formatPlural(judged, "example")} went otherwise.`}
        </p>
      )}
      {cases.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two examples may have one name, and keep their places
        <CaseDetails key={place} one={one} isOpen={cases.length === 1} />
      ))}
    </div>
  );
}

function CaseDetails({ one, isOpen }: { readonly one: Case; readonly isOpen: boolean }) {
  const { name, expected, passed, fired, why, summary, records, records_total } = one;
  const word = fired ? "fires" : "stays quiet";
  return (
    <details className={styles["case"]} open={isOpen || passed === false}>
      <summary>
        <span className={cx(styles["verdict"], passed === false && styles["wrong"])}>
          {passed === false ? "Otherwise" : fired ? "Fires" : "Quiet"}
        </span>
        <LogText text={name} most={160} />
        {expected !== null && (
          <span className={styles["faint"]}>
            {expected === "fires" ? "must fire" : "must stay quiet"}, {word}
          </span>
        )}
      </summary>
      {why !== null && <p className={styles["wrong"]}>{why}</p>}
      {summary !== null && (
        <p>
          <LogText text={summary} most={400} />
        </p>
      )}
      {records.map((record, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events of one example keep their places
        <div key={place} className={styles["event"]}>
          <p>
            <strong>{record.matches === true ? "Matches" : "Does not match"}</strong>:{" "}
            <LogText text={`${record.event?.action ?? ""} by ${record.event?.actor ?? ""}`} most={160} />
          </p>
          {record.conditions.map(({ title, lines }) => (
            <ConditionTree key={title} title={title} lines={lines} />
          ))}
          <details>
            <summary>The event</summary>
            <pre className={styles["text"]} tabIndex={0}>
              {record.record}
            </pre>
          </details>
        </div>
      ))}
      {records_total > records.length && records.length > 0 && (
        <p className={styles["faint"]}>and {formatPlural(records_total - records.length, "more event")}</p>
      )}
    </details>
  );
}
