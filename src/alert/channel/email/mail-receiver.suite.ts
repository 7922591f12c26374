import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** A server of this machine that takes mails, without a login. */
export interface MailReceiver {
  readonly port: number;
  /** What sends mails to it, in the names of the settings. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** `onMail` is told of each whole mail, and says when its sender is answered. */
export async function startMailReceiver(
  onMail: (mail: Email, answer: () => void) => void,
): Promise<MailReceiver> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    closeTimeout: 50,
    onData(stream, _, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        void PostalMime.parse(Buffer.concat(chunks)).then((mail) => onMail(mail, () => done()));
      });
    },
  }).on("error", () => {});
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    env: {
      EMAIL_NOTIFICATIONS_ENABLED: "True",
      SMTP_SERVER: "127.0.0.1",
      SMTP_PORT: String(port),
      SENDER_EMAIL: "gait@example.org",
      RECIPIENT_EMAILS: "ann@example.org",
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
