import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client } from "../../client/client.ts";
import { LogText } from "../../part/log-text.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { PageStack } from "../../part/page-stack.tsx";
import { Panel } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useToast } from "../../part/toast.tsx";
import { useSetUrlState, useUrlState } from "../../url/url-state.ts";
import {
  type FieldTexts,
  fromInstance,
  fromUrl,
  type Instance,
  isAsked,
  toBody,
  toCurl,
} from "./action-fields.ts";
import { ActionForm } from "./action-form.tsx";
import styles from "./predict-page.module.css";
import { PredictionAnswer } from "./prediction-answer.tsx";

/** What is asked stands in the address: a judgement can be sent as a link. */
function usePrediction(texts: FieldTexts) {
  return useQuery({
    queryKey: ["predict", texts],
    enabled: isAsked(texts),
    retry: false,
    queryFn: async ({ signal }) => {
      // What people typed: the API says what is wrong in it, by field.
      const body: Instance = JSON.parse(JSON.stringify({ ...toBody(texts), explain: true }));
      const [judged, about] = await Promise.all([
        answer(client.POST("/api/predict", { body, signal })),
        answer(client.GET("/api/model", { signal })),
      ]);
      return { prediction: judged.prediction, threshold: about.model.threshold };
    },
  });
}

/** Judges one action that somebody describes, and says why. */
export function PredictPage() {
  const state = useUrlState();
  const setState = useSetUrlState();
  const texts = useMemo(() => fromUrl(state), [state]);
  const prediction = usePrediction(texts);
  const faults = useMemo(() => {
    const { faults: list } = toProblem(prediction.error);
    return new Map(list.map(({ pointer, detail }) => [pointer.split("/").at(-1) ?? "", detail]));
  }, [prediction.error]);
  const judge = (given: FieldTexts): void => setState({ ...given });
  return (
    <PageStack>
      <PageHead
        title="Predict"
        note="Describe one action: the models say how strange it is, and what speaks for it."
        aside={<CopyCurl texts={texts} />}
      />
      <Scenarios onChoose={judge} />
      <div className={styles["columns"]}>
        <Panel title="The action" note="What is not said is not held against it.">
          <ActionForm key={JSON.stringify(texts)} texts={texts} faults={faults} onJudge={judge} />
        </Panel>
        <div className={styles["answer"]}>
          {prediction.data === undefined ? (
            <Waiting asked={isAsked(texts)} query={prediction} />
          ) : (
            <PredictionAnswer {...prediction.data} />
          )}
        </div>
      </div>
    </PageStack>
  );
}

type PredictionQuery = ReturnType<typeof usePrediction>;

const Waiting = ({ asked, query }: { readonly asked: boolean; readonly query: PredictionQuery }) =>
  asked ? (
    <QueryPanel title="Judgement" query={query}>
      {() => null}
    </QueryPanel>
  ) : (
    <Panel
      title="Judgement"
      state={{
        kind: "empty",
        text: "Nothing is judged yet.",
        next: "Choose one of the scenarios above, or fill in the action.",
      }}
    />
  );

function Scenarios({ onChoose }: { readonly onChoose: (texts: FieldTexts) => void }) {
  const examples = useQuery({
    queryKey: ["predict-examples"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/predict/examples", { signal })),
  });
  return (
    <QueryPanel title="Scenarios to try" query={examples} lines={2}>
      {({ items }) => (
        <ul className={styles["scenarios"]}>
          {items.map(({ id, title, words, instance }) => (
            <li key={id}>
              <Button
                variant="default"
                className={styles["scenario"] ?? ""}
                onClick={() => onChoose(fromInstance(instance))}
              >
                {title}
              </Button>
              <span>
                <LogText text={words} most={200} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </QueryPanel>
  );
}

function CopyCurl({ texts }: { readonly texts: FieldTexts }) {
  const toast = useToast();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(toCurl(texts, location.origin));
    toast({ text: "Copied. Put your key in the place of YOUR-KEY." });
  };
  return (
    <Button variant="default" disabled={!isAsked(texts)} onClick={() => void copy()}>
      Copy as cURL
    </Button>
  );
}
