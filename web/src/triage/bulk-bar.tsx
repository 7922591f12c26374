import { Button } from "@mantine/core";
import { formatPlural } from "../part/format.ts";
import { useShortcuts } from "../part/shortcut.tsx";
import { useMay } from "../session/use-session.ts";
import { AssignMenu } from "./assign-menu.tsx";
import { TagMenu } from "./tag-list.tsx";
import styles from "./triage.module.css";
import type { TriageChange } from "./triage-change.ts";
import { useTriage } from "./use-triage.ts";

export interface BulkBarProps {
  /** What is chosen: finding, incident. */
  readonly noun: string;
  readonly selection: ReadonlySet<string>;
  readonly onClear: () => void;
  /** Asks for the reason. */
  readonly onClose: (targets: readonly string[]) => void;
}

/** What can be done with all chosen ones at once. */
export function BulkBar(props: BulkBarProps) {
  const may = useMay("triage");
  const { noun, selection, onClear } = props;
  if (selection.size === 0) return null;
  return (
    <div className={styles["bulk"]} role="toolbar" aria-label={`Chosen ${noun}s`}>
      <strong>{formatPlural(selection.size, noun)} chosen</strong>
      {may && <BulkDeeds {...props} />}
      <Button variant="subtle" onClick={onClear}>
        Choose none
      </Button>
    </div>
  );
}

function BulkDeeds({ selection, onClear, onClose }: BulkBarProps) {
  const triage = useTriage();
  const targets = [...selection];
  const change = (what: Omit<TriageChange, "targets">): void =>
    triage.mutate({ ...what, targets }, { onSuccess: onClear });
  const acknowledge = (): void => change({ state: "acknowledged" });
  useShortcuts([
    { keys: "a", does: "acknowledge what is chosen", run: acknowledge },
    { keys: "c", does: "close what is chosen, with the reason", run: () => onClose(targets) },
  ]);
  return (
    <>
      <Button variant="default" loading={triage.isPending} onClick={acknowledge}>
        Acknowledge
      </Button>
      <Button variant="default" onClick={() => onClose(targets)}>
        Close …
      </Button>
      <AssignMenu label="Assign" assignee="" onAssign={(assignee) => change({ assignee })} />
      <TagMenu onTag={(tag) => change({ add_tags: [tag] })} />
      <Button variant="default" onClick={() => change({ state: "new" })}>
        Reopen
      </Button>
    </>
  );
}
