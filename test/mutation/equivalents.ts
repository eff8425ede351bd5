import type { Mutant } from "./mutants.ts";

/** Mutants that no rule has to catch, each group with its reason. Reviewed by hand; one that matches nothing is reported. */
export interface Equivalent {
  readonly control: RegExp;
  readonly input: string;
  /** Default: any. */
  readonly type?: RegExp;
  readonly place?: RegExp;
  readonly operator?: RegExp;
  readonly value?: RegExp;
  readonly reason: string;
}

/** A copy of a good item that is made bad takes nothing from the good one, where one good item is what is asked for. */
const one = (control: RegExp, input: string, reason: string): Equivalent => ({
  control,
  input,
  place: /^second/,
  reason,
});

export const EQUIVALENTS: readonly Equivalent[] = [
  one(
    /^(rds-(postgres-(force-ssl|scram|query-logging)|mysql-secure-transport)|redshift-require-ssl|docdb-(tls|audit-parameter))$/,
    "parameters[].value",
    "The other entry sets the parameter; the copy has the name of no parameter.",
  ),
  one(
    /^(rds-(postgres-(force-ssl|scram|query-logging)|mysql-secure-transport)|redshift-require-ssl|docdb-audit-parameter)$/,
    "parameters[].name",
    "The other entry sets the parameter; a second one of another name adds a setting.",
  ),
  one(
    /^s3-encryption-configured$/,
    "rules[].applyServerSideEncryptionByDefault.sseAlgorithm",
    "The other rule sets the algorithm; S3 takes one rule for a bucket.",
  ),
  one(
    /^(waf-managed-.*|waf-ip-reputation-rules)$/,
    "rules[].statement.managedRuleGroupStatement.name",
    "The web ACL still holds the rule group that is asked for.",
  ),
  one(
    /^ecr-(scan-on-push|enhanced-scanning)$/,
    "rules[].scanFrequency",
    "Where two rules match a repository the one that scans more often counts.",
  ),
  one(
    /^cloudtrail-(data-events|management-events-complete)$/,
    "eventSelectors[].readWriteType",
    "Selectors add up; the other one still records both directions.",
  ),
  one(
    /^cloudfront-alb-origin-locked$/,
    "conditions[].httpHeader",
    "Conditions of a listener rule add up; the other one still asks for the header.",
  ),
  one(
    /^guardduty-eks-runtime$/,
    "additionalConfigurations[].status",
    "The copy has the name of no configuration; the one for EKS is still on.",
  ),
  one(/^opensearch-audit-logs$/, "logPublishingOptions[].logType", "The other entry still publishes the log."),
  one(/^opensearch-audit-logs$/, "logPublishingOptions[].enabled", "The other entry still publishes the log."),
  one(/^backup-plan-continuous$/, "rules[].enableContinuousBackup", "The other rule still makes continuous backups."),
  one(/^backup-plan-copy$/, "rules[].copyActions[].destinationVaultArn", "The other copy is still made."),
  one(
    /^cloudtrail-management-events-complete$/,
    "eventSelectors[].includeManagementEvents",
    "Selectors add up; the other one still records the events.",
  ),
  one(
    /^ecr-cmk$/,
    "encryptionConfigurations[].encryptionType",
    "ECR takes one configuration; the first still names the key.",
  ),
  one(/^ecr-cmk$/, "encryptionConfigurations[].kmsKey", "ECR takes one configuration; the first still names the key."),
  one(/^malware-guardduty-plan-tagging$/, "actions[].taggings[].status", "The other tagging is still on."),
  one(/^s3-lifecycle-configured$/, "rules[].status", "The other rule still expires versions."),
  one(/^s3-replication-for-critical$/, "rules[].status", "The other rule still replicates."),
  one(/^waf-rate-limit$/, "rules[].statement.rateBasedStatement.limit", "The other rule still limits the rate."),
  one(
    /^cloudtrail-data-events$/,
    "eventSelectors[].dataResources",
    "Selectors add up; the other one still records the objects.",
  ),
  one(
    /^cloudtrail-data-events$/,
    "advancedEventSelectors[].fieldSelectors",
    "Selectors add up; the other one still records the objects.",
  ),
  one(
    /^guardduty-eks-runtime$/,
    "additionalConfigurations[].name",
    "The other configuration still switches the agent for EKS on.",
  ),
  one(
    /^k8s-gateway-https-listeners$/,
    "spec.rules[].filters[].requestRedirect.scheme",
    "The API refuses two redirects in one rule; the first still holds.",
  ),
  one(/^k8s-ingress-tls$/, "spec.tls[].hosts", "The other entry covers the hosts."),
  one(/^malware-upload-bucket-scanned$/, "queues[].events", "The other queue still hears of every upload."),
  one(
    /^(ecs-container-insights|beanstalk-.*)$/,
    "settings[].value",
    "The copy has the name of no setting; the one that is asked for still stands.",
  ),
  {
    control: /^cloudtrail-bucket-protected$/,
    input: "bucket",
    type: /BucketPolicy$/,
    reason: "The bucket is left without a policy, which admits nobody; what the policy says is harmless anywhere.",
  },
  {
    control: /^vpc-private-subnet-no-igw-route$/,
    input: "gatewayId",
    type: /RouteTableAssociation$/,
    reason: "An association with a gateway routes what enters by it; the subnet's way out is in the route table.",
  },
  {
    control: /^elasticache-multi-az-failover$/,
    input: "numCacheClusters",
    reason: "ElastiCache refuses automatic failover, which the rule demands, for fewer than two nodes.",
  },
  {
    control: /^cloudfront-signed-urls-required$/,
    input: "defaultCacheBehavior.trustedKeyGroups",
    reason: "What is private is named by path patterns, which the default behaviour has none of.",
  },
  {
    control: /^k8s-memory-limits$/,
    input: "podSpec.allContainers[].resources.limits",
    place: /of ephemeralContainers$/,
    reason: "The API refuses resources for ephemeral containers.",
  },
  {
    control: /^stack-no-patch-bypass$/,
    input: "spec",
    type: /:Namespace$/,
    reason: "The spec of a namespace holds finalizers and nothing that a rule guards.",
  },
  {
    control: /^k8s-namespace-default-deny$/,
    input: "spec.policyTypes",
    operator: /^(insecure|empty)$/,
    value: /^\[\]$/,
    reason: "An empty list is defaulted like none: to what the policy's rules are for.",
  },
];

