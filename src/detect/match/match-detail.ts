import type { Event, EventId, JsonValue } from "../../domain/index.ts";

/** What people are told about one event of a finding's evidence. Kept for few events: the first of each burst. */
export interface MatchDetail {
  readonly event: EventId;
  readonly action: string;
  readonly service: string;
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly address: string | null;
  readonly country: string | null;
  readonly tool: string;
  readonly resource: string | null;
  /** Which fields matched which tests of the rule. */
  readonly matched: JsonValue;
}

export function toMatchDetail(event: Event, matched: JsonValue): MatchDetail {
  return {
    event: event.id,
    action: event.action.name,
    service: event.action.service,
    outcome: event.outcome,
    errorCode: event.errorCode,
    account: event.account,
    region: event.region,
    address: event.address.text,
    country: event.address.country,
    tool: event.tool.name,
    resource: event.resource,
    matched,
  };
}
