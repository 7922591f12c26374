import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import ipaddr from "ipaddr.js";
import { toError } from "../../../domain/index.ts";
import type { Settings } from "../../settings/catalogue.ts";
import type { ServerOptions } from "../start-server.ts";
import { ACCOUNT_PROBLEMS } from "./problems.ts";

export interface TlsFiles {
  /** Path of a PEM file with the certificate, and those between it and the root; null: as the settings say. */
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
}

/** What stands between the server and people: its certificate, the proxies before it, the address that people know. */
export function toListening(
  settings: Settings,
  flags: TlsFiles,
): Pick<ServerOptions, "tls" | "trustProxy" | "publicUrl"> {
  return {
    tls: readTls({
      tlsCert: flags.tlsCert ?? settings["server.tls_cert"],
      tlsKey: flags.tlsKey ?? settings["server.tls_key"],
    }),
    trustProxy: refuseNoProxy(settings["server.trust_proxy"]),
    publicUrl: settings["server.url"]?.replace(/\/+$/, "") ?? null,
  };
}

/** Throws SERVE_TLS where one of both is missing, cannot be read, or does not fit the other. */
export function readTls({
  tlsCert,
  tlsKey,
}: TlsFiles): { readonly cert: string; readonly key: string } | null {
  if (tlsCert === null && tlsKey === null) return null;
  if (tlsCert === null || tlsKey === null)
    throw toError(ACCOUNT_PROBLEMS, "SERVE_TLS", { reason: "one of certificate and key is missing" });
  try {
    const tls = { cert: readFileSync(tlsCert, "utf8"), key: readFileSync(tlsKey, "utf8") };
    createSecureContext(tls);
    return tls;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw toError(ACCOUNT_PROBLEMS, "SERVE_TLS", { reason }, { cause });
  }
}

const NETWORKS: ReadonlySet<string> = new Set(["loopback", "linklocal", "uniquelocal"]);

/** Throws SERVE_PROXY where something is no address, network or name of networks. */
function refuseNoProxy(proxies: string | null): string | null {
  for (const one of proxies?.split(",").map((text) => text.trim()) ?? [])
    if (!NETWORKS.has(one) && !isNetwork(one)) throw toError(ACCOUNT_PROBLEMS, "SERVE_PROXY", { proxy: one });
  return proxies;
}

/** Forms that leave parts of an address away mean another one than most who write them. */
const isNetwork = (text: string): boolean =>
  isIP(text.split("/", 1)[0]!) !== 0 && (ipaddr.isValid(text) || ipaddr.isValidCIDR(text));
