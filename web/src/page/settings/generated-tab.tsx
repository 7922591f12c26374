import { Button, NativeSelect, NumberInput, Progress, Switch, TextInput } from "@mantine/core";
import "@mantine/core/styles/Progress.layer.css";
import "@mantine/core/styles/Switch.layer.css";
import "@mantine/core/styles/NumberInput.layer.css";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, client, type Schema } from "../../client/client.ts";
import { readClock } from "../../clock.ts";
import { Panel } from "../../part/panel.tsx";
import { ProblemNote } from "../../part/panel-note.tsx";
import styles from "./settings-page.module.css";

type Job = Schema<"Job">;

const DAY_MS = 86_400_000;
const ROWS = { min: 5000, max: 15_000, step: 500 } as const;
const HISTORY_DAYS = 90;
/** How often a job that goes on is asked after. */
const ASK_MS = 1000;

const RECIPES = [
  { value: "s3", label: "Cloud logs, nine features" },
  { value: "s4", label: "CloudTrail, 34 features" },
  { value: "s2", label: "Behaviour of accounts" },
] as const;

type Recipe = (typeof RECIPES)[number]["value"];

const USUAL: Readonly<Record<Recipe, { readonly trees: number; readonly share: number }>> = {
  s2: { trees: 100, share: 0.05 },
  s3: { trees: 250, share: 0.04 },
  s4: { trees: 100, share: 0.1 },
};

const toRecipe = (value: string): Recipe => RECIPES.find((one) => one.value === value)?.value ?? "s3";

interface Wish {
  readonly recipe: Recipe;
  readonly rows: number;
  readonly seed: number;
  /** A day: 2026-01-31. */
  readonly from: string;
  readonly share: number;
  readonly trees: number;
  readonly isActivated: boolean;
}

const createWish = (): Wish => ({
  recipe: "s3",
  rows: 10_000,
  seed: 42,
  from: new Date(readClock() - HISTORY_DAYS * DAY_MS).toISOString().slice(0, 10),
  share: USUAL.s3.share,
  trees: USUAL.s3.trees,
  isActivated: true,
});

/** Made-up logs to learn from: how many, since when, and with which forest. */
export function GeneratedTab() {
  const [wish, setWish] = useState(createWish);
  const [jobId, setJobId] = useState<string | null>(null);
  const train = useMutation({
    mutationFn: (asked: Wish) => answer(client.POST("/api/v1/training", { body: toBody(asked) })),
    onSuccess: (job) => setJobId(job.id),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    train.mutate(wish);
  };
  return (
    <div className={styles["stack"]}>
      <Panel
        title="Generated data"
        note="A made-up log with attacks in it, a forest that learns from it, and how well it finds them. Your own events stay as they are."
      >
        <form className={styles["form"]} onSubmit={submit}>
          <WishFields wish={wish} onChange={(change) => setWish((before) => ({ ...before, ...change }))} />
          {train.error !== null && <ProblemNote error={train.error} />}
          <div className={styles["actions"]}>
            <Button type="submit" loading={train.isPending}>
              Generate and learn
            </Button>
            <Button
              variant="default"
              onClick={() => setWish((before) => ({ ...before, seed: (before.seed % 9999) + 1 }))}
            >
              Another seed
            </Button>
          </div>
        </form>
      </Panel>
      {jobId !== null && <JobPanel id={jobId} />}
    </div>
  );
}

const toBody = ({ recipe, rows, seed, from, share, trees, isActivated }: Wish) => ({
  source: "generated" as const,
  preset: recipe,
  rows,
  seed,
  trees,
  contamination: share,
  from: from === "" ? null : `${from}T00:00:00Z`,
  tune: false,
  activate: isActivated,
});

interface WishFieldsProps {
  readonly wish: Wish;
  readonly onChange: (change: Partial<Wish>) => void;
}

/** An emptied field is what is usual. */
const toNumber = (value: string | number, fallback: number): number =>
  typeof value === "number" ? value : fallback;

function WishFields({ wish, onChange }: WishFieldsProps) {
  return (
    <div className={styles["fields"]}>
      <NativeSelect
        size="xs"
        label="Recipe"
        description="What is generated, and what is learned from it"
        data={RECIPES}
        value={wish.recipe}
        onChange={(event) => {
          const recipe = toRecipe(event.currentTarget.value);
          onChange({ recipe, ...USUAL[recipe] });
        }}
      />
      <NumberInput
        label="Size of the data set"
        description="Rows, 5,000 to 15,000"
        {...ROWS}
        required
        thousandSeparator=","
        value={wish.rows}
        onChange={(value) => onChange({ rows: toNumber(value, ROWS.min) })}
      />
      <TextInput
        label="History begins"
        description="The first day of the made-up log"
        type="date"
        value={wish.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <ForestFields wish={wish} onChange={onChange} />
      <NumberInput
        label="Seed"
        description="The same seed makes the same log, byte for byte"
        min={0}
        max={2_147_483_647}
        required
        value={wish.seed}
        onChange={(value) => onChange({ seed: toNumber(value, 0) })}
      />
      <Switch
        label="Use the model at once"
        description="For scores of its own kind; it takes the place of the one of the same name"
        checked={wish.isActivated}
        onChange={(event) => onChange({ isActivated: event.currentTarget.checked })}
      />
    </div>
  );
}

const ForestFields = ({ wish, onChange }: WishFieldsProps) => (
  <>
    <NumberInput
      label="Contamination"
      description="Share of rows that the forest calls strange"
      min={0.01}
      max={0.5}
      step={0.01}
      decimalScale={3}
      required
      value={wish.share}
      onChange={(value) => onChange({ share: toNumber(value, USUAL[wish.recipe].share) })}
    />
    <NumberInput
      label="Trees"
      description="Of the isolation forest (n_estimators)"
      min={10}
      max={1000}
      step={50}
      required
      value={wish.trees}
      onChange={(value) => onChange({ trees: toNumber(value, USUAL[wish.recipe].trees) })}
    />
  </>
);

function JobPanel({ id }: { readonly id: string }) {
  const job = useQuery({
    queryKey: ["job", id],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/jobs/{id}", { signal, params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.finished_at === null ? ASK_MS : false,
  });
  const { data } = job;
  if (data === undefined) return null;
  return (
    <Panel
      title={data.title}
      note={data.finished_at === null ? (data.step ?? "It waits for its turn.") : undefined}
    >
      <JobWords job={data} />
    </Panel>
  );
}

function JobWords({ job: { done, total, finished_at, problem, result } }: { readonly job: Job }) {
  if (problem !== null)
    return (
      <p>
        {problem.text} {problem.remedy}
      </p>
    );
  if (finished_at === null)
    return (
      <Progress
        value={total === null || total === 0 ? 100 : (100 * done) / total}
        animated={total === null}
        aria-label="How far it is"
      />
    );
  const name = typeof result?.["name"] === "string" ? result["name"] : "The model";
  return (
    <p>
      {name} is learned{result?.["is_active"] === true ? " and used from now on" : ""}. The page of models
      shows how good it is.
    </p>
  );
}
