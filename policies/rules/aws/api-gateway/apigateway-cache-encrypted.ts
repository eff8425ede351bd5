import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "apigateway-cache-encrypted",
  title: "Encrypt the answers that an API caches.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Cached answers hold what the callers asked for.",
  fix: "Set cacheDataEncrypted to true.",
  links: [securityHub("apigateway"), awsDocs("Caching", "apigateway/latest/developerguide/api-gateway-caching.html")],
  types: ["aws:apigateway/methodSettings:MethodSettings"],
  check: (method) => {
    const settings = method.get("settings");
    if (settings.get("cachingEnabled").boolean() !== true) return [];
    return settings
      .get("cacheDataEncrypted")
      .mustBe(true, "Answers are cached in the clear; set cacheDataEncrypted to true");
  },
  remediate: (method) => whenUnset(method, ["settings", "cacheDataEncrypted"], true),
  examples: {
    pass: [
      { inputs: { settings: { cachingEnabled: true, cacheDataEncrypted: true } } },
      { name: "no cache", inputs: { settings: { loggingLevel: "ERROR" } } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { settings: { cachingEnabled: true } },
        path: "/settings/cacheDataEncrypted",
        message: "in the clear",
      },
      {
        inputs: { settings: { cachingEnabled: true, cacheDataEncrypted: false } },
        path: "/settings/cacheDataEncrypted",
        message: "in the clear",
      },
    ],
    undecided: [
      { inputs: { settings: { cachingEnabled: UNKNOWN } }, path: "/settings/cachingEnabled" },
      {
        inputs: { settings: { cachingEnabled: true, cacheDataEncrypted: UNKNOWN } },
        path: "/settings/cacheDataEncrypted",
      },
    ],
  },
});
