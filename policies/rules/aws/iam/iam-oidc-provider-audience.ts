import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const ISSUER = "https://token.actions.githubusercontent.com";

export default defineRule({
  id: "iam-oidc-provider-audience",
  title: "List expected audiences on identity providers and use an https issuer.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "An empty or foreign audience accepts tokens minted for others.",
  fix: "Set clientIdLists to the audience that the issuer writes for you, such as sts.amazonaws.com.",
  links: [awsDocs("OIDC identity providers", "IAM/latest/UserGuide/id_roles_providers_create_oidc.html")],
  types: ["aws:iam/openIdConnectProvider:OpenIdConnectProvider"],
  check: (provider) => {
    const audiences = provider.get("clientIdLists");
    const url = provider.get("url");
    return all(
      () =>
        audiences.items().length > 0
          ? each(audiences.items(), (audience) =>
              /^\s*\**\s*$/.test(audience.string() ?? "") ? [audience.fail(MESSAGE)] : [],
            )
          : [audiences.fail(MESSAGE)],
      () => {
        // What another resource gives out, such as a cluster's issuer, is no text that somebody wrote.
        if (url.isUnknown && isGiven(provider, url)) return [];
        return (url.string() ?? "").startsWith("https://")
          ? []
          : [url.fail("The issuer's keys are not fetched over TLS; begin url with https://")];
      },
    );
  },
  examples: {
    pass: [{ inputs: { url: ISSUER, clientIdLists: ["sts.amazonaws.com"] } }],
    fail: [
      { name: "not set", inputs: { url: ISSUER }, path: "/clientIdLists", message: "minted for others" },
      {
        inputs: { url: ISSUER, clientIdLists: ["sts.amazonaws.com", "*"] },
        path: "/clientIdLists/1",
        message: "minted",
      },
      { inputs: { url: "http://issuer.example", clientIdLists: ["shop"] }, path: "/url", message: "over TLS" },
    ],
    undecided: [
      { inputs: { url: ISSUER, clientIdLists: UNKNOWN }, path: "/clientIdLists" },
      { inputs: { url: UNKNOWN, clientIdLists: ["sts.amazonaws.com"] }, path: "/url" },
    ],
  },
});
const MESSAGE = "Tokens minted for others are accepted; name your audience in clientIdLists";
