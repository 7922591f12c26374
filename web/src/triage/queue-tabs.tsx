import { Select } from "@mantine/core";
import { formatCount } from "../part/format.ts";
import { toVisible } from "../part/visible-text.ts";
import { useSetUrlState, useUrlParam } from "../url/url-state.ts";
import { useAssignees, useOwnName } from "./assign-menu.tsx";
import { QUEUE_TABS, type Queue, type QueueTab } from "./queue-choice.ts";
import styles from "./triage.module.css";
import { useQueueChoice, useStateCounts } from "./use-queue.ts";

const TAB_WORDS: Readonly<Record<QueueTab, string>> = {
  open: "Open",
  new: "New",
  acknowledged: "Acknowledged",
  closed: "Closed",
  all: "All",
};

const TAB_MEANINGS: Readonly<Record<QueueTab, string>> = {
  open: "New or acknowledged; without what an exception covers",
  new: "Nobody looks at them yet",
  acknowledged: "Somebody looks at them",
  closed: "Somebody said what they were",
  all: "Also what an exception covers",
};

/** Parts of a queue by how far people are, each with its count. */
export function QueueTabs({ queue }: { readonly queue: Queue }) {
  const { tab } = useQueueChoice();
  const [q] = useUrlParam("q");
  const setState = useSetUrlState();
  const { data } = useStateCounts(queue, q);
  const counts: Readonly<Record<QueueTab, number>> | null =
    data === undefined
      ? null
      : {
          open: data.new + data.acknowledged,
          new: data.new,
          acknowledged: data.acknowledged,
          closed: data.closed,
          all: data.new + data.acknowledged + data.closed + data.covered,
        };
  return (
    <fieldset className={styles["tabs"]}>
      <legend className="unseen">Which {queue}</legend>
      {QUEUE_TABS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === tab}
          title={TAB_MEANINGS[one]}
          onClick={() => setState({ tab: one === "open" ? null : one, show: null })}
        >
          {TAB_WORDS[one]} {counts !== null && <span>{formatCount(counts[one])}</span>}
        </button>
      ))}
    </fieldset>
  );
}

const NAME_SHOWN_MAX = 40;

/** Only what somebody has in hand. */
export function AssigneeSelect() {
  const [assignee, setAssignee] = useUrlParam("assignee");
  const own = useOwnName();
  const { data } = useAssignees();
  const names = new Set([
    ...(data?.names ?? []),
    ...(assignee === "" || assignee === "none" ? [] : [assignee]),
  ]);
  const choices = [
    { value: "", label: "Anybody's" },
    ...(own === null ? [] : [{ value: own, label: "Mine" }]),
    { value: "none", label: "Nobody's" },
    ...[...names]
      .filter((name) => name !== own && name !== "none")
      .map((name) => ({ value: name, label: toVisible(name.slice(0, NAME_SHOWN_MAX)) })),
  ];
  return (
    <Select
      aria-label="Whose"
      data={choices}
      value={assignee}
      onChange={(value) => setAssignee(value ?? "")}
      allowDeselect={false}
      w={120}
    />
  );
}
