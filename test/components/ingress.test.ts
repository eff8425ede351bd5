import * as k8s from "@pulumi/kubernetes";
import { beforeAll, describe, expect, test } from "vitest";
import { planRules } from "../../components/_ingress-rules.ts";
import { Ingress, type IngressArgs } from "../../components/ingress.ts";
import { type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";
import { accountId, edgeOutputs, ingressArgs } from "./_edge.ts";

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const BINDING = "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding";

async function record(more: Partial<IngressArgs> = {}): Promise<Recording<Ingress>> {
  return recordResources(() => {
    const provider = new k8s.Provider("cluster", { kubeconfig: "{}" });
    const wait = new k8s.core.v1.Namespace("ready", {}, { provider });
    return new Ingress("ingress", ingressArgs(more), { provider, dependsOn: [wait] });
  }, edgeOutputs);
}

describe("an ingress behind CloudFront", () => {
  let recording: Recording<Ingress>;
  beforeAll(async () => {
    recording = await record({
      hsts: { preload: true },
      services: {
        api: {
          namespace: "shop",
          serviceName: "api",
          port: 8000,
          hosts: ["api.example.com"],
          paths: ["/api/v1/chat", "/*"],
          healthPath: "/health/live",
          idleTimeoutSeconds: 600,
          drainSeconds: 30,
        },
        hooks: { namespace: "shop", serviceName: "hooks", port: 8080, hosts: ["hooks.example.com"] },
      },
    });
  });

  test("has no public address, and keeps connections as long as the most patient service", () => {
    expect(recording.one(BALANCER)).toMatchObject({
      inputs: {
        region: "eu-west-1",
        loadBalancerType: "application",
        internal: true,
        ipAddressType: "ipv4",
        subnets: ["subnet-a", "subnet-b"],
        accessLogs: { bucket: "shop-staging-access", prefix: "alb", enabled: true },
        enableDeletionProtection: true,
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        preserveHostHeader: true,
        xffHeaderProcessingMode: "append",
        enableWafFailOpen: false,
        idleTimeout: 600,
      },
      opts: { protect: true },
    });
    expect(recording.one(BALANCER).inputs.tags).not.toHaveProperty("exposure");
  });

  test("listens on 443 only, with current TLS, and answers 404 of itself", () => {
    expect(recording.one("aws:lb/listener:Listener").inputs).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      certificateArn: `arn:aws:acm:eu-west-1:${accountId}:certificate/home`,
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
        },
      ],
      routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=31536000; includeSubDomains; preload",
      routingHttpResponseXContentTypeOptionsHeaderValue: "nosniff",
      routingHttpResponseServerEnabled: false,
    });
  });

  test("is reached by CloudFront's addresses alone, and reaches the pods' ports alone", () => {
    const ingress = recording.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    const rule = ({ name, inputs }: (typeof ingress)[number]) => {
      const { securityGroupId, prefixListId, referencedSecurityGroupId, cidrIpv4, fromPort, toPort } = inputs;
      return [name, securityGroupId, prefixListId ?? referencedSecurityGroupId ?? cidrIpv4, fromPort, toPort];
    };
    const own = recording.one("aws:lb/loadBalancer:LoadBalancer").inputs.securityGroups[0];
    expect(ingress.map(rule)).toEqual([
      ["ingress-from-cloudfront", own, "pl-cloudfront", 443, 443],
      ["ingress-into-pods-8000", "sg-cluster", own, 8000, 8000],
      ["ingress-into-pods-8080", "sg-cluster", own, 8080, 8080],
    ]);
    expect(recording.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").map(rule)).toEqual([
      ["ingress-to-pods-8000", own, "sg-cluster", 8000, 8000],
      ["ingress-to-pods-8080", own, "sg-cluster", 8080, 8080],
    ]);
  });

  test("leads each known host and path to its pods", () => {
    const rules = recording.all("aws:lb/listenerRule:ListenerRule").map(({ inputs }) => inputs);
    expect(rules.map(({ conditions, actions }) => [conditions, actions[0].type])).toEqual([
      [
        [{ hostHeader: { values: ["api.example.com"] } }, { pathPattern: { values: ["/api/v1/chat", "/*"] } }],
        "forward",
      ],
      [[{ hostHeader: { values: ["hooks.example.com"] } }, { pathPattern: { values: ["/*"] } }], "forward"],
    ]);
  });

  test("counts every answer below 500 as alive, because it cannot name a host", () => {
    expect(recording.one("aws:lb/targetGroup:TargetGroup", "ingress-api").inputs).toMatchObject({
      namePrefix: "api-",
      targetType: "ip",
      protocol: "HTTP",
      protocolVersion: "HTTP1",
      port: 8000,
      vpcId: "vpc-1",
      deregistrationDelay: 30,
      healthCheck: { enabled: true, path: "/health/live", port: "traffic-port", matcher: "200-499", interval: 15 },
    });
  });

  test("lets Auto Mode register pods, by the tag that its role asks for", () => {
    const { inputs } = recording.one("aws:lb/targetGroup:TargetGroup", "ingress-api");
    expect(inputs.tags).toMatchObject({ "eks:eks-cluster-name": "shop-staging", system: "shop" });
    expect(recording.one(BINDING, "ingress-api-binding").inputs).toMatchObject({
      apiVersion: "eks.amazonaws.com/v1",
      kind: "TargetGroupBinding",
      metadata: { name: "api-8000-http", namespace: "shop" },
      spec: {
        serviceRef: { name: "api", port: 8000 },
        targetGroupARN: expect.stringContaining("targetGroup"),
        targetType: "ip",
      },
    });
  });

  test("waits for the cluster with nothing but the bindings and what they feed", () => {
    expect(recording.one(BINDING, "ingress-api-binding").opts.dependencies).toContain("ready");
    for (const type of [BALANCER, "aws:lb/listener:Listener", "aws:cloudfront/vpcOrigin:VpcOrigin"]) {
      expect(recording.one(type).opts.dependencies).not.toContain("ready");
    }
    for (const rule of recording.all("aws:lb/listenerRule:ListenerRule")) {
      expect(rule.opts.dependencies.join()).toMatch(/-binding/);
    }
  });

  test("is CloudFront's by a VPC origin that speaks TLS 1.2 only, once the listener and the rules are there", async () => {
    const origin = recording.one("aws:cloudfront/vpcOrigin:VpcOrigin");
    expect(origin.inputs.vpcOriginEndpointConfig).toEqual({
      name: "shop-staging-ingress",
      arn: expect.stringContaining("loadBalancer"),
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
    });
    expect(origin.opts.dependencies).toEqual(expect.arrayContaining(["ingress-https", "ingress-from-cloudfront"]));
    const { result } = recording;
    expect(result.clientIpDepth).toBe(2);
    expect(await valueOf(result.origin?.vpcOriginId ?? "")).toBe("ingress-id");
    expect(await valueOf(result.origin?.domainName ?? "")).toBe("internal-ingress.eu-west-1.elb.amazonaws.com");
  });
});

