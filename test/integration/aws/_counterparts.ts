import { account } from "./_counterparts-account.ts";
import { buckets } from "./_counterparts-buckets.ts";
import { data } from "./_counterparts-data.ts";
import { edge } from "./_counterparts-edge.ts";
import { network } from "./_counterparts-network.ts";
import { platform } from "./_counterparts-platform.ts";
import type { Counterpart } from "./_vendor-shape.ts";

/** The provider's types with a counterpart in the CloudFormation registry, and what is called otherwise there. */
export const counterparts: Readonly<Record<string, Counterpart>> = {
  ...account,
  ...buckets,
  ...data,
  ...edge,
  ...network,
  ...platform,
};
