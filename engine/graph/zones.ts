import type { PlanResource } from "../plan.ts";
import { namespaceOf } from "./policies.ts";
import { lastPart } from "./relations.ts";

/** Where something lies: a path of zones from the outside in; empty for what lies in no network. */
export type Place = readonly ZoneKey[];

export interface ZoneKey {
  readonly kind: "edge" | "network" | "tier" | "cluster" | "namespace" | "services";
  /** Tells zones of one kind in one place apart. */
  readonly key: string;
  readonly label: string;
}

const EDGE: Place = [{ kind: "edge", key: "edge", label: "Edge" }];
const SERVICES: Place = [{ kind: "services", key: "services", label: "Account services" }];

type Tier = "public" | "private" | "isolated" | "unknown";

const TIERS: Readonly<Record<Tier, string>> = {
  public: "Public subnets",
  private: "Private subnets",
  isolated: "Isolated subnets",
  unknown: "Subnets",
};
const TIER_ORDER = Object.keys(TIERS) as Tier[];

/** What faces the internet by itself and lies in no network. */
const EDGE_TYPES =
  /^aws:(cloudfront\/distribution|route53\/(record|zone)|apigatewayv2\/api|globalaccelerator\/accelerator):/;
/** Parts of the network itself; they make tiers and are not placed in them. */
const FABRIC =
  /^aws:ec2\/(routeTableAssociation|networkAcl|natGateway|vpcEndpoint|subnet|route|routeTable):|:SubnetGroup$/;
const SUBNET_PROPERTY = /^(subnets?|subnetIds?|vpcConfig|subnetMappings|.*[sS]ubnetGroup(Name)?|networkConfiguration)$/;

/** Knows where the resources of a plan lie, from routes, subnets and namespaces; not from names. */
export class Places {
  readonly #byUrn: ReadonlyMap<string, PlanResource>;
  readonly #tiers: ReadonlyMap<string, Tier>;
  /** Where the cluster's nodes are, and so its namespaces. */
  readonly #cluster: Place;

  constructor(resources: readonly PlanResource[]) {
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    this.#tiers = tiersOf(resources, this.#byUrn);
    const cluster = resources.find(({ type }) => type === "aws:eks/cluster:Cluster");
    const tier = cluster === undefined ? undefined : this.#inSubnets([cluster]);
    this.#cluster = tier === undefined ? [] : [...tier, { kind: "cluster", key: "cluster", label: "Kubernetes" }];
  }

