/** Takes ports to everything that is stored, found and judged; gives an HTTP server with documented paths. */
export { type ApiOptions, createApi } from "./create-api.ts";
export type { ApiLimits } from "./limits.ts";
export { describeApi } from "./openapi.ts";
export type * from "./ports.ts";
export { API_PROBLEMS } from "./problems.ts";
