import { NOT_APPLICABLE, anyOf, defineRule } from "../../../rule.ts";
import { Secret, UNKNOWN } from "../../../value.ts";
import { isGiven, referencesIn } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elasticache-auth-enabled",
  title: "Require authentication by user groups, or by a token where groups are not possible.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Network reach alone must not grant access to the cache.",
  fix: "Set userGroupIds (userGroupId on a serverless cache), or authToken where user groups are not possible.",
  links: [
    securityHub("elasticache"),
    awsDocs("Role-based access control", "AmazonElastiCache/latest/dg/Clusters.RBAC.html"),
  ],
  types: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/serverlessCache:ServerlessCache"],
  check: (cache) => {
    if (cache.type !== SERVERLESS) {
      const authenticated = anyOf(
        () => referencesIn(cache, cache.get("userGroupIds")).length > 0,
        () => isGiven(cache, cache.get("authToken")),
        () => isGiven(cache, cache.get("authTokenWo")),
      );
      return authenticated
        ? []
        : [cache.get("userGroupIds").fail("Whoever reaches the cache can use it; set userGroupIds to a user group")];
    }
    // Memcached knows no users.
    if (cache.get("engine").string() === "memcached") return NOT_APPLICABLE;
    const group = cache.get("userGroupId");
    return isGiven(cache, group)
      ? []
      : [group.fail("Whoever reaches the cache can use it; set userGroupId to a user group")];
  },
  examples: {
    pass: [
      { inputs: { userGroupIds: [UNKNOWN] } },
      { inputs: { authToken: new Secret("not-a-real-token") } },
      { type: "aws:elasticache/serverlessCache:ServerlessCache", inputs: { engine: "valkey", userGroupId: "shop" } },
    ],
    fail: [
      { name: "not set", inputs: { engine: "valkey" }, path: "/userGroupIds", message: "Whoever reaches" },
      {
        type: "aws:elasticache/serverlessCache:ServerlessCache",
        inputs: { engine: "valkey" },
        path: "/userGroupId",
        message: "Whoever reaches",
      },
    ],
    undecided: [
      { inputs: { userGroupIds: UNKNOWN }, path: "/userGroupIds" },
      {
        type: "aws:elasticache/serverlessCache:ServerlessCache",
        inputs: { engine: "valkey", userGroupId: UNKNOWN },
        path: "/userGroupId",
      },
    ],
  },
});
const SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache";
