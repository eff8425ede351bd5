/** Tokens of custom resources: a CustomResource's type is made of its apiVersion and kind. */
const GATEWAY_API = ["v1", "v1beta1", "v1alpha2"].map((version) => `kubernetes:gateway.networking.k8s.io/${version}`);

export const GATEWAY_TYPES: readonly string[] = GATEWAY_API.map((api) => `${api}:Gateway`);
export const HTTP_ROUTE_TYPES: readonly string[] = GATEWAY_API.map((api) => `${api}:HTTPRoute`);
export const GRPC_ROUTE_TYPES: readonly string[] = GATEWAY_API.map((api) => `${api}:GRPCRoute`);
export const REFERENCE_GRANT_TYPES: readonly string[] = GATEWAY_API.map((api) => `${api}:ReferenceGrant`);
