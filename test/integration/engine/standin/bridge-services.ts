import { type Make, joined, named } from "./maker.ts";

/** A part of a bucket's configuration. */
const ofBucket = joined("bucket");

const distribution: Make = (of) => ({
  id: `E${of.hex("id", 13).toUpperCase()}`,
  arn: of.arn("cloudfront", `distribution/E${of.hex("id", 13).toUpperCase()}`, ""),
  domainName: `d${of.hex("domain", 13)}.cloudfront.net`,
  hostedZoneId: "Z2FDTNDATAQYW2",
  etag: `E${of.hex("etag", 12).toUpperCase()}`,
  status: "Deployed",
});

/** Backups, alarms, buckets and the edge. */
export const bridgeServices: Readonly<Record<string, Make>> = {
  "aws:backup/vault:Vault": named("backup", "backup-vault"),
  "aws:backup/plan:Plan": (of) => ({
    id: of.uuid("id"),
    arn: of.arn("backup", `backup-plan:${of.uuid("id")}`),
    version: of.hex("version", 48),
  }),
  "aws:backup/selection:Selection": (of) => ({ id: of.uuid("id") }),
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": named("backup", "restore-testing-plan"),
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": joined("name", "restoreTestingPlanName"),
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": joined("backupVaultName"),
  "aws:backup/vaultPolicy:VaultPolicy": joined("backupVaultName"),
  "aws:budgets/budget:Budget": (of) => ({
    id: `${of.account}:${of.text("name")}`,
    arn: of.arn("budgets", `budget/${of.text("name")}`, ""),
  }),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": (of) => ({
    id: of.text("alarmName"),
    arn: of.arn("cloudwatch", `alarm:${of.text("alarmName")}`),
  }),
  "aws:sns/topic:Topic": (of) => {
    const arn = of.arn("sns", of.text("name"));
    return { id: arn, arn, owner: of.account };
  },
  "aws:sns/topicPolicy:TopicPolicy": (of) => ({ id: of.text("arn"), owner: of.account }),
  "aws:sns/topicSubscription:TopicSubscription": (of) => ({
    id: `${of.text("topic")}:${of.uuid("id")}`,
    arn: `${of.text("topic")}:${of.uuid("id")}`,
    ownerId: of.account,
  }),
  "aws:sqs/queue:Queue": (of) => ({
    id: `https://sqs.${of.region}.amazonaws.com/${of.account}/${of.text("name")}`,
    url: `https://sqs.${of.region}.amazonaws.com/${of.account}/${of.text("name")}`,
    arn: of.arn("sqs", of.text("name")),
  }),
  "aws:s3/bucket:Bucket": (of) => ({
    id: of.text("bucket"),
    arn: `arn:aws:s3:::${of.text("bucket")}`,
    bucketDomainName: `${of.text("bucket")}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${of.text("bucket")}.s3.${of.region}.amazonaws.com`,
    hostedZoneId: "Z21DNDUVLTQW6Q",
  }),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket,
  "aws:s3/bucketPolicy:BucketPolicy": ofBucket,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket,
  "aws:s3/bucketVersioning:BucketVersioning": ofBucket,
  "aws:cloudfront/distribution:Distribution": distribution,
  "aws:cloudfront/originAccessControl:OriginAccessControl": (of) => ({
    id: `E${of.hex("id", 13).toUpperCase()}`,
    arn: of.arn("cloudfront", `origin-access-control/E${of.hex("id", 13).toUpperCase()}`, ""),
    etag: `E${of.hex("etag", 12).toUpperCase()}`,
  }),
  "aws:wafv2/webAcl:WebAcl": (of) => ({
    id: of.uuid("id"),
    arn: of.arn(
      "wafv2",
      `${of.text("scope") === "CLOUDFRONT" ? "global" : "regional"}/webacl/${of.text("name")}/${of.uuid("id")}`,
    ),
    capacity: 900,
  }),
  "aws:ecs/cluster:Cluster": (of) => {
    const arn = of.arn("ecs", `cluster/${of.text("name")}`);
    return { id: arn, arn };
  },
  "aws:ecs/taskDefinition:TaskDefinition": (of) => {
    const arnWithoutRevision = of.arn("ecs", `task-definition/${of.text("family")}`);
    return { id: of.text("family"), arn: `${arnWithoutRevision}:7`, arnWithoutRevision, revision: 7 };
  },
  "aws:amp/workspace:Workspace": (of) => {
    const id = `ws-${of.uuid("id")}`;
    const prometheusEndpoint = `https://aps-workspaces.${of.region}.amazonaws.com/workspaces/${id}/`;
    return { id, arn: of.arn("aps", `workspace/${id}`), prometheusEndpoint };
  },
  "aws:lb/loadBalancer:LoadBalancer": (of) => {
    const arnSuffix = `app/${of.text("name")}/${of.hex("id", 16)}`;
    const arn = of.arn("elasticloadbalancing", `loadbalancer/${arnSuffix}`);
    const dnsName = `internal-${of.text("name")}-${of.hex("dns", 10)}.elb.amazonaws.com`;
    return { id: arn, arn, arnSuffix, dnsName, zoneId: `Z${of.hex("zone", 13).toUpperCase()}` };
  },
  "aws:lb/targetGroup:TargetGroup": (of) => {
    const arnSuffix = `targetgroup/${of.text("name")}/${of.hex("id", 16)}`;
    const arn = of.arn("elasticloadbalancing", arnSuffix);
    return { id: arn, arn, arnSuffix };
  },
  "aws:lb/listener:Listener": (of) => {
    const arn = of.arn("elasticloadbalancing", `listener/app/${of.hex("id", 16)}`);
    return { id: arn, arn };
  },
};
