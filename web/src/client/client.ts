import createClient from "openapi-fetch";
import type { components, paths } from "./api.generated.ts";
import { readProblem } from "./api-problem.ts";

/** Shapes of the API by their names: `Schema<"Finding">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** The API, typed by its own description. What it refuses is thrown as an ApiProblem. */
export const client = createClient<paths>({ baseUrl: location.origin, credentials: "same-origin" });

client.use({
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response);
  },
});

/** The answer of a request: `await answer(client.GET("/api/v1/risk", { signal }))`. */
export async function answer<T>(request: Promise<{ readonly data?: T | undefined }>): Promise<T> {
  const { data } = await request;
  if (data === undefined) throw new TypeError("An answer without a body.");
  return data;
}
