/** Keeps what tests of screens need until Ctrl-C: `npm run stage -- FILE`, then `SCREENS_STAGE=FILE npx vitest run …`. */
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { openStage } from "../../test/screens/stage.ts";

const [file = "stage.tmp"] = process.argv.slice(2);
const stage = await openStage();
writeFileSync(file, JSON.stringify({ addresses: stage.addresses, browser: stage.browser }));
console.log(
  `${file}: ${stage.addresses.demo} with data, ${stage.addresses.empty} without. Ctrl-C ends both.`,
);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
rmSync(file, { force: true });
await stage.close();
