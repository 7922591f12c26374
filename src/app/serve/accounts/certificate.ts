import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { createSecureContext, Server as TlsServer } from "node:tls";
import { GaitError, toError } from "../../../domain/index.ts";
import { ACCOUNT_PROBLEMS } from "./problems.ts";

export interface TlsFiles {
  /** Path of a PEM file with the certificate, and those between it and the root; null: as the settings say. */
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
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

export interface CertificateFiles {
  /** Paths of PEM files. */
  readonly cert: string;
  readonly key: string;
}

export interface FollowOptions {
  readonly files: CertificateFiles;
  /** What listens; one without TLS is left as it is. */
  readonly server: object;
  readonly everyMs?: number;
  readonly onRenewed: () => void;
  /** Called once for each state of the files that will not do; the certificate in use stays. */
  readonly onProblem: (text: string) => void;
}

/** As at the start. */
const TLS_MIN = "TLSv1.2";
/** Renewed files are in use after this time at the latest. */
export const CERTIFICATE_LOOK_MS = 60_000;

/**
 * Takes a certificate over when its files change: new connections get it, open ones keep theirs. It looks at times, and
 * waits for no event of the file system, since programs that renew certificates replace links to them.
 */
export function followCertificate({
  files,
  server,
  everyMs = CERTIFICATE_LOOK_MS,
  onRenewed,
  onProblem,
}: FollowOptions): { stop(): void } {
  if (!(server instanceof TlsServer)) return { stop: () => {} };
  let seen: string | null = null;
  const look = async (): Promise<void> => {
    const mark = await readMark(files);
    const isFirst = seen === null;
    if (mark === seen) return;
    seen = mark;
    if (isFirst) return;
    try {
      const tls = readTls({ tlsCert: files.cert, tlsKey: files.key });
      if (tls === null) return;
      server.setSecureContext({ ...tls, minVersion: TLS_MIN });
      onRenewed();
    } catch (error) {
      // Half of a renewal: the other half changes the mark again.
      if (!(error instanceof GaitError)) throw error;
      onProblem(`${error.report.text} The one in use stays.`);
    }
  };
  const first = look();
  const timer = setInterval(() => void first.then(look), everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Another mark, another content. A file that is not there is a state, too. */
async function readMark({ cert, key }: CertificateFiles): Promise<string> {
  const marks = await Promise.all(
    [cert, key].map(async (path) => {
      const found = await stat(path).catch(() => null);
      return found === null ? "none" : `${found.ino} ${found.size} ${found.mtimeMs}`;
    }),
  );
  return marks.join(" ");
}
