import type { Rule } from "../../rule.ts";
import dbSgOnlyFromWorkloads from "./network/db-sg-only-from-workloads.ts";
import naclNoAllowAllPorts from "./network/nacl-no-allow-all-ports.ts";
import naclNoPublicAdminIngress from "./network/nacl-no-public-admin-ingress.ts";
import sgNoPublicAllPorts from "./network/sg-no-public-all-ports.ts";
import sgNoPublicHighRiskPorts from "./network/sg-no-public-high-risk-ports.ts";
import sgNoPublicRdp from "./network/sg-no-public-rdp.ts";
import sgNoPublicSsh from "./network/sg-no-public-ssh.ts";
import sgNoUnrestrictedEgress from "./network/sg-no-unrestricted-egress.ts";
import sgPublicIngressOnlyAllowedPorts from "./network/sg-public-ingress-only-allowed-ports.ts";
import tgwNoAutoAccept from "./network/tgw-no-auto-accept.ts";
import vpcDefaultSecurityGroupClosed from "./network/vpc-default-security-group-closed.ts";
import vpcEndpointServiceManualAcceptance from "./network/vpc-endpoint-service-manual-acceptance.ts";
import vpcEndpointsForAwsServices from "./network/vpc-endpoints-for-aws-services.ts";
import vpcFlowLogsEnabled from "./network/vpc-flow-logs-enabled.ts";
import vpcNoDefaultVpc from "./network/vpc-no-default-vpc.ts";
import vpcPeeringRoutesLeastAccess from "./network/vpc-peering-routes-least-access.ts";
import vpcPrivateSubnetNoIgwRoute from "./network/vpc-private-subnet-no-igw-route.ts";
import vpcSubnetNoAutoPublicIp from "./network/vpc-subnet-no-auto-public-ip.ts";
import kmsDeletionWindow from "./kms/kms-deletion-window.ts";
import kmsKeyPolicyNoWildcardPrincipal from "./kms/kms-key-policy-no-wildcard-principal.ts";
import kmsKeyRotationEnabled from "./kms/kms-key-rotation-enabled.ts";
import kmsNoLockoutBypass from "./kms/kms-no-lockout-bypass.ts";

/** The rules for AWS resources, by area. */
export const awsRules: readonly Rule[] = [
  dbSgOnlyFromWorkloads,
  naclNoAllowAllPorts,
  naclNoPublicAdminIngress,
  sgNoPublicAllPorts,
  sgNoPublicHighRiskPorts,
  sgNoPublicRdp,
  sgNoPublicSsh,
  sgNoUnrestrictedEgress,
  sgPublicIngressOnlyAllowedPorts,
  tgwNoAutoAccept,
  vpcDefaultSecurityGroupClosed,
  vpcEndpointServiceManualAcceptance,
  vpcEndpointsForAwsServices,
  vpcFlowLogsEnabled,
  vpcNoDefaultVpc,
  vpcPeeringRoutesLeastAccess,
  vpcPrivateSubnetNoIgwRoute,
  vpcSubnetNoAutoPublicIp,
  kmsDeletionWindow,
  kmsKeyPolicyNoWildcardPrincipal,
  kmsKeyRotationEnabled,
  kmsNoLockoutBypass,
];
