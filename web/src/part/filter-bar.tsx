import { Filter, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { cx } from "../theme/class-names.ts";
import { useUrlParam } from "../url/url-state.ts";
import { FilterHistoryMenu } from "../view/filter-history-menu.tsx";
import { SavedViews } from "../view/saved-views.tsx";
import styles from "./filter-bar.module.css";
import { complete, findTyping, joinFilter, splitFilter } from "./filter-completion.ts";
import { useShortcuts } from "./shortcut.tsx";
import { type Subject, type Suggestion, useSuggestions } from "./use-suggestions.ts";
import { toVisible } from "./visible-text.ts";

export interface FilterBarProps {
  /** What is filtered: decides which fields there are. */
  readonly subject: Subject;
  readonly placeholder?: string;
  /** Told of what stands in the field, also before it counts. */
  readonly onTyped?: (text: string) => void;
}

const EXAMPLES: Readonly<Record<Subject, string>> = {
  events: "user:alice and action:(GetObject or PutObject) and not country:DE",
  findings: "severity >= high and not user:deployer",
  incidents: "severity:critical",
};

/** The filter of a page, `?q=`, with completion of fields and of the values that there are; its conditions as pills; views of the page and filters of late. Key: / */
export function FilterBar({ subject, placeholder, onTyped }: FilterBarProps) {
  const [filter, setFilter] = useUrlParam("q");
  const [text, setText] = useState(filter);
  useEffect(() => setText(filter), [filter]);
  useEffect(() => onTyped?.(text), [text, onTyped]);
  return (
    <div className={styles["bar"]}>
      <div className={styles["line"]}>
        <FilterInput
          subject={subject}
          text={text}
          placeholder={placeholder ?? EXAMPLES[subject]}
          onText={setText}
          onApply={(next) => setFilter(next.trim())}
        />
        <FilterHistoryMenu subject={subject} filter={filter} onFilter={setFilter} />
        <SavedViews />
      </div>
      <FilterPills filter={filter} onFilter={setFilter} />
    </div>
  );
}

interface FilterInputProps {
  readonly subject: Subject;
  readonly text: string;
  readonly placeholder: string;
  readonly onText: (text: string) => void;
  readonly onApply: (text: string) => void;
}

function FilterInput(props: FilterInputProps) {
  const { subject, text, placeholder, onText, onApply } = props;
  const input = useRef<HTMLInputElement>(null);
  const { suggestions, isOpen, chosen, setCaret, setChosen, take, onKeyDown } = useCompletion(props, input);
  useShortcuts([{ keys: "/", does: "write a filter", run: () => input.current?.focus() }]);
  return (
    <div className={styles["holder"]}>
      <Filter size={14} aria-hidden className={styles["icon"]} />
      <input
        ref={input}
        className={styles["input"]}
        aria-label={`Filter ${subject}`}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`suggestions-${subject}`}
        aria-autocomplete="list"
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          onText(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
          setChosen(-1);
        }}
        onClick={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setCaret(null)}
        onKeyDown={onKeyDown}
      />
      {text !== "" && (
        <button
          type="button"
          className={styles["clear"]}
          aria-label="Clear the filter"
          onClick={() => onApply("")}
        >
          <X size={14} aria-hidden />
        </button>
      )}
      <div
        id={`suggestions-${subject}`}
        role="listbox"
        aria-label="Suggestions"
        hidden={!isOpen}
        className={styles["list"]}
      >
        {isOpen &&
          suggestions.map((one, index) => (
            <SuggestionLine
              key={one.chosen}
              suggestion={one}
              isChosen={index === chosen}
              onTake={() => take(one)}
            />
          ))}
      </div>
    </div>
  );
}

/** What is suggested where the caret stands, which of it is chosen, and what keys do. */
function useCompletion(
  { subject, text, onText, onApply }: FilterInputProps,
  input: RefObject<HTMLInputElement | null>,
) {
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(-1);
  const typing = caret === null ? null : findTyping(text, caret);
  const suggestions = useSuggestions(subject, typing);
  const isOpen = caret !== null && suggestions.length > 0;
  const take = ({ chosen: written }: Suggestion): void => {
    if (typing === null) return;
    const next = complete(text, typing, written);
    onText(next.filter);
    setCaret(next.caret);
    setChosen(-1);
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret));
    if (typing.kind === "value") onApply(next.filter);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    const by = { ArrowDown: 1, ArrowUp: -1 }[key];
    const suggestion = suggestions[chosen === -1 && key === "Tab" ? 0 : chosen];
    const isTaking = key === "Enter" || (key === "Tab" && text !== "");
    if (by !== undefined && isOpen) {
      event.preventDefault();
      setChosen((chosen + by + suggestions.length + (chosen === -1 && by < 0 ? 1 : 0)) % suggestions.length);
    } else if (isTaking && isOpen && suggestion !== undefined) {
      event.preventDefault();
      take(suggestion);
    } else if (key === "Enter") {
      setCaret(null);
      onApply(text);
    } else if (key === "Escape") setCaret(null);
  };
  return { suggestions, isOpen, chosen, setCaret, setChosen, take, onKeyDown };
}

interface SuggestionLineProps {
  readonly suggestion: Suggestion;
  readonly isChosen: boolean;
  readonly onTake: () => void;
}

const LABEL_MAX = 100;

const SuggestionLine = ({ suggestion, isChosen, onTake }: SuggestionLineProps) => (
  // biome-ignore lint/a11y/useFocusableInteractive: the input has the keys
  <div
    role="option"
    aria-selected={isChosen}
    className={styles["suggestion"]}
    onMouseDown={(event) => {
      event.preventDefault();
      onTake();
    }}
  >
    <span>{toVisible(suggestion.label.slice(0, LABEL_MAX))}</span>
    <small>{suggestion.note}</small>
  </div>
);

interface FilterPillsProps {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
}

/** The conditions one by one: turned around by a click, taken away by the cross. */
function FilterPills({ filter, onFilter }: FilterPillsProps) {
  const parts = splitFilter(filter);
  if (parts.length === 0) return null;
  const without = (index: number) => parts.filter((_, at) => at !== index);
  const turned = (index: number) =>
    parts.map((part, at) => (at === index ? { ...part, isOut: !part.isOut } : part));
  return (
    <ul className={styles["pills"]} aria-label="Conditions">
      {parts.map(({ text, isOut }, index) => (
        <li key={`${text} ${isOut}`} className={cx(styles["pill"], isOut && styles["out"])}>
          <button type="button" title="Turn around" onClick={() => onFilter(joinFilter(turned(index)))}>
            {isOut && <strong>not </strong>}
            {toVisible(text.slice(0, LABEL_MAX))}
          </button>
          <button
            type="button"
            aria-label={`Remove ${toVisible(text.slice(0, LABEL_MAX))}`}
            onClick={() => onFilter(joinFilter(without(index)))}
          >
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
