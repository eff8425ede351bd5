import { type Json, readModel } from "./_models.ts";

const folder = "cfnlint/data/schemas";
const indexes = new Map<string, Json>();

/** What the linter adds per region or engine: which classes and versions there are. */
const additions: Readonly<Record<string, readonly string[]>> = {
  "AWS::RDS::DBInstance": ["aws_rds_dbinstance/engine_version", "aws_rds_dbinstance/dbinstanceclass_enum"],
};
const classes: Readonly<Record<string, readonly [string, string]>> = {
  "AWS::DocDB::DBInstance": ["DBInstanceClass", "aws_docdb_dbinstance/dbinstanceclass_enum"],
};

/** The schema of a type as a region has it, the linter's additions among it; `undefined` when the region has no such type. */
export function registrySchema(type: string, region: string): Json {
  const index = indexes.get(region) ?? readModel(`${folder}/providers/${region}.json`);
  indexes.set(region, index);
  const name = index[type];
  if (name === undefined) return undefined;
  const schema = readModel(`${folder}/resources/${name}.json`);
  const added = (additions[type] ?? []).map((file) => ofRegion(readModel(`${folder}/extensions/${file}.json`), region));
  const [property, file] = classes[type] ?? [];
  const byClass =
    property === undefined
      ? []
      : [{ properties: { [property]: ofRegion(readModel(`${folder}/extensions/${file}.json`), region) } }];
  const all = [...(schema.allOf ?? []), ...added, ...byClass];
  return all.length === 0 ? schema : { ...schema, allOf: all };
}

function ofRegion(schema: Json, region: string): Json {
  return schema[region] ?? schema;
}
