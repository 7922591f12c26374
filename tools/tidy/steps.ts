import { spawn } from "node:child_process";

/** One outside tool over the whole repository. */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

export interface StepResult {
  readonly step: Step;
  readonly passed: boolean;
  readonly seconds: number;
  /** What the tool printed, both streams in the order in which they came. */
  readonly output: string;
}

export const STEPS: readonly Step[] = [
  { name: "format and lint (biome)", command: ["biome", "check", "--error-on-warnings", "."] },
  { name: "type-aware lint (oxlint)", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  { name: "types (tsc)", command: ["tsc", "--noEmit"] },
  { name: "types of the web app (tsc)", command: ["tsc", "--noEmit", "-p", "web"] },
  { name: "dead code (knip)", command: ["knip", "--no-progress"] },
];

/** Runs the tool from `node_modules/.bin`; one that cannot be started has not passed. */
export function runStep(step: Step, root: string): Promise<StepResult> {
  const startedAt = performance.now();
  const [name = "", ...rest] = step.command;
  return new Promise((resolve) => {
    const child = spawn(`${root}/node_modules/.bin/${name}`, rest, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    const finish = (passed: boolean): void =>
      resolve({ step, passed, seconds: (performance.now() - startedAt) / 1000, output });
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    child.on("error", (error) => {
      output += error.message;
      finish(false);
    });
    child.on("close", (code) => finish(code === 0));
  });
}
