import type * as pulumi from "@pulumi/pulumi";
import { isDomain } from "./_dns-names.ts";
import type { HeaderArgs } from "./_headers.ts";
import { assertKubernetesName } from "./_labels.ts";
import type { Tags } from "./_tags.ts";

/** What of the cluster the load balancer leads to. */
export interface IngressService {
  /** Kubernetes name of the Service's namespace. */
  readonly namespace: string;
  /** Kubernetes name of the Service. */
  readonly serviceName: pulumi.Input<string>;
  /** Port of the Service and of the pods. */
  readonly port: number;
  /** Public hosts; each belongs to one service. */
  readonly hosts: readonly string[];
  /** Paths, the most exact first: `/health`, or `/api/*` for all that begins so. @default ["/*"] */
  readonly paths?: readonly string[];
  /**
   * What the load balancer asks pods for, every 15 seconds. It sends the pod's address as Host and no X-Forwarded-Proto, and can
   * be told nothing else, so that an application which checks hosts answers 400 and one that insists on HTTPS a redirect: every answer
   * below 500 counts as alive. Whether a pod gets requests at all is decided by its readiness probe, which sends both headers
   * as a client would. Ask for what needs no other service: were it the database, its outage would take all pods out.
   * @default "/health"
   */
  readonly healthPath?: string;
  /** Longest silence on an open connection, such as a WebSocket's, 1 to 4000. @default 60 */
  readonly idleTimeoutSeconds?: number;
  /** Time that requests under way get when a pod goes, 0 to 3600. @default 60 */
  readonly drainSeconds?: number;
  /** What pods speak. With HTTPS the load balancer encrypts, but does not verify their certificate. @default "HTTP" */
  readonly backendProtocol?: "HTTP" | "HTTPS";
}

/** Who can reach the load balancer. */
export type IngressExposure =
  /** CloudFront alone, through a VPC origin. `prefixListId`: its addresses. @default looked up by name in the region */
  | { readonly kind: "cdn"; readonly prefixListId?: pulumi.Input<string> }
  /** Everybody, without a CDN; an own web ACL of the region (`WebAcl` with scope regional) stands before it. */
  | {
      readonly kind: "public";
      readonly reason: string;
      readonly publicSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
      readonly webAclArn: pulumi.Input<string>;
    };

/**
 * Which entry of X-Forwarded-For, counted from the right, is the client. CloudFront and the load balancer append one entry each; what
 * is further left was sent by the viewer and proves nothing.
 */
export function clientIpDepth(kind: IngressExposure["kind"]): 1 | 2 {
  return kind === "cdn" ? 2 : 1;
}

