import { readdir } from "node:fs/promises";

/**
 * `npm run bench -- NAME [options]`: runs `bench/NAME.ts`, whose export `run` takes the rest of the arguments.
 * Without a name, or with an unknown one, lists what there is.
 */
const [name, ...rest] = process.argv.slice(2);
const names = (await readdir(new URL(".", import.meta.url)))
  .filter(
    (file) =>
      file.endsWith(".ts") &&
      !file.endsWith(".test.ts") &&
      !/^(main|learn-.*|live-.*|api-process|scan-process)\.ts$/.test(file),
  )
  .map((file) => file.slice(0, -3))
  .sort();

if (name === undefined || !names.includes(name)) {
  console.error(`Benches: ${names.join(", ")}. Run one with: npm run bench -- NAME`);
  process.exitCode = 2;
} else {
  const bench: Readonly<Record<string, unknown>> = await import(`./${name}.ts`);
  const { run } = bench;
  if (typeof run !== "function") throw new Error(`bench/${name}.ts exports no function run.`);
  await run(rest);
}
