import { posix } from "node:path";
import type { Breach } from "../source-file.ts";

/** Markdown files by path, with their text. */
export type Documents = ReadonlyMap<string, string>;

/**
 * Links of a Markdown file that lead nowhere: a file or folder that is not in the repository, or a heading that the
 * file has not. `paths` holds every file of the repository. Links to other sites are not followed.
 */
export function checkLinks(
  path: string,
  documents: Documents,
  paths: ReadonlySet<string>,
): readonly Breach[] {
  const breaches: Breach[] = [];
  const text = documents.get(path) ?? "";
  for (const [index, line] of withoutCode(text).split("\n").entries()) {
    for (const [, target] of line.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)) {
      const message = judgeLink(path, target!, { documents, paths });
      if (message !== null) breaches.push({ path, line: index + 1, message });
    }
  }
  return breaches;
}

interface Library {
  readonly documents: Documents;
  readonly paths: ReadonlySet<string>;
}

function judgeLink(from: string, target: string, { documents, paths }: Library): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return null;
  const [file = "", anchor] = target.split("#");
  const to =
    file === "" ? from : posix.normalize(posix.join(posix.dirname(from), decodeURI(file))).replace(/\/$/, "");
  const folder = to === "." || [...paths].some((path) => path.startsWith(`${to}/`));
  if (!paths.has(to) && !folder) return `"${target}" leads nowhere: there is no ${to}.`;
  if (anchor === undefined || anchor === "" || !to.endsWith(".md")) return null;
  return findAnchors(documents.get(to) ?? "").has(anchor)
    ? null
    : `"${target}" leads nowhere: no such heading in ${to}.`;
}

/** Anchors as code hosts make them from headings: lower case, punctuation gone, blanks to hyphens. */
function findAnchors(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading] of withoutCode(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  for (const [, id] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id!);
  return anchors;
}

/** Code blocks blanked line by line, so that line numbers stay. */
const withoutCode = (text: string): string =>
  text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1/gm, (block) => block.replace(/[^\n]/g, ""));
