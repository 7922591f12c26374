/** Told when somebody wants the palette. */
const WANTED = "gait:palette";

export const openPalette = (): void => {
  document.dispatchEvent(new Event(WANTED));
};

export function onPaletteWanted(open: () => void): () => void {
  document.addEventListener(WANTED, open);
  return () => document.removeEventListener(WANTED, open);
}
