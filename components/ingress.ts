import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { CdnOrigin } from "./_cdn-args.ts";
import { type IngressArgs, type IngressService, checkIngress, clientIpDepth } from "./_ingress-args.ts";
import { createBalancer } from "./_ingress-balancer.ts";
import { planRules } from "./_ingress-rules.ts";
import { hstsValue } from "./_headers.ts";
import { labelsFor } from "./_labels.ts";
import { childOptions } from "./_options.ts";
import { namedTags, tagsFor } from "./_tags.ts";

export type { IngressArgs, IngressExposure, IngressService } from "./_ingress-args.ts";

/**
 * The way in: a load balancer that the program owns, behind CloudFront, with a rule for each known host and path.
 *
 * Guarantees: it has no public address, and only CloudFront's own addresses reach its one port; TLS 1.2 or 1.3 with forward
 * secrecy; unknown hosts and paths get 404; malformed headers are dropped; logged; it survives the cluster, and nothing is left
 * over when the cluster goes, because no controller made it. The cluster only registers pods (`TargetGroupBinding`).
 *
 * Cannot: routes of two services on one host, plain HTTP, client certificates, IPv6 behind CloudFront.
 *
 * CloudFront puts the viewer's address into X-Forwarded-For and the load balancer appends CloudFront's: a workload takes the
 * entry `clientIpDepth` from the right, and nothing that a viewer sends before it counts. `exposure: public` is for systems without
 * a CDN; then the depth is one, and an own web ACL is required.
 *
 * The provider of the cluster comes with the options; only the bindings wait for it:
 * `{ provider: cluster.provider, dependsOn: [...cluster.ready, ...namespace.ready] }`.
 *
 * @throws If a host belongs to two services, or the rules are more than a load balancer takes.
 */
export class Ingress extends pulumi.ComponentResource {
  readonly loadBalancerArn: pulumi.Output<string>;
  /** Dimension `LoadBalancer` of its metrics. */
  readonly loadBalancerArnSuffix: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  readonly hostedZoneId: pulumi.Output<string>;
  readonly listenerArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly accessLogBucket: pulumi.Output<string>;
  /** Dimension `TargetGroup` of the metrics of each service. */
  readonly targetGroupArnSuffixes: Readonly<Record<string, pulumi.Output<string>>>;
  /** For a `Cdn`; undefined when public. */
  readonly origin: Extract<CdnOrigin, { kind: "vpc" }> | undefined;
  /** Which entry of X-Forwarded-For, counted from the right, is the client: what trusted-proxy settings of workloads need. */
  readonly clientIpDepth: 1 | 2;
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: IngressArgs, opts?: pulumi.ComponentResourceOptions) {
    const where = `Ingress "${name}"`;
    checkIngress(where, name, args);
    hstsValue(where, args.hsts);
    const planned = planRules(where, args.services);
    super("rampart:edge:Ingress", name, {}, opts);
    const { region, tags, exposure = { kind: "cdn" } } = args;
    const child = { parent: this };
    const inCluster = childOptions(this, opts);
    const { balancer, listener, securityGroup, logBucket, rules } = createBalancer(name, where, args, exposure, this);

    const bound = Object.fromEntries(
      Object.entries(args.services).map(([key, service]) => {
        const group = targetGroup(`${name}-${key}`, key, service, args, child);
        return [key, { group, binding: binding(`${name}-${key}`, key, service, group, args, inCluster) }];
      }),
    );
    const listenerRules = planned.map(({ service, priority, hosts, paths }) => {
      const { group, binding: bindingOfService } = bound[service] as (typeof bound)[string];
      return new aws.lb.ListenerRule(
        `${name}-${service}-${priority}`,
        {
          region,
          listenerArn: listener.arn,
          priority,
          conditions: [{ hostHeader: { values: [...hosts] } }, { pathPattern: { values: [...paths] } }],
          actions: [{ type: "forward", targetGroupArn: group.arn }],
          tags: tagsFor("ingress", tags),
        },
        // A new group takes over once its pods are being registered.
        { ...child, dependsOn: [bindingOfService] },
      );
    });

    this.origin = undefined;
    if (exposure.kind === "cdn") {
      const origin = vpcOrigin(name, balancer, [listener, ...rules], args, child);
      this.origin = { kind: "vpc", vpcOriginId: origin.id, domainName: balancer.dnsName };
    } else {
      new aws.wafv2.WebAclAssociation(
        `${name}-web-acl`,
        { region, resourceArn: balancer.arn, webAclArn: exposure.webAclArn },
        child,
      );
    }

    this.loadBalancerArn = balancer.arn;
    this.loadBalancerArnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.hostedZoneId = balancer.zoneId;
    this.listenerArn = listener.arn;
    this.securityGroupId = securityGroup.id;
    this.accessLogBucket = logBucket;
    this.targetGroupArnSuffixes = Object.fromEntries(
      Object.entries(bound).map(([key, { group }]) => [key, group.arnSuffix]),
    );
    this.clientIpDepth = clientIpDepth(exposure.kind);
    this.ready = [listener, ...rules, ...listenerRules];
    this.registerOutputs({
      loadBalancerArn: this.loadBalancerArn,
      dnsName: this.dnsName,
      listenerArn: this.listenerArn,
      securityGroupId: this.securityGroupId,
      accessLogBucket: this.accessLogBucket,
      vpcOriginId: this.origin?.vpcOriginId,
      clientIpDepth: this.clientIpDepth,
    });
  }
}

