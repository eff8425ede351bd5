import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Connection, connectionsTo } from "./_connections.ts";
import { assertRoomForRole, labelsFor, selectorFor } from "./_labels.ts";
import { connectionEgress, domainPolicy, networkPolicy, podsPeer } from "./_network-policy.ts";
import { after, childOptions } from "./_options.ts";
import { podIdentity } from "./_pod-identity.ts";
import { podSecurityGroup } from "./_pod-security-group.ts";
import { type Caller, type WorkloadArgs, assertWorkload } from "./_workload-args.ts";
import { bindingConnections, bindingStatements } from "./_workload-bindings.ts";
import { workloadPod } from "./_workload-pod.ts";
import { cronJob, deployment, job, service } from "./_workload-running.ts";
import { deliverSecrets, secretStatements } from "./_workload-secrets.ts";

export {
  type Caller,
  type CronWorkloadArgs,
  type JobWorkloadArgs,
  type Replicas,
  type Waiting,
  type WebWorkloadArgs,
  type WorkerWorkloadArgs,
  type WorkloadArgs,
  type WorkloadCluster,
  type WorkloadMetrics,
  waitingFor,
} from "./_workload-args.ts";
export type { Binding } from "./_workload-bindings.ts";
export type { WebHealth } from "./_workload-probes.ts";
export { SECRETS_FOLDER, type WorkloadSecret } from "./_workload-secrets.ts";

/**
 * An application in the cluster: pods that serve (`web`), work (`worker`), run at set times (`cron`) or once
 * (`job`), with a service account, AWS role, secrets and network policies of their own.
 *
 * Guaranteed: an image by digest; no root, no capabilities, no writable disk, no API token; exactly the AWS
 * rights that its secrets and bindings need; no connection but those it declares, in both directions. Servers
 * with security groups admit these pods and not their node. It cannot express a privileged pod or a host path.
 *
 * It is not made while `waitingFor` lists something. Deployments wait for a migration by
 * `dependsOn: migration.ready`. The provider comes with the options:
 *
 * ```ts
 * new Workload("acme-api", { kind: "web", name: "api", image, port: 8000, ...rest }, {
 *   provider: cluster.provider,
 *   dependsOn: [...namespace.ready, ...migration.ready],
 * });
 * ```
 *
 * @throws If it still waits, or an argument is out of its bounds; the message names the argument.
 */
