import type * as pulumi from "@pulumi/pulumi";
import type { Alarm } from "../../components/_alarm-table.ts";
import type { Media } from "../../components/media.ts";
import type { Settings } from "../settings.ts";
import type { Edge } from "./edge.ts";
import { prefixOf } from "./names.ts";

const FIVE_MINUTES = 300;
const QUARTER_HOUR = { periodSeconds: FIVE_MINUTES, periods: 3 } as const;
const AT_ONCE = { periodSeconds: FIVE_MINUTES, periods: 1 } as const;

/** Dead letters, and messages that nobody takes. */
export function mediaAlarms(media: Media): Alarm[] {
  const common = { runbook: "uploads-stuck", when: ">", ...AT_ONCE, missingData: "notBreaching" } as const;
  const metric = (name: string, queueName: pulumi.Input<string>): Alarm["metric"] => ({
    namespace: "AWS/SQS",
    name,
    dimensions: { QueueName: queueName },
    statistic: "Maximum",
  });
  return [
    {
      ...common,
      key: "upload-dead-letters",
      summary: "Uploads could not be scanned after ten tries",
      page: false,
      metric: metric("ApproximateNumberOfMessagesVisible", media.deadLetterQueueName),
      threshold: 0,
    },
    {
      ...common,
      key: "upload-waiting",
      summary: "An upload has waited for its scan for a quarter of an hour",
      page: true,
      metric: metric("ApproximateAgeOfOldestMessage", media.queueName),
      threshold: 900,
    },
  ];
}

/** The load balancer, and every service behind it: whether a pod is well, and how long answers take. */
export function serviceAlarms({ alarms }: Settings, { ingress }: Pick<Edge, "ingress">): Alarm[] {
  const rejected: Alarm = {
    key: "balancer-rejects",
    summary: "The load balancer turns connections away, because it has as many as it takes",
    runbook: "service-errors",
    page: false,
    metric: {
      namespace: "AWS/ApplicationELB",
      name: "RejectedConnectionCount",
      dimensions: { LoadBalancer: ingress.loadBalancerArnSuffix },
      statistic: "Sum",
    },
    when: ">",
    threshold: 0,
    ...AT_ONCE,
    missingData: "notBreaching",
  };
  const services = Object.entries(ingress.targetGroupArnSuffixes).flatMap(([service, TargetGroup]): Alarm[] => {
    const dimensions = { LoadBalancer: ingress.loadBalancerArnSuffix, TargetGroup };
    const metric = (name: string, statistic: Alarm["metric"]["statistic"]) => ({
      namespace: "AWS/ApplicationELB",
      name,
      dimensions,
      statistic,
    });
    return [
      {
        key: `${service}-no-healthy-pod`,
        summary: `No pod of ${service} is healthy`,
        runbook: "service-errors",
        page: true,
        metric: metric("HealthyHostCount", "Minimum"),
        when: "<",
        threshold: 1,
        ...AT_ONCE,
        missingData: "breaching",
        warmUpMinutes: 30,
      },
      {
        key: `${service}-slow`,
        summary: `One answer of ${service} in a hundred takes longer than ${alarms.targetP99Milliseconds} ms`,
        runbook: "service-errors",
        page: false,
        metric: metric("TargetResponseTime", "p99"),
        when: ">",
        threshold: alarms.targetP99Milliseconds / 1000,
        ...QUARTER_HOUR,
        missingData: "notBreaching",
      },
    ];
  });
  return [rejected, ...services];
}

/** Every distribution: the share of 5xx, and how long its origin takes; and what the web ACL blocks. In us-east-1, where they report. */
export function edgeAlarms(settings: Settings, edge: Pick<Edge, "api" | "site" | "media" | "webAcl">): Alarm[] {
  const { serverErrorPercent, targetP99Milliseconds } = settings.alarms;
  const distributions = { api: edge.api, site: edge.site?.cdn, media: edge.media };
  const ofDistributions = Object.entries(distributions).flatMap(([name, cdn]): Alarm[] => {
    if (cdn === undefined) return [];
    const metric = (metricName: string, statistic: Alarm["metric"]["statistic"]): Alarm["metric"] => ({
      namespace: "AWS/CloudFront",
      name: metricName,
      dimensions: { DistributionId: cdn.distributionId, Region: "Global" },
      statistic,
    });
    const common = { runbook: "edge-errors", when: ">", ...QUARTER_HOUR, missingData: "notBreaching" } as const;
    return [
      {
        ...common,
        key: `${name}-errors`,
        summary: `CloudFront answers more than ${serverErrorPercent} % of requests to ${name} with 5xx`,
        page: true,
        metric: metric("5xxErrorRate", "Average"),
        threshold: serverErrorPercent,
      },
      {
        ...common,
        key: `${name}-origin-slow`,
        // The services' own alarms see no further than the load balancer.
        summary: `CloudFront waits longer than ${2 * targetP99Milliseconds} ms for one answer in a hundred to ${name}`,
        page: false,
        metric: metric("OriginLatency", "p99"),
        threshold: 2 * targetP99Milliseconds,
      },
    ];
  });
  const blocked: Alarm = {
    key: "blocked-requests",
    summary: `The web ACL of ${prefixOf(settings)} blocks many requests`,
    runbook: "edge-errors",
    page: false,
    metric: {
      namespace: "AWS/WAFV2",
      name: "BlockedRequests",
      dimensions: { WebACL: edge.webAcl.metricName, Rule: "ALL" },
      statistic: "Sum",
    },
    when: ">",
    threshold: settings.alarms.rateLimitedPerMinute * (FIVE_MINUTES / 60),
    ...AT_ONCE,
    missingData: "notBreaching",
  };
  return [...ofDistributions, blocked];
}