test("takes the list of CloudFront's addresses from its caller", async () => {
  const recording = await recordResources(
    () => new Ingress("ingress", ingressArgs({ services: {}, exposure: { kind: "cdn", prefixListId: "pl-given" } })),
    { outputs: edgeOutputs.outputs ?? {} },
  );
  expect(recording.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs.prefixListId).toBe(
    "pl-given",
  );
  expect(recording.one(BALANCER).inputs.idleTimeout).toBe(60);
});

test("is public only by name, under a web ACL of its own", async () => {
  const recording = await record({
    exposure: {
      kind: "public",
      reason: "The partner's network reaches no CDN",
      publicSubnetIds: ["subnet-x", "subnet-y"],
      webAclArn: "arn:aws:wafv2:eu-west-1:1:regional/webacl/x/1",
    },
  });
  expect(recording.one(BALANCER).inputs).toMatchObject({
    internal: false,
    subnets: ["subnet-x", "subnet-y"],
    tags: { exposure: "public" },
  });
  expect(recording.one("aws:wafv2/webAclAssociation:WebAclAssociation").inputs).toMatchObject({
    webAclArn: "arn:aws:wafv2:eu-west-1:1:regional/webacl/x/1",
  });
  expect(recording.all("aws:cloudfront/vpcOrigin:VpcOrigin")).toHaveLength(0);
  expect(recording.result.origin).toBeUndefined();
  expect(recording.result.clientIpDepth).toBe(1);
  expect(
    recording.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ingress-from-everybody").inputs,
  ).toMatchObject({ cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 });
});

