import { beforeAll, describe, expect, test } from "vitest";
import { type DashboardFacts, boards } from "../../components/_dashboard-panels.ts";
import { securityEvents } from "../../components/_security-events.ts";
import { Dashboards, type DashboardsArgs } from "../../components/dashboards.ts";
import { MOCK_ACCOUNT, type Recording, recordResources } from "../support/mocks.ts";
import { EDGE_NAMESPACES, METRICS } from "./_cloudwatch-metrics.ts";

const SECURITY = "Rampart/Security/shop-prod";
const shown: Omit<DashboardFacts, "securityNamespace"> = {
  clusterName: "shop-prod",
  namespace: "shop",
  natGatewayIds: ["nat-1", "nat-2"],
  applicationLogGroupName: "/aws/containerinsights/shop-prod/application",
  watchesSecretReads: true,
  ingress: { loadBalancer: "app/shop/1", targetGroups: { api: "targetgroup/api/1", web: "targetgroup/web/2" } },
  database: { identifier: "main", maxConnections: 400 },
  pooler: "pooler",
  documents: { identifier: "documents", instanceIdentifiers: ["documents-1", "documents-2"] },
  cacheNodes: { "state-001": "shop-prod-state-001", "state-002": "shop-prod-state-002" },
  edge: { distributionIds: { api: "E1", site: "E2" }, webAcl: "shop-prod-web-acl", rules: ["rate-login", "common"] },
  uploads: { queueName: "uploads", deadLetterQueueName: "uploads-dead", pods: ["scan-worker", "clamd"] },
};
const facts: DashboardFacts = { ...shown, securityNamespace: SECURITY };
const args: DashboardsArgs = { ...shown, prefix: "shop-prod", region: "eu-west-1", accountId: MOCK_ACCOUNT };
const everything = {
  thresholds: { loginFailuresPerMinute: 1, rateLimitedPerMinute: 1 },
  namespace: "shop",
  scansUploads: true,
  deployerRoleArns: [],
  secretPrefixes: ["shop/prod/"],
  secretReaders: [],
};
const panels = boards(facts).flatMap((board) => board.panels.map((panel) => ({ board: board.key, ...panel })));

describe("the table of panels", () => {
  test("has the boards that operators look for", () => {
    expect(boards(facts).map(({ key, panels: { length } }) => `${key}: ${length}`)).toEqual([
      "platform: 15",
      "database: 16",
      "caches: 8",
      "edge: 14",
      "antivirus: 9",
    ]);
  });

  test.each(panels)("names metrics that exist: $board, $title", ({ metrics, region }) => {
    const known: typeof METRICS = { ...METRICS, [SECURITY]: { "": securityEvents(everything).map(({ key }) => key) } };
    for (const { namespace, name, dimensions } of metrics) {
      const key = Object.keys(dimensions)
        .toSorted((one, other) => (one < other ? -1 : 1))
        .join(",");
      expect(known[namespace]?.[key] ?? [`${namespace} by ${key}`]).toContain(name);
      expect(region === "edge").toBe(EDGE_NAMESPACES.has(namespace) || name === "edge-limited");
    }
  });

  test("charts every security event, in the region of its log", () => {
    const expected = securityEvents(everything).map(
      ({ key, source }) => `${key} ${source === "edge" ? "edge" : "home"}`,
    );
    const charted = panels.flatMap(({ metrics, region }) =>
      metrics.filter(({ namespace }) => namespace === SECURITY).map(({ name }) => `${name} ${region}`),
    );
    expect(new Set(charted)).toEqual(new Set(expected));
  });

  test.each(panels)("tells lines apart: $board, $title", ({ metrics }) => {
    expect(new Set(metrics.map(({ label }) => label)).size).toBe(metrics.length);
    // Grafana's generator letters them.
    expect(metrics.length).toBeLessThanOrEqual(26);
  });

  test("has nothing of parts that there are not", () => {
    const { namespace, clusterName, applicationLogGroupName } = facts;
    const few = boards({
      securityNamespace: SECURITY,
      namespace,
      clusterName,
      applicationLogGroupName,
      watchesSecretReads: false,
      natGatewayIds: [],
      cacheNodes: {},
    });
    expect(few.map(({ key }) => key)).toEqual(["platform", "edge"]);
    const namespaces = new Set(
      few.flatMap((board) => board.panels.flatMap(({ metrics }) => metrics.map((it) => it.namespace))),
    );
    expect(namespaces).toEqual(new Set(["ContainerInsights", "AWS/EKS", "AWS/Logs", SECURITY]));
    const charted = few.flatMap((board) => board.panels.flatMap(({ metrics }) => metrics.map(({ name }) => name)));
    expect(charted).not.toContain("secret-reads");
  });
});

