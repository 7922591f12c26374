import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "../../src/app/serve/start-server.ts";
import { openStore, type Store } from "../../src/store/index.ts";
import { openPage, type Screen } from "./harness.ts";
import { settle } from "./view.ts";

const PASSWORD = "correct horse battery staple";

let folder: string;
let store: Store;
let server: Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-settings-"));
  store = await openStore({ folder, databaseUrl: null, purpose: "serve" });
  server = await startServer({
    store,
    settings: { apiKey: null, threshold: null },
    version: "0.0.0",
    host: "127.0.0.1",
    port: 0,
  });
}, 60_000);
afterAll(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function choosePassword({ page }: Screen): Promise<void> {
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.locator("button[type=submit]").click();
  await page.waitForURL(`${server.address}/`);
  await settle(page);
}

/** Goes to a tab of the settings. */
async function openTab({ page }: Screen, name: string): Promise<void> {
  await page.getByRole("tab", { name, exact: true }).click();
  await settle(page);
}

/** What the note says that is shown once. */
const readOnce = ({ page }: Screen): Promise<string> => page.locator("main [role=status] code").innerText();

async function signIn(screen: Screen, name: string): Promise<void> {
  await screen.goTo(`${server.address}/settings`);
  await screen.page.locator("input[autocomplete=username]").fill(name);
  await screen.page.locator("input[type=password]").fill(PASSWORD);
  await screen.page.locator("button[type=submit]").click();
  await screen.page.getByRole("tab", { name: "Server" }).waitFor();
}

test.each([
  { width: 1280, theme: "dark" },
  { width: 390, theme: "light" },
] as const)(
  "S3-13: every tab is drawn without a fault of access, $width wide and $theme",
  async (look) => {
    const screen = await openPage("/settings", look);
    const names = await screen.page.getByRole("tab").allInnerTexts();
    expect(names).toEqual(
      expect.arrayContaining(["Alerts", "Sources", "Schedule", "Generated data", "Keys"]),
    );
    for (const name of names) {
      await openTab(screen, name);
      expect([name, await screen.findFaults()]).toEqual([name, []]);
      const width = Number(await screen.page.evaluate("document.documentElement.scrollWidth"));
      expect([name, width <= look.width]).toEqual([name, true]);
    }
    expect(screen.problems).toEqual([]);
  },
  120_000,
);

test("people make the first account, invite others, and lend them no more than a role", async () => {
  const ann = await openPage(server.setUpLink!);
  await ann.page.getByLabel("Name").fill("ann");
  await choosePassword(ann);
  await ann.goTo(`${server.address}/settings?tab=people`);
  await ann.page.getByLabel("Name").fill("bob");
  await ann.page.getByRole("button", { name: "Invite" }).click();
  const link = await readOnce(ann);
  expect(link).toMatch(new RegExp(`^${server.address}/welcome#[\\w-]{43}$`));

  const bob = await openPage(link);
  await choosePassword(bob);
  await bob.goTo(`${server.address}/settings?tab=people`);
  const tabs = await bob.page.getByRole("tab").allInnerTexts();
  expect(tabs).toContain("Your account");
  expect(tabs).not.toEqual(expect.arrayContaining(["People"]));
  await openTab(bob, "Alerts");
  expect(await bob.page.getByLabel("Alerts a day").isDisabled()).toBe(true);

  await ann.page.reload();
  await settle(ann.page);
  expect(await ann.page.locator("main").innerText()).not.toContain("welcome#");
  await ann.page.getByRole("button", { name: "What to do with bob" }).click();
  await ann.page.getByRole("menuitem", { name: "Disable" }).click();
  await ann.page.getByText("bob cannot sign in any more.").waitFor();
  await bob.page.reload();
  await bob.page.getByRole("button", { name: "Sign in" }).waitFor();
}, 60_000);

test("S3-17: a key is shown once, and its end is for good", async () => {
  const screen = await openPage(`${server.address}/sign-in`);
  await signIn(screen, "ann");
  await openTab(screen, "Keys");
  await screen.page.getByLabel("What it is for").fill("collector <img onerror=hostile()>");
  await screen.page.getByRole("button", { name: "Make the key" }).click();
  const key = await readOnce(screen);
  expect(key).toMatch(/^gait_[\w-]{43}$/);
  const ask = () => fetch(`${server.address}/api/v1/risk`, { headers: { "x-api-key": key } });
  expect((await ask()).status).not.toBe(401);
  await screen.page.getByRole("button", { name: "I have it" }).click();
  await screen.page.reload();
  await settle(screen.page);
  expect(await screen.page.content()).not.toContain(key);
  await screen.page.getByRole("button", { name: "End", exact: true }).click();
  await screen.page.getByRole("button", { name: "End it for good" }).click();
  await screen.page.getByText("does not count any more").waitFor();
  expect((await ask()).status).toBe(401);
  await openTab(screen, "Audit log");
  const told = await screen.page.locator("main").innerText();
  for (const word of ["key.revoke", "key.create", "user.invitation", "session.start", "127.0.0.1"])
    expect(told).toContain(word);
  expect(screen.problems).toEqual([]);
}, 60_000);

test("S3-13: what is changed is saved, told where it comes from, and taken back", async () => {
  const screen = await openPage(`${server.address}/sign-in`);
  await signIn(screen, "ann");
  await openTab(screen, "Alerts");
  const field = screen.page.getByLabel("Alerts a day");
  await field.fill("7");
  await screen.page.getByRole("button", { name: "Save" }).click();
  await screen.page.getByText("Saved. It counts from now on.").waitFor();
  await screen.page.reload();
  await settle(screen.page);
  expect(await field.inputValue()).toBe("7");
  await field.fill("2000");
  await screen.page.getByRole("button", { name: "Save" }).click();
  await screen.page.getByRole("alert").first().waitFor();
  await screen.page.getByRole("button", { name: "Discard" }).click();
  expect(await field.inputValue()).toBe("7");
  await field.fill("9");
  await screen.page.getByRole("button", { name: "Save" }).click();
  await screen.page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => field.inputValue()).toBe("7");
}, 60_000);

