import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isHost } from "./_dns-names.ts";

/** Where a host leads. */
export interface DnsAliasArgs {
  /** Hosted zone that answers for the host; `Dns.hostedZoneIdOf` tells it. */
  readonly hostedZoneId: string;
  readonly host: string;
  /** Domain name of the distribution or load balancer. */
  readonly targetName: pulumi.Input<string>;
  /** Hosted zone of the target, which AWS gives with it: not the one of the host. */
  readonly targetZoneId: pulumi.Input<string>;
  /** Answer with IPv6 too. Switch it off for a target that has none, such as an IPv4-only load balancer. @default true */
  readonly ipv6?: boolean;
  /** Withdraw the answer while the target is unhealthy. CloudFront has no such state. @default false */
  readonly followsHealth?: boolean;
}

/**
 * Points a host at a CloudFront distribution or a load balancer, by alias records: they work at the apex of a zone
 * and cost nothing per query. It refuses to take over a record that exists.
 *
 * ```ts
 * new DnsAlias("shop-api", {
 *   hostedZoneId, host: "api.example.com",
 *   targetName: distribution.domainName, targetZoneId: distribution.hostedZoneId,
 * });
 * ```
 */
export class DnsAlias extends pulumi.ComponentResource {
  readonly host: pulumi.Output<string>;

  constructor(name: string, args: DnsAliasArgs, opts?: pulumi.ComponentResourceOptions) {
    if (!isHost(args.host)) {
      throw new Error(`DnsAlias "${name}": host is "${args.host}"; give a domain name in lower case.`);
    }
    super("rampart:aws:DnsAlias", name, {}, opts);
    const target = {
      name: args.targetName,
      zoneId: args.targetZoneId,
      evaluateTargetHealth: args.followsHealth ?? false,
    };
    for (const type of (args.ipv6 ?? true) ? ["A", "AAAA"] : ["A"]) {
      new aws.route53.Record(
        `${name}-${type.toLowerCase()}`,
        { zoneId: args.hostedZoneId, name: args.host, type, aliases: [target], allowOverwrite: false },
        { parent: this },
      );
    }
    this.host = pulumi.output(args.host);
    this.registerOutputs({ host: this.host });
  }
}
