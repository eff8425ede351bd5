import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ValidationRecord, createCertificates } from "./_dns-certificates.ts";
import { hostSlug, isDomain, isHost, zoneOf } from "./_dns-names.ts";
import { createQueryLogs } from "./_dns-query-logs.ts";
import { checkLogRetention } from "./_log-retention.ts";
import type { Tags } from "./_tags.ts";

export type { ValidationRecord } from "./_dns-certificates.ts";

/** A hosted zone that exists already. */
export interface DnsZone {
  /** Name it answers for, for example `example.com`. */
  readonly name: string;
  /** Id of the public hosted zone, for example `Z0123456789ABCDEFGHIJ`. With `external` it is not touched. */
  readonly hostedZoneId: string;
  /**
   * `dns` writes validation records into the zone; `external` only names them (`externalRecords`), for a zone that
   * others look after. @default "dns"
   */
  readonly validation?: "dns" | "external";
  /**
   * Write the CAA record of the zone's name, which binds every name below it, also those that others serve. A name
   * has one such record: switch it off where another stack shares the zone, or the zone has one already. Needs
   * `validation: "dns"`. @default true with "dns"
   */
  readonly caa?: boolean;
  /** Log its queries. A zone has one log: switch it off where another stack shares it. @default true with "dns" */
  readonly queryLog?: boolean;
}

/** What a `Dns` is made of. */
export interface DnsArgs {
  /** Home region, where load balancers take their certificate. */
  readonly region: string;
  readonly accountId: string;
  readonly zones: readonly DnsZone[];
  /**
   * Every public host, each in one of the zones; `*.example.com` is allowed. The first one names the certificate
   * and must have at most 64 characters; changing the list makes a new certificate. ACM's own limit is 10 hosts
   * until raised, 100 at most.
   */
  readonly hosts: readonly string[];
  /** Key of the query logs in us-east-1, where Route 53 writes them. */
  readonly logsUsEast1KeyArn: pulumi.Input<string>;
  /** Days to keep query logs, one of the periods CloudWatch Logs offers. */
  readonly queryLogRetentionDays: number;
  /** Certificate authorities that may issue for the zones; ACM needs one of Amazon's. @default ["amazon.com"] */
  readonly caaIssuers?: readonly string[];
  /** Mailbox to which authorities report refused requests. @default none */
  readonly caaReportTo?: string;
  /** Set once the records of `external` zones exist; until then the certificates cannot be used. @default false */
  readonly externalRecordsExist?: boolean;
  /** @default "EC_prime256v1", which every current client and AWS service takes */
  readonly keyAlgorithm?: "EC_prime256v1" | "EC_secp384r1" | "RSA_2048";
  /** Refuse deletion of the query logs. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/**
 * Certificates for all public hosts, and what hosted zones need to say about them. It never makes a zone.
 *
 * Makes an ACM certificate in the home region and one in us-east-1 (for CloudFront; the same one when that is home),
 * the records that prove the hosts, a CAA record per zone, and a query log per zone in us-east-1. Aliases for hosts
 * are made by `DnsAlias`, once there is something to point to.
 *
 * Guarantees: the ARNs are known only when the certificates are issued, so nothing uses one too early; only the
 * listed authorities may issue for the zones; Route 53 writes only to these logs and only for these zones.
 *
 * Cannot: DNSSEC (its key is bound to the registrar), private zones, zones of another account.
 *
 * ```ts
 * const dns = new Dns("shop", {
 *   region, accountId, logsUsEast1KeyArn: keys.logsUsEast1.arn, queryLogRetentionDays: 365, tags,
 *   zones: [{ name: "example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" }],
 *   hosts: ["example.com", "api.example.com"],
 * });
 * ```
 */
export class Dns extends pulumi.ComponentResource {
  /** Certificate of the home region, issued unless `ready` is false. */
  readonly certificateArn: pulumi.Output<string>;
  readonly certificateUsEast1Arn: pulumi.Output<string>;
  /** False while records of an external zone are still to be made; whatever needs a certificate has to wait. */
  readonly ready: boolean;
  /** Records to make by hand in external zones. */
  readonly externalRecords: pulumi.Output<ValidationRecord[]>;
  private readonly zones: readonly DnsZone[];

