import type { EpochMs } from "../../domain/index.ts";

/** What somebody chose on a page, under a name. */
export interface SavedView {
  readonly id: string;
  /** The page's path: `/findings`. */
  readonly page: string;
  readonly name: string;
  /** What stands behind the `?` of its address. */
  readonly search: string;
  /** A user's or a key's id; empty: whoever uses a Gait without sign-in. */
  readonly owner: string;
  readonly ownerName: string;
  /** True: everybody has it. */
  readonly isShared: boolean;
  readonly at: EpochMs;
}

export type NewView = Omit<SavedView, "id" | "at">;

export interface ViewChange {
  readonly name?: string;
  readonly search?: string;
  readonly isShared?: boolean;
}

/** Views of one owner. */
export const VIEWS_MAX = 200;

export interface ViewDefault {
  readonly owner: string;
  readonly page: string;
  readonly view: string;
}

/** Views of pages, of everybody's own and those that are for all. */
export interface ViewStore {
  /** Those of the owner and those that are shared, by name. */
  list(owner: string): Promise<readonly SavedView[]>;
  /** Throws STORE_VIEW_NAME where the owner has one of that name on that page, and STORE_VIEWS_MANY. */
  add(view: NewView): Promise<SavedView>;
  /** Throws STORE_VIEW_UNKNOWN where the owner has none such, and STORE_VIEW_NAME. */
  change(id: string, owner: string, change: ViewChange): Promise<SavedView>;
  /** Throws STORE_VIEW_UNKNOWN. */
  remove(id: string, owner: string): Promise<void>;
  /** With which view each page begins for the owner. */
  listDefaults(owner: string): Promise<readonly ViewDefault[]>;
  /** Null: the page begins as it is. Throws STORE_VIEW_UNKNOWN where they have no such view of that page. */
  setDefault(owner: string, page: string, view: string | null): Promise<void>;
  exportAll(): Promise<{ readonly views: readonly SavedView[]; readonly defaults: readonly ViewDefault[] }>;
  /** Adds what another store holds; what is there is left. */
  restore(rows: Awaited<ReturnType<ViewStore["exportAll"]>>): Promise<void>;
}