describe("the CloudWatch dashboards", () => {
  let made: Recording<Dashboards>;
  beforeAll(async () => {
    made = await recordResources(() => new Dashboards("dashboards", args));
  });
  const bodies = (): any[] =>
    made.all("aws:cloudwatch/dashboard:Dashboard").map(({ inputs }) => JSON.parse(inputs.dashboardBody));

  test("are one for each board", () => {
    const names = made.all("aws:cloudwatch/dashboard:Dashboard").map(({ inputs }) => inputs.dashboardName);
    expect(names).toEqual(["antivirus", "caches", "database", "edge", "platform"].map((key) => `shop-prod-${key}`));
    expect(new Set(made.result.names)).toEqual(new Set(names));
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,255}$/);
  });

  test("have a grid without overlaps, within its 24 columns", () => {
    for (const { widgets } of bodies()) {
      const cells = new Set<string>();
      for (const { x, y, width, height } of widgets) {
        expect(x + width).toBeLessThanOrEqual(24);
        for (let column = x; column < x + width; column += 1) {
          for (let row = y; row < y + height; row += 1) {
            expect(cells.has(`${column},${row}`)).toBe(false);
            cells.add(`${column},${row}`);
          }
        }
      }
    }
  });

  test("begin with the alarm that pages", () => {
    for (const { widgets } of bodies()) {
      expect(widgets[0]).toMatchObject({
        type: "alarm",
        properties: { alarms: [`arn:aws:cloudwatch:eu-west-1:${MOCK_ACCOUNT}:alarm:shop-prod-paging`] },
      });
    }
  });

  test("look for the edge in us-east-1, and for the rest at home", () => {
    for (const { widgets } of bodies()) {
      for (const { type, properties } of widgets) {
        if (type !== "metric") continue;
        const [namespace, name] = properties.metrics[0];
        const isEdge = EDGE_NAMESPACES.has(namespace) || name === "edge-limited";
        expect([properties.title, properties.region]).toEqual([properties.title, isEdge ? "us-east-1" : "eu-west-1"]);
      }
    }
  });

  test("write a metric as CloudWatch does", () => {
    const latency = bodies()
      .flatMap(({ widgets }) => widgets)
      .find(({ properties }) => properties.title === "Answers, 99th percentile");
    expect(latency.properties).toEqual({
      title: "Answers, 99th percentile",
      region: "eu-west-1",
      view: "timeSeries",
      stacked: false,
      period: 300,
      metrics: ["api", "web"].map((service, index) => [
        "AWS/ApplicationELB",
        "TargetResponseTime",
        "TargetGroup",
        `targetgroup/${service}/${index + 1}`,
        "LoadBalancer",
        "app/shop/1",
        { stat: "p99", label: service },
      ]),
      yAxis: { left: { min: 0, label: "s", showUnits: false } },
    });
  });

  test("draw a line where connections end", () => {
    const connections = bodies()
      .flatMap(({ widgets }) => widgets)
      .find(({ properties }) => properties.title === "Postgres: connections");
    expect(connections.properties.annotations).toEqual({ horizontal: [{ label: "max_connections", value: 400 }] });
  });
});
