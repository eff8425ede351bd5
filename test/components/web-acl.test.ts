import { beforeAll, describe, expect, test } from "vitest";
import { pathRegex } from "../../components/_web-acl-paths.ts";
import { WebAcl, type WebAclArgs } from "../../components/web-acl.ts";
import { type Recording, recordResources, valueOf } from "../support/mocks.ts";
import { accountId, logsKeyUsEast1, tags } from "./_edge.ts";

const base: WebAclArgs = { accountId, logsKeyArn: logsKeyUsEast1, logRetentionDays: 400, today: "2026-12-01", tags };
const ACL = "aws:wafv2/webAcl:WebAcl";

async function record(more: Partial<WebAclArgs> = {}): Promise<Recording<WebAcl>> {
  return recordResources(() => new WebAcl("edge", { ...base, ...more }));
}

function rule(recording: Recording<unknown>, name: string) {
  const rules: any[] = recording.one(ACL).inputs.rules;
  return rules.find((one) => one.name === name);
}

describe("a web ACL before CloudFront", () => {
  let recording: Recording<WebAcl>;
  beforeAll(async () => {
    recording = await record({
      rateRules: {
        login: { paths: ["/auth/login", "/otp/*"], requests: 30 },
        upload: { paths: ["/media/*"], requests: 120, windowSeconds: 120 },
      },
      blockedCidrs: ["192.0.2.0/24", "2001:db8::/48"],
      blockedCountries: ["KP"],
      restrictedPaths: {
        admin: { hosts: ["api.example.com"], paths: ["/admin/*"], allowedCidrs: ["198.51.100.0/24"] },
      },
      maxBodyKib: 24,
    });
  });

  test("asks the cheap rules first, and everything in one fixed order", () => {
    const rules: any[] = recording.one(ACL).inputs.rules;
    expect(rules.map(({ name, priority }) => [priority, name])).toEqual([
      [0, "blocked-addresses"],
      [1, "blocked-countries"],
      [2, "restricted-admin"],
      [3, "rate-login"],
      [4, "rate-upload"],
      [5, "rate-everything"],
      [6, "body-size"],
      [7, "managed-ip-reputation"],
      [8, "managed-common"],
      [9, "managed-known-bad-inputs"],
      [10, "managed-sql-injection"],
    ]);
  });

  test("stands in us-east-1 with all it refers to, and samples no request", () => {
    expect(recording.one(ACL).inputs).toMatchObject({
      region: "us-east-1",
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: {
        metricName: "shop-staging-edge",
        cloudwatchMetricsEnabled: true,
        sampledRequestsEnabled: false,
      },
    });
    const rules: any[] = recording.one(ACL).inputs.rules;
    for (const { name, visibilityConfig } of rules) {
      expect(visibilityConfig).toEqual({
        metricName: name,
        cloudwatchMetricsEnabled: true,
        sampledRequestsEnabled: false,
      });
    }
    for (const set of recording.all("aws:wafv2/ipSet:IpSet")) {
      expect(set.inputs).toMatchObject({ region: "us-east-1", scope: "CLOUDFRONT" });
    }
  });

  test("lets the managed groups block, but for the body limit that our own rule takes over", () => {
    for (const name of ["managed-ip-reputation", "managed-known-bad-inputs", "managed-sql-injection"]) {
      expect(rule(recording, name)).toMatchObject({ overrideAction: { none: {} } });
      expect(rule(recording, name).statement.managedRuleGroupStatement).not.toHaveProperty("ruleActionOverrides");
    }
    expect(rule(recording, "managed-common")).toMatchObject({
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: "AWS",
          name: "AWSManagedRulesCommonRuleSet",
          ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
        },
      },
    });
    expect(rule(recording, "body-size")).toMatchObject({
      action: { block: { customResponse: { responseCode: 413 } } },
      statement: {
        sizeConstraintStatement: {
          comparisonOperator: "GT",
          size: 24_576,
          fieldToMatch: { body: { oversizeHandling: "MATCH" } },
        },
      },
    });
    expect(recording.one(ACL).inputs.associationConfig).toEqual({
      requestBodies: [{ cloudfront: { defaultSizeInspectionLimit: "KB_32" } }],
    });
  });

  test("walls floods off by path with 429 and the time to wait", () => {
    expect(rule(recording, "rate-login")).toMatchObject({
      action: {
        block: {
          customResponse: { responseCode: 429, responseHeaders: [{ name: "Retry-After", value: "60" }] },
        },
      },
      statement: {
        rateBasedStatement: {
          limit: 30,
          evaluationWindowSec: 60,
          aggregateKeyType: "IP",
          scopeDownStatement: {
            regexMatchStatement: {
              regexString: "^(/auth/login/?$|/otp/)",
              fieldToMatch: { uriPath: {} },
              textTransformations: [
                { priority: 0, type: "URL_DECODE" },
                { priority: 1, type: "NORMALIZE_PATH" },
                { priority: 2, type: "LOWERCASE" },
              ],
            },
          },
        },
      },
    });
    expect(rule(recording, "rate-everything").statement).toEqual({
      rateBasedStatement: { limit: 3_000, evaluationWindowSec: 300, aggregateKeyType: "IP" },
    });
  });

  test("turns networks away, IPv4 and IPv6 apart, and keeps paths for some", () => {
    const sets = Object.fromEntries(
      recording
        .all("aws:wafv2/ipSet:IpSet")
        .map(({ name, inputs }) => [name, [inputs.ipAddressVersion, inputs.addresses]]),
    );
    expect(sets).toEqual({
      "edge-blocked-ipv4": ["IPV4", ["192.0.2.0/24"]],
      "edge-blocked-ipv6": ["IPV6", ["2001:db8::/48"]],
      "edge-admin-allowed-ipv4": ["IPV4", ["198.51.100.0/24"]],
    });
    expect(rule(recording, "blocked-addresses").statement.orStatement.statements).toHaveLength(2);
    const [host, path, others] = rule(recording, "restricted-admin").statement.andStatement.statements;
    expect(rule(recording, "restricted-admin").action).toEqual({ block: {} });
    expect(host.byteMatchStatement).toMatchObject({
      fieldToMatch: { singleHeader: { name: "host" } },
      positionalConstraint: "STARTS_WITH",
      searchString: "api.example.com",
    });
    expect(path.regexMatchStatement.regexString).toBe("^(/admin/)");
    expect(others.notStatement.statement).toHaveProperty("ipSetReferenceStatement.arn");
  });

  test("logs what it blocks under the edge's key, without credentials", async () => {
    const group = recording.one("aws:cloudwatch/logGroup:LogGroup");
    expect(group).toMatchObject({
      inputs: {
        region: "us-east-1",
        name: "aws-waf-logs-shop-staging-edge",
        kmsKeyId: logsKeyUsEast1,
        retentionInDays: 400,
        deletionProtectionEnabled: true,
      },
      opts: { protect: true },
    });
    const secret = ["authorization", "cookie", "x-api-key", "x-csrf-token", "x-telegram-bot-api-secret-token"];
    const logging = recording.one("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration");
    expect(logging.inputs).toMatchObject({
      region: "us-east-1",
      logDestinationConfigs: [`arn:aws:logs:us-east-1:${accountId}:log-group:aws-waf-logs-shop-staging-edge`],
      redactedFields: [{ queryString: {} }, ...secret.map((name) => ({ singleHeader: { name } }))],
      loggingFilter: { defaultBehavior: "DROP", filters: [{ behavior: "KEEP", requirement: "MEETS_ANY" }] },
    });
    // WAF tries to write when it is told to log.
    expect(logging.opts.dependencies).toContain("edge-log-delivery");
    expect(recording.one(ACL).inputs.dataProtectionConfig).toEqual({
      dataProtections: [
        { action: "SUBSTITUTION", field: { fieldType: "SINGLE_HEADER", fieldKeys: secret } },
        { action: "SUBSTITUTION", field: { fieldType: "QUERY_STRING" } },
        { action: "SUBSTITUTION", field: { fieldType: "BODY" } },
      ],
    });
    expect(await valueOf(recording.result.arn)).toContain("us-east-1");
  });
});

