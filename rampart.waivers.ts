// Found by its name, beside Pulumi.yaml, by the command line and by the policy pack.
export { waivers as default } from "./stacks/waivers.ts";
