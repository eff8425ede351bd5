import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { pagingAlarmName } from "./_alarm-names.ts";
import {
  type Board,
  type DashboardFacts,
  type DashboardMetric,
  type Panel,
  type PanelUnit,
  boards,
} from "./_dashboard-panels.ts";
import { EDGE_REGION } from "./_edge-region.ts";
import { childOptions } from "./_options.ts";
import { securityNamespace } from "./security-events.ts";

/** What `Dashboards` are made of; a part that is left out is not shown. */
export interface DashboardsArgs extends Omit<DashboardFacts, "securityNamespace"> {
  /** Start of every name in AWS, unique in the account, for example `shop-prod`; the same as that of `Alarms`. */
  readonly prefix: string;
  /** Home region. */
  readonly region: string;
  /** Twelve-digit id of the account. */
  readonly accountId: string;
}

/**
 * CloudWatch dashboards of one platform: platform, database and pooler, caches, edge and security events, antivirus.
 *
 * Guarantees: each chart names the region that its metrics are in; a part that does not exist has no empty chart. The same
 * table makes the dashboards for Grafana, which `docs/dashboards` has.
 *
 * Cannot: show what only Prometheus measures, such as clients that wait for the pooler.
 *
 * CloudWatch charges for each dashboard beyond the account's first three.
 *
 * @example
 * new Dashboards("dashboards", { prefix: "shop-prod", region, accountId, clusterName: cluster.clusterName, namespace: "shop", … });
 */
export class Dashboards extends pulumi.ComponentResource {
  /** Names of the dashboards, which are global in an account. */
  readonly names: readonly string[];

  constructor(name: string, args: DashboardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:aws:Dashboards", name, {}, opts);
    const { prefix, region } = args;
    const child = childOptions(this, opts);
    const all = boards({ ...args, securityNamespace: securityNamespace(prefix) });
    this.names = all.map(({ key }) => `${prefix}-${key}`);
    for (const board of all) {
      new aws.cloudwatch.Dashboard(
        `${name}-${board.key}`,
        {
          region,
          dashboardName: `${prefix}-${board.key}`,
          dashboardBody: pulumi.jsonStringify({
            start: "-PT6H",
            periodOverride: "auto",
            widgets: widgetsOf(board, args),
          }),
        },
        child,
      );
    }
    this.registerOutputs({ names: this.names });
  }
}

/** Three charts in a row of the grid, which is 24 wide. */
const COLUMNS = 3;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 6;
const ALARM_HEIGHT = 2;

function widgetsOf(board: Board, { prefix, region, accountId }: DashboardsArgs): object[] {
  const alarm = {
    type: "alarm",
    x: 0,
    y: 0,
    width: 24,
    height: ALARM_HEIGHT,
    properties: {
      title: "Does anything page?",
      alarms: [`arn:aws:cloudwatch:${region}:${accountId}:alarm:${pagingAlarmName(prefix)}`],
    },
  };
  return [
    alarm,
    ...board.panels.map((panel, index) => ({
      type: "metric",
      x: (index % COLUMNS) * WIDTH,
      y: ALARM_HEIGHT + Math.floor(index / COLUMNS) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: propertiesOf(panel, region),
    })),
  ];
}

/** What stands beside the axis; CloudWatch would write the metric's own unit, which most of ours lack. */
const AXES: Readonly<Record<PanelUnit, string>> = {
  bytes: "bytes",
  count: "number",
  hours: "hours",
  milliseconds: "ms",
  percent: "%",
  seconds: "s",
};

function propertiesOf({ title, region, unit, metrics, lines }: Panel, homeRegion: string): object {
  return {
    title,
    region: region === "edge" ? EDGE_REGION : homeRegion,
    view: "timeSeries",
    stacked: false,
    period: 300,
    metrics: metrics.map(metricOf),
    yAxis: { left: { min: 0, label: AXES[unit], showUnits: false } },
    ...(lines !== undefined && { annotations: { horizontal: lines } }),
  };
}

/** As CloudWatch writes a metric: namespace, name, then each dimension with its value, then how to show it. */
function metricOf({ namespace, name, dimensions, stat, label }: DashboardMetric): unknown[] {
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat, label }];
}
