import type { Property } from "../../property.ts";
import type { Resource, Stack } from "../../resource.ts";
import { anyOf, some } from "../../rule.ts";
import { referencesIn } from "../_given.ts";

/** A VPC's main table, once adopted, is associated like any other. */
export const ROUTE_TABLES: readonly string[] = [
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/defaultRouteTable:DefaultRouteTable",
];
const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";

const VPC = "aws:ec2/vpc:Vpc";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const MAIN_ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";

/**
 * Whether a subnet's route table sends traffic to an internet gateway. Looks at associations of the same stack; a subnet
 * that has none there takes the main table of its VPC.
 */
export function isPublicSubnet(stack: Stack, subnet: Resource): boolean {
  const associations = stack.candidates(subnet, ASSOCIATION, "subnetId");
  const isOfSubnet = (association: Resource) => stack.refersTo(association, association.get("subnetId"), subnet);
  return anyOf(
    () =>
      some(associations, (association) => {
        if (!isOfSubnet(association)) return false;
        const tables = stack.referents(association, association.get("routeTableId"), ...ROUTE_TABLES);
        return some(tables, (table) => routesToInternet(stack, table));
      }),
    () => {
      if (some(associations, isOfSubnet)) return false;
      return some(mainTables(stack, subnet), (table) => routesToInternet(stack, table));
    },
  );
}

/** The tables that the stack makes the main ones of the VPC of a subnet. */
function mainTables(stack: Stack, subnet: Resource): readonly Resource[] {
  const associations = stack.ofType(MAIN_ASSOCIATION);
  const defaults = stack.ofType("aws:ec2/defaultRouteTable:DefaultRouteTable");
  if (associations.length === 0 && defaults.length === 0) return [];
  const vpcs = stack.referents(subnet, subnet.get("vpcId"), VPC);
  const chosen = associations
    .filter((association) => vpcs.some((vpc) => stack.refersTo(association, association.get("vpcId"), vpc)))
    .flatMap((association) => stack.referents(association, association.get("routeTableId"), ...ROUTE_TABLES));
  // A VPC's own main table is adopted by an id that no input of the VPC tells: only what it is computed from does.
  const adopted = defaults.filter(({ data }) =>
    vpcs.some((vpc) => data.propertyDependencies?.["defaultRouteTableId"]?.includes(vpc.urn)),
  );
  return [...chosen, ...adopted];
}

/** Whether a route table holds a route to an internet gateway, inline or as `aws.ec2.Route`. */
export function routesToInternet(stack: Stack, table: Resource): boolean {
  return anyOf(
    () => some(table.get("routes").items(), (route) => isInternetGateway(stack, table, route.get("gatewayId"))),
    () =>
      some(stack.candidates(table, "aws:ec2/route:Route", "routeTableId"), (route) => {
        if (!stack.refersTo(route, route.get("routeTableId"), table)) return false;
        return isInternetGateway(stack, route, route.get("gatewayId"));
      }),
  );
}

function isInternetGateway(stack: Stack, from: Resource, gateway: Property): boolean {
  // Dependencies are recorded by top-level input: without this, a route to anything computed would count.
  if (!gateway.isUnknown && !gateway.isSet) return false;
  // A computed id is told apart by what it is computed from; reading it would make every pass an assumed one.
  const id = gateway.isUnknown || typeof gateway.raw === "string" ? gateway.raw : gateway.string();
  if (typeof id === "string" && id.startsWith("igw-")) return true;
  return some(stack.ofType(INTERNET_GATEWAY), (target) => stack.refersTo(from, gateway, target));
}

/** The subnets that items of a list point at and that have a route to the internet, each with its item. */
export function publicSubnetsAmong(stack: Stack, from: Resource, subnetIds: Property): Property[] {
  return referencesIn(from, subnetIds).filter((item) =>
    some(
      stack.ofType("aws:ec2/subnet:Subnet"),
      (subnet) => stack.refersTo(from, item, subnet) && isPublicSubnet(stack, subnet),
    ),
  );
}
