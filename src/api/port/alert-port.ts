import type { EpochMs } from "../../domain/index.ts";

interface AskedPage {
  readonly limit: number;
  /** What the page before gave as `next`, as it came back; null: the first page. */
  readonly after: unknown;
}

interface AnsweredPage {
  readonly rows: readonly object[];
  readonly next: object | null;
}

type AskedState = "waiting" | "delivered" | "dead" | "superseded" | null;

export interface NewMuteRequest {
  readonly purpose: "mute" | "allow";
  readonly kind: "detector" | "entity" | "value";
  readonly target: string;
  readonly reason: string;
  /** Null: until it is ended. */
  readonly until: EpochMs | null;
  readonly by: string;
}

/** What people were told and are not to be told, and the ways to them. */
export interface AlertsPort {
  /** The policy, the channels, and how many alerts and deliveries there are. */
  describe(): Promise<object>;
  list(request: AskedPage & { readonly state: AskedState }): Promise<AnsweredPage>;
  find(id: string): Promise<object>;
  listDeliveries(request: AskedPage & { readonly state: AskedState }): Promise<AnsweredPage>;
  /** Lets a dead delivery be tried again. */
  retry(id: string): Promise<object>;
  retryAll(): Promise<object>;
  /** Sends a message that says that it is a test, and says what became of it. */
  testChannel(name: string): Promise<object>;
  listMutes(): Promise<readonly object[]>;
  mute(request: NewMuteRequest): Promise<object>;
  unmute(id: string, by: string): Promise<object>;
}
