import type { Property } from "../../property.ts";
import type { Resource } from "../../resource.ts";

/** The cache behaviours of a distribution, the default one first. */
export function behavioursOf(distribution: Resource): readonly Property[] {
  return [distribution.get("defaultCacheBehavior"), ...distribution.get("orderedCacheBehaviors").items()];
}

/** Whether an origin is an S3 bucket: neither a custom nor a VPC origin. */
export function isS3Origin(origin: Property): boolean {
  return !["customOriginConfig", "vpcOriginConfig"]
    .map((key) => origin.get(key))
    .some((config) => config.isUnknown || config.isSet);
}
