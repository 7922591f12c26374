/** Parts of a queue. `open`: new or acknowledged. */
export const QUEUE_TABS = ["open", "new", "acknowledged", "closed", "all"] as const;
export type QueueTab = (typeof QUEUE_TABS)[number];

export type Queue = "findings" | "incidents";

/** Which part of a queue the address asks for. */
export interface QueueChoice {
  readonly tab: QueueTab;
  /** Empty: whoever; `none`: nobody. */
  readonly assignee: string;
  /** For lists of the API. */
  readonly listed: {
    readonly state?: Exclude<QueueTab, "all">;
    readonly all?: "true";
    readonly assignee?: string;
  };
  /** For counts: the filter with what the tab and the assignee add to it, and whether all is counted. */
  readonly counted: { readonly q: string; readonly all: boolean };
}

const CLAUSES: Readonly<Record<QueueTab, string>> = {
  open: "not state:closed",
  new: "state:new",
  acknowledged: "state:acknowledged",
  closed: "state:closed",
  all: "",
};

/** `?show=all` is how addresses asked for all before there were tabs. */
export function toQueueChoice(url: Readonly<Record<string, string | undefined>>): QueueChoice {
  const { q = "", tab: asked = url["show"] === "all" ? "all" : "open", assignee = "" } = url;
  const tab = QUEUE_TABS.find((one) => one === asked) ?? "open";
  const clauses = [
    q.trim() === "" ? "" : `(${q})`,
    CLAUSES[tab],
    assignee === "" ? "" : assignee === "none" ? "not assignee:*" : `assignee:${JSON.stringify(assignee)}`,
  ];
  return {
    tab,
    assignee,
    listed: {
      ...(tab === "all" ? { all: "true" as const } : { state: tab }),
      ...(assignee === "" ? {} : { assignee }),
    },
    counted: {
      q: clauses.filter((clause) => clause !== "").join(" and "),
      all: tab === "all" || tab === "closed",
    },
  };
}
