import { type Event, isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";
import { readExposure } from "./exposure.ts";
import type { Exposure } from "./exposure-row.ts";
import { type GrantedPolicy, readGrantedPolicy } from "./granted-policy.ts";
import { isPublicHoliday } from "./public-holiday.ts";
import { readTarget, type Target } from "./target.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday, day 3 of a week that begins on Monday. */
const EPOCH_WEEKDAY = 3;

/**
 * What rules see of an event under `gait`; the fields are listed in `FACT_FIELDS`. Everything is read when it is
 * asked for, since most rules never ask: making one costs an object with two references.
 */
export class Facts {
  readonly [field: string]: JsonValue | undefined;

  readonly #event: Event;
  readonly #record: JsonObject;
  // undefined: not asked for yet.
  #exposure: Exposure | null | undefined;
  #policy: GrantedPolicy | null | undefined;
  #target: Target | null | undefined;

  constructor(event: Event, record: JsonObject) {
    this.#event = event;
    this.#record = record;
  }

  get action(): JsonObject {
    return asJson(this.#event.action);
  }
  get outcome(): string {
    return this.#event.outcome;
  }
  get actor(): JsonObject {
    return asJson(this.#event.actor);
  }
  get address(): JsonObject {
    return asJson(this.#event.address);
  }
  get tool(): JsonObject {
    return asJson(this.#event.tool);
  }
  get bytes_in(): number | null {
    return this.#event.bytesIn;
  }
  get bytes_out(): number | null {
    return this.#event.bytesOut;
  }
  get resource(): string | null {
    return this.#event.resource;
  }
  get names_asked(): number | null {
    const parameters = this.#record["requestParameters"];
    if (!isJsonObject(parameters)) return null;
    const names = parameters["names"] ?? parameters["secretIdList"];
    return Array.isArray(names) ? names.length : null;
  }
  get region(): string | null {
    return this.#event.region;
  }
  get account(): string | null {
    return this.#event.account;
  }

  get time(): TimeFacts {
    return new TimeFacts(this.#event);
  }

  get cross_account(): boolean | null {
    const { account, actor } = this.#event;
    return account === null || actor.account === null ? null : account !== actor.account;
  }

  get target(): Target | null {
    if (this.#target === undefined) this.#target = readTarget(this.#event, this.#record);
    return this.#target;
  }

  get policy(): GrantedPolicy | null {
    if (this.#policy === undefined) this.#policy = readGrantedPolicy(this.#event, this.#record);
    return this.#policy;
  }

  get exposure(): Exposure | null {
    if (this.#exposure === undefined) this.#exposure = readExposure(this.#event, this.#record);
    return this.#exposure;
  }
}

/** When it happened. The day's date and what the country makes of it are worked out when they are asked for. */
class TimeFacts {
  readonly [field: string]: JsonValue | undefined;

  readonly hour: number;
  readonly weekday: number;
  readonly weekend: boolean;
  readonly #event: Event;

  constructor(event: Event) {
    const days = Math.floor(event.at / DAY_MS);
    this.#event = event;
    this.hour = Math.floor((event.at - days * DAY_MS) / HOUR_MS);
    this.weekday = (((days + EPOCH_WEEKDAY) % 7) + 7) % 7;
    this.weekend = this.weekday >= 5;
  }

  get date(): string {
    return new Date(this.#event.at).toISOString().slice(0, 10);
  }

  get holiday(): boolean | null {
    const { country } = this.#event.address;
    return country === null ? null : isPublicHoliday(country, this.#event.at);
  }
}

/** The event's own shared object, seen as JSON: all its fields are plain. */
function asJson<T>(value: { readonly [K in keyof T]: JsonValue }): JsonObject {
  return value;
}

/** The facts of one event, to be set as `record.gait` before rules look at the record. */
export function toFacts(event: Event, record: JsonObject): Facts {
  return new Facts(event, record);
}
