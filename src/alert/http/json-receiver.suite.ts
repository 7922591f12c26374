import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Behaviour } from "../channel/channel.suite.ts";

export interface Request {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface JsonReceiver {
  readonly url: string;
  readonly requests: readonly Request[];
  readonly behave: (behaviour: Behaviour) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A real endpoint on this machine that hands over what comes and behaves as it is told. */
export async function startReceiver(
  answers: Readonly<Record<Behaviour, (response: ServerResponse) => void>>,
  take: (request: IncomingMessage, text: string) => void,
) {
  let behaviour: Behaviour = "fine";
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      take(request, Buffer.concat(chunks).toString("utf8"));
      answers[behaviour](response);
    });
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    behave: async (next: Behaviour): Promise<void> => {
      if (next === "down") await stop();
      else if (!server.listening) await listen(port);
      behaviour = next;
    },
    close: stop,
  };
}

/** One that takes JSON. */
export async function startJsonReceiver(): Promise<JsonReceiver> {
  const requests: Request[] = [];
  const { origin, behave, close } = await startReceiver(ANSWERS, ({ headers }, text) =>
    requests.push({ headers, text }),
  );
  return { url: `${origin}/hook/secret-token`, requests, behave, close };
}

const ANSWERS: Readonly<Record<Behaviour, (response: ServerResponse) => void>> = {
  fine: (response) => response.writeHead(204).end(),
  down: (response) => response.destroy(),
  silent: () => {},
  refusing: (response) => response.writeHead(410).end("gone"),
  busy: (response) => response.writeHead(429, { "retry-after": "120" }).end(),
  dropping: (response) => response.destroy(),
};
