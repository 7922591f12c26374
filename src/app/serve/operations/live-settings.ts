import type { Store } from "../../../store/index.ts";
import type { Settings } from "../../settings/catalogue.ts";
import { type ResolvedSettings, resolveSettings, type SettingSources } from "../../settings/resolve.ts";

/** Settings as they are now: what stands outside the store does not change while a process runs. */
export interface LiveSettings {
  readonly sources: SettingSources;
  readResolved(): Promise<ResolvedSettings & { readonly version: number }>;
  read(): Promise<Settings>;
}

export function createLiveSettings(store: Store["settings"], sources: SettingSources): LiveSettings {
  let known: (ResolvedSettings & { readonly version: number }) | null = null;
  const readResolved = async () => {
    // Another process may have changed them.
    const version = await store.readVersion();
    if (known?.version !== version)
      known = { ...resolveSettings({ ...sources, app: await store.readAll() }), version };
    return known;
  };
  return { sources, readResolved, read: async () => (await readResolved()).values };
}
