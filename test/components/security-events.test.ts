import { beforeAll, describe, expect, test } from "vitest";
import { LOG_EVENTS } from "../../components/_log-events.ts";
import { type SecurityFacts, securityEvents } from "../../components/_security-events.ts";
import { TRAIL_EVENTS } from "../../components/_trail-events.ts";
import { SecurityEvents, type SecurityEventsArgs } from "../../components/security-events.ts";
import { type Recording, recordResources, valueOf } from "../support/mocks.ts";
import { matchesPattern } from "./_filter-pattern.ts";

const ACCOUNT = "111122223333";
const home = `arn:aws:sns:eu-west-1:${ACCOUNT}:shop-prod-alarms`;
const edge = `arn:aws:sns:us-east-1:${ACCOUNT}:shop-prod-alarms`;
const facts: SecurityFacts = {
  thresholds: { loginFailuresPerMinute: 50, rateLimitedPerMinute: 300 },
  namespace: "shop",
  scansUploads: true,
  deployerRoleArns: [`arn:aws:iam::${ACCOUNT}:role/ci/deployer`],
  secretPrefixes: ["shop/prod/", "shop-prod/"],
  secretReaders: ["api-role-", "rotation-"],
};
const args: SecurityEventsArgs = {
  ...facts,
  prefix: "shop-prod",
  region: "eu-west-1",
  topics: { home, edge },
  logGroups: { application: "application", kubernetes: "kubernetes", trail: "trail" },
  edge: { logGroupName: "cdn", distributionId: "E1" },
  tags: { system: "shop", environment: "prod", owner: "platform", dataClass: "internal" },
};
const record = (changes: Partial<SecurityEventsArgs> = {}) =>
  recordResources(() => new SecurityEvents("security", { ...args, ...changes }));

/** Keys of the events that an event of a log is. */
const seenIn = (source: string, event: unknown): string[] =>
  securityEvents(facts)
    .filter((it) => it.source === source && matchesPattern(it.pattern, event))
    .map(({ key }) => key);

/** As Fluent Bit files a line that an application wrote. */
const shipped = (line: Record<string, unknown>, namespace = "shop") => ({
  time: "2026-11-20T10:00:00.000000000Z",
  stream: "stdout",
  _p: "F",
  log: JSON.stringify(line),
  log_processed: { time: "2026-11-20T10:00:00Z", level: "warn", ...line },
  kubernetes: { pod_name: "api-7d9c-x2", namespace_name: namespace, container_name: "api" },
});

describe("what applications log", () => {
  test.each([
    ["login.failed", ["login-failures"]],
    ["otp.failed", ["login-failures"]],
    ["otp.locked", ["otp-locked"]],
    ["otp.sent", ["otp-sent"]],
    ["token.reused", ["token-reuse"]],
    ["access.denied", ["access-denied"]],
    ["rate.limited", ["limited"]],
    ["privilege.changed", ["rights-changed"]],
    ["credential.changed", ["rights-changed"]],
    ["login.succeeded", []],
    ["logout", []],
    ["session.revoked", []],
    ["order.placed", []],
  ])("%s is %j", (event, keys) => {
    expect(seenIn("application", shipped({ event }))).toEqual(keys);
  });

  test("is counted in the applications' namespace only", () => {
    expect(seenIn("application", shipped({ event: "login.failed" }, "shopping"))).toEqual([]);
  });

  test("is counted by its event, not by words in it", () => {
    expect(seenIn("application", shipped({ event: "search", message: "login.failed" }))).toEqual([]);
    expect(seenIn("application", { log: "login.failed", kubernetes: { namespace_name: "shop" } })).toEqual([]);
  });

  test("covers every event that the schema names for an alarm", () => {
    const quiet = new Set(["login.succeeded", "logout", "session.revoked"]);
    for (const event of Object.keys(LOG_EVENTS)) {
      expect([event, seenIn("application", shipped({ event })).length]).toEqual([event, quiet.has(event) ? 0 : 1]);
    }
  });

  test.each([
    [{ event: "judged", result: "infected", milliseconds: 4 }, ["malware", "scanned", "scan-duration"]],
    [{ event: "judged", result: "clean", milliseconds: 4 }, ["scanned", "scan-duration"]],
    [{ event: "judged", result: "unscannable", milliseconds: 4 }, ["scanned", "scan-duration", "unscannable"]],
    [{ event: undefined, SignatureAgeHours: 0, _aws: {} }, ["signature-age-hours"]],
    [{ event: undefined, EngineUnavailable: 1, _aws: {} }, []],
    [{ event: "failed", level: "error", keyHash: "0123456789abcdef" }, ["scan-failures"]],
    [{ event: "retry", level: "info" }, []],
  ])("of the scan worker: %j", (line, keys) => {
    expect(seenIn("application", shipped(line))).toEqual(keys);
  });

  test("is not asked of a scanner where nothing is scanned", () => {
    const keys = securityEvents({ ...facts, scansUploads: false }).map(({ key }) => key);
    expect(keys).not.toContain("malware");
    expect(keys).not.toContain("scan-failures");
  });
});

