import { createTransport } from "nodemailer";
import type { AlertMessage } from "../../message/message.ts";
import { toSubject } from "../../message/message.ts";
import type { Secret } from "../../secret.ts";
import { type Channel, describeFailure, retryLater, type SendOutcome } from "../channel.ts";
import { toHtml, toPlainText } from "./email-body.ts";

export const MAIL_TLS = ["starttls", "implicit", "opportunistic", "none"] as const;
/**
 * `starttls`: refuse to go on without it. `implicit`: TLS from the first byte (port 465). `opportunistic`: with TLS where
 * the server has it, whoever it is. `none`: never, not even for the password.
 */
export type MailTls = (typeof MAIL_TLS)[number];

export interface EmailSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: MailTls;
  /** Null: the server asks for nothing. */
  readonly login: { readonly user: string; readonly password: Secret } | null;
  readonly sender: string;
  readonly recipients: readonly string[];
}

/** Waiting for a connection, for the greeting, and for each answer. */
const CONNECT_MS_MAX = 10_000;
const ANSWER_MS_MAX = 30_000;

/**
 * One channel for each recipient: a mailbox that is full or unknown keeps nobody else's mail back, and nobody gets a
 * mail twice because of another.
 */
export const createEmailChannels = (
  settings: EmailSettings,
  readReport: ReadReport = async () => null,
): readonly Channel[] =>
  settings.recipients.map((recipient) => ({
    name: `email:${recipient}`,
    place: `${recipient} by ${settings.host}:${settings.port}`,
    send: (message, { signal }) => sendMail(settings, { recipient, message, signal, readReport }),
  }));

/** HTML of a report that is kept, by its file's name; null: it is not there, and the mail goes without it. */
export type ReadReport = (fileName: string) => Promise<string | null>;

/** Larger ones are not attached: mail servers refuse them. The mail says where the report is. */
export const ATTACHED_CHARS_MAX = 5 * 1024 * 1024;

interface Mail {
  readonly recipient: string;
  readonly message: AlertMessage;
  readonly signal: AbortSignal;
  readonly readReport: ReadReport;
}

async function sendMail(settings: EmailSettings, mail: Mail): Promise<SendOutcome> {
  const { signal } = mail;
  const transport = createTransport(toTransportOptions(settings));
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(new Error("it took too long"));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const attachments = await readAttachments(mail);
    await Promise.race([
      transport.sendMail({ ...toMail(settings, mail), attachments: [...attachments] }),
      aborted.promise,
    ]);
    return { kind: "delivered" };
  } catch (error) {
    return toOutcome(error, settings);
  } finally {
    signal.removeEventListener("abort", onAbort);
    transport.close();
  }
}

async function readAttachments({ message: { body }, readReport }: Mail) {
  if (body.report === undefined) return [];
  const { file_name: filename } = body.report;
  const content = await readReport(filename);
  return content === null || content.length > ATTACHED_CHARS_MAX
    ? []
    : [{ filename, content, contentType: "text/html; charset=utf-8" }];
}

const toTransportOptions = ({ host, port, tls, login }: EmailSettings) => ({
  host,
  port,
  secure: tls === "implicit",
  requireTLS: tls === "starttls",
  ignoreTLS: tls === "none",
  // Where no TLS at all would do, TLS with a stranger is no worse.
  tls: { rejectUnauthorized: tls !== "opportunistic" },
  ...(login === null ? {} : { auth: { user: login.user, pass: login.password.reveal() } }),
  connectionTimeout: CONNECT_MS_MAX,
  greetingTimeout: CONNECT_MS_MAX,
  socketTimeout: ANSWER_MS_MAX,
  disableFileAccess: true,
  disableUrlAccess: true,
});

function toMail(settings: EmailSettings, { recipient, message }: Pick<Mail, "recipient" | "message">) {
  const { id, body } = message;
  const domain =
    settings.sender
      .split("@")
      .at(-1)!
      .replace(/[^\w.-]/g, "") || "localhost";
  const first = `<${body.alert_id}.1@${domain}>`;
  return {
    from: settings.sender,
    to: recipient,
    subject: toSubject(body),
    messageId: `<${id}@${domain}>`,
    // All about one incident stands in one thread of the reader's mail.
    ...(body.version > 1 ? { inReplyTo: first, references: first } : {}),
    headers: { "Auto-Submitted": "auto-generated", "List-Id": `Gait alerts <alerts.gait.${domain}>` },
    text: toPlainText(body),
    html: toHtml(body),
  };
}

/** What is refused for good is a mail or its reader. A password, or a server without TLS, may be mended. */
const FINAL_CODES = new Set(["EENVELOPE", "EMESSAGE"]);

function toOutcome(error: unknown, { login }: EmailSettings): SendOutcome {
  const said = describeFailure(error);
  const problem = login === null ? said : login.password.hideIn(said);
  if (!(error instanceof Error && "code" in error && "responseCode" in error)) return retryLater(problem);
  const { code, responseCode } = error;
  const isFinal =
    typeof code === "string" &&
    FINAL_CODES.has(code) &&
    typeof responseCode === "number" &&
    responseCode >= 500;
  return isFinal ? { kind: "refused", problem } : retryLater(problem);
}
