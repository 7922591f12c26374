import type { Breach } from "../source-file.ts";

const INDEX = /^src\/(?:[a-z0-9-]+\/)+index\.ts$/;

/** An `index.ts` is a package's contract: it opens with what the package takes and what it gives. */
export function checkContract(path: string, text: string): readonly Breach[] {
  if (!INDEX.test(path) || /^\/(?:\/|\*\*?)\s*\S/.test(text) || /^\/\*\*\r?\n \* \S/.test(text)) return [];
  return [
    {
      path,
      line: 1,
      message: "The first line of a package's index.ts says what it takes and what it gives.",
    },
  ];
}
