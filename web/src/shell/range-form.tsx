import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { RANGE_DEFAULT, type RangeText, readInstant } from "../time-range/range.ts";
import type { TimeRange } from "../time-range/use-time-range.ts";
import styles from "./range-picker.module.css";

interface RangeFormProps {
  readonly range: TimeRange;
  readonly onChoose: (text: RangeText) => void;
}

/** Any range, in words or days. */
export function RangeForm({ range, onChoose }: RangeFormProps) {
  const [from, setFrom] = useState(range.text.from);
  const [to, setTo] = useState(range.text.to);
  const isRead = (text: string): boolean => text === "all" || readInstant(text, range.now) !== null;
  const wrong = "now-24h, now/d, 2026-01-31 or 2026-01-31T10:00Z";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isRead(from) && isRead(to)) onChoose({ from: from || RANGE_DEFAULT.from, to: to || "now" });
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      <TextInput
        label="From"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value.trim())}
        error={isRead(from) ? null : wrong}
        data-autofocus
      />
      <TextInput
        label="To"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value.trim())}
        error={isRead(to) ? null : wrong}
      />
      <Button type="submit">Apply</Button>
    </form>
  );
}
