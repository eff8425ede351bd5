import { ALWAYS, AWS, COMPUTED, NAMED, SOMETIMES, type StatefulKinds } from "./kind.ts";

/** What is searched; the indices can seldom be made again from elsewhere. */
export const SEARCH: StatefulKinds = {
  // opensearch/domain.go
  "aws:opensearch/domain:Domain": {
    name: "OpenSearch domain",
    holds: "its indices and its automated snapshots",
    replacing: {
      ...AWS,
      // From some engine versions on it can be switched on in place, and never off.
      "advancedSecurityOptions.enabled": { on: "disabled" },
      domainName: NAMED,
      "encryptAtRest.enabled": { on: "disabled" },
      "encryptAtRest.kmsKeyId": COMPUTED,
      // Where AWS lists no way from the one to the other.
      engineVersion: SOMETIMES,
      "nodeToNodeEncryption.enabled": { on: "disabled" },
      vpcOptions: { sometimes: true },
    },
  },
  // opensearchserverless/collection.go
  "aws:opensearch/serverlessCollection:ServerlessCollection": {
    name: "OpenSearch Serverless collection",
    holds: "its indices",
    replacing: {
      ...AWS,
      collectionGroupName: ALWAYS,
      // A security policy may have given it the same key before.
      encryptionConfigs: SOMETIMES,
      name: NAMED,
      standbyReplicas: COMPUTED,
      type: COMPUTED,
    },
  },
};
