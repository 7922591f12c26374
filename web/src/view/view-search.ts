import { formatUrlState, parseUrlState, type UrlState } from "../url/url-state.ts";

/** What stands in an address while somebody looks at one thing: no part of a view. */
const PASSING: ReadonlySet<string> = new Set(["finding", "event", "show"]);
/** The range of time goes along from page to page: an address that says nothing else asks for nothing. */
const CARRIED: ReadonlySet<string> = new Set(["from", "to"]);

/** What a view keeps of an address. */
export const toViewSearch = (state: UrlState): string =>
  formatUrlState(
    Object.fromEntries(
      Object.entries(state)
        .filter(([name, value]) => value !== "" && !PASSING.has(name))
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  ).replace(/^\?/, "");

/** Whether the address asks for nothing of its own, so that the page may begin as its reader likes it. */
export const isPlain = (state: UrlState): boolean =>
  Object.entries(state).every(([name, value]) => value === "" || CARRIED.has(name));

/** The address with a view in place of what was chosen. */
export const applyView = (search: string): UrlState => parseUrlState(search);

/** The same where a page begins: a range that goes along stays. */
export const beginWith = (state: UrlState, search: string): UrlState => ({
  ...parseUrlState(search),
  ...Object.fromEntries(Object.entries(state).filter(([name]) => CARRIED.has(name))),
});