export interface IngressArgs {
  readonly region: string;
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets of two zones at least, each with a few free addresses. VPC origins need an internet gateway in the VPC. */
  readonly privateSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly clusterName: pulumi.Input<string>;
  /** The cluster's own group, which all pods share. */
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** Issued certificate of this region that covers every host. */
  readonly certificateArn: pulumi.Input<string>;
  /** By name, which becomes part of resource names. An empty record makes a load balancer that answers 404. */
  readonly services: Readonly<Record<string, IngressService>>;
  /** @default { kind: "cdn" } */
  readonly exposure?: IngressExposure;
  /** Strict-Transport-Security of what the load balancer answers itself. @default a year, without preload */
  readonly hsts?: HeaderArgs["hsts"];
  /**
   * Name of the bucket for access logs, encrypted with S3's own keys (load balancers know no other). Known only once its
   * policy admits them, or the load balancer is refused. @default a bucket of its own
   */
  readonly accessLogBucket?: pulumi.Input<string>;
  /** How long a bucket of its own keeps logs. @default 400 */
  readonly accessLogRetentionDays?: number;
  /** Refuse deletion of the load balancer, by AWS and by the engine. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/** Names of load balancers have at most 32 characters, eight of which the engine adds. */
const MAX_NAME = 24;

export function checkIngress(where: string, name: string, args: IngressArgs): void {
  if (!/^\d{12}$/.test(args.accountId)) {
    throw new Error(`${where}: accountId is "${args.accountId}"; give the twelve digits of the account.`);
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > MAX_NAME) {
    throw new Error(
      `${where}: the load balancer is named after it; use at most ${MAX_NAME} characters of a-z, 0-9 and "-".`,
    );
  }
  for (const [key, service] of Object.entries(args.services))
    checkService(`${where}: services["${key}"]`, key, service);
  checkOwners(where, args.services);
  const { exposure } = args;
  if (exposure?.kind === "public" && exposure.reason.trim().length < 12) {
    throw new Error(`${where}: exposure is public; give the reason, a sentence rather than a word.`);
  }
  const days = args.accessLogRetentionDays ?? 400;
  if (!Number.isInteger(days) || days < 1) {
    throw new Error(`${where}: accessLogRetentionDays is ${days}; give whole days.`);
  }
  if (args.accessLogBucket === undefined && logBucketName(name, args).length > 63) {
    throw new Error(`${where}: its log bucket would be called "${logBucketName(name, args)}"; S3 takes 63 characters.`);
  }
  if (args.accessLogBucket !== undefined && args.accessLogRetentionDays !== undefined) {
    throw new Error(`${where}: accessLogRetentionDays is the accessLogBucket's own affair; leave one of them out.`);
  }
}

/** Buckets of all customers share one space of names, hence the account. */
export function logBucketName(name: string, { accountId, tags }: Pick<IngressArgs, "accountId" | "tags">): string {
  return `${tags.system}-${tags.environment}-${accountId}-${name}-access`;
}

function checkService(where: string, key: string, service: IngressService): void {
  assertKubernetesName(where, "its key", key, 40);
  assertKubernetesName(where, "namespace", service.namespace);
  const { hosts, paths = ["/*"], healthPath = "/health" } = service;
  if (hosts.length === 0) throw new Error(`${where}: hosts is empty, so nobody could reach it; list its hosts.`);
  const host = hosts.find((one) => !isDomain(one) || one.length > 128);
  if (host !== undefined) throw new Error(`${where}: host "${host}" is not a domain name of at most 128 characters.`);
  if (paths.length === 0) throw new Error(`${where}: paths is empty; leave it out for all paths.`);
  const path = paths.find((one) => !/^\/[\w\-./*~%]{0,127}$/.test(one));
  if (path !== undefined) throw new Error(`${where}: path "${path}" is malformed; write /health or /api/*.`);
  if (!/^\/[\w\-./~%]*$/.test(healthPath)) {
    throw new Error(`${where}: healthPath is "${healthPath}"; allowed is a path that begins with "/".`);
  }
  const numbers = [
    ["port", service.port, 1, 65_535],
    ["idleTimeoutSeconds", service.idleTimeoutSeconds ?? 60, 1, 4_000],
    ["drainSeconds", service.drainSeconds ?? 60, 0, 3_600],
  ] as const;
  for (const [argument, value, least, most] of numbers) {
    if (Number.isInteger(value) && value >= least && value <= most) continue;
    throw new Error(`${where}: ${argument} is ${value}; allowed are whole numbers from ${least} to ${most}.`);
  }
}

/** Priorities follow the services' names: two services on one host would depend on whose rules are asked first. */
function checkOwners(where: string, services: IngressArgs["services"]): void {
  const owners = new Map<string, string>();
  for (const [key, { hosts }] of Object.entries(services)) {
    for (const host of hosts) {
      const other = owners.get(host);
      if (other !== undefined) {
        const both =
          other === key ? `services["${key}"] lists ${host} twice` : `"${other}" and "${key}" both claim ${host}`;
        throw new Error(`${where}: ${both}; a host belongs to one service, which may have several paths.`);
      }
      owners.set(host, key);
    }
  }
}
