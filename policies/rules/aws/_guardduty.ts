import type { Resource, Stack } from "../../resource.ts";
import { type Issue, anyOf, every, some } from "../../rule.ts";

interface Feature {
  /** Name of the detector feature. */
  readonly name: string;
  /** Name of an older feature that does the same. */
  readonly older?: string;
  /** The older switch on the detector, below `datasources`. */
  readonly datasource?: readonly string[];
  /** An additional configuration that must be on as well. */
  readonly additional?: string;
}

const FEATURE = "aws:guardduty/detectorFeature:DetectorFeature";

/** A violation when a detector lacks a protection plan. */
export function judgeFeature(detector: Resource, stack: Stack, feature: Feature): Issue[] {
  const enabled = anyOf(
    () => some(stack.ofType(FEATURE), (resource) => enables(resource, detector, stack, feature)),
    () => feature.datasource !== undefined && detector.get("datasources", ...feature.datasource).boolean() === true,
  );
  if (enabled) return [];
  const besides = feature.additional === undefined ? "" : ` and ${feature.additional}`;
  return [
    detector.fail(
      `The detector lacks ${feature.name}${besides}; add an aws.guardduty.DetectorFeature with status ENABLED`,
    ),
  ];
}

function enables(resource: Resource, detector: Resource, stack: Stack, feature: Feature): boolean {
  const tests = [
    () => [feature.name, feature.older ?? feature.name].includes(resource.get("name").string() ?? ""),
    () => resource.get("status").string() === "ENABLED",
    () => stack.refersTo(resource, resource.get("detectorId"), detector),
    () => feature.additional === undefined || hasAdditional(resource, feature.additional),
  ];
  return every(tests, (test) => test());
}

function hasAdditional(resource: Resource, name: string): boolean {
  return some(
    resource.get("additionalConfigurations").items(),
    (entry) => entry.get("name").string() === name && entry.get("status").string() === "ENABLED",
  );
}
