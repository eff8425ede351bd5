import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { hostSlug } from "../../components/_dns-names.ts";
import type { HeaderArgs } from "../../components/_headers.ts";
import { Cdn } from "../../components/cdn.ts";
import type { Cluster } from "../../components/cluster.ts";
import { DnsAlias } from "../../components/dns-alias.ts";
import type { Dns } from "../../components/dns.ts";
import { Ingress, type IngressService } from "../../components/ingress.ts";
import type { Keys } from "../../components/keys.ts";
import type { Network } from "../../components/network.ts";
import { StaticSite } from "../../components/static-site.ts";
import { type RestrictedPaths, WebAcl } from "../../components/web-acl.ts";
import type { Workload } from "../../components/workload.ts";
import type { Settings } from "../settings.ts";
import { hasMediaCdn } from "./media.ts";
import { prefixOf, tagsOf } from "./names.ts";

export interface EdgeGround {
  readonly settings: Settings;
  readonly keys: Keys;
  readonly dns: Dns;
  readonly network: Network;
  readonly cluster: Pick<Cluster, "clusterName" | "clusterSecurityGroupId">;
  readonly namespace: string;
  /** Private subnets one by one. */
  readonly privateSubnetIds: readonly pulumi.Output<string>[];
  /** Web workloads that are made, by name. */
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly inCluster: { readonly provider: k8s.Provider; readonly dependsOn: pulumi.Resource[] };
  /** Name of the `access` bucket, known once its policy admits load balancers and buckets. */
  readonly accessLogBucket?: pulumi.Input<string>;
  /** Of the serving bucket's resource itself; left out without media. */
  readonly mediaDomainName?: pulumi.Input<string>;
}

export interface Edge {
  readonly ingress: Ingress;
  readonly webAcl: WebAcl;
  readonly api: Cdn | undefined;
  readonly site: StaticSite | undefined;
  readonly media: Cdn | undefined;
  /** Where hosts have to point that lie in zones which others look after. */
  readonly externalAliases: readonly ExternalAlias[];
  /** What the policies of buckets and their key have to admit. */
  readonly distributionArns: readonly pulumi.Output<string>[];
}

/** A record that others write: an alias, or a CNAME where the host is not the zone's own name. */
export interface ExternalAlias {
  readonly host: string;
  readonly target: pulumi.Output<string>;
}

/** Whether certificates can be had: a zone that others look after has to prove its hosts first. */
export function isEdgeReady({ domains }: Settings): boolean {
  return Object.values(domains).every(({ validation, recordsExist }) => validation !== "external" || recordsExist);
}

/** How many distributions read buckets, and so have to be named by the key of their content. */
export function contentDistributions(settings: Settings): number {
  return (settings.site === undefined ? 0 : 1) + (hasMediaCdn(settings) ? 1 : 0);
}