test("counts for a time, where a reason is given", async () => {
  const reason = "Limits run in the shadow during the first week";
  const recording = await record({
    rateRules: { login: { paths: ["/login"], requests: 10 } },
    counted: [
      { rule: "login", reason, until: "2026-12-08" },
      { group: "AWSManagedRulesCommonRuleSet", rule: "GenericRFI_BODY", reason, until: "2026-12-08" },
    ],
    maxBodyKib: 8,
  });
  expect(rule(recording, "rate-login").action).toEqual({ count: {} });
  expect(rule(recording, "managed-common").statement.managedRuleGroupStatement.ruleActionOverrides).toEqual([
    { name: "GenericRFI_BODY", actionToUse: { count: {} } },
  ]);
});

test("keeps blocking everywhere but on exempt paths", async () => {
  const recording = await record({
    maxBodyKib: 8,
    longBodies: { paths: ["/lessons/audio"], reason: "Recordings of ten megabytes, bounded by the service" },
    exemptions: {
      telegram: {
        group: "AWSManagedRulesCommonRuleSet",
        rule: "NoUserAgent_HEADER",
        label: "awswaf:managed:aws:core-rule-set:NoUserAgent_Header",
        paths: ["/webhooks/telegram"],
        reason: "The provider's webhook names no user agent",
      },
    },
  });
  expect(rule(recording, "managed-common").statement.managedRuleGroupStatement.ruleActionOverrides).toEqual([
    { name: "SizeRestrictions_BODY", actionToUse: { count: {} } },
    { name: "NoUserAgent_HEADER", actionToUse: { count: {} } },
  ]);
  const unless = rule(recording, "unless-telegram");
  expect(unless.priority).toBeGreaterThan(rule(recording, "managed-common").priority);
  expect(unless).toMatchObject({
    action: { block: {} },
    statement: {
      andStatement: {
        statements: [
          { labelMatchStatement: { scope: "LABEL", key: "awswaf:managed:aws:core-rule-set:NoUserAgent_Header" } },
          { notStatement: { statement: { regexMatchStatement: { regexString: "^(/webhooks/telegram/?$)" } } } },
        ],
      },
    },
  });
  const [size, not] = rule(recording, "body-size").statement.andStatement.statements;
  expect(size.sizeConstraintStatement.size).toBe(8_192);
  expect(not.notStatement.statement.regexMatchStatement.regexString).toBe("^(/lessons/audio/?$)");
});

