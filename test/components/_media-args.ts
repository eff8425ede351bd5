import type { MediaArgs } from "../../components/media.ts";
import { MOCK_ACCOUNT } from "../support/mocks.ts";

export const KEY = `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/data`;
export const TAGS = { system: "shop", environment: "test", owner: "team@shop.test", dataClass: "personal" };
export const CLUSTER = {
  clusterName: "shop-test",
  clusterArn: `arn:aws:eks:eu-west-1:${MOCK_ACCOUNT}:cluster/shop-test`,
};

export const mediaArgs: MediaArgs = {
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  bucketNames: { upload: "shop-test-upload", serving: "shop-test-media" },
  kmsKeyArn: KEY,
  corsOrigins: ["https://www.shop.test"],
  uploadTtlSeconds: 300,
  quarantineDays: 7,
  noncurrentDays: 30,
  scanner: { engine: "clamav", ...CLUSTER, namespace: "shop", serviceAccount: "scan-worker" },
  tags: TAGS,
};
