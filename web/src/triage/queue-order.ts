/** In which order a queue is read. */
export const QUEUE_ORDERS = ["worst-first", "newest-first", "oldest-first"] as const;
export type QueueOrder = (typeof QUEUE_ORDERS)[number];

/** What the address says; the worst first where it says nothing that there is. */
export const toQueueOrder = (text: string): QueueOrder =>
  QUEUE_ORDERS.find((one) => one === text) ?? "worst-first";
