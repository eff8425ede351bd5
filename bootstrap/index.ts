import * as pulumi from "@pulumi/pulumi";
import { buildAccount } from "./account.ts";
import { isOffline } from "../stacks/offline.ts";
import { parseBootstrap, refuseExamples } from "./settings.ts";

const settings = parseBootstrap(new pulumi.Config("rampart").requireObject("bootstrap"));
// Offline the shipped example values serve; a real deployment with them would touch somebody else's names.
if (!isOffline()) refuseExamples(settings);

export default buildAccount(settings, new pulumi.Config("aws").require("region"));
