import { Buffer } from "node:buffer";
import type { PolicyDocument } from "./_policy-documents.ts";

/**
 * Bytes a document may have, from the quota page of each service's guide. IAM counts without white space, and its
 * number for a role's own policies is for all of them together.
 */
const bytes: Readonly<Record<string, number>> = {
  "aws:iam/policy:Policy": 6144,
  "aws:iam/role:Role": 2048,
  "aws:iam/rolePolicy:RolePolicy": 10_240,
  "aws:kms/keyPolicy:KeyPolicy": 32_768,
  "aws:s3/bucketPolicy:BucketPolicy": 20_480,
  "aws:sqs/queuePolicy:QueuePolicy": 8192,
  "aws:sns/topicPolicy:TopicPolicy": 30_720,
  "aws:secretsmanager/secretPolicy:SecretPolicy": 20_480,
  "aws:ec2/vpcEndpoint:VpcEndpoint": 20_480,
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": 5120,
  "aws:ecr/repositoryPolicy:RepositoryPolicy": 10_240,
  "aws:backup/vaultPolicy:VaultPolicy": 20_480,
};

export function checkSize({ type, text, statements }: PolicyDocument): string[] {
  const limit = bytes[type];
  if (limit === undefined) return [`no limit is known for ${type}`];
  const size = Buffer.byteLength(text);
  const sids = statements.map(({ Sid }) => Sid).filter((sid) => sid !== undefined);
  return [
    ...(size > limit ? [`${size} bytes, ${limit} are allowed`] : []),
    ...(new Set(sids).size < sids.length ? ["a Sid stands twice"] : []),
  ];
}
