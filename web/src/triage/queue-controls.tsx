import { Select } from "@mantine/core";
import { FilterBar } from "../part/filter-bar.tsx";
import { useUrlParam } from "../url/url-state.ts";
import type { Queue } from "./queue-choice.ts";
import { QUEUE_ORDERS, type QueueOrder, toQueueOrder } from "./queue-order.ts";
import { AssigneeSelect, QueueTabs } from "./queue-tabs.tsx";
import styles from "./triage.module.css";

const ORDER_WORDS: Readonly<Record<QueueOrder, string>> = {
  "worst-first": "Worst first",
  "newest-first": "Newest first",
  "oldest-first": "Oldest first",
};

/** What of a queue is shown: by how far people are, by a filter, by who has it in hand; and in which order. */
export function QueueControls({ queue }: { readonly queue: Queue }) {
  const [order, setOrder] = useUrlParam("order", "worst-first");
  return (
    <>
      <QueueTabs queue={queue} />
      <div className={styles["controls"]}>
        <FilterBar subject={queue} />
        <AssigneeSelect />
        <Select
          aria-label="Order"
          data={QUEUE_ORDERS.map((value) => ({ value, label: ORDER_WORDS[value] }))}
          value={toQueueOrder(order)}
          onChange={(value) => setOrder(value ?? "worst-first")}
          allowDeselect={false}
          w={130}
        />
      </div>
    </>
  );
}
