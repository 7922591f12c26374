import { Button, Checkbox, NativeSelect, NumberInput } from "@mantine/core";
import "@mantine/core/styles/NumberInput.layer.css";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client } from "../../client/client.ts";
import { isOver, useJob } from "../../client/use-job.ts";
import { JobProgress } from "../../part/job-progress.tsx";
import { Panel } from "../../part/panel.tsx";
import { useToast } from "../../part/toast.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import styles from "./models-page.module.css";
import {
  CHOICES,
  type ChoiceName,
  type FieldName,
  isChoice,
  type TrainTexts,
  toTraining,
  USUAL_TEXTS,
} from "./training.ts";

export interface TrainPanelProps {
  readonly onTrained: (model: string) => void;
}

/** Learns another model, with how far it is. */
export function TrainPanel({ onTrained }: TrainPanelProps) {
  const [id, setId] = useUrlParam("training");
  const [texts, setTexts] = useState<TrainTexts>(USUAL_TEXTS);
  const job = useJob(id === "" ? null : id);
  const toast = useToast();
  const queries = useQueryClient();
  const isRunning = job.data !== undefined && !isOver(job.data);
  const trained = job.data?.state === "done" ? job.data.result?.["model"] : undefined;
  useEffect(() => {
    if (typeof trained === "string") void queries.invalidateQueries({ queryKey: ["models"] });
  }, [trained, queries]);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      setId((await answer(client.POST("/api/v1/training", { body: toTraining(texts) }))).id);
    } catch (error) {
      const { detail, remedy } = toProblem(error);
      toast({ text: `${detail} ${remedy}`, isProblem: true });
    }
  };
  return (
    <Panel title="Learn a model" note={CHOICES[texts.choice].note}>
      <form className={styles["train"]} onSubmit={(event) => void submit(event)}>
        <TrainFields texts={texts} onChange={(change) => setTexts({ ...texts, ...change })} />
        <Button type="submit" loading={isRunning} className={styles["go"] ?? ""}>
          Learn it
        </Button>
      </form>
      {job.data !== undefined && <JobProgress job={job.data} />}
      {typeof trained === "string" && (
        <Button variant="subtle" size="compact-sm" onClick={() => onTrained(trained)}>
          Look at the model {trained.slice(0, 8)}
        </Button>
      )}
    </Panel>
  );
}

interface TrainFieldsProps {
  readonly texts: TrainTexts;
  readonly onChange: (change: Partial<TrainTexts>) => void;
}

const NAMES = Object.keys(CHOICES).filter((name): name is ChoiceName => isChoice(name));

function TrainFields({ texts, onChange }: TrainFieldsProps) {
  const fields: readonly FieldName[] = CHOICES[texts.choice].fields;
  return (
    <>
      <NativeSelect
        label="What to learn"
        value={texts.choice}
        data={NAMES.map((value) => ({ value, label: CHOICES[value].label }))}
        onChange={({ currentTarget: { value } }) => onChange(isChoice(value) ? { choice: value } : {})}
      />
      {fields.includes("rows") && (
        <NumberInput
          label="Rows"
          min={100}
          max={200_000}
          step={1000}
          value={texts.rows}
          onChange={(value) => onChange({ rows: Number(value) })}
        />
      )}
      {fields.includes("days") && (
        <NumberInput
          label="History of days"
          min={1}
          max={3650}
          value={texts.days}
          onChange={(value) => onChange({ days: Number(value) })}
        />
      )}
      {fields.includes("contamination") && (
        <NumberInput
          label="Share that is strange (%)"
          min={0.1}
          max={50}
          step={0.5}
          value={texts.contamination}
          onChange={(value) => onChange({ contamination: Number(value) })}
        />
      )}
      {fields.includes("trees") && (
        <NumberInput
          label="Trees"
          min={1}
          max={1000}
          step={50}
          value={texts.trees}
          onChange={(value) => onChange({ trees: Number(value) })}
        />
      )}
      <NumberInput
        label="Seed"
        min={0}
        max={2_147_483_647}
        value={texts.seed}
        onChange={(value) => onChange({ seed: Number(value) })}
      />
      {fields.includes("tune") && (
        <Checkbox
          label="Search for better parameters first"
          checked={texts.isTuned}
          onChange={(event) => onChange({ isTuned: event.currentTarget.checked })}
        />
      )}
      <Checkbox
        label="Use it at once"
        checked={texts.isActivated}
        onChange={(event) => onChange({ isActivated: event.currentTarget.checked })}
      />
    </>
  );
}