export class Workload extends pulumi.ComponentResource {
  /** Labels that select the pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly serviceAccountName: pulumi.Output<string>;
  /** Name of the Service; only for `web`. */
  readonly serviceName: pulumi.Output<string> | undefined;
  /** ARN of the AWS role, if it needs one. */
  readonly roleArn: pulumi.Output<string> | undefined;
  /** The pods' own security group, if they connect to a server that has one. */
  readonly securityGroupId: pulumi.Output<string> | undefined;
  /** How long load balancers must keep a silent connection, in seconds; only for `web`. */
  readonly idleTimeoutSeconds: number | undefined;
  /** How another workload connects to this one; only for `web`. */
  readonly connection: Connection | undefined;
  /** Running pods, or a Job that has succeeded. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: WorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
    assertRoomForRole(`Workload "${name}"`, name, "-role");
    assertWorkload(`Workload "${name}"`, args);
    super("rampart:kubernetes:Workload", name, {}, opts);
    const { region, namespace, cluster, tags, secrets = [], bindings = [], secretsKeyArn } = args;
    const connects = [...(args.connects ?? []), ...bindingConnections(bindings, region)];
    const child = childOptions(this, opts);
    const aws = { parent: this };
    const selector = selectorFor(args);
    const labels = labelsFor({ name: args.name, component: args.kind, tags });
    const metadata = { name: args.name, namespace, labels };

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      child,
    );
    this.serviceAccountName = account.metadata.name;

    const statements = [
      ...(secretsKeyArn === undefined ? [] : secretStatements(secrets, secretsKeyArn, region)),
      ...bindingStatements(bindings, region),
    ];
    const identity =
      statements.length === 0
        ? undefined
        : podIdentity(
            name,
            {
              region,
              accountId: args.accountId,
              clusterName: cluster.clusterName,
              clusterArn: cluster.clusterArn,
              namespace,
              serviceAccount: args.name,
              statements,
              component: args.name,
              tags,
            },
            aws,
          );

    const servers = connectionsTo("securityGroup", connects);
    const group =
      servers.length === 0
        ? undefined
        : podSecurityGroup(
            name,
            {
              region,
              vpcId: cluster.vpcId,
              clusterSecurityGroupId: cluster.clusterSecurityGroupId,
              namespace,
              matchLabels: selector,
              reaches: servers.map(({ name: server, to, port }) => ({ name: server, securityGroupId: to.id, port })),
              component: args.name,
              tags,
            },
            child,
          );

    const policies = this.policies(name, args, connects, selector, child);
    const delivered = deliverSecrets(
      name,
      { name: args.name, namespace, region, secrets, component: args.kind, tags },
      child,
    );
    const template = workloadPod({
      workload: args,
      serviceAccountName: this.serviceAccountName,
      labels,
      selector,
      secrets: delivered,
      aws: identity !== undefined,
    });
    const running = after(child, [
      ...(identity?.ready ?? []),
      ...(group?.ready ?? []),
      ...policies,
      ...delivered.ready,
    ]);

    this.serviceName = undefined;
    switch (args.kind) {
      case "web": {
        const parts = { workload: args, metadata, selector, template };
        const front = service(name, parts, child);
        this.serviceName = front.metadata.name;
        this.ready = [front, ...deployment(name, parts, running)];
        break;
      }
      case "worker":
        this.ready = deployment(name, { workload: args, metadata, selector, template }, running);
        break;
      case "cron":
        this.ready = [cronJob(name, { workload: args, metadata, selector, template }, running)];
        break;
      case "job":
        this.ready = [job(name, { workload: args, metadata, selector, template }, running)];
        break;
    }

    this.selector = selector;
    this.roleArn = identity?.role.arn;
    this.securityGroupId = group?.securityGroupId;
    this.idleTimeoutSeconds = args.kind === "web" ? (args.idleTimeoutSeconds ?? 60) : undefined;
    this.connection =
      args.kind === "web"
        ? { name: args.name, to: { kind: "pods", namespace, matchLabels: selector }, port: args.port }
        : undefined;
    this.registerOutputs({
      serviceAccountName: this.serviceAccountName,
      serviceName: this.serviceName,
      roleArn: this.roleArn,
      securityGroupId: this.securityGroupId,
    });
  }

  /** What may reach the pods and what they may reach, on top of the namespace's DNS and pod identity. */
  private policies(
    name: string,
    args: WorkloadArgs,
    connects: readonly Connection[],
    matchLabels: Record<string, string>,
    opts: pulumi.CustomResourceOptions,
  ): pulumi.Resource[] {
    const labels = labelsFor({ name: args.name, component: args.kind, tags: args.tags });
    const metadata = (object: string) => ({ name: object, namespace: args.namespace, labels });
    const ingress = callersOf(args).map(({ caller, port }) => ({
      from: callerPeers(caller),
      ports: [{ protocol: "TCP", port }],
    }));
    const made: pulumi.Resource[] = [
      networkPolicy(
        `${name}-traffic`,
        {
          metadata: metadata(args.name),
          matchLabels,
          ingress,
          egress: connectionEgress(connects, args.serverCidrs ?? []),
        },
        opts,
      ),
    ];
    if (connectionsTo("domain", connects).length > 0) {
      made.push(
        domainPolicy(
          `${name}-domains`,
          { metadata: metadata(`${args.name}-domains`), matchLabels, connections: connects },
          opts,
        ),
      );
    }
    return made;
  }
}

/** Who may connect, and on which port. */
function callersOf(args: WorkloadArgs): { readonly caller: Caller; readonly port: number }[] {
  if (args.kind !== "web" && args.kind !== "worker") return [];
  const requests = args.kind === "web" ? args.allowFrom.map((caller) => ({ caller, port: args.port })) : [];
  if (args.metrics === undefined) return requests;
  const { port, scraperCidrs } = args.metrics;
  return [...requests, { caller: { kind: "ranges", cidrs: scraperCidrs }, port }];
}

function callerPeers(caller: Caller): pulumi.Input<k8s.types.input.networking.v1.NetworkPolicyPeer[]> {
  return caller.kind === "pods"
    ? [podsPeer(caller.namespace, caller.matchLabels)]
    : pulumi.output(caller.cidrs).apply((cidrs) => cidrs.map((cidr) => ({ ipBlock: { cidr } })));
}
