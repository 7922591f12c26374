import { Button, SegmentedControl, Textarea } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, client, type Schema } from "../client/client.ts";
import { LogText } from "../part/log-text.tsx";
import { Panel } from "../part/panel.tsx";
import { toPanelState } from "../part/query-panel.tsx";
import { TimeText } from "../part/time-text.tsx";
import { useMay } from "../session/use-session.ts";
import { AssignMenu } from "./assign-menu.tsx";
import { CloseDialog } from "./close-dialog.tsx";
import { StandingBadge } from "./standing-badge.tsx";
import { toStepWords } from "./step-words.ts";
import { TagList } from "./tag-list.tsx";
import styles from "./triage.module.css";
import { STATE_WORDS } from "./triage-words.ts";
import { useTriage } from "./use-triage.ts";

export interface TriagePanelProps {
  /** Of a finding or an incident. */
  readonly id: string;
  readonly noun: "finding" | "incident";
}

/** How far people are with a finding or an incident, whose it is, and what they wrote down. */
export function TriagePanel({ id, noun }: TriagePanelProps) {
  const query = useQuery({
    queryKey: ["triage", id],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/triage/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <Panel
      title="State"
      note="Who looks at it, and how far they are."
      state={toPanelState(query, { lines: 3 })}
    >
      {query.data !== undefined && <TriageBody noun={noun} triage={query.data} />}
    </Panel>
  );
}

type TriageDetail = Schema<"Standing"> & {
  readonly target: { readonly id: string };
  readonly steps: readonly Step[];
};
type Step = Parameters<typeof toStepWords>[0] & { readonly time: string; readonly by: string };

interface TriageBodyProps {
  readonly noun: TriagePanelProps["noun"];
  readonly triage: TriageDetail;
}

function TriageBody({ noun, triage: { target, steps, ...standing } }: TriageBodyProps) {
  const may = useMay("triage");
  return (
    <>
      {may ? (
        <Controls noun={noun} id={target.id} standing={standing} />
      ) : (
        <div className={styles["standing"]}>
          <StandingBadge {...standing} />
          <LogText text={standing.assignee ?? "nobody has it in hand"} most={60} />
          <TagList tags={standing.tags} onChange={null} />
        </div>
      )}
      <Steps steps={steps} />
      {may && <NoteForm id={target.id} />}
    </>
  );
}

interface ControlsProps {
  readonly noun: TriagePanelProps["noun"];
  readonly id: string;
  readonly standing: Schema<"Standing">;
}

function Controls({ noun, id, standing: { state, verdict, assignee, tags } }: ControlsProps) {
  const triage = useTriage();
  const [closing, setClosing] = useState<readonly string[] | null>(null);
  const targets = [id];
  const choose = (next: string): void => {
    if (next === "closed") setClosing(targets);
    else if (next === "new" || next === "acknowledged") triage.mutate({ targets, state: next });
  };
  return (
    <>
      <div className={styles["standing"]}>
        <SegmentedControl
          aria-label="State"
          value={state}
          onChange={choose}
          data={(["new", "acknowledged", "closed"] as const).map((value) => ({
            value,
            label: STATE_WORDS[value],
          }))}
        />
        {verdict !== null && <StandingBadge state={state} verdict={verdict} />}
        <AssignMenu
          label={assignee === null ? "Assign" : `Assigned to ${assignee}`}
          assignee={assignee}
          onAssign={(name) => triage.mutate({ targets, assignee: name })}
        />
        <TagList
          tags={tags}
          onChange={({ added, removed }) => triage.mutate({ targets, add_tags: added, remove_tags: removed })}
        />
      </div>
      <CloseDialog targets={closing} noun={noun} onClose={() => setClosing(null)} />
    </>
  );
}

const STEPS_SHOWN_MAX = 100;

/** What was done, the oldest first; notes in full. */
const Steps = ({ steps }: { readonly steps: readonly Step[] }) =>
  steps.length === 0 ? null : (
    <ol className={styles["steps"]} aria-label="What was done">
      {steps.slice(-STEPS_SHOWN_MAX).map((step, index) => {
        const { deed, words } = toStepWords(step);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added
          <li key={`${step.time} ${index}`}>
            <small>
              <LogText text={step.by} most={60} /> {deed}, <TimeText time={step.time} />
            </small>
            {words !== null && (
              <p>
                <LogText text={words} most={2000} />
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );

/** Something to be known by whoever looks next. */
function NoteForm({ id }: { readonly id: string }) {
  const triage = useTriage();
  const [note, setNote] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (note.trim() === "") return;
    triage.mutate({ targets: [id], note: note.trim() }, { onSuccess: () => setNote("") });
  };
  return (
    <form onSubmit={submit} className={styles["note"]}>
      <Textarea
        label="Note"
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={note.trim() === ""} loading={triage.isPending}>
        Keep the note
      </Button>
    </form>
  );
}
