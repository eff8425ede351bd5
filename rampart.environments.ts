import type { EnvironmentSource } from "./engine/environments.ts";
import { pairOf } from "./stacks/comparison.ts";
import { createEnvironment } from "./stacks/creation.ts";
import { listEnvironments, listSecrets, listSettings } from "./stacks/listing.ts";
import { promoteSettings } from "./stacks/promotion.ts";
import { removeEnvironment } from "./stacks/removal.ts";
import { stepsOf } from "./stacks/steps.ts";

// What `rampart env`, `diff`, `parity`, `promote` and `secrets` know of the environments.
export default {
  list: listEnvironments,
  pair: pairOf,
  steps: stepsOf,
  secrets: listSecrets,
  create: createEnvironment,
  remove: removeEnvironment,
  settings: listSettings,
  promote: promoteSettings,
} satisfies EnvironmentSource;
