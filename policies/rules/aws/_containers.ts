import type { Property } from "../../property.ts";
import type { Resource } from "../../resource.ts";
import { type Properties, isObject } from "../../value.ts";

/** The containers that the JSON of an ECS task definition lists. */
export function containersOf(definition: Resource): readonly Property[] {
  return listed(definition.get("containerDefinitions").json());
}

/** The containers of a Batch job definition that are written as JSON: of a job, of its nodes, of its tasks. */
export function jobContainers(definition: Resource): readonly Property[] {
  const nodes = listed(field(document(definition.get("nodeProperties")), "nodeRangeProperties"));
  const jobs = [document(definition.get("containerProperties")), ...nodes.map((node) => field(node, "container"))];
  const tasks = [
    document(definition.get("ecsProperties")),
    ...nodes.map((node) => field(node, "ecsProperties")),
  ].flatMap((properties) => listed(field(properties, "taskProperties")));
  return [...jobs.filter(({ isSet }) => isSet), ...tasks.flatMap((task) => listed(field(task, "containers")))];
}

/** The containers of a Batch job definition for EKS. */
export function podContainers(definition: Resource): readonly Property[] {
  const pod = definition.get("eksProperties", "podProperties");
  return [...pod.get("containers").items(), ...pod.get("initContainers").items()];
}

/** The field of an object in JSON; the provider takes its name with a capital letter, too. */
export function field(object: Property, name: string): Property {
  const capital = object.get(name.charAt(0).toUpperCase() + name.slice(1));
  return capital.isSet ? capital : object.get(name);
}

/** An object in JSON: the provider refuses anything else, an object that is no text among it. */
function document(text: Property): Property {
  if (isObject(text.raw)) text.string();
  const json = text.json();
  json.entries();
  return json;
}

/** The items of a list in JSON, where a single object is none. */
function listed(list: Property): readonly Property[] {
  if (list.isSet && !Array.isArray(list.raw)) list.string();
  return list.items();
}

/** Inputs of a task definition, for examples. */
export function task(...containers: readonly Properties[]) {
  return { family: "shop", containerDefinitions: JSON.stringify(containers) };
}
