import type { PageRequest } from "./asked.ts";
import type { EventsRequest, FindingsRequest, IncidentsRequest } from "./list-requests.ts";

/** What matches, all of it, as lines of CSV with a head; refused before the first line where it cannot be had. */
export interface ExportPort {
  findings(request: Omit<FindingsRequest, keyof PageRequest>): Promise<AsyncIterable<string>>;
  incidents(request: Omit<IncidentsRequest, keyof PageRequest>): Promise<AsyncIterable<string>>;
  events(request: Omit<EventsRequest, keyof PageRequest>): Promise<AsyncIterable<string>>;
}
