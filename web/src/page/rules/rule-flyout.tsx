import { CountHistogram } from "../../part/count-histogram.tsx";
import { quoteValue } from "../../part/filter-text.ts";
import { Flyout } from "../../part/flyout.tsx";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { KIND_WORDS } from "./rule-words.ts";
import styles from "./rules-page.module.css";
import { useRule } from "./use-rules.ts";

/** One rule: what it looks for, what else it may be, what to do, what it found, its text. */
export function RuleFlyout({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const query = useRule(id);
  const q = `detector:${quoteValue(id)}`;
  return (
    <Flyout
      isOpen={id !== ""}
      onClose={onClose}
      title={query.data === undefined ? "Rule" : <LogText text={query.data.title} />}
      aside={
        <PageLink to="/findings" query={{ q }}>
          Findings
        </PageLink>
      }
    >
      {id !== "" && (
        <div className={styles["detail"]}>
          <QueryPanel title="What it looks for" query={query} lines={6}>
            {(rule) => (
              <div className={styles["words"]}>
                <p>
                  <SeverityBadge severity={rule.severity} /> {KIND_WORDS[rule.kind]}
                  {rule.techniques.length > 0 && ` · ${rule.techniques.join(", ")}`}
                </p>
                <p>{rule.description}</p>
                <Lines title="It needs" lines={rule.needs} />
                <Lines title="It may also be" lines={rule.false_positives} />
                <Lines title="What to do" lines={rule.response} />
              </div>
            )}
          </QueryPanel>
          <CountHistogram title="What it found" subject="findings" q={q} by="severity" height={110} all />
          <QueryPanel title="As it is written" query={query} lines={12} note={query.data?.file}>
            {({ text }) => (
              <pre className={styles["text"]} tabIndex={0}>
                {text}
              </pre>
            )}
          </QueryPanel>
        </div>
      )}
    </Flyout>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
