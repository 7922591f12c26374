import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";
import type { Looker } from "./looker.ts";

/** `GDP` and the format's version. */
const MAGIC = 0x47445002;
const HEAD_BYTES = 8;

/** Profiles and open findings as one piece: head, profiles, findings as JSON. */
export function joinSnapshot(profiles: Uint8Array, state: JsonValue): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(state));
  const bytes = new Uint8Array(HEAD_BYTES + profiles.length + json.length);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, MAGIC);
  head.setUint32(4, profiles.length);
  bytes.set(profiles, HEAD_BYTES);
  bytes.set(json, HEAD_BYTES + profiles.length);
  return bytes;
}

/** Takes bytes of `joinSnapshot`; others are a mistake of the program. */
export function splitSnapshot(bytes: Uint8Array): {
  readonly profiles: Uint8Array;
  readonly state: JsonObject;
} {
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD_BYTES || head.getUint32(0) !== MAGIC) {
    throw new Error("these bytes are no snapshot of a day pass, or one of another version");
  }
  const length = head.getUint32(4);
  const state: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD_BYTES + length)));
  if (!isJsonObject(state)) throw new Error("the snapshot of a day pass holds no state");
  return { profiles: bytes.slice(HEAD_BYTES, HEAD_BYTES + length), state };
}

interface Stateful {
  readonly lookers: readonly Pick<Looker, "definition" | "toJson" | "restore">[];
  /** Last events of entities, as rows. */
  readonly recent: {
    toJson(): readonly (readonly number[])[];
    restore(rows: readonly (readonly number[])[]): void;
  };
}

/** Detectors are found again by their ids: one that is new begins without open findings. */
export const toPassState = ({ lookers, recent }: Stateful): JsonObject => ({
  recent: recent.toJson().map((row) => [...row]),
  detectors: Object.fromEntries(
    lookers.map((looker) => [looker.definition.detector.ref.id, looker.toJson()]),
  ),
});

export function restorePassState(state: JsonObject, { lookers, recent }: Stateful): void {
  const { recent: rows, detectors } = state;
  recent.restore(Array.isArray(rows) ? (rows as number[][]) : []);
  if (!isJsonObject(detectors)) return;
  for (const looker of lookers) {
    const own = detectors[looker.definition.detector.ref.id];
    if (isJsonObject(own)) looker.restore(own);
  }
}
