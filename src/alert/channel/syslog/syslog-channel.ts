import { createSocket } from "node:dgram";
import { createConnection, isIPv6, type Socket } from "node:net";
import { hostname } from "node:os";
import { connect } from "node:tls";
import type { Severity } from "../../../domain/index.ts";
import type { AlertMessage } from "../../message/message.ts";
import { type Channel, describeFailure, retryLater } from "../channel.ts";
import { toCef } from "./cef.ts";

export interface SyslogSettings {
  readonly transport: "udp" | "tcp" | "tls";
  readonly host: string;
  readonly port: number;
  /** PEM of a certificate that the other side's is signed by; null: the system's. */
  readonly ca: string | null;
}

/** Facility "log alert" and severities of RFC 5424. */
const FACILITY = 14;
const SEVERITIES: Readonly<Record<Severity, number>> = { critical: 2, high: 3, medium: 4, low: 5, info: 6 };
/** What fits into a datagram with every network's headers. */
const DATAGRAM_BYTES_MAX = 8192;
const CONNECT_MS_MAX = 10_000;
/** How long the other side may take to close after we did. */
const CLOSE_MS_MAX = 5000;

/**
 * Sends alerts as CEF over syslog (RFC 5424; octet counting of RFC 6587 and 5425 over TCP and TLS). Nobody answers in
 * syslog: over TCP and TLS it has arrived when the other side closed without an error, over UDP when it has left.
 */
export function createSyslogChannel(settings: SyslogSettings): Channel {
  const { transport, host, port } = settings;
  return {
    name: "syslog",
    place: `${transport}://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    async send(message, { signal }) {
      try {
        signal.throwIfAborted();
        const text = toSyslog(message);
        if (transport === "udp") await sendDatagram(settings, text);
        else await sendStream(settings, { text, signal });
        return { kind: "delivered" };
      } catch (error) {
        return retryLater(describeFailure(error));
      }
    },
  };
}

function toSyslog(message: AlertMessage): Buffer {
  const { id, body } = message;
  const priority = FACILITY * 8 + SEVERITIES[body.severity];
  const host =
    hostname()
      .replace(/[^\x21-\x7e]/g, "")
      .slice(0, 255) || "-";
  const header = `<${priority}>1 ${body.at} ${host} gait - ${id.replace(/[^\x21-\x7e]/g, "").slice(0, 32) || "-"} -`;
  return Buffer.from(`${header} ${toCef(message)}`);
}

function sendDatagram({ host, port }: SyslogSettings, text: Buffer): Promise<void> {
  const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
  return new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.send(text.subarray(0, DATAGRAM_BYTES_MAX), port, host, (error) =>
      error === null ? resolve() : reject(error),
    );
  }).finally(() => socket.close());
}

async function sendStream(
  settings: SyslogSettings,
  { text, signal }: { readonly text: Buffer; readonly signal: AbortSignal },
): Promise<void> {
  const socket = open(settings);
  const onAbort = (): void => void socket.destroy(new Error("it took too long"));
  signal.addEventListener("abort", onAbort, { once: true });
  socket.setTimeout(CONNECT_MS_MAX, () => socket.destroy(new Error("it does not answer")));
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      // What the other side has taken it acknowledges by closing in peace; a reset says that it did not read all.
      socket.once("end", resolve);
      socket.once("close", () => reject(new Error("the connection was cut")));
      socket.once(settings.transport === "tls" ? "secureConnect" : "connect", () => {
        socket.setTimeout(CLOSE_MS_MAX, () => socket.destroy(new Error("it does not take the message")));
        socket.end(Buffer.concat([Buffer.from(`${text.length} `), text]));
        socket.resume();
      });
    });
  } finally {
    signal.removeEventListener("abort", onAbort);
    socket.destroy();
  }
}

function open({ transport, host, port, ca }: SyslogSettings): Socket {
  if (transport === "tcp") return createConnection({ host, port });
  return connect({ host, port, servername: isIPv6(host) ? "" : host, ...(ca === null ? {} : { ca }) });
}
