import * as aws from "@pulumi/aws";
import { beforeAll, describe, expect, test } from "vitest";
import { hostSlug, isDomain, isHost, zoneOf } from "../../components/_dns-names.ts";
import { DnsAlias } from "../../components/dns-alias.ts";
import { Dns, type DnsArgs } from "../../components/dns.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const tags = { system: "shop", environment: "staging", owner: "platform", dataClass: "internal" };
const main = { name: "example.com", hostedZoneId: "Z0123456789MAIN" };
const sub = { name: "cdn.example.com", hostedZoneId: "Z0123456789CDN" };
const foreign = { name: "example.org", hostedZoneId: "Z0123456789ORG", validation: "external" } as const;
const args: DnsArgs = {
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  zones: [main, sub],
  hosts: ["example.com", "*.example.com", "api.example.com", "img.cdn.example.com"],
  logsUsEast1KeyArn: "arn:aws:kms:us-east-1:111122223333:key/logs",
  queryLogRetentionDays: 365,
  tags,
};
const record = (extra: Partial<DnsArgs> = {}) => recordResources(() => new Dns("shop", { ...args, ...extra }));
const recordsOf = (recording: Recording<unknown>, type: string) =>
  recording.all("aws:route53/record:Record").filter((it) => it.inputs.type === type);

let dns: Recording<Dns>;
beforeAll(async () => {
  dns = await record();
});

describe("certificates", () => {
  test("cover every host in the home region and in us-east-1", () => {
    const certificates = dns.all("aws:acm/certificate:Certificate");
    expect(certificates.map((it) => [it.name, it.inputs.region])).toEqual([
      ["shop-eu-west-1", "eu-west-1"],
      ["shop-us-east-1", "us-east-1"],
    ]);
    for (const certificate of certificates) {
      expect(certificate.inputs).toMatchObject({
        domainName: "example.com",
        subjectAlternativeNames: ["*.example.com", "api.example.com", "img.cdn.example.com"],
        validationMethod: "DNS",
        keyAlgorithm: "EC_prime256v1",
        options: { certificateTransparencyLoggingPreference: "ENABLED" },
        tags: { component: "dns" },
      });
    }
  });

  test("are proven by one record a name, in the closest zone, for both regions and for the wildcard", () => {
    expect(recordsOf(dns, "CNAME").map((it) => [it.name, it.inputs.zoneId, it.inputs.ttl])).toEqual([
      ["shop-validate-api-example-com", "Z0123456789MAIN", 300],
      ["shop-validate-example-com", "Z0123456789MAIN", 300],
      ["shop-validate-img-cdn-example-com", "Z0123456789CDN", 300],
    ]);
    for (const { inputs } of recordsOf(dns, "CNAME")) {
      expect(inputs.name).toMatch(/^_[0-9a-f]{12}\..*example\.com\.$/);
      expect(inputs.records).toEqual([expect.stringMatching(/^_[0-9a-f]{12}\.acm-validations\.aws\.$/)]);
      expect(inputs.allowOverwrite).toBeUndefined();
    }
  });

  test("are handed out only when issued", async () => {
    const recording = await recordResources(() => {
      const made = new Dns("shop", args);
      new aws.ssm.Parameter("reader", { type: "String", value: made.certificateUsEast1Arn });
    });
    expect(recording.one("aws:ssm/parameter:Parameter").opts.dependencyUrns).toEqual([
      expect.stringContaining("aws:acm/certificateValidation:CertificateValidation::shop-us-east-1"),
    ]);
    const validation = recording.one("aws:acm/certificateValidation:CertificateValidation", "shop-us-east-1");
    expect(validation.inputs.region).toBe("us-east-1");
    expect(validation.inputs.validationRecordFqdns).toHaveLength(3);
    expect(validation.opts.customTimeouts.create).toBe("30m");
    expect(dns.result.ready).toBe(true);
  });

  test("are one when us-east-1 is home", async () => {
    const home = await record({ region: "us-east-1" });
    expect(home.all("aws:acm/certificate:Certificate").map((it) => it.name)).toEqual(["shop-us-east-1"]);
    expect(home.all("aws:acm/certificateValidation:CertificateValidation")).toHaveLength(1);
    expect(await valueOf(home.result.certificateArn)).toBe(await valueOf(home.result.certificateUsEast1Arn));
  });
});

