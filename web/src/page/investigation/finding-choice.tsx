import { SegmentedControl, TextInput } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { useDebouncedCallback } from "@mantine/hooks";
import { Search } from "lucide-react";
import { useFindingChoice } from "../../client/use-finding.ts";
import { cutText } from "../../part/cut-text.ts";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SEVERITY_WORDS } from "../../part/severity.ts";
import { SeverityShape } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { cx } from "../../theme/class-names.ts";
import { PageLink } from "../../url/page-link.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import styles from "./investigation-page.module.css";

const TYPING_MS = 250;

/** Findings of the range, one of which is looked into. */
export function FindingChoice({ chosen }: { readonly chosen: string | null }) {
  const [text, setText] = useUrlParam("text");
  const [order, setOrder] = useUrlParam("order", "worst-first");
  const findings = useFindingChoice({
    text,
    order: order === "newest-first" ? "newest-first" : "worst-first",
  });
  const search = useDebouncedCallback((value: string) => setText(value, { replace: true }), TYPING_MS);
  const query = { ...(text === "" ? {} : { text }), ...(order === "worst-first" ? {} : { order }) };
  return (
    <div className={styles["choice"]}>
      <QueryPanel
        title="Findings"
        query={findings}
        flush
        lines={10}
        aside={
          <SegmentedControl
            size="xs"
            aria-label="Order"
            value={order}
            onChange={setOrder}
            data={[
              { value: "worst-first", label: "Worst" },
              { value: "newest-first", label: "Newest" },
            ]}
          />
        }
      >
        {({ items, next_cursor }) => (
          <>
            <div className={styles["search"]}>
              <TextInput
                aria-label="Find a finding"
                placeholder="name, detector, words"
                leftSection={<Search size={14} aria-hidden />}
                defaultValue={text}
                onChange={({ currentTarget }) => search(currentTarget.value)}
              />
            </div>
            <nav className={styles["found"]} aria-label="Findings to look into">
              {items.map((finding) => (
                <PageLink
                  key={finding.id}
                  to="/investigation"
                  query={{ ...query, finding: finding.id }}
                  className={cx(styles["one"], finding.id === chosen && styles["chosen"])}
                >
                  <SeverityShape severity={finding.severity} />
                  <span className={styles["title"]}>
                    {finding.id === chosen && <span className="unseen">Shown: </span>}
                    <span className="unseen">{SEVERITY_WORDS[finding.severity]}: </span>
                    <LogText text={cutText(finding.detector.title, 90)} />
                  </span>
                  <span className={styles["small"]}>
                    <LogText text={cutText(finding.actor.name, 60)} />, <TimeText time={finding.time} />
                  </span>
                </PageLink>
              ))}
              {items.length === 0 && (
                <p className={styles["search"]}>Nothing was found in this range that is like that.</p>
              )}
              {next_cursor !== null && (
                <p className={styles["search"]}>There are more: narrow the range, or look for a name.</p>
              )}
            </nav>
          </>
        )}
      </QueryPanel>
    </div>
  );
}
