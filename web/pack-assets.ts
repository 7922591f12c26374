import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Bytes from which packing is worth a second file. */
const PACKED_BYTES_MIN = 1024;

/** Lays a `.br` and a `.gz` beside every script, style sheet and picture, so that the server packs nothing by itself. */
export function packAssets(): Plugin {
  let folder = "";
  return {
    name: "pack-assets",
    apply: "build",
    configResolved(config) {
      folder = join(config.root, config.build.outDir, "assets");
    },
    closeBundle() {
      for (const path of globSync("**/*.{js,css,svg,json}", { cwd: folder })) {
        const bytes = readFileSync(join(folder, path));
        if (bytes.length < PACKED_BYTES_MIN) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        writeFileSync(join(folder, `${path}.br`), brotliCompressSync(bytes, { params }));
        writeFileSync(join(folder, `${path}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
