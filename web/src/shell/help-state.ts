/** Told when somebody wants to know the keys. */
const WANTED = "gait:keys";

export const openShortcutHelp = (): void => {
  document.dispatchEvent(new Event(WANTED));
};

export function onShortcutHelpWanted(open: () => void): () => void {
  document.addEventListener(WANTED, open);
  return () => document.removeEventListener(WANTED, open);
}
