import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { checkInput } from "../check-input.ts";
import type { CommandsPort } from "../port/command-port.ts";

const command = z.object({
  name: z.string().max(100),
  request: z.record(z.string(), z.unknown()),
});

/** What commands on the server's own machine ask of it, between processes of one version: no part of the interface. */
export function addCommandRoute(app: FastifyInstance, commands: CommandsPort): void {
  app.post(
    "/api/v1/commands",
    { config: { scope: "admin" }, schema: { hide: true } },
    async (request, reply) => {
      const result = await commands.run(checkInput(command, request.body, "body"), request.caller);
      return reply.type("application/json; charset=utf-8").send(JSON.stringify({ result: result ?? null }));
    },
  );
}
