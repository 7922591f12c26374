import type { Node } from "oxc-parser";
import { BANNED_CALLS } from "../law/banned-calls.ts";
import { type Breach, type SourceFile, walk } from "../source-file.ts";

/** Calls, casts and comments that undo what the types, the clock or the tests promise. */
export function checkBanned(file: SourceFile): readonly Breach[] {
  const breaches: Breach[] = [];
  const report = (offset: number, message: string): void => {
    breaches.push({ path: file.path, line: file.lineAt(offset), message });
  };
  walk(file.program, (node) => {
    const call = nameCall(node);
    if (call !== null) for (const message of judgeCall(file.path, call)) report(node.start, message);
    const message = judgeNode(file.path, node) ?? judgeSwitchedOff(file, node);
    if (message !== null) report(node.start, message);
  });
  for (const comment of file.comments) {
    if (/@ts-(?:ignore|nocheck|expect-error)/.test(comment.value))
      report(comment.start, "A silenced type error: mend the type, or parse the value where it comes in.");
  }
  return breaches;
}

function judgeCall(path: string, call: string): readonly string[] {
  return BANNED_CALLS.filter(
    (banned) => banned.call === call || (banned.call === "console.*" && call.startsWith("console.")),
  )
    .filter((banned) => !banned.except.test(path))
    .map((banned) => `${call} is banned here: ${banned.instead}.`);
}

/** `Math.random`, `process.env`, `eval`, `new Function`, `new Date()`; null for anything else. */
function nameCall(node: Node): string | null {
  if (node.type === "NewExpression" && node.callee.type === "Identifier") {
    if (node.callee.name === "Date" && node.arguments.length === 0) return "new Date()";
    return node.callee.name === "Function" ? "new Function" : null;
  }
  if (node.type === "MemberExpression" && !node.computed && node.object.type === "Identifier")
    return node.property.type === "Identifier" ? `${node.object.name}.${node.property.name}` : null;
  if (node.type === "CallExpression" && node.callee.type === "Identifier") return node.callee.name;
  return null;
}

function judgeNode(path: string, node: Node): string | null {
  if (node.type === "TSAnyKeyword") return "any turns the type checker off: use unknown, and parse it.";
  if (node.type === "CatchClause" && node.body.body.length === 0)
    return "An error vanishes here: handle it, return it as a value, or let it pass.";
  if (node.type === "ExportAllDeclaration" && !path.endsWith("/index.ts"))
    return "Only a package's index.ts passes exports on: import from the file that has the thing.";
  if (isDoubleCast(node) && !path.endsWith(".test.ts"))
    return "A cast through unknown claims what nobody checked: write a type guard.";
  return null;
}

const isDoubleCast = (node: Node): boolean =>
  node.type === "TSAsExpression" &&
  node.expression.type === "TSAsExpression" &&
  node.expression.typeAnnotation.type === "TSUnknownKeyword";

/** `test.only`, `it.skip`, `describe.todo`: a suite that looks whole and is not. A skip may stand where its name says why. */
function judgeSwitchedOff(file: SourceFile, node: Node): string | null {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return null;
  const { object, property } = node.callee;
  if (object.type !== "Identifier" || !["test", "it", "describe"].includes(object.name)) return null;
  if (property.type !== "Identifier" || !["only", "skip", "todo"].includes(property.name)) return null;
  const name = node.arguments[0];
  if (
    property.name === "skip" &&
    name !== undefined &&
    SKIP_REASON.test(file.text.slice(name.start, name.end))
  )
    return null;
  return `${object.name}.${property.name} switches tests off in silence: use skipIf with the condition, or say "(not here: why)" in the name.`;
}

const SKIP_REASON = /\(not here: [^)]/;
