/** Something in the trail that somebody should hear of. */
export interface TrailEvent {
  /** Ends the names of filter, metric and alarm. */
  readonly key: string;
  /** What is the matter, as a sentence for whoever is woken. */
  readonly summary: string;
  /** Name of a file in `docs/runbooks`, without `.md`. */
  readonly runbook: TrailRunbook;
  /** Whether somebody is woken. */
  readonly page: boolean;
  /** Events within five minutes from which on it rings. */
  readonly threshold: number;
  /** Filter pattern of CloudWatch Logs, at most 1,024 characters. */
  readonly pattern: string;
}

/** Runbooks that alarms on the trail link to; each is `docs/runbooks/<name>.md`. */
export const TRAIL_RUNBOOKS = [
  "audit-tampering",
  "console-sign-in",
  "denied-calls",
  "network-change",
  "permission-change",
  "root-use",
] as const;
type TrailRunbook = (typeof TRAIL_RUNBOOKS)[number];

/** Calls of any of the names; of one service, where two services have calls of one name. */
function calls(names: readonly string[], source?: string): string {
  const any = names.map((name) => `($.eventName = ${name})`).join(" || ");
  return source === undefined ? `{ ${any} }` : `{ ($.eventSource = ${source}) && (${any}) }`;
}

/** Names of the calls that make, change and remove something. */
function changes(...things: readonly string[]): string[] {
  return things.flatMap((thing) => [`Create${thing}`, `Delete${thing}`]);
}

/**
 * The events of the CIS benchmark for AWS, and the switching-off of the sensors beside the trail. Deployments ring those about
 * permissions and networks too: they tell, and only what no deployment does wakes somebody.
 */
