import { type Json, listModels, readModel } from "./_models.ts";

const models = new Map<string, Json>();

/** The input of a call such as `rds CreateDBInstance`, as JSON Schema. */
export function callSchema(call: string): Json {
  const [service = "", operation = ""] = call.split(" ");
  const { operations, shapes } = serviceModel(service);
  const input = operations[operation]?.input?.shape;
  if (input === undefined) throw new Error(`${service} has no call ${operation} with an input`);
  const definitions: Record<string, Json> = {};
  const pending = [input];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (definitions[name] !== undefined) continue;
    const { schema, needs } = shapeSchema(shapes[name]);
    definitions[name] = schema;
    pending.push(...needs);
  }
  return { ...definitions[input], definitions };
}

function serviceModel(service: string): Json {
  const versions = listModels(`botocore/data/${service}`);
  const model = models.get(service) ?? readModel(`botocore/data/${service}/${versions.at(-1)}/service-2.json.gz`);
  models.set(service, model);
  return model;
}

function shapeSchema(shape: Json): { readonly schema: Json; readonly needs: readonly string[] } {
  const reference = (name: string): Json => ({ $ref: `#/definitions/${name}` });
  switch (shape.type) {
    case "structure": {
      const members = Object.entries<Json>(shape.members);
      return {
        schema: {
          type: "object",
          properties: Object.fromEntries(members.map(([name, member]) => [name, reference(member.shape)])),
          required: shape.required ?? [],
          additionalProperties: false,
        },
        needs: members.map(([, member]) => member.shape),
      };
    }
    case "list":
      return {
        schema: {
          type: "array",
          items: reference(shape.member.shape),
          ...limits(shape, "minItems", "maxItems"),
        },
        needs: [shape.member.shape],
      };
    case "map":
      return {
        schema: { type: "object", additionalProperties: reference(shape.value.shape) },
        needs: [shape.value.shape],
      };
    case "string":
      return {
        schema: {
          type: "string",
          ...(shape.enum && { enum: shape.enum }),
          // The services mean the whole text, whether or not the pattern says so.
          ...(shape.pattern && { pattern: `^(?:${shape.pattern})$` }),
          ...limits(shape, "minLength", "maxLength"),
        },
        needs: [],
      };
    case "integer":
    case "long":
      return { schema: { type: "integer", ...limits(shape, "minimum", "maximum") }, needs: [] };
    case "float":
    case "double":
      return { schema: { type: "number", ...limits(shape, "minimum", "maximum") }, needs: [] };
    case "boolean":
      return { schema: { type: "boolean" }, needs: [] };
    default:
      // Bytes and times: the provider makes them of its own forms.
      return { schema: {}, needs: [] };
  }
}

function limits({ min, max }: Json, low: string, high: string): Json {
  return { ...(min !== undefined && { [low]: min }), ...(max !== undefined && { [high]: max }) };
}
