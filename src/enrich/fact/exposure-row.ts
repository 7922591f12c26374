import type { JsonObject } from "../../domain/index.ts";
import { type Audience, Grantees } from "./audience.ts";
import { describePorts, hasSensitivePort, type PortRange } from "./port.ts";

/** What a call can open. */
export const EXPOSURE_KINDS = [
  "bucket",
  "object",
  "replication",
  "snapshot",
  "image",
  "db-snapshot",
  "database",
  "function",
  "layer",
  "role-trust",
  "queue",
  "topic",
  "key",
  "secret",
  "repository",
  "security-group",
  "network-acl",
  "endpoint",
  "domain",
  "file-system",
  "vault",
  "backup-vault",
  "event-bus",
  "log-destination",
  "table",
  "stream",
  "catalog",
  "certificate-authority",
  "document",
  "build-project",
  "resource-share",
  "data-share",
  "access-point",
] as const;
export type ExposureKind = (typeof EXPOSURE_KINDS)[number];

/** One call's opening or closing of something, as rules see it under `gait.exposure`. */
export type Exposure = {
  readonly direction: "grant" | "revoke";
  readonly audience: Audience;
  readonly kind: ExposureKind;
  /** Those let in or shut out, as the call names them. */
  readonly principals: string[];
  /** 12-digit accounts among them, other than the own. */
  readonly accounts: string[];
  /** `22`, `8000-8080`, `0-65535`, `all`, `icmp`. */
  readonly ports: string[];
  readonly sensitive_ports: boolean;
};

/** What a reader is given of the record. */
export interface Call {
  readonly parameters: JsonObject;
  readonly ownAccount: string | null;
}
export type ExposureReader = (call: Call) => Exposure | null;

/** Calls of one service (names parted by spaces) that are read alike. */
export type ExposureRow = readonly [service: string, names: string, read: ExposureReader];

type Opening = Pick<Exposure, "direction" | "kind">;

export function expose(opening: Opening, grantees: Grantees, ports: readonly PortRange[] = []): Exposure {
  const { audience, principals, accounts } = grantees;
  return {
    ...opening,
    audience,
    principals,
    accounts,
    ports: describePorts(ports),
    sensitive_ports: ports.some(hasSensitivePort),
  };
}

/** A grant to, or its taking back from, the ones in a list; null when the list is empty. */
export function exposeTo(opening: Opening, principals: readonly string[], call: Call): Exposure | null {
  if (principals.length === 0) return null;
  const grantees = new Grantees(call.ownAccount);
  for (const principal of principals) grantees.add(principal);
  return expose(opening, grantees);
}

/** An opening to, or closing from, everybody at once. */
export function exposeToAll(opening: Opening): Exposure {
  const grantees = new Grantees(null);
  grantees.add("*");
  return expose(opening, grantees);
}

/** A closing whose call does not say who is shut out. */
export function closeUnnamed(kind: ExposureKind): ExposureReader {
  const closed: Exposure = {
    direction: "revoke",
    audience: "external",
    kind,
    principals: [],
    accounts: [],
    ports: [],
    sensitive_ports: false,
  };
  return () => closed;
}
