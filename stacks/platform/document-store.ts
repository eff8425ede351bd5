import type * as pulumi from "@pulumi/pulumi";
import { DocumentBootstrap } from "../../components/document-bootstrap.ts";
import { DocumentStore } from "../../components/document-store.ts";
import type { Keys } from "../../components/keys.ts";
import type { Network } from "../../components/network.ts";
import type { Secrets } from "../../components/secrets.ts";
import type { Settings } from "../settings.ts";
import { type PodGround, tagsOf } from "./names.ts";

/** The DocumentDB cluster, for systems that have one. */
export function createDocumentStore(settings: Settings, network: Network, keys: Keys): DocumentStore | undefined {
  const { documentStore, region } = settings;
  if (documentStore === undefined) return undefined;
  return new DocumentStore("documents", {
    region,
    tags: tagsOf(settings),
    vpcId: network.vpcId,
    subnetIds: network.dataSubnetIds,
    availabilityZones: settings.network.availabilityZones,
    kmsKeyArn: keys.data.arn,
    logsKeyArn: keys.logs.arn,
    instanceClass: documentStore.instanceClass,
    instances: documentStore.instances,
    engineVersion: documentStore.engineVersion,
    slowOperationMilliseconds: documentStore.slowOperationMilliseconds,
    backupRetentionDays: documentStore.backupRetentionDays,
    backupWindow: documentStore.backupWindow,
    maintenanceWindow: documentStore.maintenanceWindow,
    logRetentionDays: documentStore.logRetentionDays,
    deletionProtection: documentStore.deletionProtection,
  });
}

/** What has to be there before anybody logs in to the document store. */
export interface DocumentAccess {
  readonly ready: readonly pulumi.Resource[];
  readonly missing: Readonly<Record<string, string>>;
}

/** Users, collections and indexes; nothing for a system without a document store. */
export function createDocumentAccess(
  settings: Settings,
  documents: DocumentStore | undefined,
  secrets: Secrets,
  { pods, inCluster }: PodGround,
): DocumentAccess {
  const { documentStore } = settings;
  if (documentStore === undefined || documents === undefined) return { ready: [], missing: {} };
  if (documentStore.bootstrapImage === undefined) {
    return { ready: [], missing: { "document-store": "documentStore.bootstrapImage" } };
  }
  const logins = Object.entries(settings.secrets.entries).flatMap(([name, entry]) => {
    const reference = secrets.entries[name];
    if (entry.kind !== "login" || reference === undefined) return [];
    return [{ user: entry.owner.documentUser, arn: reference.arn, generation: entry.version }];
  });
  const bootstrap = new DocumentBootstrap(
    "document-bootstrap",
    {
      ...pods,
      image: documentStore.bootstrapImage,
      server: { address: documents.address, port: documents.port, securityGroupId: documents.securityGroupId },
      masterSecretArn: documents.masterSecretArn,
      userSecretArns: Object.fromEntries(logins.map(({ user, arn }) => [user, arn])),
      databases: documentStore.databases,
      users: Object.fromEntries(
        Object.entries(documentStore.users).map(([user, described]) => [
          user,
          { ...described, generation: logins.find((login) => login.user === user)?.generation ?? 1 },
        ]),
      ),
    },
    { provider: inCluster.provider, dependsOn: [...inCluster.dependsOn, ...documents.ready] },
  );
  return { ready: bootstrap.ready, missing: {} };
}
