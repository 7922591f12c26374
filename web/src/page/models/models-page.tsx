import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client, type Schema } from "../../client/client.ts";
import type { Column } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { BytesText } from "../../part/number-text.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { PageStack } from "../../part/page-stack.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useToast } from "../../part/toast.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { DriftTable } from "./drift-table.tsx";
import { ModelDetail } from "./model-detail.tsx";
import styles from "./models-page.module.css";
import { TrainPanel } from "./train-panel.tsx";

type Model = Schema<"Model">;

const COLUMNS: readonly Column<Model>[] = [
  {
    id: "title",
    head: "Model",
    cell: ({ title, id }) => (
      <>
        {title} <code className={styles["id"]}>{id.slice(0, 8)}</code>
      </>
    ),
  },
  { id: "state", head: "In use", width: 90, cell: ({ is_active }) => (is_active ? "● Yes" : "○ No") },
  { id: "created", head: "Learned", width: 150, cell: ({ created_at }) => <TimeText time={created_at} /> },
  { id: "kind", head: "Kind", width: 220, isMinor: true, cell: ({ kind }) => kind },
  {
    id: "size",
    head: "Size",
    width: 100,
    align: "end",
    isMinor: true,
    cell: ({ body_bytes }) => <BytesText value={body_bytes} />,
  },
];

/** What judges, how good it is, whether it still fits, and how to learn another. */
export function ModelsPage() {
  const [chosen, choose] = useUrlParam("model");
  const models = useQuery({
    queryKey: ["models"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/models", { signal })),
  });
  const items = models.data?.items ?? [];
  const first = items.find(({ name, is_active }) => name === "activity" && is_active) ?? items[0];
  const id = chosen === "" ? (first?.id ?? "") : chosen;
  const model = items.find((one) => one.id === id) ?? null;
  return (
    <PageStack>
      <PageHead
        title="Models"
        note="What judges, how good it was on rows that it had not seen, and whether recent days still look like those that it learned from."
      />
      <QueryPanel
        title="Kept models"
        query={models}
        flush
        aside={model === null ? undefined : <Use model={model} />}
        whenEmpty={({ items: all }) =>
          all.length > 0 ? null : { kind: "empty", text: "No model is kept yet.", next: "Learn one below." }
        }
      >
        {({ items: all }) => (
          <DataTable
            label="Models, the newest first"
            rows={all}
            columns={COLUMNS}
            toKey={(one) => one.id}
            openKey={id}
            onOpen={(one) => choose(one.id)}
            maxHeight="18rem"
          />
        )}
      </QueryPanel>
      {id !== "" && <ModelDetail id={id} />}
      <DriftTable />
      <TrainPanel onTrained={(trained) => choose(trained)} />
    </PageStack>
  );
}

/** Uses the chosen model from now on, or again the one before. */
function Use({ model }: { readonly model: Model }) {
  const { id, name, is_active } = model;
  const queries = useQueryClient();
  const toast = useToast();
  const rollBack = async (): Promise<Model> =>
    answer(client.POST("/api/v1/models/rollback", { body: { name } }));
  const act = async (work: () => Promise<Model>, onUndo?: () => void): Promise<void> => {
    try {
      const used = await work();
      toast({ text: `${used.title} ${used.id.slice(0, 8)} is in use now.`, ...(onUndo ? { onUndo } : {}) });
    } catch (error) {
      const { detail, remedy } = toProblem(error);
      toast({ text: `${detail} ${remedy}`, isProblem: true });
    }
    await queries.invalidateQueries({ queryKey: ["models"] });
  };
  const activate = (): Promise<void> =>
    act(
      () => answer(client.POST("/api/v1/models/{id}/activation", { params: { path: { id } } })),
      () => void act(rollBack),
    );
  return is_active ? (
    <Button variant="default" size="compact-sm" onClick={() => void act(rollBack)}>
      Use the one before again
    </Button>
  ) : (
    <Button size="compact-sm" onClick={() => void activate()}>
      Use this one
    </Button>
  );
}