test("makes a bucket for its logs where it is given none", async () => {
  const { accessLogBucket: _, ...args } = ingressArgs();
  const recording = await recordResources(() => new Ingress("ingress", args), edgeOutputs);
  const bucket = `shop-staging-${accountId}-ingress-access`;
  expect(recording.one("aws:s3/bucket:Bucket")).toMatchObject({
    inputs: { bucket, forceDestroy: false, tags: { "log-kind": "access" } },
    opts: { protect: true },
  });
  const encryption = recording.one(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  );
  expect(encryption.inputs.rules).toEqual([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
  const policy = parsePolicy(recording.one("aws:s3/bucketPolicy:BucketPolicy").inputs.policy);
  expect(policy.sid("LoadBalancersWrite")).toMatchObject({
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: ["s3:PutObject"],
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": `arn:aws:elasticloadbalancing:eu-west-1:${accountId}:loadbalancer/*` },
    },
  });
  // A load balancer writes a test file when it is told to log.
  expect(recording.one(BALANCER).opts.dependencies).toContain("ingress-logs-policy");
  expect(recording.one(BALANCER).inputs.accessLogs.bucket).toBe(bucket);
});

describe("planRules", () => {
  const service = (hosts: string[], paths?: string[]) => ({
    namespace: "shop",
    serviceName: "x",
    port: 80,
    hosts,
    ...(paths && { paths }),
  });
  const hosts = (count: number) => Array.from({ length: count }, (_, index) => `h${index}.example.com`);

  test("puts no more than five values and six wildcards into a rule, paths in their order", () => {
    const rules = planRules("here", { api: service(hosts(6), ["/a/*", "/b/*", "/c/*", "/*/d/*/e/*", "/*"]) });
    for (const { hosts, paths } of rules) {
      expect(hosts.length + paths.length).toBeLessThanOrEqual(5);
      expect(paths.join("").split("*").length - 1).toBeLessThanOrEqual(6);
    }
    const first = rules.filter((rule) => rule.hosts[0] === "h0.example.com").flatMap(({ paths }) => paths);
    expect(first).toEqual(["/a/*", "/b/*", "/c/*", "/*/d/*/e/*", "/*"]);
    const priorities = rules.map(({ priority }) => priority);
    expect(priorities).toEqual(priorities.toSorted((a, b) => a - b));
    expect(new Set(rules.flatMap((rule) => rule.hosts))).toEqual(new Set(hosts(6)));
  });

  test("leaves the priorities of others alone when a service comes or goes", () => {
    const before = planRules("here", { api: service(["a.example"]), web: service(["b.example"]) });
    const after = planRules("here", {
      admin: service(["c.example"]),
      api: service(["a.example"]),
      web: service(["b.example"]),
    });
    const of = (rules: typeof before, name: string) => rules.filter((rule) => rule.service === name);
    expect(of(after, "api")).toEqual(of(before, "api"));
    expect(of(after, "web")).toEqual(of(before, "web"));
  });

  test("gives each rule a priority of its own between 1 and 50000", () => {
    const services = Object.fromEntries(hosts(90).map((host, index) => [`service-${index}`, service([host])]));
    const priorities = planRules("here", services).map(({ priority }) => priority);
    expect(new Set(priorities).size).toBe(90);
    expect(Math.min(...priorities)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...priorities)).toBeLessThanOrEqual(50_000);
  });

  test("refuses more rules than a load balancer takes", () => {
    expect(() => planRules("here", { api: service(hosts(404)) })).toThrow("needs more than 100 rules");
    const services = Object.fromEntries(hosts(101).map((host, index) => [`service-${index}`, service([host])]));
    expect(() => planRules("here", services)).toThrow("101 rules; a load balancer takes 100");
  });
});

describe("refuses", () => {
  const api = ingressArgs().services["api"] as IngressArgs["services"][string];
  test.each([
    ["a host of two services", { services: { api, web: api } }, `"api" and "web" both claim api.example.com`],
    ["no host", { services: { api: { ...api, hosts: [] } } }, "hosts is empty"],
    ["a wildcard host", { services: { api: { ...api, hosts: ["*.example.com"] } } }, "is not a domain name"],
    ["a malformed path", { services: { api: { ...api, paths: ["api"] } } }, "write /health or /api/*"],
    ["a query in the health path", { services: { api: { ...api, healthPath: "/h?x=1" } } }, "healthPath is"],
    ["a long idle time", { services: { api: { ...api, idleTimeoutSeconds: 4_001 } } }, "from 1 to 4000"],
    ["a long name", {}, "at most 24 characters", "i".repeat(25)],
    ["a short HSTS", { hsts: { maxAgeSeconds: 60 } }, "hsts.maxAgeSeconds is 60"],
    ["retention of a bucket that it does not own", { accessLogRetentionDays: 30 }, "accessLogBucket's own affair"],
    [
      "a public load balancer without a reason",
      { exposure: { kind: "public", reason: "", publicSubnetIds: [], webAclArn: "x" } },
      "exposure is public",
    ],
  ] as [string, Partial<IngressArgs>, string, string?][])("%s", (_, more, message, name = "ingress") => {
    expect(() => new Ingress(name, ingressArgs(more))).toThrow(message);
  });
});
