import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../../components/_tags.ts";
import type { Settings } from "../settings.ts";

/** Start of every name in AWS: unique in an account and region for each system and environment. */
export function prefixOf({ system, environment }: Pick<Settings, "system" | "environment">): string {
  return `${system}-${environment}`;
}

export function tagsOf({ system, environment, owner, dataClass, expires }: Settings): Tags {
  return { system, environment, owner, dataClass, ...(expires !== undefined && { expires }) };
}

/** Kubernetes name of the pooler: of its Service, pods and policies. */
export const POOLER = "pooler";

/** Kubernetes name of the antivirus service. */
export const ANTIVIRUS = "clamd";
export const ANTIVIRUS_PORT = 3310;

/** Kubernetes name of what brings clean uploads to where they are served, and of its service account. */
export const SCAN_WORKER = "scan-worker";
/** Where it shows its metrics: the port that OpenTelemetry gives its exporters. */
export const SCAN_METRICS_PORT = 9464;

/** DNS name of a Service inside the cluster. Known before the Service exists, so that nothing has to wait for it. */
export function serviceHost(service: string, namespace: string): string {
  return `${service}.${namespace}.svc.cluster.local`;
}

/** Buckets are named by system, environment and account: names are shared by every customer of AWS. */
export function mediaBuckets(settings: Settings): { readonly upload: string; readonly serving: string } {
  const stem = `${prefixOf(settings)}-${settings.accountId}`;
  return { upload: `${stem}-upload`, serving: `${stem}-media` };
}

/** What everything in the cluster takes that logs in to a server in the data tier. */
export interface PodGround {
  readonly pods: {
    readonly region: string;
    readonly accountId: string;
    readonly tags: Tags;
    readonly vpcId: pulumi.Input<string>;
    readonly clusterName: pulumi.Input<string>;
    readonly clusterArn: pulumi.Input<string>;
    readonly clusterSecurityGroupId: pulumi.Input<string>;
    readonly namespace: string;
    /** Ranges of the data tier. */
    readonly serverCidrs: pulumi.Input<readonly string[]>;
    readonly secretsKeyArn: pulumi.Input<string>;
  };
  /** Ranges in which the collector of metrics has its network interfaces; absent where there is none. */
  readonly scraperCidrs?: pulumi.Input<readonly string[]>;
  readonly inCluster: { readonly provider: pulumi.ProviderResource; readonly dependsOn: pulumi.Resource[] };
}

/** The ids of a tier one by one: there are as many as zones. */
export function perZone({ network }: Settings, ids: pulumi.Output<string[]>): pulumi.Output<string>[] {
  return network.availabilityZones.map((_, index) => ids.apply((all) => all[index] as string));
}
