import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { z } from "zod";
import type { StorePlace } from "../../cli/data-option.ts";
import { GaitError, toError } from "../../domain/index.ts";
import { findServer, type StoreServer } from "../../store/index.ts";
import { choosePlace } from "../open-place.ts";
import { HAND_OVER_PROBLEMS } from "./problems.ts";

export interface HandedCommand {
  readonly place: StorePlace;
  readonly name: string;
  /** Plain JSON. */
  readonly request: object;
}

/** Path under which a server does the commands of its machine. */
export const COMMAND_PATH = "/api/v1/commands";

/**
 * Has the server do a command that holds the data folder which this process could not open. Throws the error again
 * where there is none, or none that takes commands.
 */
export async function askServer<Answer>(command: HandedCommand, error: unknown): Promise<Answer> {
  if (!(error instanceof GaitError) || error.report.code !== "STORE_SERVED") throw error;
  const server = await findServer(choosePlace(command.place).folder, null);
  if (server === null || server.token === null) throw error;
  const { status, text } = await post(server, command);
  const answer = parse(text);
  const problem = problemSchema.safeParse(answer);
  if (status === 200) return resultSchema<Answer>().parse(answer).result;
  if (!problem.success) throw error;
  const { code, detail, remedy } = problem.data;
  throw new GaitError({ code, status, text: detail, remedy });
}

const problemSchema = z.object({ code: z.string(), detail: z.string(), remedy: z.string() });
/** What the server's own port gave: its shape is the command's. */
const resultSchema = <Answer>() => z.object({ result: z.custom<Answer>() });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever answers there is no server of ours.
    return null;
  }
}

/** Without a limit of time: a command takes as long as it takes. */
async function post(
  { address, token }: StoreServer,
  { name, request }: HandedCommand,
): Promise<{ readonly status: number; readonly text: string }> {
  const url = new URL(COMMAND_PATH, address);
  const send = url.protocol === "https:" ? requestSecure : requestPlain;
  const body = JSON.stringify({ name, request });
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = send(
        url,
        {
          method: "POST",
          // The certificate names the host that people use; this one is reached by its address.
          rejectUnauthorized: false,
          headers: {
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
            "x-api-key": token ?? "",
          },
        },
        resolve,
      );
      sent.on("error", reject);
      sent.end(body);
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(Buffer.from(chunk));
    return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") };
  } catch (cause) {
    const reason = cause instanceof Error ? `${cause.message}.` : "it does not answer.";
    const remedy = "See whether it still runs; or stop it and run this again.";
    throw toError(HAND_OVER_PROBLEMS, "HAND_OVER_FAILED", { address, reason, remedy }, { cause });
  }
}
