import { createHmac } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { toEpochMs } from "../../../domain/index.ts";
import { isPublicAddress } from "../../http/guarded-address.ts";
import { startJsonReceiver } from "../../http/json-receiver.suite.ts";
import { RETRY_AFTER_MS_MAX } from "../../http/post-json.ts";
import { Secret } from "../../secret.ts";
import { describeChannel, sampleMessage } from "../channel.suite.ts";
import { toSignatureHeaders } from "./sign.ts";
import { createWebhookChannel } from "./webhook-channel.ts";

const CLOCK = { now: () => toEpochMs(Date.UTC(2026, 0, 5)) };
const KEY = Buffer.from("a key of thirty-two bytes, no more");
const SECRET = new Secret(`whsec_${KEY.toString("base64")}`);
const patience = () => ({ signal: AbortSignal.timeout(5000) });

describeChannel("webhook", {
  open: async () => {
    const receiver = await startJsonReceiver();
    return {
      channel: createWebhookChannel(
        { url: new Secret(receiver.url), secret: SECRET, allowPrivate: true },
        CLOCK,
      ),
      behave: receiver.behave,
      close: receiver.close,
      received: async () =>
        receiver.requests.map(({ headers, text }) => ({ id: String(headers["webhook-id"]), text })),
    };
  },
});

async function open(secret: Secret | null, allowPrivate = true) {
  const receiver = await startJsonReceiver();
  onTestFinished(() => receiver.close());
  const url = new Secret(receiver.url);
  return { receiver, channel: createWebhookChannel({ url, secret, allowPrivate }, CLOCK) };
}

test("a request carries id, time and signature as Standard Webhooks say, over what was sent", async () => {
  const { receiver, channel } = await open(SECRET);
  await channel.send(sampleMessage(), patience());
  const { headers, text } = receiver.requests[0]!;
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${text}`;
  expect(headers["webhook-signature"]).toBe(
    `v1,${createHmac("sha256", KEY).update(signed).digest("base64")}`,
  );
  expect(headers["webhook-timestamp"]).toBe(String(CLOCK.now() / 1000));
  expect(JSON.parse(text)).toEqual({
    type: "alert.created",
    timestamp: "2026-01-05T03:00:00.000Z",
    data: sampleMessage().body,
  });
});

test("the signature is the one of the specification's example", () => {
  const headers = toSignatureHeaders(
    { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1614265330, text: '{"test": 2432232314}' },
    new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
  );
  expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("without a secret nothing is signed", async () => {
  const { receiver, channel } = await open(null);
  await channel.send(sampleMessage(), patience());
  expect(receiver.requests[0]!.headers["webhook-signature"]).toBeUndefined();
});

test("an endpoint on this machine gets nothing unless that is allowed, by address or by name", async () => {
  const { receiver, channel } = await open(null, false);
  expect(await channel.send(sampleMessage(), patience())).toMatchObject({ kind: "refused" });
  const byName = createWebhookChannel(
    { url: new Secret(receiver.url.replace("127.0.0.1", "localhost")), secret: null, allowPrivate: false },
    CLOCK,
  );
  expect(await byName.send(sampleMessage(), patience())).toMatchObject({
    kind: "refused",
    problem: expect.stringContaining("not a public address"),
  });
  expect(receiver.requests).toEqual([]);
});

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "::1",
  "::ffff:10.0.0.1",
  "fd00::1",
  "fe80::1",
  "64:ff9b::a00:1",
  "224.0.0.1",
  "no address",
])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));

test.each(["8.8.8.8", "2606:4700::1111"])("%s is public", (address) =>
  expect(isPublicAddress(address)).toBe(true),
);

test("it waits as long as the endpoint asks, within reason", async () => {
  const { receiver, channel } = await open(null);
  await receiver.behave("busy");
  expect(await channel.send(sampleMessage(), patience())).toMatchObject({ afterMs: 120_000 });
  expect(RETRY_AFTER_MS_MAX).toBe(21_600_000);
});

test("neither the address nor the secret stand in what is said of the channel", async () => {
  const { receiver, channel } = await open(SECRET);
  await receiver.behave("down");
  const outcome = await channel.send(sampleMessage(), patience());
  const said = JSON.stringify([outcome, channel.name, channel.place, { SECRET }]);
  expect(said).not.toContain("secret-token");
  expect(said).not.toContain(SECRET.reveal());
  await receiver.behave("fine");
});
