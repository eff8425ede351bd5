import { AsyncLocalStorage } from "node:async_hooks";
import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { Resource, type ResourceData, type ResourceOptions, Stack } from "../resource.ts";
import { Identities } from "../identity.ts";
import { expandList } from "../types.ts";
import type { Properties } from "../value.ts";
import { rawProperties, toProperties } from "./values.ts";

/** What one analysis request is about. `stack` is set while the stack as a whole is analysed. */
export interface Request {
  readonly resources: readonly Resource[];
  readonly stack: Stack | undefined;
}

/**
 * The engine asks about resources one by one and in the end about the stack. The SDK would deserialise the
 * properties again for each policy; the session unwraps them once per request and remembers the inputs,
 * because the stack request carries outputs only.
 */
export class Session {
  // The engine may have several requests under way, and the SDK awaits between policies: the current
  // request therefore belongs to the asynchronous context and not to a variable.
  readonly #current = new AsyncLocalStorage<Request>();
  readonly #inputs = new Map<string, Properties>();
  /** Components reach the pack too, so that a resource's place among them is known. */
  readonly identities = new Identities();

  get current(): Request {
    return this.#current.getStore() ?? { resources: [], stack: undefined };
  }

  /** Begins the analysis of one resource. Called once a request, before any rule. */
  enterResource(args: ResourceValidationArgs): void {
    const inputs = toProperties(rawProperties(args.props));
    this.#inputs.set(args.urn, inputs);
    this.#current.enterWith({ resources: this.resourcesOf(args, inputs), stack: undefined });
  }

  /**
   * The resource of a request with these inputs, or the items of a list of them. For a remediation too, whose inputs
   * are not yet those that will be judged, so that nothing is remembered but its place among the components.
   */
  resourcesOf(args: ResourceValidationArgs, inputs: Properties): readonly Resource[] {
    this.identities.add({ urn: args.urn, name: args.name, parent: args.opts.parent });
    const data: ResourceData = {
      urn: args.urn,
      type: args.type,
      name: args.name,
      inputs,
      options: optionsOf(args.opts),
      parent: args.opts.parent,
    };
    return expandList(data).map((item) => new Resource(item));
  }

  /** Begins the analysis of the whole stack. */
  enterStack(resources: readonly PolicyResource[]): void {
    const all = resources.flatMap((resource) =>
      expandList(this.#withInputs(resource)).map((data) => new Resource(data)),
    );
    this.#current.enterWith({ resources: all, stack: new Stack(all) });
  }

  #withInputs(resource: PolicyResource): ResourceData {
    const outputs = toProperties(rawProperties(resource.props));
    const urns = (list: readonly PolicyResource[]): string[] => list.map(({ urn }) => urn);
    return {
      urn: resource.urn,
      type: resource.type,
      name: resource.name,
      // A resource that the engine did not analyse, such as one that is only read, has its outputs alone. It is
      // judged by them: the protocol does not say what is read, and guessing from the missing request would
      // leave out what is managed as well when the engine skips that request.
      inputs: this.#inputs.get(resource.urn) ?? outputs,
      outputs,
      options: optionsOf(resource.opts),
      parent: resource.parent?.urn,
      dependencies: urns(resource.dependencies),
      propertyDependencies: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([key, list]) => [key, urns(list)]),
      ),
    };
  }
}

function optionsOf(options: ResourceValidationArgs["opts"]): ResourceOptions {
  const { protect, ignoreChanges, aliases, deleteBeforeReplace } = options;
  return { protect, ignoreChanges, aliases, ...(deleteBeforeReplace !== undefined && { deleteBeforeReplace }) };
}
