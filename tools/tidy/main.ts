/**
 * The law of the repository, run: our own checks and the outside tools. Exit code 0 when all is well, 1 otherwise.
 * With paths as arguments (`npm run tidy -- src/learn`) only our own checks, for those folders or files.
 */
import { fileURLToPath } from "node:url";
import { checkRepository } from "./repository.ts";
import { runStep, STEPS } from "./steps.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const wanted = process.argv.slice(2);
const running = wanted.length === 0 ? STEPS.map((step) => runStep(step, root)) : [];

const startedAt = performance.now();
const breaches = checkRepository(root).filter(
  (breach) => wanted.length === 0 || wanted.some((prefix) => breach.path.startsWith(prefix)),
);
console.log(formatStep("law (tidy)", breaches.length === 0, (performance.now() - startedAt) / 1000));
for (const { path, line, message } of breaches) console.log(`${path}:${line}: ${message}`);

let failed = breaches.length > 0 ? 1 : 0;
for (const result of running) {
  const { step, passed, seconds, output } = await result;
  console.log(formatStep(step.name, passed, seconds));
  if (passed) continue;
  failed++;
  console.log(output.trimEnd());
}
const steps = running.length + 1;
console.log(`\n${breaches.length} breaches of the law; ${steps - failed} steps passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function formatStep(name: string, passed: boolean, seconds: number): string {
  return `${passed ? "ok    " : "FAILED"} ${name}  ${seconds.toFixed(1)} s`;
}
