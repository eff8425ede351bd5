import * as pulumi from "@pulumi/pulumi";

/** A value that something needs before whatever it is taken from can be made. */
export interface Late<T> {
  readonly value: pulumi.Output<T>;
  /** Says what it is; everything that waits for it goes on. */
  readonly give: (value: pulumi.Input<T>) => void;
}

/** Breaks a circle of the program, not of the resources: the value must not depend on what waits for it. */
export function late<T>(): Late<T> {
  let give: (value: pulumi.Input<T>) => void = () => {};
  const promise = new Promise<pulumi.Input<T>>((resolve) => {
    give = resolve;
  });
  return { value: pulumi.output(promise) as pulumi.Output<T>, give };
}
