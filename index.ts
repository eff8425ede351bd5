import * as pulumi from "@pulumi/pulumi";
import { configuredOverrides, loadSettings } from "./stacks/load.ts";
import { buildPlatform } from "./stacks/platform.ts";
import { isOffline } from "./stacks/offline.ts";
import { refuseShippedExamples } from "./stacks/settings/examples.ts";
import { today } from "./policies/today.ts";

const config = new pulumi.Config("rampart");
const tier = config.get("tier");
// Comparisons record one environment under a name that stands for any; nothing is ever deployed under it.
const named = isOffline() ? config.get("named") : undefined;
const { settings } = loadSettings({
  system: config.require("system"),
  environment: config.require("environment"),
  region: new pulumi.Config("aws").require("region"),
  ...(tier !== undefined && { tier }),
  ...(named !== undefined && { named }),
  overrides: configuredOverrides(config),
  today: today(),
});
// Offline the shipped example values serve; a real deployment with them would touch somebody else's names.
if (!isOffline()) refuseShippedExamples(settings);

export default buildPlatform(settings);
