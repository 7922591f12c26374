import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from "react";

/** A key, or keys one after the other: `j`, `g f`, `?`, `Enter`. */
export interface Shortcut {
  readonly keys: string;
  /** What it does, for the help. */
  readonly does: string;
  readonly run: () => void;
}

interface Registry {
  readonly add: (shortcuts: readonly Shortcut[]) => () => void;
  readonly list: () => readonly Shortcut[];
}

/** Time for the second key. */
const SEQUENCE_MS = 1200;
/** Where keys write. A box that was just ticked takes none of them. */
const IN_FIELD =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=textbox], [role=combobox]";
/** Keys that mean something to a focused button or link. */
const PRESSING = new Set(["Enter", " "]);

const RegistryContext = createContext<Registry>({ add: () => () => undefined, list: () => [] });

function createRegistry(): Registry & { readonly press: (event: KeyboardEvent) => void } {
  const groups = new Set<readonly Shortcut[]>();
  let first = "";
  let firstAt = 0;
  // What was added last is nearest to what the reader looks at.
  const list = (): readonly Shortcut[] => [...groups].toReversed().flat();
  return {
    list,
    add(shortcuts) {
      groups.add(shortcuts);
      return () => groups.delete(shortcuts);
    },
    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const { target, key, timeStamp } = event;
      if (target instanceof Element && target.closest(IN_FIELD) !== null) return;
      if (PRESSING.has(key) && target instanceof Element && target.closest("button, a, summary") !== null)
        return;
      const sequence = timeStamp - firstAt < SEQUENCE_MS && first !== "" ? `${first} ${key}` : key;
      const found = list().find(({ keys }) => keys === sequence) ?? list().find(({ keys }) => keys === key);
      first = key;
      firstAt = timeStamp;
      if (found === undefined) return;
      first = "";
      event.preventDefault();
      found.run();
    },
  };
}

export function ShortcutProvider({ children }: { readonly children: ReactNode }) {
  const registry = useMemo(createRegistry, []);
  useEffect(() => {
    document.addEventListener("keydown", registry.press);
    return () => document.removeEventListener("keydown", registry.press);
  }, [registry]);
  return <RegistryContext.Provider value={registry}>{children}</RegistryContext.Provider>;
}

/** Keys that do something while the caller is on the page; they are listed by `?`. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const { add } = useContext(RegistryContext);
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const spelled = shortcuts.map(({ keys, does }) => `${keys}\n${does}`).join("\n\n");
  useEffect(() => {
    const run = (index: number) => () => latest.current[index]?.run();
    return add(
      spelled
        .split("\n\n")
        .filter((one) => one !== "")
        .map((one, index) => {
          const [keys = "", does = ""] = one.split("\n");
          return { keys, does, run: run(index) };
        }),
    );
  }, [add, spelled]);
}

/** For the help: everything that a key does here, now. */
export const useShortcutList = (): (() => readonly Shortcut[]) => useContext(RegistryContext).list;