describe("an external zone", () => {
  const external = { zones: [main, foreign], hosts: ["example.com", "example.org", "www.example.org"] };

  test("is not touched: its records are named instead, and nothing waits for them", async () => {
    const recording = await record(external);
    const touched = recording.resources.filter((it) => it.inputs.zoneId === foreign.hostedZoneId);
    expect(touched).toEqual([]);
    expect(recording.all("aws:acm/certificateValidation:CertificateValidation")).toEqual([]);
    expect(recording.result.ready).toBe(false);
    expect(await valueOf(recording.result.externalRecords)).toEqual(
      ["example.org", "www.example.org"].map((host) => ({
        name: expect.stringMatching(new RegExp(`^_[0-9a-f]{12}\\.${host.replaceAll(".", "\\.")}\\.$`)),
        type: "CNAME",
        value: expect.stringMatching(/\.acm-validations\.aws\.$/),
      })),
    );
    expect(recording.result.hostedZoneIdOf("www.example.org")).toBeUndefined();
    expect(recording.result.hostedZoneIdOf("example.com")).toBe("Z0123456789MAIN");
  });

  test("is waited for once its records exist", async () => {
    const recording = await record({ ...external, externalRecordsExist: true });
    const validations = recording.all("aws:acm/certificateValidation:CertificateValidation");
    expect(validations).toHaveLength(2);
    for (const { inputs } of validations) expect(inputs.validationRecordFqdns).toBeUndefined();
    expect(recording.result.ready).toBe(true);
  });
});

describe("zones", () => {
  test("say who may issue certificates", async () => {
    expect(recordsOf(dns, "CAA").map((it) => [it.inputs.name, it.inputs.zoneId, it.inputs.records])).toEqual([
      ["cdn.example.com", "Z0123456789CDN", ['0 issue "amazon.com"']],
      ["example.com", "Z0123456789MAIN", ['0 issue "amazon.com"']],
    ]);
    const more = await record({ caaIssuers: ["amazon.com", "letsencrypt.org"], caaReportTo: "security@example.com" });
    expect(recordsOf(more, "CAA")[0]?.inputs.records).toEqual([
      '0 issue "amazon.com"',
      '0 issue "letsencrypt.org"',
      '0 iodef "mailto:security@example.com"',
    ]);
  });

  test("log their queries to encrypted groups in us-east-1, after Route 53 may write there", () => {
    const groups = dns.all("aws:cloudwatch/logGroup:LogGroup");
    expect(groups.map((it) => it.inputs.name)).toEqual(["/aws/route53/cdn.example.com", "/aws/route53/example.com"]);
    for (const group of groups) {
      expect(group.inputs).toMatchObject({
        region: "us-east-1",
        kmsKeyId: args.logsUsEast1KeyArn,
        retentionInDays: 365,
        deletionProtectionEnabled: true,
      });
      expect(group.opts.protect).toBe(true);
    }
    const logs = dns.all("aws:route53/queryLog:QueryLog");
    expect(logs.map((it) => [it.inputs.zoneId, it.inputs.cloudwatchLogGroupArn])).toEqual([
      ["Z0123456789CDN", `arn:aws:logs:us-east-1:${MOCK_ACCOUNT}:log-group:/aws/route53/cdn.example.com`],
      ["Z0123456789MAIN", `arn:aws:logs:us-east-1:${MOCK_ACCOUNT}:log-group:/aws/route53/example.com`],
    ]);
    for (const log of logs) expect(log.opts.dependencies).toContain("shop-queries");
  });

  test("let Route 53 write only to their groups and only for themselves", () => {
    const policy = dns.one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy");
    expect(policy.inputs).toMatchObject({ region: "us-east-1", policyName: "rampart-shop-staging-dns-queries" });
    expect(parsePolicy(policy.inputs.policyDocument).sid("Route53Writes")).toEqual({
      Sid: "Route53Writes",
      Effect: "Allow",
      Principal: { Service: "route53.amazonaws.com" },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: ["example.com", "cdn.example.com"].map(
        (zone) => `arn:aws:logs:us-east-1:${MOCK_ACCOUNT}:log-group:/aws/route53/${zone}:*`,
      ),
      Condition: {
        StringEquals: { "aws:SourceAccount": MOCK_ACCOUNT },
        ArnLike: {
          "aws:SourceArn": [main, sub].map((zone) => `arn:aws:route53:::hostedzone/${zone.hostedZoneId}`),
        },
      },
    });
  });

  test("leave CAA and log to another stack on request", async () => {
    const shared = await record({ zones: [{ ...main, caa: false, queryLog: false }], hosts: ["example.com"] });
    expect(recordsOf(shared, "CAA")).toEqual([]);
    expect(shared.resources.filter((it) => /logGroup|LogResourcePolicy|QueryLog/.test(it.type))).toEqual([]);
  });

  test("are never made", () => {
    expect(dns.resources.filter((it) => it.type === "aws:route53/zone:Zone")).toEqual([]);
  });
});

