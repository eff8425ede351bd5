import { all, anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "msk-clients-authenticate",
  title: "Let Kafka clients authenticate.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Whoever reaches a broker without it reads and writes every topic.",
  fix: "Set clientAuthentication with sasl.iam, sasl.scram or tls, and leave unauthenticated out.",
  links: [
    securityHub("msk"),
    awsDocs("Authentication and authorization", "msk/latest/developerguide/kafka_apis_iam.html"),
  ],
  types: ["aws:msk/cluster:Cluster"],
  check: (cluster) => {
    const authentication = cluster.get("clientAuthentication");
    return all(
      () =>
        authentication
          .get("unauthenticated")
          .mustNotBe(true, "Clients need not authenticate; set clientAuthentication.unauthenticated to false"),
      () => {
        const sasl = authentication.get("sasl");
        const known = anyOf(
          () => sasl.get("iam").boolean() === true,
          () => sasl.get("scram").boolean() === true,
          () => referencesIn(cluster, authentication.get("tls", "certificateAuthorityArns")).length > 0,
        );
        return known
          ? []
          : [authentication.fail("Clients have no way to authenticate; set clientAuthentication, such as sasl.iam")];
      },
    );
  },
  examples: {
    pass: [
      { inputs: { clientAuthentication: { sasl: { iam: true } } } },
      { inputs: { clientAuthentication: { sasl: { scram: true }, unauthenticated: false } } },
      {
        inputs: {
          clientAuthentication: {
            tls: { certificateAuthorityArns: ["arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/1"] },
          },
        },
      },
    ],
    fail: [
      { name: "not set", inputs: { clusterName: "orders" }, path: "/clientAuthentication", message: "no way" },
      {
        inputs: { clientAuthentication: { sasl: { iam: true }, unauthenticated: true } },
        path: "/clientAuthentication/unauthenticated",
        message: "need not authenticate",
      },
      {
        inputs: { clientAuthentication: { sasl: { iam: false } } },
        path: "/clientAuthentication",
        message: "no way",
      },
    ],
    undecided: [
      {
        inputs: { clientAuthentication: { sasl: { iam: true }, unauthenticated: UNKNOWN } },
        path: "/clientAuthentication/unauthenticated",
      },
      { inputs: { clientAuthentication: { sasl: { iam: UNKNOWN } } }, path: "/clientAuthentication/sasl/iam" },
    ],
  },
});