test("stands before a load balancer in its region, and asks nothing of CloudFront", async () => {
  const recording = await record({ scope: { kind: "regional", region: "eu-west-1" } });
  const { inputs } = recording.one(ACL);
  expect(inputs).toMatchObject({ region: "eu-west-1", scope: "REGIONAL" });
  expect(inputs).not.toHaveProperty("associationConfig");
  expect(rule(recording, "body-size").statement.sizeConstraintStatement.size).toBe(8_192);
  expect(recording.one("aws:cloudwatch/logGroup:LogGroup").inputs.region).toBe("eu-west-1");
});

describe("refuses", () => {
  const reason = "Limits run in the shadow during the first week";
  const login = { login: { paths: ["/login"], requests: 30 } };
  test.each([
    ["fewer requests than WAF counts", { rateRules: { login: { paths: ["/login"], requests: 5 } } }, "fewer than 10"],
    [
      "an unknown window",
      { rateRules: { login: { paths: ["/l"], requests: 10, windowSeconds: 90 } } },
      "60, 120, 300, 600",
    ],
    ["no path", { rateRules: { login: { paths: [], requests: 10 } } }, "paths is empty"],
    ["a star in the middle", { rateRules: { login: { paths: ["/a/*/b"], requests: 10 } } }, "is malformed"],
    ["a tenth rate rule", { rateRules: rates(10) }, "10 rate rules; WAF takes 9"],
    ["the general limit's name", { rateRules: { everything: login.login } }, "set requestsPerAddress"],
    ["a body that it cannot see", { maxBodyKib: 65 }, "allowed are 8 to 64"],
    [
      "a long body before a load balancer",
      { maxBodyKib: 16, scope: { kind: "regional", region: "eu-west-1" } },
      "8 is the limit",
    ],
    ["the whole internet", { blockedCidrs: ["0.0.0.0/0"] }, "never /0"],
    ["an address", { blockedCidrs: ["192.0.2.1"] }, "give networks"],
    ["a country's name", { blockedCountries: ["Sweden"] }, "ISO 3166"],
    [
      "paths for nobody",
      { restrictedPaths: { admin: { hosts: ["a.example"], paths: ["/x"], allowedCidrs: [] } } },
      "nobody could use",
    ],
    [
      "a count without reason",
      { rateRules: login, counted: [{ rule: "login", reason: "x", until: "2026-12-08" }] },
      "give a reason",
    ],
    [
      "a count past its end",
      { rateRules: login, counted: [{ rule: "login", reason, until: "2026-11-30" }] },
      "ended on 2026-11-30",
    ],
    [
      "a count for ever",
      { rateRules: login, counted: [{ rule: "login", reason, until: "2027-12-01" }] },
      "more than 180 days",
    ],
    ["a count without end", { rateRules: login, counted: [{ rule: "login", reason, until: "soon" }] }, "YYYY-MM-DD"],
    ["a count of nothing", { counted: [{ rule: "login", reason, until: "2026-12-08" }] }, "no such rate rule"],
    [
      "a count in an unused group",
      { counted: [{ group: "AWSManagedRulesPHPRuleSet", rule: "x", reason, until: "2026-12-08" }] },
      "no such group",
    ],
  ] as const)("%s", (_, more, message) => {
    expect(() => new WebAcl("edge", { ...base, ...(more as Partial<WebAclArgs>) })).toThrow(message);
  });
});

describe("pathRegex", () => {
  const matches = (paths: string[], path: string) => new RegExp(pathRegex("here", paths)).test(path);

  test.each([
    [["/login"], "/login", true],
    [["/login"], "/login/", true],
    [["/login"], "/login2", false],
    [["/login"], "/api/login", false],
    [["/auth/*"], "/auth/otp", true],
    [["/auth/*"], "/authors", false],
    [["/bookings*"], "/bookings/1", true],
    [["/v1.0/x"], "/v1a0/x", false],
    [["/Login"], "/login", true],
    [["/a", "/b/*"], "/b/c", true],
    [["/"], "/", true],
    [["/"], "/x", false],
  ])("%j on %s: %s", (paths, path, expected) => {
    expect(matches(paths, path)).toBe(expected);
  });

  test("refuses more than one expression may hold", () => {
    const paths = Array.from({ length: 60 }, (_, index) => `/path-${index}`);
    expect(() => pathRegex("here", paths)).toThrow("WAF takes 512");
  });
});

function rates(count: number) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`rule-${index}`, { paths: ["/x"], requests: 10 }]),
  );
}
