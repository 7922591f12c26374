import { Button } from "@mantine/core";
import { CircleUserRound, Sparkles } from "lucide-react";
import { LogText } from "../../part/log-text.tsx";
import { ProblemNote } from "../../part/panel-note.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { formatAmount } from "./amount.ts";
import { AnswerChart, AnswerTable } from "./answer-figures.tsx";
import { AnswerWords, CitationLink } from "./answer-words.tsx";
import type { Answer, Citation } from "./ask-stream.ts";
import styles from "./assistant-page.module.css";
import type { Turn } from "./conversation.ts";

export interface TurnViewProps {
  readonly turn: Turn;
  readonly isLast: boolean;
  readonly onAsk: (question: string) => void;
}

/** A question and its answer. */
export function TurnView({ turn, isLast, onAsk }: TurnViewProps) {
  const { question, answer, state, problem } = turn;
  return (
    <article className={styles["turn"]} aria-busy={state === "waiting"}>
      <h2 className={styles["question"]}>
        <CircleUserRound size={16} aria-hidden />
        <LogText text={question} most={400} />
      </h2>
      {answer === null ? <Coming turn={turn} /> : <Whole answer={answer} />}
      {state === "failed" && <ProblemNote error={problem} onRetry={() => onAsk(question)} />}
      {state === "stopped" && answer === null && <p className={styles["note"]}>Stopped.</p>}
      {isLast && answer !== null && answer.suggestions.length > 0 && (
        <ul className={styles["next"]} aria-label="Ask next">
          {answer.suggestions.map((next) => (
            <li key={next}>
              <Button variant="default" radius="xl" onClick={() => onAsk(next)}>
                <LogText text={next} most={120} />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

const Coming = ({ turn: { looking, blocks, citations, state } }: { readonly turn: Turn }) => (
  <>
    {state === "waiting" && (
      <p className={styles["looking"]}>
        <Sparkles size={14} aria-hidden />
        {looking.length === 0 ? "Looking at the data …" : `${looking.at(-1)} …`}
      </p>
    )}
    <AnswerWords blocks={blocks} citations={citations} />
  </>
);

const Whole = ({ answer }: { readonly answer: Answer }) => (
  <div className={styles["answer"]}>
    <AnswerWords blocks={answer.blocks} citations={answer.citations} />
    {answer.charts.map((chart) => (
      <AnswerChart key={chart.title} chart={chart} />
    ))}
    {answer.tables.map((table) => (
      <AnswerTable key={table.title} table={table} />
    ))}
    {answer.notes.map((note) => (
      <p key={note} className={styles["note"]}>
        <LogText text={note} most={600} />
      </p>
    ))}
    <Sources citations={answer.citations} />
    <LookedAt answer={answer} />
  </div>
);

const Sources = ({ citations }: { readonly citations: readonly Citation[] }) =>
  citations.length > 0 && (
    <details className={styles["sources"]}>
      <summary>{`What it stands on (${citations.length})`}</summary>
      <ol>
        {citations.map((citation) => (
          <li key={`${citation.kind} ${citation.id}`}>
            <CitationLink citation={citation}>
              {`${citation.kind} `}
              <LogText
                text={citation.kind === "actor" ? citation.label : citation.id.slice(0, 12)}
                most={80}
                mono
              />
            </CitationLink>
            {citation.kind !== "actor" && <LogText text={` ${citation.label}`} most={90} />}
          </li>
        ))}
      </ol>
    </details>
  );

function LookedAt({ answer: { looked, mode, model } }: { readonly answer: Answer }) {
  const counts = Object.entries(looked.counts).map(([what, count]) => `${formatAmount(count)} ${what}`);
  return (
    <p className={styles["looked"]}>
      {`Looked at ${counts.length === 0 ? "nothing" : counts.join(", ")}`}
      {looked.from !== null && (
        <>
          {" from "}
          <TimeText time={looked.from} />
        </>
      )}
      {looked.to !== null && (
        <>
          {" up to "}
          <TimeText time={looked.to} />
        </>
      )}
      {". "}
      {mode === "plain" ? (
        "Answered without a language model: nothing left this machine."
      ) : (
        <LogText
          text={`Worded by ${model?.name ?? ""} at ${model?.host ?? ""}; every number and id was checked.`}
        />
      )}
    </p>
  );
}
