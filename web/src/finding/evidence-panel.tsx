import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { type FindingDetail, type StoredEvent, useRawEvent } from "../client/use-finding.ts";
import { ActorLink } from "../part/actor-link.tsx";
import { ExportMenu } from "../part/export-menu.tsx";
import { formatCount, formatPlural } from "../part/format.ts";
import { LogText } from "../part/log-text.tsx";
import { BytesText } from "../part/number-text.tsx";
import { Panel } from "../part/panel.tsx";
import { ProblemNote } from "../part/panel-note.tsx";
import { TimeText } from "../part/time-text.tsx";
import { toVisible } from "../part/visible-text.ts";
import { useUrlParam } from "../url/url-state.ts";
import styles from "./finding-panels.module.css";

/** The events that a finding stands on, one of them in full. */
export function EvidencePanel({ finding }: { readonly finding: FindingDetail }) {
  const [chosen, setChosen] = useUrlParam("event");
  const { event_details: events } = finding;
  const shown = events.find(({ id }) => id === chosen) ?? events[0];
  return (
    <Panel
      title="Event details"
      note={`${formatPlural(finding.events.length, "event")} of evidence, ${formatCount(events.length)} of them at hand.`}
      aside={<ExportMenu name="evidence" rows={() => events} />}
      state={
        shown === undefined
          ? { kind: "empty", text: "The events of the evidence are no longer stored." }
          : { kind: "ready" }
      }
    >
      {events.length > 1 && (
        <Select
          label="Event"
          mb="sm"
          searchable
          allowDeselect={false}
          data={events.map(toOption)}
          value={shown?.id ?? null}
          onChange={(value) => setChosen(value ?? "")}
        />
      )}
      {shown !== undefined && <EventFacts event={shown} />}
      {shown !== undefined && <RawRecord key={shown.id} id={shown.id} />}
    </Panel>
  );
}

const toOption = ({ id, time, action, outcome }: StoredEvent) => ({
  value: id,
  label: `${time.replace("T", " ").slice(0, 19)}  ${toVisible(`${action.service}:${action.name}`.slice(0, 80))}${outcome === "success" ? "" : `, ${outcome}`}`,
});

const SENSITIVITY = ["no harm", "little harm", "harm", "the worst harm"] as const;

function EventFacts({ event }: { readonly event: StoredEvent }) {
  const { actor, action, address, tool } = event;
  const facts: readonly (readonly [name: string, value: React.ReactNode])[] = [
    ["Time", <TimeText key="time" time={event.time} style="full" />],
    ["Actor", <ActorLink key="actor" id={actor.id} name={actor.name} type={actor.type} />],
    ["Session", toText(actor.session)],
    ["Access key", toText(event.access_key_id)],
    ["Action", toText(`${action.service}:${action.name}`)],
    ["Kind", `${action.class}, ${action.activity}; can do ${SENSITIVITY[action.sensitivity] ?? "harm"}`],
    ["Outcome", event.outcome],
    ["Error", toText(event.error_code)],
    ["On", toText(event.resource)],
    ["Account", toText(event.account)],
    ["Region", toText(event.region)],
    [
      "Address",
      address.text === null ? null : (
        <>
          {toText(address.text)} {address.country ?? (address.kind === "public" ? "" : `(${address.kind})`)}
        </>
      ),
    ],
    [
      "Tool",
      tool.family === "absent" ? null : toText([tool.name, tool.version, tool.os].filter(Boolean).join(" ")),
    ],
    ["Device", event.device],
    ["Brought in", event.bytes_in === null ? null : <BytesText key="in" value={event.bytes_in} />],
    ["Taken out", event.bytes_out === null ? null : <BytesText key="out" value={event.bytes_out} />],
    ["Event id", toText(event.id)],
    ["Input", toText(`${event.input.name}, record ${event.input.position}`)],
  ];
  return (
    <dl className={styles["facts"]}>
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

const toText = (text: string | null) =>
  text === null || text === "" ? null : <LogText text={text} most={200} mono />;

/** Characters of a record that are drawn; the file has them all. */
const RAW_SHOWN_MAX = 20_000;

function RawRecord({ id }: { readonly id: string }) {
  const [isWanted, setIsWanted] = useState(false);
  const raw = useRawEvent(id, isWanted);
  if (!isWanted)
    return (
      <Button variant="default" mt="md" onClick={() => setIsWanted(true)}>
        Show the record as it came
      </Button>
    );
  if (raw.error !== null) return <ProblemNote error={raw.error} />;
  return (
    <section className={styles["raw"]} tabIndex={0} aria-label="The record as it came">
      <pre>{raw.data === undefined ? "…" : toVisibleLines(raw.data.slice(0, RAW_SHOWN_MAX))}</pre>
    </section>
  );
}

/** As JSON in lines where it is JSON; what does not show is named. */
function toVisibleLines(text: string): string {
  let lines = text;
  try {
    lines = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // A record need not be JSON: it is shown as it came.
    lines = text;
  }
  return lines.split("\n").map(toVisible).join("\n");
}