  /** Where resources that belong together lie: where most of them do. */
  of(resources: readonly PlanResource[]): Place {
    const vpc = resources.find(isVpc);
    if (vpc !== undefined) return [networkZone(vpc)];
    if (resources.some(({ type }) => type === "aws:eks/cluster:Cluster")) return this.#cluster;
    const placed = this.#inSubnets(resources);
    if (placed !== undefined) return placed;
    const namespace = mostFrequent(resources.flatMap((resource) => namespaceOf(resource) ?? []));
    if (namespace !== undefined) {
      return [...this.#cluster, { kind: "namespace", key: namespace, label: `Namespace ${namespace}` }];
    }
    if (resources.some(({ type }) => type.startsWith("kubernetes:"))) {
      return this.#cluster.length > 0 ? this.#cluster : [{ kind: "cluster", key: "cluster", label: "Kubernetes" }];
    }
    return resources.some(isEdge) ? EDGE : SERVICES;
  }

  #inSubnets(resources: readonly PlanResource[]): Place | undefined {
    const subnets = resources.filter(({ type }) => !FABRIC.test(type)).flatMap((resource) => this.#subnetsOf(resource));
    const tier = mostFrequent(
      subnets.map(({ urn }) => this.#tiers.get(urn) ?? "unknown"),
      TIER_ORDER,
    );
    if (tier === undefined) return undefined;
    const vpcUrn = subnets.flatMap((subnet) => subnet.propertyDependencies["vpcId"] ?? [])[0];
    const vpc = vpcUrn === undefined ? undefined : this.#byUrn.get(vpcUrn);
    const zone: ZoneKey = { kind: "tier", key: tier, label: TIERS[tier as Tier] };
    return vpc === undefined ? [zone] : [networkZone(vpc), zone];
  }

  /** The subnets that a resource names, itself or through a group of them. */
  #subnetsOf(resource: PlanResource): PlanResource[] {
    return Object.entries(resource.propertyDependencies)
      .filter(([property]) => SUBNET_PROPERTY.test(property))
      .flatMap(([, urns]) => urns)
      .flatMap((urn) => {
        const target = this.#byUrn.get(urn);
        if (target === undefined) return [];
        if (isSubnet(target)) return [target];
        return lastPart(target.type) === "SubnetGroup" ? this.#subnetsOf(target) : [];
      });
  }
}

/** A subnet is public when its default route leads to the internet, private when it leads elsewhere. */
function tiersOf(
  resources: readonly PlanResource[],
  byUrn: ReadonlyMap<string, PlanResource>,
): ReadonlyMap<string, Tier> {
  const tables = new Map<string, Tier>();
  for (const resource of resources) {
    if (resource.type === "aws:ec2/routeTable:RouteTable") raise(tables, resource.urn, tierOfRoute(resource, byUrn));
    if (resource.type !== "aws:ec2/route:Route") continue;
    for (const table of resource.propertyDependencies["routeTableId"] ?? []) {
      raise(tables, table, tierOfRoute(resource, byUrn));
    }
  }
  const tiers = new Map<string, Tier>();
  for (const resource of resources) {
    if (isSubnet(resource))
      tiers.set(resource.urn, resource.inputs["mapPublicIpOnLaunch"] === true ? "public" : "unknown");
  }
  for (const { type, propertyDependencies } of resources) {
    if (type !== "aws:ec2/routeTableAssociation:RouteTableAssociation") continue;
    const tier = tables.get(propertyDependencies["routeTableId"]?.[0] ?? "");
    for (const subnet of propertyDependencies["subnetId"] ?? []) if (tier !== undefined) tiers.set(subnet, tier);
  }
  return tiers;
}

function raise(tables: Map<string, Tier>, table: string, tier: Tier): void {
  const known = tables.get(table) ?? "isolated";
  tables.set(table, TIER_ORDER.indexOf(tier) < TIER_ORDER.indexOf(known) ? tier : known);
}

function tierOfRoute({ propertyDependencies }: PlanResource, byUrn: ReadonlyMap<string, PlanResource>): Tier {
  const targets = Object.values(propertyDependencies)
    .flat()
    .map((urn) => lastPart(byUrn.get(urn)?.type ?? ""));
  if (targets.includes("InternetGateway")) return "public";
  return targets.some((target) => /NatGateway|TransitGateway|NetworkInterface|Instance/.test(target))
    ? "private"
    : "isolated";
}

function networkZone({ urn, inputs }: PlanResource): ZoneKey {
  const cidr = inputs["cidrBlock"];
  return { kind: "network", key: urn, label: typeof cidr === "string" ? `Network ${cidr}` : "Network" };
}

function isVpc({ type }: PlanResource): boolean {
  return type === "aws:ec2/vpc:Vpc";
}

function isSubnet({ type }: PlanResource): boolean {
  return type === "aws:ec2/subnet:Subnet";
}

function isEdge({ type, inputs }: PlanResource): boolean {
  return EDGE_TYPES.test(type) || (type === "aws:wafv2/webAcl:WebAcl" && inputs["scope"] === "CLOUDFRONT");
}

/** Ties go to the one that comes first in the order, else by name. */
function mostFrequent(values: readonly string[], order: readonly string[] = []): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const rank = (value: string): number => order.indexOf(value);
  return [...counts].toSorted(([a, left], [b, right]) => right - left || rank(a) - rank(b) || (a < b ? -1 : 1))[0]?.[0];
}
