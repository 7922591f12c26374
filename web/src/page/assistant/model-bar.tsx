import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import type { Schema } from "../../client/client.ts";
import { answer, client } from "../../client/client.ts";
import { Flyout } from "../../part/flyout.tsx";
import { LogText } from "../../part/log-text.tsx";
import { LongTexts } from "../../part/long-texts.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { formatAmount } from "./amount.ts";
import styles from "./assistant-page.module.css";
import type { Asking } from "./conversation.ts";

export interface About {
  readonly provider: string;
  readonly host: string;
  readonly name: string;
  readonly uses_pseudonyms: boolean;
  readonly tokens_of_day: number;
  readonly tokens_per_day: number;
  readonly kept_days: number;
}

export interface ModelBarProps {
  readonly model: About | null;
  readonly asking: Asking;
  readonly onChange: (asking: Asking) => void;
  /** What would be asked, for the preview. */
  readonly question: string;
}

/** Who answers, what leaves, and the choice between them. */
export function ModelBar({ model, asking, onChange, question }: ModelBarProps) {
  const [isShown, setIsShown] = useState(false);
  if (model === null)
    return (
      <p className={styles["who"]}>
        <ShieldCheck size={14} aria-hidden />
        <span>
          Answered on this machine without a language model: nothing leaves it.{" "}
          <PageLink to="/settings">Set one up</PageLink>
        </span>
      </p>
    );
  return (
    <div className={styles["who"]}>
      <ModelChoice model={model} asking={asking} onChange={onChange} />
      <Button variant="subtle" onClick={() => setIsShown(true)}>
        What leaves
      </Button>
      <span className={styles["used"]}>
        {`${formatAmount(model.tokens_of_day)} of ${formatAmount(model.tokens_per_day)} tokens used in 24 hours; `}
        <PageLink to="/settings" query={{ tab: "model" }}>
          {model.kept_days === 0
            ? "what was sent is not kept"
            : `what was sent is kept for ${model.kept_days === 1 ? "1 day" : `${model.kept_days} days`}`}
        </PageLink>
      </span>
      <Flyout isOpen={isShown} onClose={() => setIsShown(false)} title="What would leave this machine">
        {isShown && <Preview question={question} />}
      </Flyout>
    </div>
  );
}

const PLAIN = "without a model";

function ModelChoice({
  model,
  asking,
  onChange,
}: Omit<ModelBarProps, "question" | "model"> & { readonly model: About }) {
  const listed = useQuery({
    queryKey: ["ask-models"],
    retry: false,
    staleTime: 300_000,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/ask/models", { signal })),
  });
  const names = [...new Set([model.name, ...(listed.data?.items ?? [])])];
  return (
    <Select
      aria-label="Who answers"
      searchable
      data={[PLAIN, ...names]}
      value={asking.mode === "plain" ? PLAIN : (asking.model ?? model.name)}
      onChange={(name) =>
        onChange(
          name === null || name === PLAIN ? { mode: "plain", model: null } : { mode: "auto", model: name },
        )
      }
      allowDeselect={false}
    />
  );
}

function Preview({ question }: { readonly question: string }) {
  const preview = useQuery({
    queryKey: ["ask-preview", question],
    queryFn: ({ signal }) =>
      answer(client.POST("/api/v1/ask/preview", { body: { question, mode: "model", before: [] }, signal })),
  });
  return (
    <QueryPanel title={null} query={preview}>
      {(shown) => <PreviewText preview={shown} />}
    </QueryPanel>
  );
}

const PreviewText = ({ preview }: { readonly preview: Schema<"AskPreview"> }) => (
  <div className={styles["preview"]}>
    <p>
      <LogText
        text={`For this question ${preview.model} at ${preview.host} would get the following, and what its looks at the data give. ${
          preview.uses_pseudonyms
            ? "Names, addresses and resources leave as stand-ins, and sentences from logs do not leave at all."
            : "Names, addresses and resources leave as they are: pseudonyms are switched off."
        }`}
        most={1000}
      />
    </p>
    <LongTexts
      texts={[
        { title: "The question", text: preview.messages.map(({ content }) => content).join("\n\n") },
        {
          title: "What looks at the data would give, for example",
          text: JSON.stringify(preview.samples, null, 1),
        },
        { title: "Instructions", text: preview.instructions },
      ]}
    />
    <h3>{`Looks that it may ask for (${preview.tools.length})`}</h3>
    <ul>
      {preview.tools.map(({ name, description }) => (
        <li key={name}>
          <strong>{name}</strong>
          {`: ${description}`}
        </li>
      ))}
    </ul>
  </div>
);