/** The pods of one service, by address. */
function targetGroup(
  name: string,
  key: string,
  { port, healthPath = "/health", drainSeconds = 60, backendProtocol = "HTTP" }: IngressService,
  args: IngressArgs,
  opts: pulumi.CustomResourceOptions,
): aws.lb.TargetGroup {
  return new aws.lb.TargetGroup(
    name,
    {
      region: args.region,
      // Names have 32 characters, 26 of which make it unique: a changed port needs a second group beside the first.
      namePrefix: `${key.slice(0, 5).replace(/-$/, "")}-`,
      vpcId: args.vpcId,
      targetType: "ip",
      ipAddressType: "ipv4",
      protocol: backendProtocol,
      protocolVersion: "HTTP1",
      port,
      deregistrationDelay: drainSeconds,
      loadBalancingAlgorithmType: "leastOutstandingRequests",
      healthCheck: {
        enabled: true,
        protocol: backendProtocol,
        port: "traffic-port",
        path: healthPath,
        // It can send neither a host that the application knows nor X-Forwarded-Proto: refusals and redirects show a live process.
        matcher: "200-499",
        interval: 15,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      // Auto Mode may register pods only in groups that carry its cluster's name.
      tags: { ...namedTags("ingress", name, args.tags), "eks:eks-cluster-name": args.clusterName },
    },
    opts,
  );
}

/** Tells Auto Mode to keep a service's ready pods registered. Who may reach them is said by the security groups above. */
function binding(
  name: string,
  key: string,
  { namespace, serviceName, port, backendProtocol = "HTTP" }: IngressService,
  group: aws.lb.TargetGroup,
  args: IngressArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource {
  return new k8s.apiextensions.CustomResource(
    `${name}-binding`,
    {
      apiVersion: "eks.amazonaws.com/v1",
      kind: "TargetGroupBinding",
      metadata: {
        // A binding's group is fixed. What replaces the group renames the binding, and the new one is made beside the old one.
        name: `${key}-${port}-${backendProtocol.toLowerCase()}`,
        namespace,
        labels: labelsFor({ name: key, component: "ingress", tags: args.tags }),
      },
      spec: { serviceRef: { name: serviceName, port }, targetGroupARN: group.arn, targetType: "ip" },
    },
    opts,
  );
}

/** CloudFront's private way to the load balancer. AWS takes a quarter of an hour to make or remove one. */
function vpcOrigin(
  name: string,
  balancer: aws.lb.LoadBalancer,
  after: readonly pulumi.Resource[],
  { tags }: IngressArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudfront.VpcOrigin {
  return new aws.cloudfront.VpcOrigin(
    name,
    {
      vpcOriginEndpointConfig: {
        name: `${tags.system}-${tags.environment}-${name}`,
        arn: balancer.arn,
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
      },
      tags: tagsFor("ingress", tags),
    },
    { ...opts, dependsOn: [...after], customTimeouts: { create: "30m", update: "30m", delete: "30m" } },
  );
}
