import { SIMULATED_TOKEN, type Value } from "../../policies/value.ts";

/**
 * What an input is for, by its name. `guard`: leaving it out is as bad as setting it wrong. `grant`: it gives
 * access or holds something; leaving it out gives nothing. `scope`: it says what kind of thing the resource
 * is, or which other resource it belongs to; no value of it is insecure by itself.
 */
type Role = "guard" | "grant" | "scope";

export interface Word {
  readonly role: Role;
  /** Values that are insecure whatever stands beside them. */
  readonly insecure: readonly Value[];
}

const guard = (...insecure: readonly Value[]): Word => ({ role: "guard", insecure });
const grant = (...insecure: readonly Value[]): Word => ({ role: "grant", insecure });
const scope: Word = { role: "scope", insecure: [] };

const OFF = guard(false);
const ON = grant(true);
/** A key of the customer, a log target and the like: any reference will do, and none is bad. */
const PRESENT = guard("");
/** The subnet with a way to the internet in the starting points, by the id that an example gives it. */
export const PUBLIC_SUBNET = "public";
const PUBLIC_SUBNET_ID = `${PUBLIC_SUBNET}-${SIMULATED_TOKEN}0`;

const ELSEWHERE = guard("another-of-the-kind");
const EVERY_PORT = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const OTHER_DATABASE = "arn:aws:rds:eu-central-1:111122223333:db:another";
const OTHER_TAG = { type: "STRINGEQUALS", key: "nothing", value: "has-this" };
const AWS_SECRET = "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SECRET = grant("Tr0ub4dor&3-example-literal");

