/**
 * Resources whose children somebody else makes, where no engine can see them: Helm's in the cluster,
 * CloudFormation's in the account.
 */
const OPAQUE_TYPES: ReadonlySet<string> = new Set([
  "kubernetes:helm.sh/v3:Release",
  "aws:cloudformation/stack:Stack",
  "aws:cloudformation/stackSet:StackSet",
  "aws:servicecatalog/provisionedProduct:ProvisionedProduct",
]);

export function isOpaqueType(type: string): boolean {
  return OPAQUE_TYPES.has(type);
}