  constructor(name: string, args: DnsArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(`Dns "${name}"`, args);
    super("rampart:aws:Dns", name, {}, opts);
    const { region, accountId, zones, hosts, tags, externalRecordsExist = false } = args;
    const owned = zones.filter(({ validation }) => validation !== "external");

    for (const zone of owned.filter(({ caa }) => caa ?? true)) {
      new aws.route53.Record(
        `${name}-caa-${hostSlug(zone.name)}`,
        { zoneId: zone.hostedZoneId, name: zone.name, type: "CAA", ttl: 3600, records: caaRecords(args) },
        { parent: this },
      );
    }
    createQueryLogs(
      name,
      {
        accountId,
        zones: owned.filter(({ queryLog }) => queryLog ?? true),
        logsKeyArn: args.logsUsEast1KeyArn,
        retentionDays: args.queryLogRetentionDays,
        protect: args.protect ?? true,
        tags,
      },
      this,
    );
    const certificates = createCertificates(
      name,
      { region, zones, hosts, keyAlgorithm: args.keyAlgorithm ?? "EC_prime256v1", externalRecordsExist, tags },
      this,
    );

    this.zones = zones;
    this.certificateArn = certificates.home;
    this.certificateUsEast1Arn = certificates.usEast1;
    this.externalRecords = certificates.externalRecords;
    this.ready = externalRecordsExist || hosts.every((host) => zoneOf(host, zones)?.validation !== "external");
    this.registerOutputs({
      certificateArn: this.certificateArn,
      certificateUsEast1Arn: this.certificateUsEast1Arn,
      externalRecords: this.externalRecords,
    });
  }

  /** The zone to write a host's alias into; undefined when others look after it. */
  hostedZoneIdOf(host: string): string | undefined {
    const zone = zoneOf(host, this.zones);
    return zone?.validation === "external" ? undefined : zone?.hostedZoneId;
  }
}

function caaRecords({ caaIssuers = ["amazon.com"], caaReportTo }: DnsArgs): string[] {
  return [
    ...caaIssuers.map((issuer) => `0 issue "${issuer}"`),
    ...(caaReportTo === undefined ? [] : [`0 iodef "mailto:${caaReportTo}"`]),
  ];
}

/** https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html */
const amazonIssuers = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

function checkArgs(where: string, args: DnsArgs): void {
  const { zones, hosts, caaIssuers = ["amazon.com"] } = args;
  if (!/^\d{12}$/.test(args.accountId)) {
    throw new Error(`${where}: accountId is "${args.accountId}"; give the twelve digits of the account.`);
  }
  if (zones.length === 0) throw new Error(`${where}: zones is empty; name at least one hosted zone that exists.`);
  for (const zone of zones) checkZone(where, zone);
  for (const field of ["name", "hostedZoneId"] as const) {
    const values = zones.map((zone) => zone[field]);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) throw new Error(`${where}: two zones have the ${field} "${twice}"; list each once.`);
  }
  checkHosts(where, hosts, zones);
  checkLogRetention(where, "queryLogRetentionDays", args.queryLogRetentionDays);
  if (!caaIssuers.some((issuer) => amazonIssuers.includes(issuer))) {
    throw new Error(
      `${where}: caaIssuers is ${caaIssuers.join(", ") || "empty"}; ACM could not issue without one of ${amazonIssuers.join(", ")}.`,
    );
  }
  const malformed = caaIssuers.find((issuer) => !isDomain(issuer));
  if (malformed !== undefined)
    throw new Error(`${where}: caaIssuers has "${malformed}"; give domain names of authorities.`);
  if (args.caaReportTo !== undefined && !/^[^\s"@]+@[^\s"@]+$/.test(args.caaReportTo)) {
    throw new Error(`${where}: caaReportTo is "${args.caaReportTo}"; give a mail address.`);
  }
}

function checkZone(where: string, { name, hostedZoneId, validation, caa, queryLog }: DnsZone): void {
  if (!isDomain(name)) {
    throw new Error(`${where}: zone "${name}" is not a domain name; write it in lower case without a dot at the end.`);
  }
  if (!/^Z[A-Z0-9]{5,31}$/.test(hostedZoneId)) {
    throw new Error(`${where}: zone ${name} has the id "${hostedZoneId}"; ids look like Z0123456789ABCDEFGHIJ.`);
  }
  if (validation === "external" && (caa === true || queryLog === true)) {
    throw new Error(
      `${where}: zone ${name} is external, so its CAA record and query log are not ours; leave caa and queryLog out.`,
    );
  }
}

function checkHosts(where: string, hosts: readonly string[], zones: readonly DnsZone[]): void {
  const [first] = hosts;
  if (first === undefined) throw new Error(`${where}: hosts is empty; list every public host.`);
  if (first.length > 64) {
    throw new Error(
      `${where}: the first host "${first}" has ${first.length} characters; ACM takes at most 64 there, so put a shorter one first.`,
    );
  }
  if (hosts.length > 100) throw new Error(`${where}: ${hosts.length} hosts; ACM takes at most 100 in one certificate.`);
  for (const [index, host] of hosts.entries()) {
    if (!isHost(host)) throw new Error(`${where}: host "${host}" is not a domain name in lower case.`);
    if (hosts.indexOf(host) !== index) throw new Error(`${where}: host "${host}" is listed twice; list each once.`);
    if (zoneOf(host, zones) === undefined) {
      throw new Error(
        `${where}: host "${host}" lies in none of the zones ${zones.map((zone) => zone.name).join(", ")}.`,
      );
    }
  }
}