/** By `control:path`, `control:name`, `path` or `name`; the first that there is counts. */
const WORDS: Readonly<Record<string, Word>> = {
  // Switches.
  acceptanceRequired: OFF,
  allowPrivilegeEscalation: guard(true),
  associatePublicIpAddress: grant(true),
  atRestEncryptionEnabled: OFF,
  autoAcceptSharedAttachments: grant("enable"),
  autoMinorVersionUpgrade: OFF,
  automaticFailoverEnabled: OFF,
  automountServiceAccountToken: guard(true),
  blockPublicAcls: OFF,
  blockPublicPolicy: OFF,
  bucketKeyEnabled: OFF,
  bypassPolicyLockoutSafetyCheck: ON,
  cloudfrontDefaultCertificate: grant(true),
  "cloudfront-custom-certificate-sni:cloudfrontDefaultCertificate": scope,
  debugLogging: ON,
  deleteAutomatedBackups: guard(true),
  deletionProtection: OFF,
  dropInvalidHeaderFields: OFF,
  enable: OFF,
  enableKeyRotation: OFF,
  enableLogFileValidation: OFF,
  enableLogging: OFF,
  "accessLogs.enabled": OFF,
  encrypted: OFF,
  endpointPrivateAccess: OFF,
  forceDestroy: ON,
  hostIPC: ON,
  hostNetwork: ON,
  hostPID: ON,
  hostProcess: ON,
  iamDatabaseAuthenticationEnabled: OFF,
  ignorePublicAcls: OFF,
  includeGlobalServiceEvents: OFF,
  includeSubdomains: OFF,
  "alb-internet-facing-intentional:internal": OFF,
  isMultiRegionTrail: OFF,
  mapPublicIpOnLaunch: ON,
  "rds-multi-az:multiAz": OFF,
  multiAzEnabled: OFF,
  noPasswordRequired: ON,
  override: OFF,
  privileged: ON,
  protect: OFF,
  publiclyAccessible: ON,
  readOnlyRootFilesystem: OFF,
  requireLowercaseCharacters: OFF,
  requireNumbers: OFF,
  requireSymbols: OFF,
  requireTls: OFF,
  requireUppercaseCharacters: OFF,
  restrictPublicBuckets: OFF,
  runAsNonRoot: OFF,
  scanOnPush: OFF,
  skipFinalSnapshot: guard(true),
  storageEncrypted: OFF,
  transitEncryptionEnabled: OFF,
  "elasticache-transit-mode-required:transitEncryptionEnabled": scope,

  // Bounds: below a minimum, above a maximum.
  accessControlMaxAgeSec: guard(0, 300),
  backupRetentionPeriod: guard(0, 1),
  deletionWindowInDays: guard(7, 0),
  "s3-object-lock-for-audit:days": guard(0),
  hostPort: grant(80, 65535),
  httpPutResponseHopLimit: guard(64, 2),
  maxPasswordAge: guard(0, 1095),
  minRetentionDays: guard(0),
  minimumPasswordLength: guard(0, 6),
  passwordReusePrevention: guard(0, 1),
  recoveryWindowInDays: guard(0, 1),
  retentionInDays: guard(0),
  rotationPeriodInDays: grant(2560, 366),
  runAsUser: grant(0),
  snapshotRetentionLimit: guard(0, 1),
  numCacheClusters: guard(1),
  containerPort: grant(22),

  // Choices.
  acl: grant("public-read", "public-read-write", "authenticated-read"),
  "lambda-url-auth:authorizationType": guard("NONE"),
  caCertIdentifier: grant("rds-ca-2019"),
  caCertificateIdentifier: grant("rds-ca-2019"),
  desyncMitigationMode: guard("monitor"),
  failurePolicy: guard("Ignore"),
  httpTokens: guard("optional"),
  imageTagMutability: guard("MUTABLE"),
  keyAlgorithm: grant("RSA_1024"),
  minimumProtocolVersion: guard("TLSv1", "SSLv3", "TLSv1.1_2016"),
  "s3-object-lock-for-audit:rule.defaultRetention.mode": guard(""),
  objectOwnership: guard("ObjectWriter", "BucketOwnerPreferred"),
  originProtocolPolicy: guard("http-only", "match-viewer"),
  originSslProtocols: guard(["TLSv1"], ["TLSv1.2", "SSLv3"]),
  procMount: grant("Unmasked"),
  scanFrequency: guard("MANUAL"),
  signingBehavior: guard("never", "no-override"),
  sslPolicy: guard("ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS-1-0-2015-04"),
  sslSupportMethod: guard("vip"),
  "s3-encryption-cmk:sseAlgorithm": guard("AES256"),
  "s3-encryption-configured:sseAlgorithm": guard(""),
  "versioningConfiguration.status": guard("Suspended", "Disabled"),
  "ssm-parameter-secure-string:type": guard("String"),
  "sns-subscription-no-http:protocol": grant("http"),
  "tls.mode": guard("Passthrough"),
  trafficType: guard("ACCEPT", "REJECT"),
  transitEncryptionMode: grant("preferred"),
  viewerProtocolPolicy: guard("allow-all"),
  "authenticationMode.type": guard("no-password-required"),
  "seccompProfile.type": grant("Unconfined"),
  "pss-restricted-seccomp-profile:type": guard("Unconfined"),
  "appArmorProfile.type": grant("Unconfined"),
  "seLinuxOptions.type": grant("spc_t"),
  "seLinuxOptions.user": grant("system_u"),
  "seLinuxOptions.role": grant("sysadm_r"),
  "allowedRoutes.namespaces.from": grant("All"),
  "k8s-service-no-node-port:spec.type": grant("NodePort"),
  "pgbouncer-not-exposed:spec.type": grant("NodePort", "LoadBalancer"),
  "clamav-not-exposed:spec.type": grant("NodePort", "LoadBalancer"),
  "k8s-service-external-name:spec.type": grant("ExternalName"),
  "k8s-secret-no-legacy-token:type": grant("kubernetes.io/service-account-token"),
  "spec.persistentVolumeReclaimPolicy": guard("Delete"),
  reclaimPolicy: guard("Delete"),
  "eks-supported-version:version": grant("1.21"),
  "lambda-supported-runtime:runtime": grant("nodejs12.x", "python2.7"),

  // References that must be there.
  kmsKeyId: PRESENT,
  kmsKeyArn: PRESENT,
  "sns-encrypted:kmsMasterKeyId": PRESENT,
  "s3-encryption-cmk:kmsMasterKeyId": PRESENT,
  keyArn: PRESENT,
  cloudWatchLogsGroupArn: PRESENT,
  cloudWatchLogsRoleArn: PRESENT,
  webAclId: PRESENT,
  subnetGroupName: PRESENT,
  dbSubnetGroupName: PRESENT,
  "accessLogs.bucket": PRESENT,
  responseHeadersPolicyId: PRESENT,
  originAccessControlId: PRESENT,
  "k8s-no-default-service-account:serviceAccountName": guard("default", ""),
  "encryptionConfig.resources": guard([], ["configmaps"]),
  enabledClusterLogTypes: guard([], ["api"]),
  enabledCloudwatchLogsExports: guard([]),
  "rds-security-group-set:vpcSecurityGroupIds": guard([]),
  "elasticache-security-group-set:securityGroupIds": guard([]),
  trustedKeyGroups: guard([]),
  alarmActions: guard([]),
  "resources.limits": guard({}, { cpu: "1" }),

  // Who and what may enter.
  publicAccessCidrs: guard(["0.0.0.0/0"], ["203.0.113.0/24", "0.0.0.0/0"]),
  allowedPrincipals: grant(["*"], ["arn:aws:iam::111122223333:root", "*"]),
  "vpc-endpoint-service-manual-acceptance:principalArn": grant("*"),
  sharedAccounts: grant(["all"], ["111122223333", "all"]),
  permissions: grant({ type: "Share", accountIds: "All" }, { type: "Share", accountIds: "all" }),
  uri: grant(
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
  ),
  "s3-no-public-acl:grants": grant([
    { type: "Group", permissions: ["READ"], uri: "http://acs.amazonaws.com/groups/global/AllUsers" },
  ]),
  "cors.allowOrigins": grant(["*"], ["https://shop.example", "*"]),
  kubernetesGroups: grant(["system:masters"], ["viewers", "system:masters"]),
  sourceSecurityGroupIds: guard([]),
  "lambda-not-public:principal": grant("*"),
  "elasticache-user-least-privilege:accessString": guard("on ~* +@all", "on ~* &* +@all"),
  "iam-no-administrator-access-attachment:policyArn": grant("arn:aws:iam::aws:policy/AdministratorAccess"),
  "iam-no-administrator-access-attachment:managedPolicyArns": grant(
    ["arn:aws:iam::aws:policy/AdministratorAccess"],
    ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/AdministratorAccess"],
  ),
  "iam-no-broad-managed-policies:policyArn": grant(
    ...[
      "IAMFullAccess",
      "PowerUserAccess",
      "AWSCloudShellFullAccess",
      "AmazonS3FullAccess",
      "SecretsManagerReadWrite",
    ].map((name) => `arn:aws:iam::aws:policy/${name}`),
  ),
  "iam-no-broad-managed-policies:managedPolicyArns": grant(
    ["arn:aws:iam::aws:policy/IAMFullAccess"],
    ["arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess", "arn:aws:iam::aws:policy/PowerUserAccess"],
  ),
  "eks-node-role-minimal:policyArn": grant("arn:aws:iam::aws:policy/AmazonS3FullAccess"),
  "eks-node-role-minimal:managedPolicyArns": grant(["arn:aws:iam::aws:policy/AmazonS3FullAccess"]),
  "spec.externalIPs": grant(["203.0.113.7"]),
  "k8s-netpol-no-allow-all-ingress:from": guard(
    [],
    [{ ipBlock: { cidr: "0.0.0.0/0" } }],
    [{ ipBlock: { cidr: "::/0" } }],
  ),
  "k8s-netpol-no-allow-all-egress:to": guard([], [{ ipBlock: { cidr: "::/0" } }]),
  "k8s-netpol-no-allow-all-ingress:cidr": grant("0.0.0.0/0", "::/0"),
  "rbac-no-cluster-admin-binding:roleRef.name": guard("cluster-admin", "admin"),
  "rbac-no-system-masters:subjects.name": grant("system:masters"),
  "rbac-no-authenticated-binding:subjects.name": grant("system:authenticated", "system:serviceaccounts"),
  "rbac-no-anonymous-binding:subjects.name": grant("system:anonymous", "system:unauthenticated"),
  "capabilities.add": grant(["SYS_ADMIN"], ["NET_BIND_SERVICE", "SYS_ADMIN"], ["ALL"]),
  "k8s-no-net-raw:capabilities.add": grant(["NET_RAW"], ["CHOWN", "NET_RAW"]),
  "capabilities.drop": guard([], ["KILL"]),
  "pss-baseline-host-path-volumes:hostPath": grant({ path: "/" }, {}),
  "k8s-pvc-not-hostpath:hostPath": grant({ path: "/data" }),
  "k8s-no-runtime-socket-mount:path": grant("/var/run/docker.sock", "/run/containerd/containerd.sock"),
  "k8s-no-runtime-socket-mount:mountPath": grant("/var/run/docker.sock"),
  "pss-baseline-sysctls:name": grant("kernel.msgmax", "net.core.somaxconn"),
  "pss-restricted-volume-types:volumes": grant(
    { name: "disk", hostPath: { path: "/" } },
    { name: "nfs", nfs: { server: "nfs", path: "/" } },
  ),
  "httpGet.host": grant("169.254.169.254"),
  "tcpSocket.host": grant("10.0.0.1"),
  "k8s-image-no-latest:image": guard("nginx", "nginx:latest"),
  "k8s-image-digest:image": guard("nginx:1.27", "nginx"),
  "k8s-image-trusted-registry:image": guard("nginx:1.27", "ghcr.io/someone/thing:1"),
  "k8s-no-dashboard-or-tiller:image": grant("kubernetesui/dashboard:v2.7.0", "ghcr.io/helm/tiller:v2.17.0"),

  "db-sg-only-from-workloads:cidrBlocks": grant(["0.0.0.0/0"], ["10.0.0.0/8"]),
  "db-sg-only-from-workloads:cidrIpv4": grant("0.0.0.0/0", "10.0.0.0/8"),
  "sg-no-overly-broad-source:cidrBlocks": grant(["52.0.0.0/8"]),
  "sg-no-overly-broad-source:ipv6CidrBlocks": grant(["2a05::/16"]),
  "sg-no-overly-broad-source:cidrIpv4": grant("52.0.0.0/8"),
  "k8s-service-lb-tls:spec.type": grant("LoadBalancer"),
  "malware-upload-bucket-not-cdn-origin:domainName": grant("uploads.s3.eu-central-1.amazonaws.com"),
  "cloudfront-alb-origin-locked:httpHeader": guard({ httpHeaderName: "User-Agent", values: ["*"] }),
  "sg-no-overly-broad-source:cidrIpv6": grant("2a05::/16"),
  manageMasterUserPassword: guard(false),
  "rds-postgres-force-ssl:parameters.value": guard("0"),
  "rds-postgres-force-ssl:parameters.name": guard("log_statement"),
  "rds-postgres-scram:parameters.value": guard("md5"),
  "elasticache-default-user-disabled:accessString": grant("on ~* +@all"),
  "details.publicAccessBlock": grant({ blockPublicAcls: false }),
  "alb-waf-associated:internal": guard(false),
  "managedRuleGroupStatement.name": guard("AWSManagedRulesAnonymousIpList"),
  "eventSelectors.readWriteType": guard("ReadOnly"),
  "k8s-security-context-present:securityContext": guard({}),
  "k8s-namespace-default-deny:spec.podSelector": guard({ matchLabels: { app: "web" } }),
  "k8s-namespace-default-deny:spec.policyTypes": guard(["Ingress"], []),
  "k8s-workload-covered-by-policy:spec.podSelector": guard({ matchLabels: { app: "another" } }),
  "k8s-service-lb-internal:spec.type": grant("LoadBalancer"),
  "spec.listeners.protocol": guard("HTTP"),
  "k8s-no-system-namespace:metadata.namespace": grant("kube-system", "kube-public"),
  "guardduty-s3-protection:status": guard("DISABLED"),
  "guardduty-s3-protection:additionalConfigurations.status": scope,
  "guardduty-eks-audit-logs:status": guard("DISABLED"),
  "guardduty-eks-audit-logs:additionalConfigurations.status": scope,
  "guardduty-eks-runtime:status": guard("DISABLED"),
  "guardduty-ebs-malware:status": guard("DISABLED"),
  "guardduty-ebs-malware:additionalConfigurations.status": scope,
  "guardduty-rds-login:status": guard("DISABLED"),
  "guardduty-rds-login:additionalConfigurations.status": scope,
  "guardduty-lambda-network:status": guard("DISABLED"),
  "guardduty-lambda-network:additionalConfigurations.status": scope,
  "volumes.configMap.name": grant("pgbouncer-userlist"),

  "eks-private-nodes:subnetIds": grant([PUBLIC_SUBNET_ID], ["subnet-0123456789abcdef0", PUBLIC_SUBNET_ID]),
  "rds-private-subnet-group:subnetIds": grant([PUBLIC_SUBNET_ID], ["subnet-0123456789abcdef0", PUBLIC_SUBNET_ID]),
  "rds-postgres-query-logging:parameters.name": guard("shared_buffers"),
  "rds-postgres-query-logging:parameters.value": guard("off"),
  "lambda-vpc-multi-az:subnetIds": guard(["subnet-0123456789abcdef0"]),
  "rds-cmk:storageEncrypted": scope,
  "stack-no-patch-bypass:spec": grant({ template: { spec: { hostNetwork: true } } }),
  "stack-no-patch-bypass:rules": grant([{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]),
  "stack-no-patch-bypass:roleRef": grant({ name: "cluster-admin" }),
  "s3-object-encryption-cmk:kmsKeyId": grant("alias/aws/s3"),

  // What joins two resources: that it points at another one.
  "vpc-flow-logs-enabled:vpcId": ELSEWHERE,
  "vpc-default-security-group-closed:vpcId": ELSEWHERE,
  "vpc-endpoints-for-aws-services:vpcId": ELSEWHERE,
  "secretsmanager-rotation-enabled:secretId": ELSEWHERE,
  "s3-public-access-block:bucket": ELSEWHERE,
  "s3-acls-disabled:bucket": ELSEWHERE,
  "s3-tls-only:bucket": ELSEWHERE,
  "s3-versioning-enabled:bucket": ELSEWHERE,
  "s3-access-logging:bucket": ELSEWHERE,
  "cloudfront-access-logging:resourceArn": ELSEWHERE,
  "malware-upload-bucket-scanned:bucket": ELSEWHERE,
  "malware-upload-bucket-scanned:bucketName": ELSEWHERE,
  "malware-no-read-before-clean:bucket": ELSEWHERE,
  "alb-waf-associated:resourceArn": ELSEWHERE,
  "waf-logging-enabled:resourceArn": ELSEWHERE,
  "cloudtrail-bucket-protected:bucket": ELSEWHERE,
  "cloudtrail-event-alarms:metricTransformation.name": ELSEWHERE,
  "cloudtrail-event-alarms:metricName": ELSEWHERE,
  "backup-vault-lock:backupVaultName": ELSEWHERE,
  "vpc-endpoints-for-aws-services:serviceName": ELSEWHERE,
  "rds-postgres-force-ssl:parameterGroupName": ELSEWHERE,
  "rds-postgres-force-ssl:dbClusterParameterGroupName": ELSEWHERE,
  "k8s-namespace-default-deny:metadata.name": ELSEWHERE,
  "k8s-namespace-default-deny:metadata.namespace": ELSEWHERE,
  "eks-network-policy-enforced:addonName": ELSEWHERE,
  "guardduty-s3-protection:name": guard("RDS_LOGIN_EVENTS"),
  "guardduty-s3-protection:datasources": guard({ s3Logs: { enable: false } }),
  "guardduty-s3-protection:additionalConfigurations.name": scope,
  "guardduty-eks-audit-logs:name": guard("RDS_LOGIN_EVENTS"),
  "guardduty-eks-audit-logs:datasources": guard({ kubernetes: { auditLogs: { enable: false } } }),
  "guardduty-eks-audit-logs:additionalConfigurations.name": scope,
  "guardduty-eks-runtime:name": guard("RDS_LOGIN_EVENTS"),
  "guardduty-ebs-malware:name": guard("RDS_LOGIN_EVENTS"),
  "guardduty-ebs-malware:datasources": guard({
    malwareProtection: { scanEc2InstanceWithFindings: { ebsVolumes: { enable: false } } },
  }),
  "guardduty-ebs-malware:additionalConfigurations.name": scope,
  "guardduty-rds-login:name": guard("S3_DATA_EVENTS"),
  "guardduty-rds-login:additionalConfigurations.name": scope,
  "guardduty-lambda-network:name": guard("S3_DATA_EVENTS"),
  "guardduty-lambda-network:additionalConfigurations.name": scope,
  "guardduty-eks-runtime:additionalConfigurations.name": guard("ECS_FARGATE_AGENT_MANAGEMENT"),

  // Lists that must hold something, or nothing.
  "vpc-default-security-group-closed:ingress": grant([EVERY_PORT]),
  "vpc-default-security-group-closed:egress": grant([EVERY_PORT]),
  "rds-multi-az:availabilityZones": grant(["eu-central-1a"]),
  "rds-in-backup-plan:resources": guard([], [OTHER_DATABASE]),
  "rds-in-backup-plan:selectionTags": guard([], [OTHER_TAG]),
  "backup-selection-covers-stateful:resources": guard([], [OTHER_DATABASE]),
  "backup-selection-covers-stateful:selectionTags": guard([], [OTHER_TAG]),
  "elasticache-auth-enabled:userGroupIds": guard([]),
  "elasticache-auth-enabled:userGroupId": guard(""),
  "elasticache-auth-enabled:authToken": guard(""),
  "cloudfront-custom-certificate-sni:acmCertificateArn": guard(""),
  "cloudfront-s3-oac:originAccessIdentity": grant("origin-access-identity/cloudfront/E127EXAMPLE51Z"),
  "cloudfront-origin-bucket-exists:domainName": grant("gone.s3.eu-central-1.amazonaws.com"),
  "cloudfront-alb-origin-locked:customHeaders": guard([], [{ name: "x-other", value: "known" }]),
  "queues.events": guard([], ["s3:ObjectRemoved:*"]),
  "clamav-not-exposed:spec.ingress": grant([{}], [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }]),
  "pgbouncer-not-exposed:spec.ingress.from": guard([], [{ ipBlock: { cidr: "0.0.0.0/0" } }]),
  "alb-http-redirects-to-https:defaultActions.type": guard("forward"),
  "alb-http-redirects-to-https:redirect.protocol": guard("HTTP"),
  "alb-multi-az:subnets": guard([], ["subnet-0123456789abcdef0"]),
  "alb-multi-az:subnetMappings": guard([], [{ subnetId: "subnet-0123456789abcdef0" }]),
  "waf-has-rules:rules": guard([]),
  "iam-no-policies-on-users:users": grant(["somebody"]),
  "eventSelectors.dataResources": guard([]),
  "advancedEventSelectors.fieldSelectors": guard([{ field: "eventCategory", equals: ["Management"] }]),
  "cloudtrail-event-alarms:pattern": guard("{ $.eventName = NothingInParticular }"),
  sqsManagedSseEnabled: OFF,
  "sqs-encrypted:kmsMasterKeyId": PRESENT,
  "lambda-permission-source-bound:sourceArn": PRESENT,
  "lambda-permission-source-bound:sourceAccount": PRESENT,
  "eks-private-endpoint:endpointPublicAccess": guard(true),
  "accessScope.type": guard("cluster"),
  "eks-network-policy-enforced:configurationValues": guard("{}", '{"enableNetworkPolicy":"false"}'),
  "eks-nodes-encrypted-volumes:parameters": guard({ type: "gp3" }, { type: "gp3", encrypted: "false" }),
  "k8s-netpol-no-allow-all-egress:cidr": grant("0.0.0.0/0", "::/0"),
  "k8s-service-lb-internal:loadBalancerSourceRanges": guard([], ["0.0.0.0/0"], ["203.0.113.0/24", "0.0.0.0/0"]),
  "k8s-ingress-tls:tls.hosts": guard([]),
  "tls.certificateRefs": guard([]),
  "requestRedirect.scheme": guard("http"),

  // Places where a credential must not stand.
  accessKey: grant("AKIAIOSFODNN7EXAMPLE"),
  secretKey: SECRET,
  token: SECRET,
  secretString: SECRET,
  secretBinary: SECRET,
  "secret-value-not-plaintext:value": SECRET,
  "secret-value-not-plaintext:password": SECRET,
  "secret-value-not-plaintext:masterPassword": SECRET,
  "secret-value-not-plaintext:authToken": SECRET,
  "secret-value-not-plaintext:passwords": grant(["Tr0ub4dor&3-example-literal"]),
  "ssm-document-no-secrets:content": grant(
    JSON.stringify({ schemaVersion: "2.2", mainSteps: [{ inputs: { runCommand: [`export ${AWS_SECRET}`] } }] }),
  ),
  "s3-no-secrets-in-objects:content": grant(AWS_SECRET),
  "s3-no-secrets-in-objects:contentBase64": grant(Buffer.from(AWS_SECRET).toString("base64")),
  userData: grant(
    `#!/bin/sh\nexport ${AWS_SECRET}\n`,
    Buffer.from(`#!/bin/sh\nexport ${AWS_SECRET}\n`).toString("base64"),
  ),
  "k8s-no-secrets-in-env-literals:args": grant(["--password=Tr0ub4dor3example"]),
  "k8s-no-secrets-in-env-literals:command": grant(["sh", "-c", "PGPASSWORD=Tr0ub4dor3example psql"]),
  "lambda-no-secrets-in-env:variables": grant(
    { DB_PASSWORD: "Tr0ub4dor&3" },
    { LEVEL: "info", API_KEY: "AKIAIOSFODNN7EXAMPLE" },
  ),
};

