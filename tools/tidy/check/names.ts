import { basename } from "node:path/posix";
import type { Node } from "oxc-parser";
import { BANNED_NAME_WORDS, BANNED_PATH_WORDS, PLATFORM_NAMES } from "../law/words.ts";
import { type Breach, type SourceFile, walk } from "../source-file.ts";

/** Names that we give (not those that we call) and that contain a word which says nothing, or another thing. */
export function checkNames(file: SourceFile): readonly Breach[] {
  const breaches: Breach[] = [];
  walk(file.program, (node, ancestors) => {
    const parent = ancestors.at(-1);
    if (node.type !== "Identifier" && node.type !== "PrivateIdentifier") return;
    if (parent === undefined || !isGiven(node, parent)) return;
    if (PLATFORM_NAMES.includes(node.name)) return;
    for (const word of splitName(node.name)) {
      const instead = BANNED_NAME_WORDS.get(word);
      if (instead !== undefined)
        breaches.push({
          path: file.path,
          line: file.lineAt(node.start),
          message: `"${node.name}" contains "${word}": ${instead}.`,
        });
    }
  });
  return breaches;
}

/** Nodes whose `id`, `left` or `key` is a name that is made there. */
const NAMING_CHILD: ReadonlyMap<Node["type"], string> = new Map([
  ["FunctionDeclaration", "id"],
  ["FunctionExpression", "id"],
  ["ClassDeclaration", "id"],
  ["TSInterfaceDeclaration", "id"],
  ["TSTypeAliasDeclaration", "id"],
  ["VariableDeclarator", "id"],
  ["AssignmentPattern", "left"],
  ["RestElement", "argument"],
  ["PropertyDefinition", "key"],
  ["MethodDefinition", "key"],
  ["TSPropertySignature", "key"],
  ["TSMethodSignature", "key"],
]);

/** Whether this identifier is where a name is made: a variable, parameter, function, type, member. */
function isGiven(node: Node, parent: Node): boolean {
  if (isParameter(node, parent) || parent.type === "ArrayPattern") return true;
  const child = NAMING_CHILD.get(parent.type);
  return (
    child !== undefined && Reflect.get(parent, child) === node && !("computed" in parent && parent.computed)
  );
}

const isParameter = (node: Node, parent: Node): boolean =>
  "params" in parent &&
  Array.isArray(parent.params) &&
  parent.params.some((parameter: unknown) => parameter === node);

const splitName = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);

const KEBAB_FILE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*\.(?:ts|tsx|sql|yml)$/;
const KEBAB_FOLDER = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Files and folders: kebab-case, and named for what is inside. Samples keep the names of their world. */
export function checkPath(path: string): readonly Breach[] {
  if (path.includes("/fixtures/") || /^\.[a-z]/.test(path)) return [];
  const breach = (message: string): Breach => ({ path, line: 1, message });
  const breaches: Breach[] = [];
  const folders = path.split("/").slice(0, -1);
  const stem = basename(path).split(".")[0]!;
  for (const word of [...folders, stem])
    if (BANNED_PATH_WORDS.includes(word))
      breaches.push(breach(`"${word}" says nothing: name it for what is inside.`));
  if (/\.(?:ts|tsx|sql|yml)$/.test(path) && !KEBAB_FILE.test(basename(path)))
    breaches.push(breach("File names are kebab-case, named for the one export that matters."));
  for (const folder of folders)
    if (!KEBAB_FOLDER.test(folder))
      breaches.push(breach(`Folder names are kebab-case nouns: "${folder}" is not.`));
  return breaches;
}