export const TRAIL_EVENTS: readonly TrailEvent[] = [
  {
    key: "root-use",
    summary: "The root user of the account did something.",
    runbook: "root-use",
    page: true,
    threshold: 1,
    pattern:
      '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
  },
  {
    key: "denied-calls",
    // A deployment that lacks a permission makes a handful; whoever tries out what stolen credentials may do, dozens.
    summary: "Ten calls or more were denied within five minutes.",
    runbook: "denied-calls",
    page: false,
    threshold: 10,
    pattern:
      '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
  },
  {
    key: "console-without-mfa",
    summary: "Somebody signed in to the console without a second factor.",
    runbook: "console-sign-in",
    page: true,
    threshold: 1,
    // Sign-on from outside does its second factor outside, and says "No" here.
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  },
  {
    key: "console-failures",
    summary: "Three sign-ins to the console or more failed within five minutes.",
    runbook: "console-sign-in",
    page: false,
    threshold: 3,
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
  },
  {
    key: "iam-changes",
    summary: "Somebody changed who may do what in the account.",
    runbook: "permission-change",
    page: false,
    threshold: 1,
    pattern: calls([
      ...changes("Policy", "PolicyVersion"),
      "SetDefaultPolicyVersion",
      "DeleteGroupPolicy",
      "DeleteRolePolicy",
      "DeleteUserPolicy",
      "PutGroupPolicy",
      "PutRolePolicy",
      "PutUserPolicy",
      "AttachRolePolicy",
      "DetachRolePolicy",
      "AttachUserPolicy",
      "DetachUserPolicy",
      "AttachGroupPolicy",
      "DetachGroupPolicy",
      "UpdateAssumeRolePolicy",
    ]),
  },
  {
    key: "iam-credentials",
    summary: "Somebody made a user, a password or an access key, or changed an identity provider.",
    runbook: "permission-change",
    page: true,
    threshold: 1,
    pattern: calls(
      [
        "CreateUser",
        "CreateAccessKey",
        "CreateLoginProfile",
        "UpdateLoginProfile",
        "CreateOpenIDConnectProvider",
        "CreateSAMLProvider",
        "UpdateSAMLProvider",
        "DeactivateMFADevice",
      ],
      "iam.amazonaws.com",
    ),
  },
  {
    key: "trail-changes",
    summary: "Somebody changed or stopped the account's trail.",
    runbook: "audit-tampering",
    page: true,
    threshold: 1,
    pattern: calls(
      [...changes("Trail"), "UpdateTrail", "StartLogging", "StopLogging", "PutEventSelectors", "PutInsightSelectors"],
      "cloudtrail.amazonaws.com",
    ),
  },
  {
    key: "sensor-changes",
    summary: "Somebody switched off a sensor: GuardDuty, Security Hub or the access analyzer.",
    runbook: "audit-tampering",
    page: true,
    threshold: 1,
    pattern: calls([
      "DeleteDetector",
      "UpdateDetector",
      "DisassociateFromAdministratorAccount",
      "DisableSecurityHub",
      "DeleteAnalyzer",
    ]),
  },
  {
    key: "recorder-changes",
    summary: "Somebody changed or stopped the configuration recorder.",
    runbook: "audit-tampering",
    page: true,
    threshold: 1,
    pattern: calls(
      ["StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder"],
      "config.amazonaws.com",
    ),
  },
  {
    key: "keys-disabled",
    summary: "Somebody disabled an encryption key, or set it to be deleted.",
    runbook: "permission-change",
    page: true,
    threshold: 1,
    pattern: calls(["DisableKey", "ScheduleKeyDeletion"], "kms.amazonaws.com"),
  },
  {
    key: "key-policies",
    summary: "Somebody changed who may use an encryption key.",
    runbook: "permission-change",
    page: false,
    threshold: 1,
    pattern: calls(["PutKeyPolicy", "DisableKeyRotation"], "kms.amazonaws.com"),
  },
  {
    key: "bucket-policies",
    summary: "Somebody changed who may read a bucket, or how long it keeps what is in it.",
    runbook: "permission-change",
    page: false,
    threshold: 1,
    pattern: calls(
      [
        "PutBucketAcl",
        "PutBucketPolicy",
        "PutBucketCors",
        "PutBucketLifecycle",
        "PutBucketReplication",
        "PutBucketPublicAccessBlock",
        "PutAccountPublicAccessBlock",
        "PutBucketObjectLockConfiguration",
        "DeleteBucketPolicy",
        "DeleteBucketCors",
        "DeleteBucketLifecycle",
        "DeleteBucketReplication",
        "DeleteBucketPublicAccessBlock",
        "DeleteAccountPublicAccessBlock",
      ],
      "s3.amazonaws.com",
    ),
  },
  {
    key: "security-groups",
    summary: "Somebody changed which ports of the network are open.",
    runbook: "network-change",
    page: false,
    threshold: 1,
    pattern: calls([
      "AuthorizeSecurityGroupIngress",
      "AuthorizeSecurityGroupEgress",
      "RevokeSecurityGroupIngress",
      "RevokeSecurityGroupEgress",
      "ModifySecurityGroupRules",
      ...changes("SecurityGroup"),
    ]),
  },
  {
    key: "network-acls",
    summary: "Somebody changed what crosses the borders of a subnet.",
    runbook: "network-change",
    page: false,
    threshold: 1,
    pattern: calls([
      ...changes("NetworkAcl", "NetworkAclEntry"),
      "ReplaceNetworkAclEntry",
      "ReplaceNetworkAclAssociation",
    ]),
  },
  {
    key: "gateways",
    summary: "Somebody changed the gateways of a network.",
    runbook: "network-change",
    page: false,
    threshold: 1,
    pattern: calls([
      ...changes("CustomerGateway", "InternetGateway"),
      "AttachInternetGateway",
      "DetachInternetGateway",
    ]),
  },
  {
    key: "routes",
    summary: "Somebody changed where traffic goes.",
    runbook: "network-change",
    page: false,
    threshold: 1,
    pattern: calls(
      [...changes("Route", "RouteTable"), "ReplaceRoute", "ReplaceRouteTableAssociation", "DisassociateRouteTable"],
      "ec2.amazonaws.com",
    ),
  },
  {
    key: "networks",
    summary: "Somebody made, changed or joined a network.",
    runbook: "network-change",
    page: false,
    threshold: 1,
    pattern: calls([
      ...changes("Vpc", "VpcPeeringConnection"),
      "ModifyVpcAttribute",
      "AcceptVpcPeeringConnection",
      "RejectVpcPeeringConnection",
      "DeleteFlowLogs",
    ]),
  },
  {
    key: "organisation",
    summary: "Somebody changed the organisation that the account belongs to.",
    runbook: "permission-change",
    page: true,
    threshold: 1,
    pattern: `{ ($.eventSource = organizations.amazonaws.com) && (${[
      "AcceptHandshake",
      "AttachPolicy",
      "CreateAccount",
      "CreatePolicy",
      "DeclineHandshake",
      "DeleteOrganization",
      "DeletePolicy",
      "DetachPolicy",
      "DisablePolicyType",
      "EnablePolicyType",
      "InviteAccountToOrganization",
      "LeaveOrganization",
      "MoveAccount",
      "RemoveAccountFromOrganization",
      "UpdatePolicy",
    ]
      .map((name) => `($.eventName = ${name})`)
      .join(" || ")}) }`,
  },
];
