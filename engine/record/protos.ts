/**
 * The protobuf messages of Pulumi's protocol. They are reached by `require`, because the SDK's copy of the
 * protobuf runtime is the one whose classes the messages check for, and because naming the exports of these
 * large files for an ES module import costs more than loading them.
 */
import { createRequire } from "node:module";
import type * as aliasPb from "@pulumi/pulumi/proto/alias_pb.js";
import type * as callbackPb from "@pulumi/pulumi/proto/callback_pb.js";
import type * as callbackGrpc from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import type * as enginePb from "@pulumi/pulumi/proto/engine_pb.js";
import type * as engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type * as providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import type * as resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import type * as resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import type * as structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type * as emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type * as grpcJs from "@grpc/grpc-js";

const require = createRequire(import.meta.url);
const requireFromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const resourceProto = require("@pulumi/pulumi/proto/resource_pb.js") as typeof resourcePb;
export const structProto = requireFromSdk("google-protobuf/google/protobuf/struct_pb.js") as typeof structPb;
export const emptyProto = requireFromSdk("google-protobuf/google/protobuf/empty_pb.js") as typeof emptyPb;

/** gRPC and the services are loaded only where a connection is made: neither is needed to record in process. */
export const lazy = {
  grpc: () => requireFromSdk("@grpc/grpc-js") as typeof grpcJs,
  aliasProto: () => require("@pulumi/pulumi/proto/alias_pb.js") as typeof aliasPb,
  callbackProto: () => require("@pulumi/pulumi/proto/callback_pb.js") as typeof callbackPb,
  callbackService: () => require("@pulumi/pulumi/proto/callback_grpc_pb.js") as typeof callbackGrpc,
  engineProto: () => require("@pulumi/pulumi/proto/engine_pb.js") as typeof enginePb,
  engineService: () => require("@pulumi/pulumi/proto/engine_grpc_pb.js") as typeof engineGrpc,
  providerProto: () => require("@pulumi/pulumi/proto/provider_pb.js") as typeof providerPb,
  resourceService: () => require("@pulumi/pulumi/proto/resource_grpc_pb.js") as typeof resourceGrpc,
};
