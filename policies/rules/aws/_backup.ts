import type { Property } from "../../property.ts";
import type { Resource, Stack } from "../../resource.ts";
import { anyOf, every, some } from "../../rule.ts";
import { referencesIn } from "../_given.ts";
import { matches } from "../_policy-document.ts";

/** Whether an AWS Backup selection of the stack covers `resource`, by ARN, pattern or tag. */
export function isSelected(stack: Stack, resource: Resource): boolean {
  return some(stack.ofType("aws:backup/selection:Selection"), (selection) => {
    const byResource = () =>
      some(referencesIn(selection, selection.get("resources")), (item) => selects(stack, selection, item, resource)) &&
      every(selection.get("conditions").items(), (condition) => meets(condition, resource));
    const byTag = () =>
      some(selection.get("selectionTags").items(), (tag) => hasTag(resource, tag.get("key"), tag.get("value")));
    return anyOf(byResource, byTag);
  });
}

function selects(stack: Stack, selection: Resource, item: Property, resource: Resource): boolean {
  if (stack.refersTo(selection, item, resource)) return true;
  // What is computed from another resource of the program is that resource's ARN, not a pattern.
  if (item.isUnknown) return false;
  const pattern = item.string() ?? "";
  if (!pattern.includes("*")) return false;
  const arn = resource.outputs.get("arn");
  if (typeof arn.raw === "string") return matches(pattern, arn.raw);
  return pattern === "*" || matches(pattern, `arn:aws:${ARN_PATHS[resource.type] ?? "unknown"}${resource.name}`);
}

/** The shape of an ARN where the real one is not known: only wide patterns match it. */
const ARN_PATHS: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "rds:::db:",
  "aws:rds/cluster:Cluster": "rds:::cluster:",
  "aws:s3/bucket:Bucket": "s3:::",
};

const TAG_PREFIX = "aws:ResourceTag/";

/** Whether the tags of `resource` meet the `stringEquals` tests of a condition. */
function meets(condition: Property, resource: Resource): boolean {
  return every(condition.get("stringEquals").items(), (test) => {
    const key = test.get("key").string() ?? "";
    const tag = key.startsWith(TAG_PREFIX) ? key.slice(TAG_PREFIX.length) : key;
    return resource.get("tags", tag).string() === test.get("value").string();
  });
}

function hasTag(resource: Resource, key: Property, value: Property): boolean {
  return resource.get("tags", key.string() ?? "").string() === value.string();
}
