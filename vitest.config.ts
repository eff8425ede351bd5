import { defineConfig } from "vitest/config";

/** Tests that start the command line, a recording or the pack as processes of their own: seconds each, not milliseconds. */
const PROGRAMS = [
  "test/cli/**/*.test.ts",
  "test/engine/parity-of-systems.test.ts",
  "test/engine/record/{corpus,failures,own-sdk,recording-processes}.test.ts",
  "test/policies/crossguard*.test.ts",
  "test/stacks/requirements.test.ts",
  "test/stacks/secret-readers.test.ts",
  "test/runtime/pgbouncer/go.test.ts",
];

export default defineConfig({
  test: {
    // Importing the provider SDKs dominates: one module graph a worker instead of one a file.
    isolate: false,
    // Limits here are for what hangs. A busy machine takes thirty times as long, and CI ends a suite by a clock of its own.
    expect: { poll: { timeout: 300_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/integration/**", ...PROGRAMS],
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      { extends: true, test: { name: "programs", include: PROGRAMS, testTimeout: 3_600_000, hookTimeout: 3_600_000 } },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          // Real servers and the real engine: one at a time, each with room to start.
          fileParallelism: false,
          testTimeout: 3_600_000,
          hookTimeout: 7_200_000,
        },
      },
    ],
  },
});
