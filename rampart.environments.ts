import type { EnvironmentSource } from "./engine/environments.ts";
import { pairOf } from "./stacks/comparison.ts";
import { createEnvironment } from "./stacks/creation.ts";
import { listEnvironments, listSecrets, listSettings } from "./stacks/listing.ts";
import { promoteSettings } from "./stacks/promotion.ts";

// What `rampart env`, `diff`, `parity`, `promote` and `secrets` know of the environments.
export default {
  list: listEnvironments,
  pair: pairOf,
  secrets: listSecrets,
  create: createEnvironment,
  settings: listSettings,
  promote: promoteSettings,
} satisfies EnvironmentSource;
