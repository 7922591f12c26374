import { CountHistogram } from "../../part/count-histogram.tsx";
import { quoteValue } from "../../part/filter-text.ts";
import { Flyout } from "../../part/flyout.tsx";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { RuleWords } from "./rule-meaning.tsx";
import { KIND_WORDS } from "./rule-words.ts";
import styles from "./rules-page.module.css";
import { useRule } from "./use-rules.ts";

/** One rule beside the list: what it looks for, what else it may be, what to do, what it found, its text. */
export function RuleFlyout({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const query = useRule(id);
  const q = `detector:${quoteValue(id)}`;
  return (
    <Flyout
      isOpen={id !== ""}
      onClose={onClose}
      title={query.data === undefined ? "Rule" : <LogText text={query.data.title} />}
      aside={
        <>
          <PageLink to="/findings" query={{ q }}>
            Findings
          </PageLink>
          {id !== "" && (
            <PageLink to="/rules/$id" params={{ id }}>
              Whole page
            </PageLink>
          )}
        </>
      }
    >
      {id !== "" && (
        <div className={styles["detail"]}>
          <QueryPanel title="What it looks for" query={query} lines={6}>
            {(rule) => (
              <>
                <p>
                  <SeverityBadge severity={rule.severity} /> {KIND_WORDS[rule.kind]}
                  {rule.is_enabled ? "" : ", off"}
                  {rule.techniques.length > 0 && ` · ${rule.techniques.join(", ")}`}
                </p>
                <RuleWords rule={rule} />
                <p>
                  <PageLink to="/rules/$id" params={{ id }}>
                    Try it, test events, see exceptions and versions
                  </PageLink>
                </p>
              </>
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
