import type { Counterpart } from "./_vendor-shape.ts";

/** Counterparts of what an account has once. */
export const account: Readonly<Record<string, Counterpart>> = {
  "aws:accessanalyzer/analyzer:Analyzer": { model: "AWS::AccessAnalyzer::Analyzer" },
  "aws:cloudtrail/trail:Trail": {
    model: "AWS::CloudTrail::Trail",
    rename: {
      "advancedEventSelectors.fieldSelectors.startsWiths": "StartsWith",
      "advancedEventSelectors.fieldSelectors.notStartsWiths": "NotStartsWith",
      cloudWatchLogsGroupArn: "CloudWatchLogsLogGroupArn",
      enableLogging: "IsLogging",
      kmsKeyId: "KMSKeyId",
      name: "TrailName",
    },
  },
  "aws:ecr/repository:Repository": {
    model: "AWS::ECR::Repository",
    own: ["forceDelete"],
    rename: { name: "RepositoryName", encryptionConfigurations: "EncryptionConfiguration" },
  },
  "aws:guardduty/detector:Detector": { model: "AWS::GuardDuty::Detector" },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    model: "AWS::IAM::OIDCProvider",
    rename: { clientIdLists: "ClientIdList", thumbprintLists: "ThumbprintList" },
  },
};
