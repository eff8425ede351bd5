import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assumeRolePolicy, policyDocument } from "./_iam.ts";
import { type Tags, tagsFor } from "./_tags.ts";

interface TrailRoleArgs {
  readonly accountId: string;
  readonly region: string;
  readonly logGroupName: string;
  readonly tags: Tags;
}

/** What the trail writes to its log group as. @returns Its ARN, known once it may write: AWS tries when the trail is made. */
export function createTrailRole(name: string, args: TrailRoleArgs, parent: pulumi.Resource): pulumi.Output<string> {
  const { accountId, region, logGroupName, tags } = args;
  const role = new aws.iam.Role(
    name,
    {
      name: "rampart-account-trail",
      description: "The account's trail writes to its log group",
      // Without conditions: CloudTrail documents that it sends no source keys when it takes this role.
      assumeRolePolicy: assumeRolePolicy("cloudtrail.amazonaws.com"),
      tags: tagsFor("account-audit", tags),
    },
    { parent },
  );
  const stream = `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:log-stream:${accountId}_CloudTrail_${region}*`;
  const policy = new aws.iam.RolePolicy(
    name,
    {
      role: role.name,
      policy: policyDocument([
        { sid: "WriteEvents", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: stream },
      ]),
    },
    { parent },
  );
  return pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
}
