import type * as pulumi from "@pulumi/pulumi";

/**
 * Options of a component's children: its parent, and what the component itself was told to wait for. The SDK
 * does not hand `dependsOn` down, so that without this the order would be lost from the children's state.
 */
export function childOptions(
  parent: pulumi.ComponentResource,
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.CustomResourceOptions {
  return opts?.dependsOn === undefined ? { parent } : { parent, dependsOn: opts.dependsOn };
}

/** The same options, waiting for more. */
export function after(
  opts: pulumi.CustomResourceOptions,
  resources: readonly pulumi.Resource[],
): pulumi.CustomResourceOptions {
  if (resources.length === 0) return opts;
  const { dependsOn } = opts;
  // Components are given resources or a list of them; a list that is itself an output is not among our uses.
  const earlier = (dependsOn === undefined ? [] : [dependsOn].flat()) as pulumi.Input<pulumi.Resource>[];
  return { ...opts, dependsOn: [...earlier, ...resources] };
}
