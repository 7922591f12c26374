import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { toError } from "../../../domain/index.ts";
import type { Settings } from "../../settings/catalogue.ts";
import type { ServerOptions } from "../start-server.ts";
import { readTls, type TlsFiles } from "./certificate.ts";
import { ACCOUNT_PROBLEMS } from "./problems.ts";

/** What stands between the server and people: its certificate, the proxies before it, the address that people know. */
export function toListening(
  settings: Settings,
  flags: TlsFiles,
): Pick<ServerOptions, "tls" | "tlsFiles" | "trustProxy" | "publicUrl"> {
  const tlsCert = flags.tlsCert ?? settings["server.tls_cert"];
  const tlsKey = flags.tlsKey ?? settings["server.tls_key"];
  return {
    tls: readTls({ tlsCert, tlsKey }),
    tlsFiles: tlsCert === null || tlsKey === null ? null : { cert: tlsCert, key: tlsKey },
    trustProxy: refuseNoProxy(settings["server.trust_proxy"]),
    publicUrl: settings["server.url"]?.replace(/\/+$/, "") ?? null,
  };
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
