import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Eraser } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { answer, client } from "../../client/client.ts";
import { PageHead } from "../../part/page-head.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useShortcuts } from "../../part/shortcut.tsx";
import { useSetUrlState, useUrlState } from "../../url/url-state.ts";
import styles from "./assistant-page.module.css";
import {
  type Asking,
  ask,
  forgetConversation,
  stopAsking,
  type Turn,
  useConversation,
} from "./conversation.ts";
import { ModelBar } from "./model-bar.tsx";
import { QuestionBox } from "./question-box.tsx";
import { TurnView } from "./turn-view.tsx";

const SAMPLE = "Summarize the current security posture";

/** Questions in people's own words, answered with numbers and what they stand on. Nothing of it is kept. */
export function AssistantPage() {
  const turns = useConversation();
  const [asking, setAsking] = useState<Asking>({ mode: "auto", model: null });
  const box = useRef<HTMLTextAreaElement>(null);
  const last = useRef<HTMLDivElement>(null);
  const about = useQuery({
    queryKey: ["ask"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/ask", { signal })),
  });
  const start = (question: string): void => {
    void ask(question, asking);
    box.current?.focus();
  };
  useAskedInAddress(start);
  useShortcuts([{ keys: "/", does: "write a question", run: () => box.current?.focus() }]);
  const count = turns.length;
  useEffect(() => {
    if (count > 0) last.current?.scrollIntoView({ block: "start" });
  }, [count]);
  const isWaiting = turns.at(-1)?.state === "waiting";
  return (
    <div className={styles["page"]}>
      <PageHead
        title="Assistant"
        note="Ask in your own words. Answers come from what is stored and was found, with their numbers and sources."
        aside={
          count > 0 && (
            <Button
              variant="default"
              leftSection={<Eraser size={14} aria-hidden />}
              onClick={forgetConversation}
            >
              Forget this talk
            </Button>
          )
        }
      />
      <Announcement turn={turns.at(-1)} />
      {count === 0 ? (
        <QueryPanel title="Questions to begin with" query={about} lines={8}>
          {({ samples }) => <Samples samples={samples} onAsk={start} />}
        </QueryPanel>
      ) : (
        <div className={styles["turns"]}>
          {turns.map((turn, index) => (
            <div key={turn.id} ref={index === count - 1 ? last : null}>
              <TurnView turn={turn} isLast={index === count - 1} onAsk={start} />
            </div>
          ))}
        </div>
      )}
      <div className={styles["foot"]}>
        <QuestionBox
          ref={box}
          isWaiting={isWaiting}
          before={turns.map(({ question }) => question)}
          onAsk={start}
          onStop={stopAsking}
        />
        {about.data !== undefined && (
          <ModelBar
            model={about.data.model}
            asking={asking}
            onChange={setAsking}
            question={turns.at(-1)?.question ?? SAMPLE}
          />
        )}
      </div>
    </div>
  );
}

/** `?ask=`: a question that a link asks, once. */
function useAskedInAddress(start: (question: string) => void): void {
  const { ask: asked = "" } = useUrlState();
  const setState = useSetUrlState();
  const begin = useRef(start);
  begin.current = start;
  useEffect(() => {
    if (asked === "") return;
    setState({ ask: null }, { replace: true });
    begin.current(asked);
  }, [asked, setState]);
}

/** For people who do not see it: that an answer is there, and how it begins. */
function Announcement({ turn }: { readonly turn: Turn | undefined }) {
  const first = turn?.answer?.blocks[0];
  const words =
    first === undefined || first.kind === "points"
      ? ""
      : first.parts.map((part) => (part.kind === "cite" ? "" : part.text)).join("");
  const text =
    turn === undefined || turn.state === "waiting"
      ? ""
      : turn.state === "failed"
        ? "The question could not be answered."
        : `Answer: ${words.slice(0, 300)}`;
  return (
    <div className="unseen" role="status" aria-live="polite">
      {text}
    </div>
  );
}

const Samples = ({
  samples,
  onAsk,
}: {
  readonly samples: readonly { readonly group: string; readonly questions: readonly string[] }[];
  readonly onAsk: (question: string) => void;
}) => (
  <div className={styles["samples"]}>
    {samples.map(({ group, questions }) => (
      <section key={group} aria-label={group}>
        <h3>{group}</h3>
        <ul>
          {questions.map((question) => (
            <li key={question}>
              <button type="button" className={styles["sample"]} onClick={() => onAsk(question)}>
                {question}
              </button>
            </li>
          ))}
        </ul>
      </section>
    ))}
  </div>
);
