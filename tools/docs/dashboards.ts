import {
  type Board,
  type DashboardFacts,
  type Panel,
  type PanelUnit,
  boards,
} from "../../components/_dashboard-panels.ts";
import { EDGE_REGION } from "../../components/_edge-region.ts";
import { securityNamespace } from "../../components/security-events.ts";
import type { Pages } from "./index.ts";

const FOLDER = "docs/dashboards";

/** A choice at the top of a dashboard: what CloudWatch knows of a dimension, or a text that somebody types. */
type Variable = { readonly name: string; readonly label: string } & (
  | { readonly text: string }
  | {
      readonly region: "edge" | "home";
      readonly namespace: string;
      readonly metric: string;
      readonly dimension: string;
      readonly filters?: Readonly<Record<string, string>>;
    }
);

/** Everything that differs between platforms, in the order in which one choice narrows the next. */
const VARIABLES: readonly Variable[] = [
  { name: "region", label: "Region", text: "eu-west-1" },
  { name: "prefix", label: "System and environment", text: "shop-prod" },
  { name: "namespace", label: "Kubernetes namespace", text: "shop" },
  { name: "loadbalancer", label: "Load balancer", ...of("AWS/ApplicationELB", "RequestCount", "LoadBalancer") },
  {
    name: "targetgroup",
    label: "Service",
    ...of("AWS/ApplicationELB", "HealthyHostCount", "TargetGroup"),
    filters: { LoadBalancer: "$loadbalancer" },
  },
  { name: "natgateway", label: "NAT gateway", ...of("AWS/NATGateway", "ActiveConnectionCount", "NatGatewayId") },
  { name: "database", label: "Database", ...of("AWS/RDS", "CPUUtilization", "DBInstanceIdentifier") },
  { name: "documents", label: "Document store", ...of("AWS/DocDB", "VolumeBytesUsed", "DBClusterIdentifier") },
  { name: "instance", label: "Instance", ...of("AWS/DocDB", "CPUUtilization", "DBInstanceIdentifier") },
  { name: "cachenode", label: "Cache node", ...of("AWS/ElastiCache", "EngineCPUUtilization", "CacheClusterId") },
  {
    name: "distribution",
    label: "Distribution",
    region: "edge",
    namespace: "AWS/CloudFront",
    metric: "Requests",
    dimension: "DistributionId",
    filters: { Region: "Global" },
  },
  {
    name: "rule",
    label: "Rule of the web ACL",
    region: "edge",
    namespace: "AWS/WAFV2",
    metric: "BlockedRequests",
    dimension: "Rule",
    filters: { WebACL: "${prefix}-web-acl" },
  },
  { name: "uploads", label: "Queue of uploads", ...of("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName") },
  { name: "deadletters", label: "Dead letters", ...of("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName") },
];

function of(namespace: string, metric: string, dimension: string) {
  return { region: "home", namespace, metric, dimension } as const;
}

/** The same table as in CloudWatch, of a platform that is chosen at the top. */
const FACTS: DashboardFacts = {
  securityNamespace: securityNamespace("${prefix}"),
  clusterName: "$prefix",
  namespace: "$namespace",
  natGatewayIds: ["$natgateway"],
  applicationLogGroupName: "/aws/containerinsights/${prefix}/application",
  watchesSecretReads: true,
  ingress: { loadBalancer: "$loadbalancer", targetGroups: { "${PROP('Dim.TargetGroup')}": "$targetgroup" } },
  database: { identifier: "$database" },
  pooler: "pooler",
  documents: { identifier: "$documents", instanceIdentifiers: ["$instance"] },
  cacheNodes: { "${PROP('Dim.CacheClusterId')}": "$cachenode" },
  edge: {
    distributionIds: { "${PROP('Dim.DistributionId')}": "$distribution" },
    webAcl: "${prefix}-web-acl",
    rules: ["$rule"],
  },
  uploads: { queueName: "$uploads", deadLetterQueueName: "$deadletters", pods: ["scan-worker", "clamd"] },
};

const UNITS: Readonly<Record<PanelUnit, string>> = {
  bytes: "bytes",
  count: "short",
  hours: "h",
  milliseconds: "ms",
  percent: "percent",
  seconds: "s",
};

const DATA_SOURCE = { type: "cloudwatch", uid: "${datasource}" } as const;

