import * as pulumi from "@pulumi/pulumi";
import { Kind, bucket } from "./lib";

class Store extends pulumi.ComponentResource {
  constructor(
    name: string,
    private readonly kind: Kind,
  ) {
    super("corpus:index:Store", name);
    bucket(this.kind, this);
    this.registerOutputs();
  }
}

new Store("store", Kind.Media);
export const logs = bucket(Kind.Logs).id;
