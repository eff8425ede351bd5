import type { Resource } from "../../resource.ts";

/** Whether a delivery stream reads from Kinesis or Kafka, where its records rest: it takes no encryption of its own. */
export function readsElsewhere(stream: Resource): boolean {
  return ["kinesisSourceConfiguration", "mskSourceConfiguration"].some((source) => stream.get(source).isSet);
}
