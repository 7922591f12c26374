import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, test } from "vitest";
import { startServer } from "../serve/start-server.ts";
import type { SocStore } from "./fixtures/soc-store.ts";

const KEY = "a key of sixteen characters or more";
const TIMEOUT_MS = 60_000;
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** What tools need that need something. */
async function toArguments(name: string, soc: SocStore): Promise<Record<string, unknown>> {
  const idOf = async (table: string): Promise<unknown> =>
    (await soc.ask(`select id from ${table} limit 1`))[0]?.["id"];
  switch (name) {
    case "actor_profile":
    case "actor_timeline":
    case "compare_with_baseline":
      return { actor: "user_15" };
    case "explain_finding":
      return { id: await idOf("finding_rows") };
    case "show_incident":
      return { id: await idOf("incident_rows") };
    case "place_detail":
      return { by: "region", value: "cn-north-1" };
    default:
      return {};
  }
}

async function callEveryTool(client: Client, soc: SocStore): Promise<readonly string[]> {
  const { tools } = await client.listTools();
  for (const { name, annotations } of tools) {
    expect(annotations?.readOnlyHint, name).toBe(true);
    const result = await client.callTool({ name, arguments: await toArguments(name, soc) });
    expect([name, result.isError ?? false]).toEqual([name, false]);
    expect(Object.keys(result.structuredContent ?? {}), name).toContain("looked");
  }
  return tools.map(({ name }) => name);
}

/** Names of the events in which an answer comes. */
async function askInPieces(address: string): Promise<readonly string[]> {
  const response = await fetch(new URL("/api/v1/ask", address), {
    method: "POST",
    headers: { "x-api-key": KEY, accept: "text/event-stream", "content-type": "application/json" },
    body: JSON.stringify({ question: "Which users pose the highest risk?" }),
  });
  return [...(await response.text()).matchAll(/^event: ?(\w+)$/gm)].map(([, name]) => name!);
}

export function testMcp(open: () => SocStore): void {
  test(
    "S3-05 S3-03: a client over HTTP with a key lists and calls every tool, and an answer comes in pieces; without one it is refused",
    async () => {
      const soc = open();
      const server = await startServer({
        store: soc.store,
        settings: { apiKey: KEY, threshold: null },
        version: "0.0.0",
        host: "127.0.0.1",
        port: 0,
      });
      try {
        const url = new URL("/api/mcp", server.address);
        const client = new Client({ name: "test", version: "1" });
        await client.connect(
          new StreamableHTTPClientTransport(url, { requestInit: { headers: { "x-api-key": KEY } } }),
        );
        const names = await callEveryTool(client, soc);
        expect(names.length).toBeGreaterThanOrEqual(16);
        const risks = await client.callTool({ name: "top_risks", arguments: { limit: 1 } });
        expect(JSON.stringify(risks.structuredContent)).toContain("/actors/");
        const heard = await askInPieces(server.address);
        expect(heard.slice(0, 2)).toEqual(["looking", "words"]);
        expect(heard.at(-1)).toBe("answer");
        const wrong = await client.callTool({ name: "top_risks", arguments: { limit: 5000 } });
        expect(wrong.isError).toBe(true);
        await client.close();
        const refused = new Client({ name: "test", version: "1" });
        await expect(refused.connect(new StreamableHTTPClientTransport(url))).rejects.toThrow();
      } finally {
        await server.close();
      }
    },
    TIMEOUT_MS,
  );

  test(
    "a client over standard input and output lists tools of a store of its own",
    async () => {
      const { folder } = open();
      const client = new Client({ name: "test", version: "1" });
      // The store of the other tests is open: this one has its own, with nothing in it.
      const data = `${folder}/mcp`;
      const { openStore } = await import("../../store/index.ts");
      await (await openStore({ folder: data, databaseUrl: null, purpose: "test" })).close();
      await client.connect(
        new StdioClientTransport({
          command: process.execPath,
          args: [MAIN, "mcp", "--data", data],
          stderr: "ignore",
        }),
      );
      try {
        const { tools } = await client.listTools();
        expect(tools.map(({ name }) => name)).toContain("explain_finding");
        const counted = await client.callTool({ name: "statistics", arguments: {} });
        expect(counted.structuredContent).toMatchObject({ events: 0, stored: { events: 0 } });
      } finally {
        await client.close();
      }
    },
    TIMEOUT_MS,
  );
}