/** Inputs that join two resources elsewhere and are a resource's own name, or nothing, in these types. */
const OWN_NAMES: Readonly<Record<string, readonly string[]>> = {
  "aws:s3/bucket:Bucket": ["bucket"],
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": ["metadata.name"],
  "kubernetes:core/v1:Namespace": ["metadata.namespace"],
};

/** What is known of the input at `path` (list marks left out) of a control, by the most exact entry. */
export function wordFor(control: string, path: string, type = ""): Word {
  const word = wordOf(control, path);
  return word === ELSEWHERE && OWN_NAMES[type]?.includes(path) === true ? scope : word;
}

function wordOf(control: string, path: string): Word {
  const tails = path.split(".").map((_, index, names) => names.slice(index).join("."));
  for (const prefix of [`${control}:`, ""]) {
    for (const tail of tails) {
      const word = WORDS[prefix + tail];
      if (word !== undefined) return word;
    }
  }
  return scope;
}

/** The words that no input of any control uses any more. */
export function unusedWords(inputs: readonly { readonly control: string; readonly path: string }[]): string[] {
  const used = new Set(inputs.map(({ control, path }) => wordFor(control, path)));
  return Object.entries(WORDS)
    .filter(([, word]) => !used.has(word))
    .map(([key]) => key);
}