describe("DnsAlias", () => {
  const alias = {
    hostedZoneId: main.hostedZoneId,
    host: "api.example.com",
    targetName: "d1.cloudfront.net",
    targetZoneId: "Z2FDTNDATAQYW2",
  };

  test("answers with both address families and takes over no record", async () => {
    const recording = await recordResources(() => new DnsAlias("api", alias));
    const target = { name: "d1.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false };
    expect(recording.all("aws:route53/record:Record").map((it) => [it.name, it.inputs])).toEqual([
      [
        "api-a",
        { zoneId: main.hostedZoneId, name: "api.example.com", type: "A", aliases: [target], allowOverwrite: false },
      ],
      [
        "api-aaaa",
        { zoneId: main.hostedZoneId, name: "api.example.com", type: "AAAA", aliases: [target], allowOverwrite: false },
      ],
    ]);
  });

  test("can leave IPv6 out and follow the target's health", async () => {
    const recording = await recordResources(() => new DnsAlias("api", { ...alias, ipv6: false, followsHealth: true }));
    expect(recording.one("aws:route53/record:Record").inputs).toMatchObject({
      type: "A",
      aliases: [{ evaluateTargetHealth: true }],
    });
  });

  test("refuses what is no host", () => {
    expect(() => new DnsAlias("api", { ...alias, host: "API.example.com" })).toThrow(
      'DnsAlias "api": host is "API.example.com"',
    );
  });
});

describe("names", () => {
  test.each(["example.com", "a.b-c.example", "xn--bcher-kva.example"])("%s is a domain", (name) => {
    expect(isDomain(name)).toBe(true);
  });
  test.each(["localhost", "Example.com", "example.com.", "-a.com", "a..com", "10.0.0.1", `${"a".repeat(64)}.com`, ""])(
    "%s is none",
    (name) => {
      expect(isDomain(name)).toBe(false);
    },
  );
  test("a host may have one wildcard in front", () => {
    expect([isHost("*.example.com"), isHost("*.*.example.com"), isHost("a.*.example.com")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(hostSlug("*.example.com")).toBe("wildcard-example-com");
  });
  test("the zone of a host is the closest one, by whole labels", () => {
    expect(zoneOf("img.cdn.example.com", [main, sub])?.name).toBe("cdn.example.com");
    expect(zoneOf("*.example.com", [sub, main])?.name).toBe("example.com");
    expect(zoneOf("badexample.com", [main])).toBeUndefined();
  });
});

describe("refuses", () => {
  const refused: [string, Partial<DnsArgs>, string][] = [
    ["an account id that is none", { accountId: "1" }, 'accountId is "1"'],
    ["no zone", { zones: [] }, "zones is empty; name at least one hosted zone that exists"],
    [
      "a zone with a dot at the end",
      { zones: [{ ...main, name: "example.com." }] },
      'zone "example.com." is not a domain name',
    ],
    [
      "an id that is none",
      { zones: [{ ...main, hostedZoneId: "/hostedzone/Z1" }] },
      'zone example.com has the id "/hostedzone/Z1"',
    ],
    [
      "a zone twice",
      { zones: [main, { ...main, hostedZoneId: "Z0000000OTHER" }] },
      'two zones have the name "example.com"',
    ],
    [
      "an id twice",
      { zones: [main, { ...sub, hostedZoneId: main.hostedZoneId }] },
      `two zones have the hostedZoneId "${main.hostedZoneId}"`,
    ],
    [
      "records in an external zone",
      { zones: [{ ...foreign, caa: true }], hosts: ["example.org"] },
      "zone example.org is external",
    ],
    ["no host", { hosts: [] }, "hosts is empty; list every public host"],
    [
      "a long first host",
      { hosts: [`${"a".repeat(60)}.example.com`] },
      "has 72 characters; ACM takes at most 64 there",
    ],
    ["a host that is none", { hosts: ["https://example.com"] }, 'host "https://example.com" is not a domain name'],
    ["a host twice", { hosts: ["example.com", "example.com"] }, 'host "example.com" is listed twice'],
    [
      "a host of no zone",
      { hosts: ["shop.test"] },
      'host "shop.test" lies in none of the zones example.com, cdn.example.com',
    ],
    [
      "too many hosts",
      { hosts: Array.from({ length: 101 }, (_, index) => `h${index}.example.com`) },
      "101 hosts; ACM takes at most 100",
    ],
    ["a retention that CloudWatch lacks", { queryLogRetentionDays: 1000 }, "queryLogRetentionDays is 1000"],
    ["issuers that lock ACM out", { caaIssuers: ["letsencrypt.org"] }, "ACM could not issue without one of amazon.com"],
    ["an issuer that is none", { caaIssuers: ["amazon.com", '"; x'] }, 'caaIssuers has ""; x"'],
    ["a report address that is none", { caaReportTo: "security" }, 'caaReportTo is "security"; give a mail address'],
  ];
  test.each(refused)("%s", (_what, extra, message) => {
    const make = () => new Dns("shop", { ...args, ...extra });
    expect(make).toThrow('Dns "shop": ');
    expect(make).toThrow(message);
  });
});
