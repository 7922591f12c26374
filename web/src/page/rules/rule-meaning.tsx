import { LogText } from "../../part/log-text.tsx";
import { ConditionTree } from "./condition-tree.tsx";
import styles from "./rules-page.module.css";
import type { RuleDetail } from "./use-rule-work.ts";

/** Rules of a correlation whose conditions are shown. */
const CONDITIONS_MAX = 6;

/** What a rule looks for in words, what else it may be, and what to do. */
export const RuleWords = ({ rule }: { readonly rule: RuleDetail }) => (
  <div className={styles["words"]}>
    {rule.description !== "" && (
      <p>
        <LogText text={rule.description} most={1200} />
      </p>
    )}
    <ul>
      {rule.words.map((sentence) => (
        <li key={sentence}>
          <LogText text={sentence} most={600} />
        </li>
      ))}
    </ul>
    {rule.conditions.length > 0 && <h3>An event must be like this</h3>}
    {rule.conditions.slice(0, CONDITIONS_MAX).map(({ title, lines }, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one rule keep their places
      <ConditionTree key={place} title={title} lines={lines} />
    ))}
    {rule.conditions.length > CONDITIONS_MAX && (
      <p>and {rule.conditions.length - CONDITIONS_MAX} more rules, which its text names.</p>
    )}
    <Lines title="It needs" lines={rule.needs} />
    <Lines title="It may also be" lines={rule.false_positives} />
    <Lines title="What to do" lines={rule.response} />
  </div>
);

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <LogText text={line} most={600} />
          </li>
        ))}
      </ul>
    </>
  );
}
