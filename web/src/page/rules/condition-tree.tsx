import { Check, Minus, X } from "lucide-react";
import type { CSSProperties } from "react";
import { LogText } from "../../part/log-text.tsx";
import { cx } from "../../theme/class-names.ts";
import styles from "./condition-tree.module.css";
import type { ConditionLine } from "./use-rule-work.ts";

const GROUP_WORDS: Readonly<Record<Exclude<ConditionLine["kind"], "test" | "at-least">, string>> = {
  all: "All of these hold",
  any: "At least one of these holds",
  none: "None of these holds",
};

export interface ConditionTreeProps {
  readonly title: string;
  readonly lines: readonly ConditionLine[];
}

/** What an event must be like, line by line; of an event that was asked about, which lines hold. */
export const ConditionTree = ({ title, lines: told }: ConditionTreeProps) => {
  const lines = toShownLines(told);
  return (
    <div>
      <p className={styles["title"]}>
        <LogText text={title} />
      </p>
      <ul className={styles["tree"]}>
        {lines.map((line, place) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one rule keep their places
            key={place}
            style={{ "--depth": line.depth } as CSSProperties}
            className={cx(line.isRight === false && line.kind === "test" && styles["missing"])}
          >
            <Mark isRight={line.isRight} />
            {line.kind === "test" ? <Test line={line} /> : <Group line={line} />}
          </li>
        ))}
      </ul>
    </div>
  );
};

interface ShownLine extends ConditionLine {
  /** Whether it is as the rule wants it: of what must not hold, that it does not. */
  readonly isRight: boolean | null;
  readonly isUnwanted: boolean;
}

function toShownLines(lines: readonly ConditionLine[]): readonly ShownLine[] {
  const around: ConditionLine[] = [];
  return lines.map((line) => {
    around.length = line.depth;
    const isUnwanted = around.filter(({ kind }) => kind === "none").length % 2 === 1;
    around.push(line);
    return { ...line, isUnwanted, isRight: line.holds === null ? null : line.holds !== isUnwanted };
  });
}

function Mark({ isRight }: Pick<ShownLine, "isRight">) {
  if (isRight === null) return <Minus size={12} aria-hidden className={styles["none"]} />;
  return isRight ? (
    <Check size={14} aria-label="as it must be:" className={styles["yes"]} />
  ) : (
    <X size={14} aria-label="not as it must be:" className={styles["no"]} />
  );
}

const Group = ({ line: { kind, count, name } }: { readonly line: ConditionLine }) => (
  <span>
    {kind === "at-least" || kind === "test" ? `At least ${count} of these hold` : GROUP_WORDS[kind]}
    {name !== null && (
      <>
        {" "}
        <code>
          <LogText text={name} most={60} />
        </code>
      </>
    )}
  </span>
);

function Test({ line }: { readonly line: ShownLine }) {
  const { field, label, test, isRight, isUnwanted, found } = line;
  const isNamed = label !== null && label !== field;
  return (
    <span>
      <strong>
        <LogText text={label ?? ""} most={120} />
      </strong>{" "}
      <LogText text={test ?? ""} most={400} />
      {isNamed && field !== "*" && (
        <>
          {" "}
          <code className={styles["field"]}>
            <LogText text={field ?? ""} most={120} />
          </code>
        </>
      )}
      {isRight === false && (
        <span className={styles["found"]}>
          {isUnwanted && "this rules it out; "}
          {found === null ? "the event has nothing there" : "the event has "}
          {found !== null && <LogText text={found} most={160} mono />}
        </span>
      )}
    </span>
  );
}
