import { type Comment, type Node, parseSync, visitorKeys } from "oxc-parser";

/** A place where the repository breaks its own law. */
export interface Breach {
  readonly path: string;
  /** From 1; 1 where the whole file is meant. */
  readonly line: number;
  /** What is wrong and what to do instead. */
  readonly message: string;
}

/** A TypeScript file, parsed once for all checks. `path` is relative to the root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  readonly comments: readonly Comment[];
  /** Line of a UTF-16 offset, from 1. */
  lineAt(offset: number): number;
  /** Lines, from 1, that hold something else than blanks and comments. */
  readonly codeLines: ReadonlySet<number>;
}

/** A syntax error is a breach of its own: `tsc` names it better, tidy only must not stop at it. */
export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text, { lang: path.endsWith(".tsx") ? "tsx" : "ts", sourceType: "module" });
  const lineStarts = findLineStarts(text);
  return {
    path,
    text,
    program: parsed.program,
    comments: parsed.comments,
    lineAt: (offset) => findLine(lineStarts, offset),
    codeLines: findCodeLines(text, parsed.comments),
  };
}

/** Every node in the order of the text; `ancestors` holds the nodes around it, the outermost first. */
export function walk(root: Node, visit: (node: Node, ancestors: readonly Node[]) => void): void {
  const ancestors: Node[] = [];
  const step = (node: Node): void => {
    visit(node, ancestors);
    ancestors.push(node);
    for (const key of visitorKeys[node.type] ?? []) {
      const child: unknown = Reflect.get(node, key);
      for (const part of Array.isArray(child) ? child : [child]) if (isNode(part)) step(part);
    }
    ancestors.pop();
  };
  step(root);
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function findLine(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

function findCodeLines(text: string, comments: readonly Comment[]): ReadonlySet<number> {
  let code = "";
  let from = 0;
  for (const comment of comments) {
    code += text.slice(from, comment.start) + text.slice(comment.start, comment.end).replace(/[^\n]/g, " ");
    from = comment.end;
  }
  code += text.slice(from);
  const lines = new Set<number>();
  for (const [index, line] of code.split("\n").entries()) if (line.trim() !== "") lines.add(index + 1);
  return lines;
}