/** An event of the Kubernetes audit log. */
const audited = (username: string, more: Record<string, unknown> = {}) => ({
  kind: "Event",
  apiVersion: "audit.k8s.io/v1",
  stage: "ResponseComplete",
  verb: "get",
  requestURI: "/api/v1/namespaces/shop/secrets/api",
  user: { username },
  sourceIPs: ["198.51.100.7"],
  objectRef: { resource: "secrets", namespace: "shop", name: "api" },
  responseStatus: { code: 200 },
  ...more,
});

describe("the Kubernetes audit log", () => {
  test.each([
    [`arn:aws:sts::${ACCOUNT}:assumed-role/operators/ann`, ["kubernetes-secrets"]],
    // The beginning of a deployer's name is not its name.
    [`arn:aws:sts::${ACCOUNT}:assumed-role/deployer-two/ann`, ["kubernetes-secrets"]],
    ["system:serviceaccount:shop:api", ["kubernetes-secrets"]],
    ["system:anonymous", ["kubernetes-secrets", "kubernetes-anonymous"]],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/deployer/ci`, []],
    ["system:kube-controller-manager", []],
    ["system:node:i-0a1", []],
    ["system:apiserver", []],
    ["eks:addon-manager", []],
    ["system:serviceaccount:kube-system:generic-garbage-collector", []],
    ["system:serviceaccount:aws-secrets-manager:secrets-store-csi-driver", []],
  ])("sees %s read a Secret as %j", (username, keys) => {
    expect(seenIn("kubernetes", audited(username))).toEqual(keys);
  });

  test("sees lists and watches of Secrets, and no writes or other objects", () => {
    const person = `arn:aws:sts::${ACCOUNT}:assumed-role/operators/ann`;
    expect(seenIn("kubernetes", audited(person, { verb: "list" }))).toEqual(["kubernetes-secrets"]);
    expect(seenIn("kubernetes", audited(person, { verb: "watch", stage: "ResponseStarted" }))).toEqual([
      "kubernetes-secrets",
    ]);
    expect(seenIn("kubernetes", audited(person, { verb: "create" }))).toEqual([]);
    expect(seenIn("kubernetes", audited(person, { objectRef: { resource: "pods" } }))).toEqual([]);
  });

  test("sees a shell when it is opened, and once", () => {
    const shell = { verb: "create", objectRef: { resource: "pods", subresource: "exec", name: "api-1" } };
    const person = `arn:aws:sts::${ACCOUNT}:assumed-role/operators/ann`;
    const opened = audited(person, { ...shell, stage: "ResponseStarted", responseStatus: { code: 101 } });
    expect(seenIn("kubernetes", opened)).toEqual(["kubernetes-shell"]);
    expect(seenIn("kubernetes", audited(person, { ...shell, responseStatus: { code: 101 } }))).toEqual([]);
    const attached = { resource: "pods", subresource: "attach" };
    expect(
      seenIn("kubernetes", audited(person, { stage: "ResponseStarted", verb: "create", objectRef: attached })),
    ).toEqual(["kubernetes-shell"]);
  });

  test.each([401, 403])("sees refusals with %i of whoever is no part of the cluster", (code) => {
    const refused = { objectRef: { resource: "pods" }, responseStatus: { code } };
    expect(seenIn("kubernetes", audited("system:serviceaccount:shop:api", refused))).toEqual(["kubernetes-denied"]);
    expect(seenIn("kubernetes", audited("system:node:i-0a1", refused))).toEqual([]);
  });

  test.each([
    ["/api/v1/pods", 200, ["kubernetes-anonymous"]],
    ["/livez?verbose", 200, []],
    ["/version", 200, []],
  ])("sees an answer to nobody at %s (%i) as %j", (requestURI, code, keys) => {
    const request = { requestURI, responseStatus: { code }, objectRef: undefined };
    expect(seenIn("kubernetes", audited("system:anonymous", request))).toEqual(keys);
  });
});

describe("the trail", () => {
  const read = (
    arn: string | undefined,
    secretId = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:shop/prod/jwt-a1`,
  ) => ({
    eventSource: "secretsmanager.amazonaws.com",
    eventName: "GetSecretValue",
    userIdentity:
      arn === undefined ? { type: "AWSService", invokedBy: "rds.amazonaws.com" } : { type: "AssumedRole", arn },
    requestParameters: { secretId },
  });
  const session = (role: string, name: string): string => `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`;

  test.each([
    [session("Administrator", "ann"), ["secret-reads"]],
    [`arn:aws:iam::${ACCOUNT}:user/bob`, ["secret-reads"]],
    // Nobody passes for a role by the name of their session.
    [session("Administrator", "api-role-1a2b3c4"), ["secret-reads"]],
    [session("other-api-role-1a2b3c4", "x"), ["secret-reads"]],
    [session("deployer-two", "ci"), ["secret-reads"]],
    [session("api-role-1a2b3c4", "eks-shop-prod-api-0f"), []],
    [session("rotation-1a2b3c4", "shop-prod-rotate"), []],
    [session("deployer", "ci"), []],
  ])("sees %s read a secret as %j", (arn, keys) => {
    expect(seenIn("trail", read(arn))).toEqual(keys);
  });

  test("does not mind services, other platforms' secrets and other calls", () => {
    const person = session("Administrator", "ann");
    expect(seenIn("trail", read(undefined))).toEqual([]);
    expect(seenIn("trail", read(person, "shop/staging/jwt"))).toEqual([]);
    expect(seenIn("trail", { ...read(person), eventName: "PutSecretValue" })).toEqual([]);
    expect(seenIn("trail", read(person, "shop-prod/cache/api"))).toEqual(["secret-reads"]);
  });

  test("has patterns that the evaluator understands", () => {
    const event = {
      eventName: "ConsoleLogin",
      eventSource: "signin.amazonaws.com",
      eventType: "AwsConsoleSignIn",
      sourceIPAddress: "198.51.100.7",
      userIdentity: { type: "Root" },
      additionalEventData: { MFAUsed: "No" },
      responseElements: { ConsoleLogin: "Success" },
    };
    expect(TRAIL_EVENTS.filter(({ pattern }) => matchesPattern(pattern, event)).map(({ key }) => key)).toEqual([
      "root-use",
    ]);
  });
});

test("the CDN's access log shows 429, whoever gave it", () => {
  const answer = (status: string) => ({ date: "2026-11-20", "c-ip": "198.51.100.7", "sc-status": status });
  expect(seenIn("edge", answer("429"))).toEqual(["edge-limited"]);
  expect(seenIn("edge", answer("200"))).toEqual([]);
});

describe("the evaluator", () => {
  test.each([
    ['{ $.a = "x*" }', { a: "xy" }, true],
    ['{ $.a = "x*" }', { a: "yx" }, false],
    ["{ $.a = 4 }", { a: 4 }, true],
    ["{ $.a = 4 }", { a: "4" }, false],
    ['{ ($.a = "1") || (($.b = "2") && ($.c = "3")) }', { b: "2", c: "3" }, true],
    ['{ ($.a = "1") || (($.b = "2") && ($.c = "3")) }', { b: "2" }, false],
    ["{ $.a NOT EXISTS }", {}, true],
    ["{ $.a >= 4 }", { a: 4 }, true],
    ["{ $.a >= 4 }", { a: 3 }, false],
    ["{ $.a >= 4 }", {}, false],
    ["{ $.a[1].b = 2 }", { a: [{}, { b: 2 }] }, true],
    ['{ $.a = "." }', { a: "x" }, false],
  ])("says of %s and %j: %s", (pattern, event, matches) => {
    expect(matchesPattern(pattern, event)).toBe(matches);
  });

  test.each([
    ['{ $.a != "x" }', "does not say"],
    ["{ $.a ~ 1 }", "Not understood"],
    ["{ $.a = 1", "ends too early"],
    ["{ $.a = 1 } }", "Left over"],
    ["{ a = 1 }", "Expected a field"],
    [`{ $.a = "${"x".repeat(1_100)}" }`, "more than 1024"],
  ])("does not guess at %s", (pattern, message) => {
    expect(() => matchesPattern(pattern, {})).toThrow(message);
  });
});

describe("the resources", () => {
  let made: Recording<SecurityEvents>;
  beforeAll(async () => {
    made = await record();
  });
  const alarms = () => made.all("aws:cloudwatch/metricAlarm:MetricAlarm");
  const filters = () => made.all("aws:cloudwatch/logMetricFilter:LogMetricFilter");

  test("are a filter for each event, on its own log, in its own region", () => {
    expect(filters().map(({ inputs }) => `${inputs.region} ${inputs.logGroupName} ${inputs.metricTransformation.name}`))
      .toMatchInlineSnapshot(`
        [
          "eu-west-1 application access-denied",
          "us-east-1 cdn edge-limited",
          "eu-west-1 kubernetes kubernetes-anonymous",
          "eu-west-1 kubernetes kubernetes-denied",
          "eu-west-1 kubernetes kubernetes-secrets",
          "eu-west-1 kubernetes kubernetes-shell",
          "eu-west-1 application limited",
          "eu-west-1 application login-failures",
          "eu-west-1 application malware",
          "eu-west-1 application otp-locked",
          "eu-west-1 application otp-sent",
          "eu-west-1 application rights-changed",
          "eu-west-1 application scan-duration",
          "eu-west-1 application scan-failures",
          "eu-west-1 application scanned",
          "eu-west-1 trail secret-reads",
          "eu-west-1 application signature-age-hours",
          "eu-west-1 application token-reuse",
          "eu-west-1 application unscannable",
        ]
      `);
    for (const { inputs } of filters())
      expect(inputs.metricTransformation.namespace).toBe("Rampart/Security/shop-prod");
  });

  test("measure what lines say where a count would not do", () => {
    const measures = filters().map(({ inputs: { metricTransformation: it } }) => [it.name, it.value, it.unit]);
    expect(measures.filter(([, value]) => value !== "1")).toEqual([
      ["scan-duration", "$.log_processed.milliseconds", "Milliseconds"],
      ["signature-age-hours", "$.log_processed.SignatureAgeHours", "None"],
    ]);
  });

  test("are alarms by number", () => {
    const counted = alarms().filter(({ inputs }) => inputs.metricName !== undefined);
    expect(
      counted.map(
        ({ inputs: it }) => `${it.name} ${it.statistic} ${it.comparisonOperator} ${it.threshold} in ${it.period}`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "shop-prod-edge-limited Sum GreaterThanOrEqualToThreshold 1500 in 300",
        "shop-prod-kubernetes-anonymous Sum GreaterThanOrEqualToThreshold 1 in 300",
        "shop-prod-kubernetes-denied Sum GreaterThanOrEqualToThreshold 50 in 300",
        "shop-prod-kubernetes-secrets Sum GreaterThanOrEqualToThreshold 1 in 300",
        "shop-prod-kubernetes-shell Sum GreaterThanOrEqualToThreshold 1 in 300",
        "shop-prod-login-failures Sum GreaterThanOrEqualToThreshold 250 in 300",
        "shop-prod-malware Sum GreaterThanOrEqualToThreshold 1 in 300",
        "shop-prod-otp-locked Sum GreaterThanOrEqualToThreshold 10 in 300",
        "shop-prod-secret-reads Sum GreaterThanOrEqualToThreshold 1 in 300",
        "shop-prod-token-reuse Sum GreaterThanOrEqualToThreshold 1 in 300",
      ]
    `);
  });

  test("look back over the hour in which the CDN's log arrives", () => {
    for (const { inputs } of alarms()) {
      const needed = inputs.metricName === undefined ? 3 : 1;
      const periods = inputs.name.startsWith("shop-prod-edge-limited") ? 12 : needed;
      expect([inputs.name, inputs.evaluationPeriods, inputs.datapointsToAlarm]).toEqual([inputs.name, periods, needed]);
    }
  });

  test("are alarms by what is usual, each on a metric that reports quiet times too", () => {
    const unusual = alarms().filter(({ inputs }) => inputs.thresholdMetricId !== undefined);
    expect(unusual.map(({ inputs }) => inputs.name)).toMatchInlineSnapshot(`
      [
        "shop-prod-access-denied-unusual",
        "shop-prod-edge-forbidden-unusual",
        "shop-prod-edge-limited-unusual",
        "shop-prod-edge-unauthorised-unusual",
        "shop-prod-login-failures-unusual",
        "shop-prod-otp-sent-unusual",
        "shop-prod-rights-changed-unusual",
      ]
    `);
    for (const { inputs } of unusual) {
      expect(inputs).toMatchObject({
        comparisonOperator: "GreaterThanUpperThreshold",
        thresholdMetricId: "band",
        metricQueries: [
          { id: "measured", returnData: true },
          { id: "band", returnData: true, expression: "ANOMALY_DETECTION_BAND(measured, 4)" },
        ],
      });
      // CloudWatch refuses these beside metric queries.
      for (const key of ["metricName", "namespace", "statistic", "period", "threshold", "dimensions"]) {
        expect(inputs).not.toHaveProperty(key);
      }
      const { namespace, metricName } = inputs.metricQueries[0].metric;
      if (namespace === "AWS/CloudFront") continue;
      const filter = filters().find((it) => it.inputs.metricTransformation.name === metricName);
      expect(filter?.inputs.metricTransformation.defaultValue).toBe("0");
    }
  });

  test("tell the topic of their region, with a runbook", () => {
    for (const { inputs } of alarms()) {
      expect(inputs.alarmActions).toEqual([inputs.region === "us-east-1" ? edge : home]);
      expect(inputs.alarmDescription).toMatch(/^[A-Z].*\. Runbook: docs\/runbooks\/[a-z-]+\.md$/);
      expect(inputs.treatMissingData).toBe("notBreaching");
    }
  });

  test("name who is to be woken", async () => {
    const names = await Promise.all(made.result.pagingAlarmNames.map(valueOf));
    expect(names.map((name) => name.replace("shop-prod-", ""))).toEqual([
      "login-failures",
      "otp-locked",
      "token-reuse",
      "kubernetes-anonymous",
      "secret-reads",
    ]);
  });

  test("are none for a source that there is not", async () => {
    const { edge: _, ...withoutEdge } = args;
    const few = await recordResources(
      () => new SecurityEvents("security", { ...withoutEdge, logGroups: { trail: "trail" } }),
    );
    expect(few.all("aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ name }) => name)).toEqual([
      "security-secret-reads",
    ]);
    expect(few.all("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ name }) => name)).toEqual([
      "security-secret-reads",
    ]);
  });

  test("are refused where a pattern grows too long", async () => {
    const secretReaders = Array.from({ length: 20 }, (_, index) => `workload-${index}-role-`);
    await expect(record({ secretReaders })).rejects.toThrow(
      /SecurityEvents "security": the filter "secret-reads" is \d+ characters long, and CloudWatch Logs takes 1024; name fewer roles/,
    );
  });
});
