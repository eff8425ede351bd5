import * as pulumi from "@pulumi/pulumi";
import { type Statement, policyDocument } from "./_iam.ts";
import type { Tags } from "./_tags.ts";

/** What the execution role may be needed for; every list names exact ARNs. */
export interface RotationGrants {
  readonly region: string;
  readonly accountId: string;
  readonly functionArn: string;
  readonly logGroupArn: pulumi.Input<string>;
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Secrets to rotate. They must carry the `system` and `environment` of `tags`. */
  readonly rotatedSecretArns: readonly pulumi.Input<string>[];
  /** Secrets whose age is reported, never read. */
  readonly manualSecretArns: readonly pulumi.Input<string>[];
  readonly master: { readonly secretArn: pulumi.Input<string>; readonly keyArn: pulumi.Input<string> } | undefined;
  readonly cacheUserArns: readonly pulumi.Input<string>[];
  readonly tags: Tags;
}

/** Network interfaces of a function in a VPC, as in the managed policy AWSLambdaVPCAccessExecutionRole. */
const INTERFACE_CHANGES = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
];
/** EC2 knows no resource for these. */
const INTERFACE_READS = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];

/** The inline policy of the rotation function's role. */
export function rotationPolicy(grants: RotationGrants): pulumi.Output<string> {
  const {
    region,
    accountId,
    functionArn,
    logGroupArn,
    rotatedSecretArns,
    manualSecretArns,
    master,
    cacheUserArns,
    tags,
  } = grants;
  const statements: Statement[] = [
    {
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: pulumi.interpolate`${logGroupArn}:*`,
    },
    // Lambda calls these with the role when it attaches the function, and demands that all ids be included:
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    { sid: "AttachToVpc", actions: INTERFACE_CHANGES, resources: `arn:aws:ec2:${region}:${accountId}:*/*` },
    { sid: "ReadVpc", actions: INTERFACE_READS, resources: "*" },
    {
      // The service attaches the interfaces; the code itself never has to.
      sid: "DenyInterfacesToCode",
      effect: "Deny",
      actions: [...INTERFACE_CHANGES, ...INTERFACE_READS, "ec2:DetachNetworkInterface"],
      resources: "*",
      conditions: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
    },
  ];
  if (rotatedSecretArns.length > 0) {
    statements.push(
      {
        sid: "RotateSecrets",
        actions: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        resources: rotatedSecretArns,
        conditions: {
          StringEquals: {
            "aws:ResourceTag/system": tags.system,
            "aws:ResourceTag/environment": tags.environment,
          },
        },
      },
      useKey("UseSecretsKey", ["kms:Decrypt", "kms:GenerateDataKey"], grants, grants.secretsKeyArn, rotatedSecretArns),
    );
  }
  if (master !== undefined) {
    statements.push(
      { sid: "ReadMasterSecret", actions: ["secretsmanager:GetSecretValue"], resources: master.secretArn },
      useKey("UseMasterKey", ["kms:Decrypt"], grants, master.keyArn, master.secretArn),
    );
  }
  if (cacheUserArns.length > 0) {
    statements.push(
      { sid: "ReadCacheUsers", actions: ["elasticache:DescribeUsers"], resources: cacheUserArns },
      {
        sid: "SetCachePasswords",
        actions: ["elasticache:ModifyUser"],
        resources: cacheUserArns,
        // A user must never end without a password.
        conditions: { StringEqualsIfExists: { "elasticache:UserAuthenticationMode": "password" } },
      },
    );
  }
  if (manualSecretArns.length > 0) {
    statements.push({
      sid: "ReadSecretAges",
      actions: ["secretsmanager:ListSecretVersionIds"],
      resources: manualSecretArns,
    });
  }
  return policyDocument(statements);
}

/** The key opens only through Secrets Manager, and only for these secrets. */
function useKey(
  sid: string,
  actions: readonly string[],
  { region }: RotationGrants,
  keyArn: pulumi.Input<string>,
  secretArns: Statement["resources"] & {},
): Statement {
  return {
    sid,
    actions,
    resources: keyArn,
    conditions: {
      StringEquals: {
        "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
        "kms:EncryptionContext:SecretARN": secretArns,
      },
    },
  };
}
