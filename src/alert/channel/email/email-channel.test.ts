import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { expect, onTestFinished, test } from "vitest";
import { Secret } from "../../secret.ts";
import { type Behaviour, describeChannel, sampleMessage } from "../channel.suite.ts";
import { createEmailChannels, type EmailSettings } from "./email-channel.ts";

interface MailServer {
  readonly port: number;
  readonly mails: readonly Email[];
  /** Whether the connection of each mail was under TLS, and to whom it was addressed. */
  readonly envelopes: readonly { readonly secure: boolean; readonly to: readonly string[] }[];
  readonly logins: readonly string[];
  readonly behave: (behaviour: Behaviour) => Promise<void>;
  readonly close: () => Promise<void>;
}

const failWith = (responseCode: number): Error => Object.assign(new Error("no"), { responseCode });

/** A real mail server on this machine that behaves as it is told. */
async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: Email[] = [];
  const envelopes: { secure: boolean; to: string[] }[] = [];
  const logins: string[] = [];
  let behaviour: Behaviour = "fine";
  const make = (): SMTPServer =>
    new SMTPServer({
      authOptional: true,
      closeTimeout: 50,
      onAuth: (auth, _, done) => {
        logins.push(auth.password ?? "");
        done(failWith(535));
      },
      onConnect: (_, done) => {
        if (behaviour !== "silent") done();
      },
      onRcptTo: (_, __, done) => {
        if (behaviour === "refusing") done(failWith(550));
        else if (behaviour === "busy") done(failWith(451));
        else done();
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          void new PostalMime().parse(Buffer.concat(chunks)).then((mail) => {
            mails.push(mail);
            envelopes.push({
              secure: session.secure,
              to: session.envelope.rcptTo.map(({ address }) => address),
            });
            if (behaviour === "dropping") dropAll(server);
            else done();
          });
        });
      },
      ...options,
    }).on("error", () => {});
  const listen = (port: number) =>
    new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  let server = make();
  await listen(0);
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails,
    envelopes,
    logins,
    async behave(next) {
      behaviour = next;
      if (next === "down") await stop();
      else if (!server.server.listening) {
        server = make();
        await listen(port);
      }
    },
    close: stop,
  };
}

const dropAll = (server: SMTPServer): void => {
  for (const connection of server.connections)
    (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
};

const toSettings = (port: number, changes: Partial<EmailSettings> = {}): EmailSettings => ({
  host: "127.0.0.1",
  port,
  tls: "opportunistic",
  login: null,
  sender: "gait@example.org",
  recipients: ["ann@example.org"],
  ...changes,
});

const patience = () => ({ signal: AbortSignal.timeout(5000) });

describeChannel("email", {
  open: async () => {
    const server = await startMailServer();
    const [channel] = createEmailChannels(toSettings(server.port));
    return {
      channel: channel!,
      behave: server.behave,
      close: server.close,
      received: async () =>
        server.mails.map((mail) => ({ id: mail.messageId!, text: `${mail.subject}\n${mail.text}` })),
    };
  },
});

async function open(changes: Partial<EmailSettings> = {}, options: SMTPServerOptions = {}) {
  const server = await startMailServer(options);
  onTestFinished(() => server.close());
  return { server, channels: createEmailChannels(toSettings(server.port, changes)) };
}

test("text from a log makes no header, no markup and no recipient", async () => {
  const { server, channels } = await open();
  await channels[0]!.send(sampleMessage(), patience());
  const mail = server.mails[0]!;
  expect(server.envelopes[0]!.to).toEqual(["ann@example.org"]);
  expect(mail.headers.map(({ key }) => key)).not.toContain("bcc");
  expect(mail.subject).toMatch(/^\[Gait\] high: eve Bcc: all@example\.org <script>/);
  expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(mail.html).not.toContain("<script>");
  expect(mail.html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(`${mail.html}${mail.text}`).not.toMatch(/[\u001b\u202e\0]/);
  expect(mail.text).toContain("A story of eve");
});

test("all mails about an incident stand in one thread", async () => {
  const { server, channels } = await open();
  await channels[0]!.send(sampleMessage(), patience());
  await channels[0]!.send(sampleMessage({ version: 2, reason: "update" }), patience());
  const [first, second] = server.mails;
  expect(first!.inReplyTo).toBeUndefined();
  expect(first!.messageId).toBe("<abcdef0123456789abcdef01.1@example.org>");
  expect(second!.inReplyTo).toBe(first!.messageId);
  expect(second!.references).toBe(first!.messageId);
  expect(second!.subject).toMatch(/^\[Gait\] Update: high/);
});

test("each recipient is told by itself: one that is refused keeps nobody's mail back", async () => {
  const { server, channels } = await open(
    { recipients: ["nobody@example.org", "ann@example.org"] },
    {
      onRcptTo: ({ address }, _, done) => done(address.startsWith("nobody") ? failWith(550) : null),
    },
  );
  const outcomes = await Promise.all(channels.map((one) => one.send(sampleMessage(), patience())));
  expect(outcomes.map(({ kind }) => kind)).toEqual(["refused", "delivered"]);
  expect(server.envelopes.map(({ to }) => to)).toEqual([["ann@example.org"]]);
});

test("it speaks under TLS where the server can, and not where it is told not to", async () => {
  const { server, channels } = await open();
  await channels[0]!.send(sampleMessage(), patience());
  const [plain] = createEmailChannels(toSettings(server.port, { tls: "none" }));
  await plain!.send(sampleMessage(), patience());
  expect(server.envelopes.map(({ secure }) => secure)).toEqual([true, false]);
});

test("the password goes to nobody without TLS, nor to a stranger with it", async () => {
  const login = { user: "gait", password: new Secret("a password") };
  const withoutTls = await open(
    { tls: "starttls", login },
    { hideSTARTTLS: true, disabledCommands: ["STARTTLS"] },
  );
  const stranger = await open({ tls: "starttls", login });
  for (const { server, channels } of [withoutTls, stranger]) {
    expect((await channels[0]!.send(sampleMessage(), patience())).kind).toBe("retry-later");
    expect(server.logins).toEqual([]);
    expect(server.mails).toEqual([]);
  }
});

test("a password that is refused may be mended, and is not shown", async () => {
  const login = { user: "gait", password: new Secret("a password") };
  const { server, channels } = await open(
    { tls: "none", login },
    {
      allowInsecureAuth: true,
      onAuth: (auth, _, done) => {
        done(Object.assign(new Error(`wrong: ${auth.password}`), { responseCode: 535 }));
      },
    },
  );
  const outcome = await channels[0]!.send(sampleMessage(), patience());
  expect(outcome.kind).toBe("retry-later");
  expect(JSON.stringify(outcome)).toContain("[hidden]");
  expect(JSON.stringify(outcome)).not.toContain("a password");
  expect(server.mails).toEqual([]);
});