test("S3-13 S3-17: the key of a language model is set, and never shown again", async () => {
  const screen = await openPage(`${server.address}/sign-in`);
  await signIn(screen, "ann");
  await openTab(screen, "Language model");
  const field = screen.page.locator("main input[type=password]");
  await field.fill("sk-very-secret");
  await screen.page.getByLabel("Model", { exact: true }).fill("a-model");
  await screen.page.getByRole("button", { name: "Save 2 changes" }).click();
  await screen.page.getByText("Saved. It counts from now on.").waitFor();
  await screen.page.reload();
  await settle(screen.page);
  expect(await field.getAttribute("placeholder")).toBe("Set; type to replace it");
  expect(await field.inputValue()).toBe("");
  const answers = await screen.page.evaluate(
    "Promise.all(['settings', 'audit'].map((name) => fetch('/api/v1/' + name).then((answer) => answer.text())))",
  );
  expect(JSON.stringify(answers)).toContain("a-model");
  expect(JSON.stringify(answers)).not.toContain("sk-very-secret");
}, 60_000);

test("S3-13: a data set of a chosen size, history, share and forest is generated and learned", async () => {
  const screen = await openPage(`${server.address}/sign-in`);
  await signIn(screen, "ann");
  await openTab(screen, "Generated data");
  const { page } = screen;
  await page.getByLabel("Size of the data set").fill("5000");
  await page.getByLabel("History begins").fill("2026-01-01");
  await page.getByLabel("Contamination").fill("0.05");
  await page.getByLabel("Trees").fill("50");
  await page.getByRole("button", { name: "Generate and learn" }).click();
  await page.getByText("The page of models").waitFor({ timeout: 45_000 });
  const [job] = await store.background.list({ limit: 1 });
  expect(job?.parameters).toMatchObject({
    preset: "s3",
    rows: 5000,
    from: "2026-01-01T00:00:00.000Z",
    contamination: 0.05,
    trees: 50,
  });
}, 60_000);

test("S3-17: everything that was sent to a language model can be read, and what it said", async () => {
  const hostile = `<img onerror=hostile()> ${"x".repeat(10_000)}`;
  await store.talks.add({
    host: "127.0.0.1:11434",
    model: "tiny",
    question: "Is ann a risk?",
    usesPseudonyms: true,
    outcome: "answered",
    tokens: 1200,
    requests: 2,
    sent: JSON.stringify({
      model: "tiny",
      messages: [
        { role: "system", content: "You answer questions." },
        { role: "user", content: "Question: is person_1 a risk?" },
        { role: "tool", content: hostile },
      ],
      tools: [],
    }),
    said: "person_1 has a risk of 7.",
  });
  const screen = await openPage(`${server.address}/sign-in`);
  await signIn(screen, "ann");
  await openTab(screen, "Language model");
  expect(await screen.page.locator("main").innerText()).toContain("Is ann a risk?");
  await screen.page.getByRole("button", { name: "Show all" }).click();
  const talk = screen.page.getByRole("dialog");
  await talk.getByText("Question: is person_1 a risk?").waitFor();
  const told = await talk.innerText();
  for (const text of ["2 requests to 127.0.0.1:11434", "stand-ins", "You answer questions.", hostile])
    expect(told).toContain(text);
  expect(told).toContain("person_1 has a risk of 7.");
  expect(await screen.findFaults()).toEqual([]);
  expect(screen.problems).toEqual([]);
}, 60_000);
