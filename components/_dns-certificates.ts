import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { hostSlug, withoutWildcard, zoneOf } from "./_dns-names.ts";
import type { DnsZone } from "./dns.ts";
import { type Tags, namedTags } from "./_tags.ts";

/** A record that proves a name to ACM. */
export interface ValidationRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

interface CertificatesArgs {
  readonly region: string;
  readonly zones: readonly DnsZone[];
  readonly hosts: readonly string[];
  readonly keyAlgorithm: string;
  readonly externalRecordsExist: boolean;
  readonly tags: Tags;
}

export interface Certificates {
  readonly home: pulumi.Output<string>;
  readonly usEast1: pulumi.Output<string>;
  readonly externalRecords: pulumi.Output<ValidationRecord[]>;
}

const EDGE_REGION = "us-east-1";

/**
 * One certificate a region for all hosts, and the records that prove them. The record of a name is the same in
 * every region of an account (https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html), so one set
 * serves both certificates; a second one would collide with it.
 */
export function createCertificates(name: string, args: CertificatesArgs, parent: pulumi.Resource): Certificates {
  const home = createCertificate(name, args.region, args, parent);
  const usEast1 = args.region === EDGE_REGION ? home : createCertificate(name, EDGE_REGION, args, parent);

  const names = [...new Set(args.hosts.map(withoutWildcard))];
  const external = names.filter((host) => zoneOf(host, args.zones)?.validation === "external");
  const records = names.flatMap((host) => {
    const zone = zoneOf(host, args.zones);
    if (zone === undefined || zone.validation === "external") return [];
    const record = validationRecord(home, host);
    return new aws.route53.Record(
      `${name}-validate-${hostSlug(host)}`,
      {
        zoneId: zone.hostedZoneId,
        name: record.name,
        type: record.type,
        records: [record.value],
        ttl: 300,
      },
      { parent },
    );
  });

  const issued = (certificate: aws.acm.Certificate, region: string): pulumi.Output<string> => {
    // Waiting for records that nobody has made yet would hang for an hour and end in an error.
    if (external.length > 0 && !args.externalRecordsExist) return certificate.arn;
    return new aws.acm.CertificateValidation(
      `${name}-${region}`,
      {
        region,
        certificateArn: certificate.arn,
        // ACM compares the list with the whole certificate: give it whole or not at all.
        ...(external.length === 0 ? { validationRecordFqdns: records.map((record) => record.fqdn) } : {}),
      },
      { parent, dependsOn: records, customTimeouts: { create: "30m" } },
    ).certificateArn;
  };
  const homeArn = issued(home, args.region);
  return {
    home: homeArn,
    usEast1: usEast1 === home ? homeArn : issued(usEast1, EDGE_REGION),
    externalRecords: pulumi.all(external.map((host) => pulumi.output(validationRecord(home, host)))),
  };
}

function createCertificate(
  name: string,
  region: string,
  { hosts, keyAlgorithm, tags }: CertificatesArgs,
  parent: pulumi.Resource,
): aws.acm.Certificate {
  const [domainName, ...others] = hosts as [string, ...string[]];
  return new aws.acm.Certificate(
    `${name}-${region}`,
    {
      region,
      domainName,
      subjectAlternativeNames: others,
      validationMethod: "DNS",
      keyAlgorithm,
      options: { certificateTransparencyLoggingPreference: "ENABLED" },
      tags: namedTags("dns", `${name}-${region}`, tags),
    },
    { parent },
  );
}

/** Which record ACM wants for a host. */
function validationRecord(
  certificate: aws.acm.Certificate,
  host: string,
): { readonly [Field in keyof ValidationRecord]: pulumi.Output<string> } {
  const option = certificate.domainValidationOptions.apply((options) => {
    const found = options.find(({ domainName }) => withoutWildcard(domainName) === host);
    if (found === undefined) throw new Error(`ACM names no validation record for ${host}.`);
    return found;
  });
  return { name: option.resourceRecordName, type: option.resourceRecordType, value: option.resourceRecordValue };
}
