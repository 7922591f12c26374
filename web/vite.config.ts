import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { drawWorld } from "./draw-world.ts";
import { packAssets } from "./pack-assets.ts";

/** `vite web` on a second port asks a server that runs at the usual address. */
const SERVER = "http://127.0.0.1:5000";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), packAssets()],
  define: { DRAWN_WORLD: JSON.stringify(drawWorld()) },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // No inline script, no data: address: the pages' Content-Security-Policy refuses both.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: { "/api": SERVER, "/health": SERVER } },
});
