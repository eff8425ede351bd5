/** What the database does not say though it holds, each with its reason. One that is not met any more fails the test. */
export const exceptions: readonly { readonly finding: RegExp; readonly reason: string }[] = [
  {
    finding: /has no condition key lambda:SourceFunctionArn$/,
    reason:
      "Lambda puts the key into every request that a function's own credentials sign, whatever the action; the Lambda guide shows it in a Deny of EC2 actions. The database lists keys by the service that is called.",
  },
  {
    finding:
      /logs:DescribeLogGroups takes none of the resources|no action takes arn:aws:logs:[^:]+:\d{12}:log-group:\*$/,
    reason:
      "The service does ask for a log-group ARN: it refuses with `logs:DescribeLogGroups on resource: arn:aws:logs:<region>:<account>:log-group::log-stream:*`, which the pattern covers; seen in hashicorp/terraform-provider-aws#8804.",
  },
  {
    finding: /(ArnLike does not compare|kms:Describe\* has no condition key) kms:EncryptionContext:aws:logs:arn/,
    reason:
      "The key policy that the CloudWatch Logs guide asks for: an ARN operator on a context that the database calls text, and `kms:Describe*` beside the cryptographic actions under the one condition.",
  },
];
