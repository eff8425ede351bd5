import type { Property } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { anyOf, every, some } from "../../../rule.ts";

const REST_API = "aws:apigateway/restApi:RestApi";

/** Whether settings of methods are those of a stage: they name the same API and the same stage. */
export function isOfSameStage(settings: Resource, stage: Resource, stack: Stack): boolean {
  const names = [settings.get("stageName"), stage.get("stageName")] as const;
  const apis = [settings.get("restApi"), stage.get("restApi")] as const;
  return every(
    [
      () => isSame(...names),
      () =>
        anyOf(
          () => isSame(...apis),
          () => some(stack.referents(stage, apis[1], REST_API), (api) => stack.refersTo(settings, apis[0], api)),
        ),
    ],
    (test) => test(),
  );
}

/** Whether the API of a stage is reached from within networks alone. */
export function isPrivate(stage: Resource, stack: Stack): boolean {
  return some(stack.referents(stage, stage.get("restApi"), REST_API), (api) =>
    api.get("endpointConfiguration", "types").strings().includes("PRIVATE"),
  );
}

/** Whether two inputs say the same; what they say is not read, so that it may be simulated. */
function isSame(one: Property, other: Property): boolean {
  return one.isSet && other.isSet && one.raw === other.raw;
}
