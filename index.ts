import * as pulumi from "@pulumi/pulumi";
import { loadSettings } from "./stacks/load.ts";
import { buildPlatform } from "./stacks/platform.ts";
import { refuseShippedExamples } from "./stacks/settings/examples.ts";
import { today } from "./policies/today.ts";

const config = new pulumi.Config("rampart");
const tier = config.get("tier");
const { settings } = loadSettings({
  system: config.require("system"),
  environment: config.require("environment"),
  region: new pulumi.Config("aws").require("region"),
  ...(tier !== undefined && { tier }),
  overrides: config.getObject("settings"),
  today: today(),
});
// Offline the shipped example values serve; a real deployment with them would touch somebody else's names.
if (process.env["RAMPART_OFFLINE"] === undefined) refuseShippedExamples(settings);

export default buildPlatform(settings);
