/** Limits of the HTTP interface; each can be set otherwise where the server is made. */
export interface ApiLimits {
  /** Bytes of a body, where the path has no limit of its own. */
  readonly bodyBytesMax: number;
  /** Bytes of a batch of instances. */
  readonly batchBytesMax: number;
  /** Bytes of logs of one request, as they come. */
  readonly uploadBytesMax: number;
  /** Time for a request to arrive as a whole. */
  readonly requestMs: number;
  /** Requests a minute of one key from one address. */
  readonly requestsPerMinuteMax: number;
  /** Wrong keys a minute from one address. */
  readonly wrongKeysPerMinuteMax: number;
  /** Connections that wait for news. */
  readonly listenersMax: number;
}

export const API_LIMITS: ApiLimits = {
  bodyBytesMax: 256 * 1024,
  batchBytesMax: 16 * 1024 * 1024,
  uploadBytesMax: 1024 * 1024 * 1024,
  requestMs: 120_000,
  requestsPerMinuteMax: 60_000,
  wrongKeysPerMinuteMax: 60,
  listenersMax: 100,
};

/** Files of one upload. */
export const FILES_MAX = 100;
/** Instances of one batch. */
export const INSTANCES_MAX = 10_000;
/** Of these, explained ones: each takes some milliseconds. */
export const EXPLAINED_MAX = 500;
/** Characters of an id in a path: names of resources and actors may be long. */
export const ID_LENGTH_MAX = 2048;
/** Rows of a page. */
export const PAGE_ROWS_MAX = 1000;
export const PAGE_ROWS_DEFAULT = 100;
/** Characters of a view's name, and of what it keeps of an address. */
export const VIEW_NAME_CHARS_MAX = 80;
export const VIEW_SEARCH_CHARS_MAX = 8192;
