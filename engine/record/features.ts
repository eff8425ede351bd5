import type { DeploymentInfo } from "@pulumi/pulumi/proto/resource_pb.js";
import { resourceProto } from "./protos.ts";

const Feature = resourceProto.ResourceMonitorFeature;

/** Features by the name that older SDKs ask for one at a time. */
const FEATURES: Readonly<Record<string, number>> = {
  secrets: Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  outputValues: Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  aliasSpecs: Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  replacementTrigger: Feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  deletedWith: Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  replaceWith: Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  transforms: Feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
  invokeTransforms: Feature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
  parameterization: Feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
  resourceHooks: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
  errorHooks: Feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
  stateMigrations: Feature.RESOURCE_MONITOR_FEATURE_STATE_MIGRATIONS,
};

export function supportsFeature(name: string): boolean {
  return Object.hasOwn(FEATURES, name);
}

/** The same for newer SDKs, which ask once. */
export function deploymentInfo(): DeploymentInfo {
  const info = new resourceProto.DeploymentInfo();
  info.setSupportedfeaturesList(Object.values(FEATURES));
  return info;
}
