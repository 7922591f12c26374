import type { Action } from "../domain/index.ts";
import { ACTION_TABLES } from "./action/tables.ts";
import { clip } from "./field.ts";
import { type Judgement, judgeByVerb } from "./verb.ts";

/** A call that the tables know. */
export interface KnownAction extends Judgement {
  readonly service: string;
  readonly name: string;
}

/** Every row's every call, in the order of the tables: for the reference and for tests. */
export function describeActions(): readonly KnownAction[] {
  return ACTION_TABLES.flatMap((table) =>
    table.flatMap(([service, actionClass, activity, sensitivity, names]) =>
      names.split(/\s+/).map((name) => ({ service, name, class: actionClass, activity, sensitivity })),
    ),
  );
}

/** Distinct names kept for each source, and distinct sources: AWS has some 15,000 calls in 400 services. */
export const ACTION_NAMES_MAX = 4096;
export const ACTION_SOURCES_MAX = 1024;
/** The longest call name of AWS has some 90 characters. */
export const ACTION_LENGTH_MAX = 256;

/** `toAction` of the enricher: one object for each call, made once. */
export function createActionReader(): (eventName: string, eventSource: string) => Action {
  const bySource = new Map<string, Map<string, Action>>();
  return (eventName, eventSource) => {
    const known = bySource.get(eventSource)?.get(eventName);
    if (known !== undefined) return known;
    const action = readAction(eventName, eventSource);
    if (eventName.length <= ACTION_LENGTH_MAX && eventSource.length <= ACTION_LENGTH_MAX) {
      remember(bySource, { eventName, eventSource, action });
    }
    return action;
  };
}

interface Reading {
  readonly eventName: string;
  readonly eventSource: string;
  readonly action: Action;
}

/** Past a limit all is forgotten: only forged logs get there. */
function remember(
  bySource: Map<string, Map<string, Action>>,
  { eventName, eventSource, action }: Reading,
): void {
  let byName = bySource.get(eventSource);
  if (byName === undefined) {
    if (bySource.size >= ACTION_SOURCES_MAX) bySource.clear();
    byName = new Map();
    bySource.set(eventSource, byName);
  }
  if (byName.size >= ACTION_NAMES_MAX) byName.clear();
  byName.set(eventName, action);
}

let knownActions: ReadonlyMap<string, Judgement> | null = null;

function readAction(eventName: string, eventSource: string): Action {
  knownActions ??= new Map(describeActions().map((action) => [`${action.service}:${action.name}`, action]));
  const name = toPlainName(clip(eventName, ACTION_LENGTH_MAX));
  const service = toService(clip(eventSource, ACTION_LENGTH_MAX));
  const judgement = knownActions.get(`${service}:${name}`) ?? judgeByVerb(name);
  return {
    name,
    service,
    class: judgement.class,
    activity: judgement.activity,
    sensitivity: judgement.sensitivity,
  };
}

/** `UpdateFunctionCode20150331v2` and `CreateDistribution2020_05_31` without the date of their API. */
export function toPlainName(eventName: string): string {
  const plain = eventName.replace(VERSION, "");
  return plain === "" ? eventName : plain;
}
const VERSION = /_?20\d\d_?[01]\d_?[0-3]\d(v\d{1,3})?$/;

/** `s3.amazonaws.com` as `s3`. */
export function toService(eventSource: string): string {
  return eventSource.toLowerCase().replace(SOURCE_END, "");
}
const SOURCE_END = /\.(amazonaws\.com(\.cn)?|aws\.amazon\.com|amazon\.com|aws\.internal|api\.aws)$/;
