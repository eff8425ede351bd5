import type { SettingsRule } from "../_rule.ts";
import { availabilityRules } from "./availability.ts";
import { cacheRules } from "./caches.ts";
import { capacityRules } from "./capacity.ts";
import { clusterRules } from "./cluster.ts";
import { databaseRules } from "./database.ts";
import { documentStoreRules } from "./document-store.ts";
import { edgeRules } from "./edge.ts";
import { hostRules } from "./hosts.ts";
import { networkRules } from "./network.ts";
import { observabilityRules } from "./observability.ts";
import { operatorSessionRules } from "./operator-sessions.ts";
import { productionRules } from "./production.ts";
import { scheduleRules } from "./schedules.ts";
import { secretRules } from "./secrets.ts";
import { windowRules } from "./windows.ts";
import { workloadRules } from "./workloads.ts";

/** Every rule between settings, in the order in which errors of one path are printed. */
export const SETTINGS_RULES: readonly SettingsRule[] = [
  ...networkRules,
  ...clusterRules,
  ...capacityRules,
  ...databaseRules,
  ...documentStoreRules,
  ...cacheRules,
  ...windowRules,
  ...scheduleRules,
  ...secretRules,
  ...workloadRules,
  ...availabilityRules,
  ...hostRules,
  ...edgeRules,
  ...observabilityRules,
  ...operatorSessionRules,
  ...productionRules,
];
