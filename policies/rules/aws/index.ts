import type { Rule } from "../../rule.ts";
import sgNoPublicAllPorts from "./network/sg-no-public-all-ports.ts";
import sgNoPublicHighRiskPorts from "./network/sg-no-public-high-risk-ports.ts";
import sgNoPublicRdp from "./network/sg-no-public-rdp.ts";
import sgNoPublicSsh from "./network/sg-no-public-ssh.ts";
import sgNoUnrestrictedEgress from "./network/sg-no-unrestricted-egress.ts";
import sgPublicIngressOnlyAllowedPorts from "./network/sg-public-ingress-only-allowed-ports.ts";

/** The rules for AWS resources, by area. */
export const awsRules: readonly Rule[] = [
  sgNoPublicAllPorts,
  sgNoPublicHighRiskPorts,
  sgNoPublicRdp,
  sgNoPublicSsh,
  sgNoUnrestrictedEgress,
  sgPublicIngressOnlyAllowedPorts,
];