/** One dashboard, as Grafana imports it. */
export function grafanaDashboard({ key, title, panels }: Board): Record<string, unknown> {
  const text = JSON.stringify(panels);
  const used = VARIABLES.filter(({ name }) => uses(text, name));
  // What a choice asks for has to be chosen, too; the region comes first everywhere.
  const asked = [text, "$region", ...used.map((it) => JSON.stringify(it))].join(" ");
  const offered = VARIABLES.filter(({ name }) => uses(asked, name));
  return {
    uid: `rampart-${key}`,
    title: `Rampart: ${title}`,
    description: "Made from components/_dashboard-panels.ts by npm run docs.",
    tags: ["rampart"],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    timezone: "utc",
    refresh: "5m",
    time: { from: "now-6h", to: "now" },
    annotations: { list: [] },
    links: [],
    templating: {
      list: [
        {
          type: "datasource",
          name: "datasource",
          label: "Data source",
          query: "cloudwatch",
          current: NOTHING_CHOSEN,
          hide: 0,
          options: [],
          refresh: 1,
          regex: "",
        },
        ...offered.map(variable),
      ],
    },
    panels: panels.map(panel),
  };
}

function uses(text: string, name: string): boolean {
  return text.includes(`\${${name}}`) || new RegExp(`\\$${name}\\b`).test(text);
}

/** Grafana chooses the first there is. */
const NOTHING_CHOSEN = { text: "", value: "" } as const;

function variable(it: Variable): Record<string, unknown> {
  const { name, label } = it;
  if ("text" in it) {
    const current = { text: it.text, value: it.text };
    return {
      type: "textbox",
      name,
      label,
      query: it.text,
      current,
      hide: 0,
      options: [{ ...current, selected: true }],
    };
  }
  const filters = it.filters === undefined ? [] : [JSON.stringify(it.filters)];
  return {
    type: "query",
    name,
    label,
    datasource: DATA_SOURCE,
    query: `dimension_values(${[regionOf(it.region), it.namespace, it.metric, it.dimension, ...filters].join(", ")})`,
    current: NOTHING_CHOSEN,
    hide: 0,
    // One queue is the one and another the other; of the rest, all are shown together.
    multi: it.namespace !== "AWS/SQS",
    includeAll: false,
    options: [],
    refresh: 2,
    regex: "",
    sort: 1,
  };
}

const COLUMNS = 3;
const SIZE = { w: 24 / COLUMNS, h: 8 } as const;

function panel({ title, region, unit, metrics, lines }: Panel, index: number): Record<string, unknown> {
  return {
    id: index + 1,
    type: "timeseries",
    title,
    datasource: DATA_SOURCE,
    gridPos: { x: (index % COLUMNS) * SIZE.w, y: Math.floor(index / COLUMNS) * SIZE.h, ...SIZE },
    fieldConfig: {
      defaults: {
        unit: UNITS[unit],
        min: 0,
        ...(lines !== undefined && {
          custom: { thresholdsStyle: { mode: "line" } },
          thresholds: {
            mode: "absolute",
            steps: [{ color: "green", value: null }, ...lines.map(({ value }) => ({ color: "red", value }))],
          },
        }),
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] },
      tooltip: { mode: "multi", sort: "desc" },
    },
    targets: metrics.map(({ namespace, name, dimensions, stat, label }, line) => ({
      refId: refId(line),
      id: "",
      datasource: DATA_SOURCE,
      queryMode: "Metrics",
      metricQueryType: 0,
      metricEditorMode: 0,
      region: regionOf(region),
      namespace,
      metricName: name,
      dimensions,
      matchExact: true,
      statistic: stat,
      period: "300",
      label,
      expression: "",
    })),
  };
}

function regionOf(region: "edge" | "home"): string {
  return region === "edge" ? EDGE_REGION : "$region";
}

/** A, B … Z; no panel has more lines than that. */
function refId(line: number): string {
  return "ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt(line);
}

function readme(all: readonly Board[]): string {
  return `# Dashboards for Grafana

<!-- Written by \`npm run docs\` from components/_dashboard-panels.ts; change them there. -->

The same charts as the dashboards that the platform makes in CloudWatch, for a Grafana with the data source CloudWatch. Import a file,
choose the data source, and type region, system and environment; the rest is offered by what CloudWatch knows.

| File | Shows | Charts |
| --- | --- | --- |
${all.map(({ key, title, panels }) => `| [${key}.json](${key}.json) | ${title} | ${panels.length} |`).join("\n")}

Grafana's role needs \`cloudwatch:GetMetricData\` and \`cloudwatch:ListMetrics\`, and nothing of logs.
`;
}

/** Every dashboard, as it is imported. */
export function grafanaBoards(): Board[] {
  return boards(FACTS);
}

/** docs/dashboards. */
export function dashboardPages(): Pages {
  const all = grafanaBoards();
  return new Map([
    [`${FOLDER}/README.md`, readme(all)],
    ...all.map((board): [string, string] => [
      `${FOLDER}/${board.key}.json`,
      `${JSON.stringify(grafanaDashboard(board), undefined, 2)}\n`,
    ]),
  ]);
}
