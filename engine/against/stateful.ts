import { BUCKETS } from "./stateful/buckets.ts";
import { CACHES } from "./stateful/caches.ts";
import { CLUSTERS } from "./stateful/clusters.ts";
import { DATABASES } from "./stateful/databases.ts";
import { FILES } from "./stateful/files.ts";
import { IDENTITY } from "./stateful/identity.ts";
import type { StatefulKinds } from "./stateful/kind.ts";
import { SEARCH } from "./stateful/search.ts";
import { STREAMS } from "./stateful/streams.ts";
import { TABLES } from "./stateful/tables.ts";

/**
 * Which properties replace a resource that holds data, by type. Source: `ForceNew`, `CustomizeDiff` and `RequiresReplace`
 * in the schemas of hashicorp/terraform-provider-aws (internal/service/<service>), on which @pulumi/aws 7 is built, and
 * `forceNewProperties` of pulumi/pulumi-kubernetes (provider/pkg/provider/diff.go). What is not listed is called a change:
 * so are names that AWS changes in place, such as `identifier` of an RDS instance.
 */
export const STATEFUL: StatefulKinds = {
  ...DATABASES,
  ...TABLES,
  ...SEARCH,
  ...CACHES,
  ...STREAMS,
  ...BUCKETS,
  ...FILES,
  ...IDENTITY,
  ...CLUSTERS,
};