/** What stands between people and the platform: CDN, web ACL, sites, the private load balancer and its routes. */
export function createEdge(ground: EdgeGround): Edge {
  const { settings, keys, dns, network, inCluster } = ground;
  const { region, accountId, edge } = settings;
  const tags = tagsOf(settings);
  const headers = headersOf(settings);
  const logs = { logRetentionDays: settings.audit.auditLogRetentionDays, tags };

  const webAcl = new WebAcl("web-acl", {
    accountId,
    rateRules: edge.waf.rateRules,
    requestsPerAddress: edge.waf.requestsPerAddress,
    maxBodyKib: edge.waf.maxBodyKib,
    blockedCidrs: edge.waf.blockedCidrs,
    blockedCountries: edge.waf.blockedCountries,
    restrictedPaths: restrictedPaths(settings),
    logsKeyArn: keys.logsUsEast1.arn,
    ...logs,
  });
  const ingress = new Ingress(
    "ingress",
    {
      region,
      accountId,
      tags,
      vpcId: network.vpcId,
      privateSubnetIds: [...ground.privateSubnetIds],
      clusterName: ground.cluster.clusterName,
      clusterSecurityGroupId: ground.cluster.clusterSecurityGroupId,
      certificateArn: dns.certificateArn,
      services: servicesOf(ground),
      hsts: edge.headers.hsts,
      ...(ground.accessLogBucket !== undefined && { accessLogBucket: ground.accessLogBucket }),
    },
    inCluster,
  );
  const common = {
    accountId,
    certificateUsEast1Arn: dns.certificateUsEast1Arn,
    webAclArn: webAcl.arn,
    headers,
    logsUsEast1KeyArn: keys.logsUsEast1.arn,
    ...logs,
  };
  const apiHosts = Object.values(servicesOf(ground)).flatMap(({ hosts }) => hosts);
  const api =
    apiHosts.length === 0 || ingress.origin === undefined
      ? undefined
      : new Cdn("api", {
          ...common,
          aliases: apiHosts,
          origins: { ingress: { ...ingress.origin, readTimeoutSeconds: edge.responseSeconds } },
          defaultBehavior: { serves: "application", origin: "ingress" },
        });
  const site =
    settings.site === undefined
      ? undefined
      : new StaticSite("site", {
          ...common,
          region,
          hosts: settings.site.hosts,
          bucketName: `${prefixOf(settings)}-${accountId}-site`,
          kmsKeyArn: keys.content.arn,
          accessLogBucket: ingress.accessLogBucket,
          cleanUrls: settings.site.cleanUrls,
          assetTtlSeconds: settings.site.assetTtlSeconds,
        });
  const media =
    settings.media === undefined || ground.mediaDomainName === undefined || !hasMediaCdn(settings)
      ? undefined
      : new Cdn("media", {
          ...common,
          aliases: [settings.media.host],
          origins: { media: { kind: "bucket", bucketRegionalDomainName: ground.mediaDomainName } },
          defaultBehavior: {
            serves: "files",
            origin: "media",
            signed: settings.media.access === "signed",
            edgeTtlSeconds: settings.media.cacheTtlSeconds,
          },
          ...(settings.media.signingKeys !== undefined && { signingKeys: settings.media.signingKeys }),
        });

  const externalAliases: ExternalAlias[] = [];
  for (const [cdn, hosts] of [
    [api, apiHosts],
    [site?.cdn, settings.site?.hosts ?? []],
    [media, settings.media === undefined ? [] : [settings.media.host]],
  ] as const) {
    if (cdn === undefined) continue;
    for (const host of hosts) {
      const hostedZoneId = dns.hostedZoneIdOf(host);
      if (hostedZoneId === undefined) {
        externalAliases.push({ host, target: cdn.domainName });
        continue;
      }
      new DnsAlias(`alias-${hostSlug(host)}`, {
        hostedZoneId,
        host,
        targetName: cdn.domainName,
        targetZoneId: cdn.hostedZoneId,
      });
    }
  }
  const distributionArns = [site?.distributionArn, media?.distributionArn].filter((arn) => arn !== undefined);
  return { ingress, webAcl, api, site, media, externalAliases, distributionArns };
}

function servicesOf({ settings, namespace, workloads }: EdgeGround): Record<string, IngressService> {
  return Object.fromEntries(
    Object.entries(settings.workloads).flatMap(([name, workload]) => {
      const serviceName = workloads.get(name)?.serviceName;
      if (workload.kind !== "web" || serviceName === undefined) return [];
      const service: IngressService = {
        namespace,
        serviceName,
        port: workload.port,
        hosts: workload.hosts,
        paths: workload.routes.map(({ path }) => path),
        healthPath: workload.health.livePath,
        idleTimeoutSeconds: workload.idleTimeoutSeconds,
        drainSeconds: workload.drainSeconds,
      };
      return [[name, service]];
    }),
  );
}

/** Routes that only some networks may use: the load balancer sees CloudFront's addresses, the web ACL the viewer's. */
function restrictedPaths({ workloads }: Settings): Record<string, RestrictedPaths> {
  return Object.fromEntries(
    Object.entries(workloads).flatMap(([name, workload]) =>
      workload.kind !== "web"
        ? []
        : workload.routes.flatMap(({ path, allowedCidrs }, index): [string, RestrictedPaths][] =>
            allowedCidrs === undefined
              ? []
              : [[`${name}-${index}`, { hosts: workload.hosts, paths: [path], allowedCidrs }]],
          ),
    ),
  );
}

function headersOf({ edge, workloads }: Settings): HeaderArgs {
  const { csp, ...headers } = edge.headers;
  const host = Object.values(workloads).flatMap((workload) => (workload.kind === "web" ? workload.hosts : []))[0];
  return {
    ...headers,
    cors: edge.cors,
    csp:
      csp.owner === "application"
        ? "application"
        : {
            directives: csp.directives,
            mode: csp.mode,
            ...(csp.unsafe !== undefined && { unsafeScripts: csp.unsafe }),
            ...(csp.reportPath !== undefined && host !== undefined && { reportTo: `https://${host}${csp.reportPath}` }),
          },
  };
}
