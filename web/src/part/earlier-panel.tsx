import { Button } from "@mantine/core";
import styles from "./earlier-panel.module.css";
import { LogText } from "./log-text.tsx";
import { type Asking, QueryPanel } from "./query-panel.tsx";
import { TimeText } from "./time-text.tsx";

/** Something that was asked for before, whose outcome can be looked at again. */
interface Earlier {
  readonly id: string;
  readonly created_at: string;
}

export interface EarlierPanelProps<T extends Earlier> {
  readonly title: string;
  readonly query: Asking<{ readonly items: readonly T[] }>;
  /** Which one is shown; empty: none. */
  readonly openId: string;
  readonly onOpen: (id: string) => void;
  /** What it is called; may be a filter, which is code. */
  readonly toName: (item: T) => string;
  readonly isCode?: boolean;
  readonly toOutcome: (item: T) => string;
  readonly none: { readonly text: string; readonly next: string };
}

const NAME_SHOWN_MAX = 80;

/** Work of before, the newest first: a click shows it again. */
export function EarlierPanel<T extends Earlier>(props: EarlierPanelProps<T>) {
  const { title, query, openId, onOpen, toName, isCode = false, toOutcome, none } = props;
  return (
    <QueryPanel
      title={title}
      query={query}
      whenEmpty={({ items }) => (items.length > 0 ? null : { kind: "empty", ...none })}
    >
      {({ items }) => (
        <ul className={styles["earlier"]}>
          {items.map((item) => (
            <li key={item.id}>
              <Button
                variant={item.id === openId ? "light" : "subtle"}
                size="compact-sm"
                aria-pressed={item.id === openId}
                onClick={() => onOpen(item.id)}
              >
                <LogText text={toName(item)} most={NAME_SHOWN_MAX} mono={isCode} />
              </Button>
              <TimeText time={item.created_at} />
              <span>{toOutcome(item)}</span>
            </li>
          ))}
        </ul>
      )}
    </QueryPanel>
  );
}
