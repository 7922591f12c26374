import { ActionIcon, Textarea } from "@mantine/core";
import { SendHorizontal, Square } from "lucide-react";
import { type KeyboardEvent, type Ref, useState } from "react";
import styles from "./assistant-page.module.css";

const QUESTION_CHARS_MAX = 2000;

export interface QuestionBoxProps {
  readonly ref: Ref<HTMLTextAreaElement>;
  readonly isWaiting: boolean;
  /** The questions before, the oldest first: the arrow up brings them back. */
  readonly before: readonly string[];
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
}

/** Where people write; Enter asks, Shift and Enter begins a line, Escape stops. */
export function QuestionBox({ ref, isWaiting, before, onAsk, onStop }: QuestionBoxProps) {
  const [text, setText] = useState("");
  const [back, setBack] = useState(0);
  const send = (): void => {
    const question = text.trim();
    if (question === "") return;
    setText("");
    setBack(0);
    onAsk(question);
  };
  const recall = (by: number): void => {
    const next = Math.min(Math.max(back + by, 0), before.length);
    setBack(next);
    setText(next === 0 ? "" : (before[before.length - next] ?? ""));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === "Escape" && isWaiting) onStop();
    else if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) send();
    else if (event.key === "ArrowUp" && (text === "" || back > 0)) recall(1);
    else if (event.key === "ArrowDown" && back > 0) recall(-1);
    else return;
    event.preventDefault();
  };
  return (
    <form
      className={styles["box"]}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        ref={ref}
        className={styles["input"] ?? ""}
        aria-label="Your question"
        placeholder="Ask who, where, when, why, or what to do"
        autosize
        minRows={1}
        maxRows={6}
        maxLength={QUESTION_CHARS_MAX}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {isWaiting ? (
        <ActionIcon size="lg" variant="default" aria-label="Stop" onClick={onStop}>
          <Square size={14} aria-hidden />
        </ActionIcon>
      ) : (
        <ActionIcon size="lg" type="submit" aria-label="Ask" disabled={text.trim() === ""}>
          <SendHorizontal size={16} aria-hidden />
        </ActionIcon>
      )}
    </form>
  );
}
