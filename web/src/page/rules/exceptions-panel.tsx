import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { answer, client } from "../../client/client.ts";
import { readClock } from "../../clock.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import { EntityLink } from "../../part/entity-link.tsx";
import { formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useMay } from "../../session/use-session.ts";
import styles from "./rules-page.module.css";
import { type StoredException, useRuleChange, useRuleExceptions } from "./use-rule-work.ts";

/** What is left out of what a rule finds: for whom, why, by whom, until when. */
export function ExceptionsPanel({ id }: { readonly id: string }) {
  const query = useRuleExceptions(id);
  const may = useMay("triage");
  return (
    <QueryPanel
      title="Exceptions"
      note="What is left out of its findings. Nothing is deleted: ending one shows again what it covered."
      query={query}
    >
      {(exceptions) => (
        <>
          {exceptions.length === 0 && <p>There are none.</p>}
          <ul className={styles["exceptions"]}>
            {exceptions.map((one) => (
              <ExceptionLine key={one.id} one={one} mayEnd={may} />
            ))}
          </ul>
          {may && <AddException id={id} />}
        </>
      )}
    </QueryPanel>
  );
}

function ExceptionLine({ one, mayEnd }: { readonly one: StoredException; readonly mayEnd: boolean }) {
  const end = useRuleChange(
    () => answer(client.DELETE("/api/v1/exceptions/{id}", { params: { path: { id: one.id } } })),
    () => "The exception is ended: what it covered is shown again.",
  );
  return (
    <li className={one.is_ended ? styles["ended"] : undefined}>
      <span>
        {one.actor !== null && (
          <>
            by <ActorLink id={one.actor} />{" "}
          </>
        )}
        {one.entity !== null && (
          <>
            about <EntityLink type={one.entity.type} id={one.entity.id} />{" "}
          </>
        )}
        {one.actor === null && one.entity === null && "everything it finds "}
      </span>
      <span>
        <LogText text={one.reason === "" ? "no reason given" : one.reason} most={200} />
      </span>
      <small className={styles["faint"]}>
        <LogText text={one.by} most={60} />, <TimeText time={one.time} />;{" "}
        {one.is_ended ? (
          "ended"
        ) : one.until === null ? (
          "without end"
        ) : (
          <>
            until <TimeText time={one.until} />
          </>
        )}
        {!one.is_ended && `; covers ${formatPlural(one.covers, "finding")}`}
      </small>
      {mayEnd && !one.is_ended && (
        <Button
          variant="default"
          size="compact-xs"
          loading={end.isPending}
          onClick={() => end.mutate(undefined)}
        >
          End it
        </Button>
      )}
    </li>
  );
}

const SCOPES = [
  { value: "actor", label: "An actor" },
  { value: "ip", label: "An address" },
  { value: "resource", label: "A resource" },
];
const ENDS = [
  { value: "7", label: "In 7 days" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "never", label: "When somebody ends it" },
];
const DAY_MS = 86_400_000;

function AddException({ id }: { readonly id: string }) {
  const [scope, setScope] = useState("actor");
  const [who, setWho] = useState("");
  const [reason, setReason] = useState("");
  const [end, setEnd] = useState("30");
  const add = useRuleChange(
    () =>
      answer(
        client.POST("/api/v1/rules/{id}/exceptions", {
          params: { path: { id } },
          body: {
            actor: scope === "actor" ? who.trim() : null,
            entity: scope === "ip" || scope === "resource" ? { type: scope, id: who.trim() } : null,
            reason: reason.trim(),
            until: end === "never" ? null : new Date(readClock() + Number(end) * DAY_MS).toISOString(),
          },
        }),
      ),
    ({ covers }) => {
      setWho("");
      setReason("");
      return `The exception covers ${formatPlural(covers, "finding")}, and those to come.`;
    },
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate(undefined);
  };
  return (
    <details className={styles["case"]}>
      <summary>Make an exception</summary>
      <form className={styles["form"]} onSubmit={onSubmit}>
        <NativeSelect
          label="For"
          data={SCOPES}
          value={scope}
          onChange={({ currentTarget }) => setScope(currentTarget.value)}
        />
        <TextInput
          label={scope === "actor" ? "Its whole id" : "Its address or name"}
          required
          maxLength={2048}
          value={who}
          onChange={({ currentTarget }) => setWho(currentTarget.value)}
        />
        <TextInput
          label="Why"
          required
          maxLength={1000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <NativeSelect
          label="It ends"
          data={ENDS}
          value={end}
          onChange={({ currentTarget }) => setEnd(currentTarget.value)}
        />
        <Button type="submit" disabled={who.trim() === "" || reason.trim() === ""} loading={add.isPending}>
          Make it
        </Button>
      </form>
    </details>
  );
}
