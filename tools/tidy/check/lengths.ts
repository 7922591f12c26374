import type {
  ArrowFunctionExpression,
  Function as FunctionNode,
  Node,
  VariableDeclaration,
} from "oxc-parser";
import {
  FILE_LINES_MAX,
  FUNCTION_LINES_MAX,
  LENGTH_EXEMPT,
  MARKUP_FUNCTION_LINES_MAX,
  PARAMETERS_MAX,
  TABLE_LINES_MIN,
} from "../law/limits.ts";
import { type Breach, type SourceFile, walk } from "../source-file.ts";

type AnyFunction = FunctionNode | ArrowFunctionExpression;

/** Files, functions and parameter lists that are longer than a person takes in at once. */
export function checkLengths(file: SourceFile): readonly Breach[] {
  if (LENGTH_EXEMPT.some((pattern) => pattern.test(file.path))) return [];
  const breaches: Breach[] = [];
  const fileLines = file.codeLines.size - countTableLines(file);
  if (fileLines > FILE_LINES_MAX)
    breaches.push({
      path: file.path,
      line: 1,
      message: `${fileLines} code lines, at most ${FILE_LINES_MAX}: split it by what its parts are about.`,
    });
  walk(file.program, (node, ancestors) => {
    if (!isFunction(node)) return;
    for (const message of judgeFunction(file, node, ancestors))
      breaches.push({ path: file.path, line: file.lineAt(node.start), message });
  });
  return breaches;
}

function judgeFunction(file: SourceFile, node: AnyFunction, ancestors: readonly Node[]): readonly string[] {
  const messages: string[] = [];
  const lines = countCodeLines(file, node);
  const most = file.path.endsWith(".tsx") ? MARKUP_FUNCTION_LINES_MAX : FUNCTION_LINES_MAX;
  if (lines > most && !isSuite(node, ancestors))
    messages.push(`A function of ${lines} code lines, at most ${most}: decide at the top, loop below.`);
  const parameters = node.params.filter((parameter) => !isThis(parameter)).length;
  if (parameters > PARAMETERS_MAX && !isTableTest(node, ancestors))
    messages.push(`${parameters} parameters, at most ${PARAMETERS_MAX}: pass an options object.`);
  return messages;
}

function isFunction(node: Node): node is AnyFunction {
  return (
    (node.type === "FunctionDeclaration" ||
      node.type === "FunctionExpression" ||
      node.type === "ArrowFunctionExpression") &&
    node.body !== null
  );
}

const isThis = (parameter: Node): boolean => parameter.type === "Identifier" && parameter.name === "this";

/** The body of a `describe`, or of a function that makes tests: a list of tests, not a piece of work. */
function isSuite(node: AnyFunction, ancestors: readonly Node[]): boolean {
  if (nameCallee(ancestors.at(-1)) === "describe") return true;
  if (node.body?.type !== "BlockStatement") return false;
  return node.body.body.some(
    (statement) =>
      statement.type === "ExpressionStatement" &&
      ["describe", "test", "it"].includes(nameCallee(statement.expression) ?? ""),
  );
}

/** The body of a `test.each` or an `fc.property`, whose parameters are the columns of a table or the values made up. */
function isTableTest(node: AnyFunction, ancestors: readonly Node[]): boolean {
  const call = ancestors.at(-1);
  return (
    node.type === "ArrowFunctionExpression" &&
    ["test", "it", "describe", "fc"].includes(nameCallee(call) ?? "")
  );
}

/** `describe` of `describe("…", f)`, of `describe.skipIf(…)("…", f)` and the like. */
function nameCallee(node: Node | undefined): string | null {
  if (node?.type !== "CallExpression") return null;
  let callee: Node = node;
  while (callee.type === "CallExpression" || callee.type === "MemberExpression")
    callee = callee.type === "CallExpression" ? callee.callee : callee.object;
  return callee.type === "Identifier" ? callee.name : null;
}

function countCodeLines(file: SourceFile, node: Node): number {
  let count = 0;
  const last = file.lineAt(node.end);
  for (let line = file.lineAt(node.start); line <= last; line++) if (file.codeLines.has(line)) count++;
  return count;
}

/** Lines of top-level literals that hold data alone: a long table is read by search, not from top to bottom. */
function countTableLines(file: SourceFile): number {
  if (file.program.type !== "Program") return 0;
  let count = 0;
  for (const statement of file.program.body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration" || !isData(declaration)) continue;
    const lines = countCodeLines(file, declaration);
    if (lines >= TABLE_LINES_MIN) count += lines;
  }
  return count;
}

function isData(declaration: VariableDeclaration): boolean {
  let data = true;
  walk(declaration, (node) => {
    if (isFunction(node) && node.body?.type === "BlockStatement") data = false;
  });
  return data;
}
