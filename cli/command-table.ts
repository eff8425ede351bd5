import type { Command } from "commander";

/** Adds a command to the program. */
export type AddCommand = (program: Command) => void;

/** In the order of the help. Only the command that runs is loaded: all of them take longer than the smallest one runs. */
export const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  init: async () => (await import("./commands/init.ts")).addInit,
  preview: async () => (await import("./commands/preview.ts")).addPreview,
  check: async () => (await import("./commands/check.ts")).addCheck,
  baseline: async () => (await import("./commands/baseline.ts")).addBaseline,
  diff: async () => (await import("./commands/diff.ts")).addDiff,
  graph: async () => (await import("./commands/graph.ts")).addGraph,
  parity: async () => (await import("./commands/parity.ts")).addParity,
  promote: async () => (await import("./commands/promote.ts")).addPromote,
  env: async () => (await import("./commands/env.ts")).addEnv,
  secrets: async () => (await import("./commands/secrets.ts")).addSecrets,
  doctor: async () => (await import("./commands/doctor.ts")).addDoctor,
  rules: async () => (await import("./commands/rules.ts")).addRules,
  explain: async () => (await import("./commands/explain.ts")).addExplain,
  coverage: async () => (await import("./commands/coverage.ts")).addCoverage,
  "test-rule": async () => (await import("./commands/test-rule.ts")).addTestRule,
  completion: async () => (await import("./commands/completion.ts")).addCompletion,
};

/** What shells call, and no help lists. */
export const HIDDEN_COMMANDS: typeof COMMANDS = {
  complete: async () => (await import("./commands/complete.ts")).addComplete,
};
