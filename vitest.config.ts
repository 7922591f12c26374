import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "tools/**/*.test.ts", "bench/**/*.test.ts", "test/**/*.test.ts"],
    reporters: ["default", "./tools/test/closing-line.ts"],
    testTimeout: 30_000,
    pool: "threads",
  },
});
