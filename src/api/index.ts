/** Takes ports to everything that is stored, found and judged; gives an HTTP server with documented paths. */
export { type ApiOptions, createApi } from "./create-api.ts";
export type { ApiLimits } from "./limits.ts";
export { describeApi } from "./openapi.ts";
export type * from "./port/alert-port.ts";
export type * from "./port/analytics-port.ts";
export type * from "./port/asked.ts";
export type * from "./port/audit-port.ts";
export type * from "./port/batch-port.ts";
export type * from "./port/files-port.ts";
export type * from "./port/insight-port.ts";
export type * from "./port/jobs-port.ts";
export type * from "./port/model-port.ts";
export type * from "./port/schedule-port.ts";
export type * from "./port/session-port.ts";
export type * from "./port/setting-port.ts";
export type * from "./port/upload-analysis-port.ts";
export type * from "./ports.ts";
export { API_PROBLEMS } from "./problems.ts";
