import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { Check, Copy, Download } from "lucide-react";
import { useMemo } from "react";
import { useActor } from "../../client/use-actors.ts";
import { type FindingDetail, useComparison } from "../../client/use-finding.ts";
import { downloadText } from "../../part/download.ts";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { useToast } from "../../part/toast.tsx";
import styles from "./investigation-page.module.css";
import { toMarkdown, writeReport } from "./report.ts";

/** Everything known about a finding, written down to be handed on. */
export function ReportPanel({ finding }: { readonly finding: FindingDetail }) {
  const comparison = useComparison(finding.id);
  const actor = useActor(finding.actor.id);
  const toast = useToast();
  const { copy, copied } = useClipboard();
  const sections = useMemo(
    () => writeReport({ finding, comparison: comparison.data, actor: actor.data }),
    [finding, comparison.data, actor.data],
  );
  const title = `Investigation: ${finding.detector.title}`;
  return (
    <Panel
      title="Report"
      note="Written from what is stored, with nothing made up; every sentence can be checked above."
      aside={
        <>
          <Button
            size="xs"
            leftSection={copied ? <Check size={13} /> : <Copy size={13} />}
            onClick={() => {
              copy(toMarkdown(title, sections));
              toast({ text: "The report is in the clipboard, as Markdown." });
            }}
          >
            Copy report
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<Download size={13} />}
            onClick={() =>
              downloadText(`finding-${finding.id.slice(0, 12)}.md`, {
                text: toMarkdown(title, sections),
                type: "text/markdown",
              })
            }
          >
            Markdown
          </Button>
        </>
      }
    >
      <section className={styles["report"]} tabIndex={0} aria-label="The report as it is copied">
        {sections.map(({ head, lines }) => (
          <div key={head}>
            <h3>{head}</h3>
            <ul>
              {lines.map((line) => (
                <li key={line}>
                  <LogText text={line} most={600} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </section>
    </Panel>
  );
}
