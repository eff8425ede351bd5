/**
 * The protobuf messages of Pulumi's protocol. They are reached by `require`, because the SDK's copy of the
 * protobuf runtime is the one whose classes the messages check for, and because naming the exports of these
 * large files for an ES module import costs more than loading them.
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const requireFromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const resourceProto =
  require("@pulumi/pulumi/proto/resource_pb.js") as typeof import("@pulumi/pulumi/proto/resource_pb.js");
export const structProto = requireFromSdk(
  "google-protobuf/google/protobuf/struct_pb.js",
) as typeof import("google-protobuf/google/protobuf/struct_pb.js");
export const emptyProto = requireFromSdk(
  "google-protobuf/google/protobuf/empty_pb.js",
) as typeof import("google-protobuf/google/protobuf/empty_pb.js");

/** gRPC and the services are loaded only where a connection is made: neither is needed to record in process. */
export const lazy = {
  grpc: () => requireFromSdk("@grpc/grpc-js") as typeof import("@grpc/grpc-js"),
  aliasProto: () => require("@pulumi/pulumi/proto/alias_pb.js") as typeof import("@pulumi/pulumi/proto/alias_pb.js"),
  callbackProto: () =>
    require("@pulumi/pulumi/proto/callback_pb.js") as typeof import("@pulumi/pulumi/proto/callback_pb.js"),
  callbackService: () =>
    require("@pulumi/pulumi/proto/callback_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/callback_grpc_pb.js"),
  engineProto: () => require("@pulumi/pulumi/proto/engine_pb.js") as typeof import("@pulumi/pulumi/proto/engine_pb.js"),
  engineService: () =>
    require("@pulumi/pulumi/proto/engine_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb.js"),
  providerProto: () =>
    require("@pulumi/pulumi/proto/provider_pb.js") as typeof import("@pulumi/pulumi/proto/provider_pb.js"),
  resourceService: () =>
    require("@pulumi/pulumi/proto/resource_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/resource_grpc_pb.js"),
};
