import { ALWAYS, AWS, COMPUTED, NAMED, type StatefulKinds } from "./kind.ts";

/** Tables without a server. */
export const TABLES: StatefulKinds = {
  // dynamodb/table.go
  "aws:dynamodb/table:Table": {
    name: "DynamoDB table",
    holds: "its items, and its point-in-time recovery",
    guard: { input: "deletionProtectionEnabled", value: true },
    replacing: {
      ...AWS,
      hashKey: COMPUTED,
      importTable: ALWAYS,
      localSecondaryIndexes: ALWAYS,
      name: NAMED,
      rangeKey: ALWAYS,
      restoreDateTime: ALWAYS,
      restoreSourceName: ALWAYS,
      restoreSourceTableArn: ALWAYS,
      restoreToLatestTime: ALWAYS,
    },
  },
  // dynamodb/global_table.go
  "aws:dynamodb/globalTable:GlobalTable": {
    name: "DynamoDB global table",
    holds: "what keeps its tables alike: without it, each of them goes on alone",
    replacing: { ...AWS, name: NAMED },
  },
  // keyspaces/table.go
  "aws:keyspaces/table:Table": {
    name: "Keyspaces table",
    holds: "its rows, and its point-in-time recovery",
    replacing: {
      ...AWS,
      clientSideTimestamps: { on: "removed" },
      "comment.message": COMPUTED,
      keyspaceName: ALWAYS,
      "schemaDefinition.clusteringKeys": ALWAYS,
      // Another column is added in place; none is taken out or changed.
      "schemaDefinition.columns": { sometimes: true },
      "schemaDefinition.partitionKeys": ALWAYS,
      "schemaDefinition.staticColumns": ALWAYS,
      tableName: ALWAYS,
    },
  },
  // timestreamwrite/table.go
  "aws:timestreamwrite/table:Table": {
    name: "Timestream table",
    holds: "its records",
    replacing: {
      ...AWS,
      databaseName: ALWAYS,
      "schema.compositePartitionKey.name": COMPUTED,
      "schema.compositePartitionKey.type": COMPUTED,
      tableName: ALWAYS,
    },
  },
};