/** Why a mutant need not be caught; undefined when it must. */
export function equivalentTo(mutant: Mutant): Equivalent | undefined {
  return EQUIVALENTS.find(
    ({ control, input, type = ANY, place = ANY, operator = ANY, value = ANY }) =>
      control.test(mutant.control) &&
      input === mutant.input &&
      type.test(mutant.type) &&
      place.test(mutant.place) &&
      operator.test(mutant.operator) &&
      value.test(mutant.value),
  );
}

const ANY = /^/;

/** Controls of which no input decides, with the reason. */
export const WITHOUT_INPUTS: Readonly<Record<string, string>> = {
  "cloudtrail-present": "It asks that a trail exists; its one input, the name, may be anything.",
};

/** Types of a control of which nothing can be mutated, with the reason. */
export const WITHOUT_MUTANTS: Readonly<Record<string, string>> = {
  "cloudfront-origin-bucket-policy-scoped aws:cloudfront/distribution:Distribution":
    "The input of the control, `policy`, is the bucket's; the distribution has none.",
  "cloudfront-alb-origin-locked aws:cloudfront/vpcOrigin:VpcOrigin":
    "The distribution says whether it uses a VPC origin; the origin itself has none of the inputs.",
  "malware-upload-bucket-scanned aws:cloudwatch/eventRule:EventRule":
    "The inputs of the control are the bucket's, its notification's and the plan's; the rule of events has none of them.",
  "lambda-vpc-multi-az aws:ec2/subnet:Subnet":
    "The input of the control is the function's; a subnet has no such input.",
  "malware-verdict-tag-protected aws:iam/policy:Policy":
    "The rule demands a Deny in the bucket's policy, which holds whatever identity policies allow.",
  "malware-verdict-tag-protected aws:iam/rolePolicy:RolePolicy":
    "The rule demands a Deny in the bucket's policy, which holds whatever identity policies allow.",
};
