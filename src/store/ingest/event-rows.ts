import type { Event, Reject } from "../../domain/index.ts";
import { toEventKey } from "../event-key.ts";
import type { PlacedEvent } from "../port.ts";
import { toStoredText } from "../stored-text.ts";
import type { IdentityLinksTable } from "../tables.ts";
import { DIMENSIONS, DimensionRows } from "./dimensions.ts";

/** An identity link waiting to be written; `row` is its event's place among the waiting rows. */
export interface WaitingLink {
  readonly row: number;
  readonly ordinal: number;
  readonly kind: IdentityLinksTable["kind"];
  readonly accessKeyId: string | null;
  readonly target: string | null;
}

/** How much of the waiting rows belongs to complete inputs. */
export interface RowsMark {
  readonly events: number;
  readonly rejects: number;
}

interface WaitingDimension {
  /** The different values. */
  readonly rows: DimensionRows;
  /** Per event, the number of its own. */
  readonly numbers: number[];
}

/** Events that wait to be written, as columns. Rejects and links wait beside them. */
export class EventRows {
  eventKeys: string[] = [];
  eventIds: (string | null)[] = [];
  happenedAt: number[] = [];
  receivedAt: number[] = [];
  resources: (string | null)[] = [];
  bytesIn: (number | null)[] = [];
  bytesOut: (number | null)[] = [];
  inputKeys: number[] = [];
  positions: number[] = [];
  dimensions: readonly WaitingDimension[] = DIMENSIONS.map((dimension) => ({
    rows: new DimensionRows(dimension),
    numbers: [],
  }));
  links: WaitingLink[] = [];
  rejects: { readonly inputKey: number; readonly reject: Reject }[] = [];

  get mark(): RowsMark {
    return { events: this.length, rejects: this.rejects.length };
  }

  get length(): number {
    return this.eventKeys.length;
  }

  add(placed: PlacedEvent, inputKey: number): void {
    const { event, position } = placed;
    const { key, id } = toEventKey(event.id);
    if (event.links.length > 0) this.#addLinks(event);
    this.eventKeys.push(key);
    this.eventIds.push(id);
    this.happenedAt.push(event.at);
    this.receivedAt.push(event.receivedAt);
    this.resources.push(event.resource === null ? null : toStoredText(event.resource));
    this.bytesIn.push(toStoredBytes(event.bytesIn));
    this.bytesOut.push(toStoredBytes(event.bytesOut));
    this.inputKeys.push(inputKey);
    this.positions.push(position);
    for (const { rows, numbers } of this.dimensions) numbers.push(rows.add(event));
  }

  #addLinks(event: Event): void {
    for (const [ordinal, link] of event.links.entries())
      this.links.push({
        row: this.length,
        ordinal,
        kind: link.kind,
        accessKeyId: link.accessKeyId === null ? null : toStoredText(link.accessKeyId),
        target: link.target === null ? null : toStoredText(link.target),
      });
  }

  /** Drops what came behind the mark. */
  truncate(mark: RowsMark): void {
    for (const column of this.#columns()) column.length = Math.min(column.length, mark.events);
    this.rejects.length = Math.min(this.rejects.length, mark.rejects);
    while (this.links.length > 0 && this.links.at(-1)!.row >= mark.events) this.links.pop();
  }

  /** Takes out what stands before the mark. Both halves go on with the same dimension values. */
  takeBefore(mark: RowsMark): EventRows {
    const head = new EventRows();
    head.eventKeys = this.eventKeys.splice(0, mark.events);
    head.eventIds = this.eventIds.splice(0, mark.events);
    head.happenedAt = this.happenedAt.splice(0, mark.events);
    head.receivedAt = this.receivedAt.splice(0, mark.events);
    head.resources = this.resources.splice(0, mark.events);
    head.bytesIn = this.bytesIn.splice(0, mark.events);
    head.bytesOut = this.bytesOut.splice(0, mark.events);
    head.inputKeys = this.inputKeys.splice(0, mark.events);
    head.positions = this.positions.splice(0, mark.events);
    head.dimensions = this.dimensions.map(({ rows, numbers }) => ({
      rows,
      numbers: numbers.splice(0, mark.events),
    }));
    head.rejects = this.rejects.splice(0, mark.rejects);
    head.links = this.links.filter((link) => link.row < mark.events);
    this.links = this.links
      .filter((link) => link.row >= mark.events)
      .map((link) => ({ ...link, row: link.row - mark.events }));
    return head;
  }

  #columns(): unknown[][] {
    return [
      this.eventKeys,
      this.eventIds,
      this.happenedAt,
      this.receivedAt,
      this.resources,
      this.bytesIn,
      this.bytesOut,
      this.inputKeys,
      this.positions,
      ...this.dimensions.map(({ numbers }) => numbers),
    ];
  }
}

/** Whole bytes, as far as numbers are exact: logs have been seen to say `89.0`, and can say anything. */
function toStoredBytes(bytes: number | null): number | null {
  if (bytes === null || Number.isNaN(bytes)) return null;
  return Math.min(Math.max(Math.trunc(bytes), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}
