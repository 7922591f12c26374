import { useClipboard } from "@mantine/hooks";
import { Check, Copy, MinusCircle, PlusCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useUrlParam } from "../url/url-state.ts";
import { addToFilter } from "./filter-text.ts";
import styles from "./inline-value.module.css";
import { LogText } from "./log-text.tsx";

export interface InlineValueProps {
  /** Name of the field in the filter language; null: it cannot be filtered by, only copied. */
  readonly field: string | null;
  readonly value: string;
  /** How the value is shown; the value itself without it. */
  readonly children?: ReactNode;
}

/** A value with what can be done with it, on hover and on focus: filter for it, filter it out, copy it. Filters are `?q=`. */
export function InlineValue({ field, value, children }: InlineValueProps) {
  const [filter, setFilter] = useUrlParam("q");
  const { copy, copied } = useClipboard();
  const filterBy = (isOut: boolean): void => {
    if (field !== null) setFilter(addToFilter(filter, { field, value, isOut }));
  };
  return (
    <span className={styles["value"]}>
      {children ?? <LogText text={value} most={80} />}
      <span className={styles["actions"]}>
        {field !== null && (
          <>
            <button
              type="button"
              title="Filter for this value"
              aria-label={`Filter for ${field}`}
              onClick={() => filterBy(false)}
            >
              <PlusCircle size={13} aria-hidden />
            </button>
            <button
              type="button"
              title="Filter this value out"
              aria-label={`Filter out ${field}`}
              onClick={() => filterBy(true)}
            >
              <MinusCircle size={13} aria-hidden />
            </button>
          </>
        )}
        <button
          type="button"
          title="Copy"
          aria-label={`Copy ${field ?? "value"}`}
          onClick={() => copy(value)}
        >
          {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
        </button>
      </span>
    </span>
  );
}
