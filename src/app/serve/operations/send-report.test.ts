import type { Email } from "postal-mime";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MailReceiver, startMailReceiver } from "../../../alert/channel/email/mail-receiver.suite.ts";
import { startJsonReceiver } from "../../../alert/http/json-receiver.suite.ts";
import { toEpochMs } from "../../../domain/index.ts";
import { fillFindings, ingestStory } from "../../findings/fixtures/told-story.ts";
import { type AskInit, ServedPlace } from "../fixtures/served-place.ts";

/** A Monday. */
const NOW = toEpochMs(Date.UTC(2026, 0, 12, 7, 0));
const NAME = "20260112T0700Z-gait-period-2026-01-05-to-2026-01-05.html";
const CLOCK = { now: () => NOW };

let place: ServedPlace;
let mailServer: MailReceiver;
let receiver: Awaited<ReturnType<typeof startJsonReceiver>>;
const mails: Email[] = [];

beforeAll(async () => {
  mailServer = await startMailReceiver((mail, answer) => {
    mails.push(mail);
    answer();
  });
  receiver = await startJsonReceiver();
  place = await ServedPlace.open({
    clock: CLOCK,
    sources: {
      env: {
        ...mailServer.env,
        GAIT_ALERTS_WEBHOOK_URL: receiver.url,
        GAIT_ALERTS_ALLOW_PRIVATE: "true",
        GAIT_URL: "https://gait.example.com",
      },
    },
  });
  await ingestStory(place.store);
  await fillFindings(place.store);
}, 60_000);
afterAll(async () => {
  await place.close();
  await receiver.close();
  await mailServer.close();
});

const ask = (path: string, init: AskInit = {}) => place.ask(`/api/v1${path}`, init);
const isReport = ({ subject }: Email): boolean => subject?.includes("report, 2026-01-05") === true;
const waitFor = { timeout: 30_000 };

it("a scheduled report is kept, listed, and mailed with its page to the channels that are named", async () => {
  const changes = { "schedule.report": "0 7 * * 1", "schedule.report_channels": ["email"] };
  expect((await ask("/settings", { method: "PUT", json: { changes } })).status).toBe(200);
  const { json: schedule } = await ask("/schedule");
  expect(schedule["items"]).toContainEqual(
    expect.objectContaining({ name: "report", times: "0 7 * * 1", next_at: "2026-01-19T07:00:00.000Z" }),
  );
  expect((await ask("/schedule/report/run", { method: "POST" })).status).toBe(202);
  await expect.poll(() => mails.filter(isReport).length, waitFor).toBe(1);

  const { json } = await ask("/reports/kept");
  const kept = { name: NAME, kind: "period", made_at: "2026-01-12T07:00:00.000Z", bytes: expect.any(Number) };
  expect(json["items"]).toEqual([kept]);
  const page = await ask(`/reports/kept/${NAME}`);
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; .*sandbox$/);
  expect(page.text).toMatch(/^<!doctype html>/i);

  const mail = mails.find(isReport)!;
  expect(mail.text).toContain(`https://gait.example.com/api/v1/reports/kept/${NAME}`);
  const [attached] = mail.attachments;
  expect([attached!.filename, attached!.mimeType]).toEqual([NAME, "text/html"]);
  expect(new TextDecoder().decode(attached!.content as ArrayBuffer)).toBe(page.text);
  expect(receiver.requests.filter(({ text }) => text.includes(NAME))).toEqual([]);
});

it("a report that is not kept is said to be unknown, whatever its name", async () => {
  for (const name of ["none.html", encodeURIComponent("../data.duckdb"), NAME.replace("07", "08")]) {
    const { status, json } = await ask(`/reports/kept/${name}`);
    expect([status, json["code"]]).toEqual([404, "SERVE_REPORT_UNKNOWN"]);
  }
});
