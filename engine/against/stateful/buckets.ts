import { ALWAYS, AWS, COMPUTED, NAMED, type StatefulKinds } from "./kind.ts";

/** What is put away: objects, images and backups. */
export const BUCKETS: StatefulKinds = {
  // s3/bucket.go
  "aws:s3/bucket:Bucket": {
    name: "S3 bucket",
    holds: "its objects and their versions",
    replacing: { ...AWS, bucket: NAMED, bucketPrefix: COMPUTED, objectLockEnabled: COMPUTED },
  },
  // s3/directory_bucket.go
  "aws:s3/directoryBucket:DirectoryBucket": {
    name: "S3 directory bucket",
    holds: "its objects",
    replacing: {
      ...AWS,
      bucket: ALWAYS,
      dataRedundancy: COMPUTED,
      "location.name": ALWAYS,
      "location.type": { default: "AvailabilityZone" },
      type: { default: "Directory" },
    },
  },
  // s3tables/table_bucket.go
  "aws:s3tables/tableBucket:TableBucket": {
    name: "S3 table bucket",
    holds: "its tables",
    replacing: { ...AWS, name: NAMED },
  },
  // ecr/repository.go
  "aws:ecr/repository:Repository": {
    name: "ECR repository",
    holds: "its images",
    replacing: { ...AWS, encryptionConfigurations: COMPUTED, name: NAMED },
  },
  // backup/vault.go
  "aws:backup/vault:Vault": {
    name: "Backup vault",
    holds: "its recovery points",
    replacing: { ...AWS, kmsKeyArn: COMPUTED, name: NAMED },
  },
};
