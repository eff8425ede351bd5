import type { Resource, Stack } from "../../resource.ts";
import { some } from "../../rule.ts";
import { referencesIn } from "../_given.ts";

export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";

/** Kinds of stores, each with the input that lists its security groups. */
export type GroupLists = readonly (readonly [type: string, list: string])[];

export const DATABASES: GroupLists = [
  ["aws:rds/instance:Instance", "vpcSecurityGroupIds"],
  ["aws:rds/cluster:Cluster", "vpcSecurityGroupIds"],
];

/** The security groups of the stack that the rules of a resource belong to. */
export function groupsOf(resource: Resource, stack: Stack): readonly Resource[] {
  if (resource.type === SECURITY_GROUP) return [resource];
  return stack.referents(resource, resource.get("securityGroupId"), SECURITY_GROUP);
}

/** Whether one of the stores has the security group. */
export function guards(group: Resource, stack: Stack, stores: GroupLists): boolean {
  return some(stores, ([type, list]) =>
    some(stack.ofType(type), (store) =>
      some(referencesIn(store, store.get(list)), (item) => stack.refersTo(store, item, group)),
    ),
  );
}
