import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "msk-transit-encryption",
  title: "Let Kafka clusters speak TLS only.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Records cross the network in the clear otherwise, from clients and between brokers.",
  fix: "Remove encryptionInTransit, or set clientBroker to TLS and inCluster to true.",
  links: [securityHub("msk"), awsDocs("Encryption", "msk/latest/developerguide/msk-encryption.html")],
  types: ["aws:msk/cluster:Cluster"],
  check: (cluster) => {
    const transit = cluster.get("encryptionInfo", "encryptionInTransit");
    return all(
      () => {
        const clients = transit.get("clientBroker");
        return ["TLS", undefined].includes(clients.string())
          ? []
          : [clients.fail("Brokers accept clear text of clients; set clientBroker to TLS")];
      },
      () =>
        transit.get("inCluster").mustNotBe(false, "Brokers talk to each other in clear text; set inCluster to true"),
    );
  },
  examples: {
    pass: [
      { inputs: { encryptionInfo: { encryptionInTransit: { clientBroker: "TLS", inCluster: true } } } },
      { name: "not set", inputs: { clusterName: "orders" } },
    ],
    fail: [
      {
        inputs: { encryptionInfo: { encryptionInTransit: { clientBroker: "TLS_PLAINTEXT" } } },
        path: "/encryptionInfo/encryptionInTransit/clientBroker",
        message: "of clients",
      },
      {
        inputs: { encryptionInfo: { encryptionInTransit: { inCluster: false } } },
        path: "/encryptionInfo/encryptionInTransit/inCluster",
        message: "each other",
      },
    ],
    undecided: [
      {
        inputs: { encryptionInfo: { encryptionInTransit: { clientBroker: UNKNOWN } } },
        path: "/encryptionInfo/encryptionInTransit/clientBroker",
      },
      {
        inputs: { encryptionInfo: { encryptionInTransit: { inCluster: UNKNOWN } } },
        path: "/encryptionInfo/encryptionInTransit/inCluster",
      },
    ],
  },
});
