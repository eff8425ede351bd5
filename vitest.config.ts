import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Importing the provider SDKs dominates: one module graph a worker instead of one a file.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/integration/**"],
          // Some start the command line several times, and two cores are shared by all of them.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          // Real servers and the real engine: one at a time, each with room to start.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
