import type { Waiver } from "../policies/waiver.ts";

const EVERYWHERE = ["account", "further-region"];
const common = { owner: "platform", ticket: "docs/decisions/0060", expires: "2027-05-31" };

// Found by its name, beside Pulumi.yaml, by the command line and by the policy pack.
const waivers: readonly Waiver[] = [
  {
    rule: "s3-encryption-cmk",
    resource: "access-logs/access-logs-encryption",
    environments: EVERYWHERE,
    reason: "S3 writes its access logs to buckets with its own keys only.",
    ...common,
  },
  {
    rule: "backup-selection-covers-stateful",
    resource: "state/state",
    environments: EVERYWHERE,
    reason:
      "Every version of a state outlives its replacement under a lock; the account has no vault before its stacks.",
    ...common,
  },
  {
    rule: "cloudtrail-present",
    resource: "sensors/sensors",
    environments: ["further-region"],
    reason: "The trail of the home region records the events of every region.",
    ...common,
  },
];
export default waivers;
