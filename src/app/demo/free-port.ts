import { once } from "node:events";
import { createServer } from "node:net";

/** Ports that are tried, from the wanted one on. */
export const PORTS_TRIED_MAX = 20;

/** The first port from `wanted` on at which nobody listens; `wanted` itself where all are taken, or where it is 0. */
export async function findFreePort(host: string, wanted: number): Promise<number> {
  for (let port = wanted; wanted !== 0 && port < Math.min(wanted + PORTS_TRIED_MAX, 65_536); port++)
    if (await isFree(host, port)) return port;
  return wanted;
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, "listening");
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES"))
      return false;
    throw error;
  } finally {
    server.close();
  }
}
