import type { Struct as PbStruct } from "google-protobuf/google/protobuf/struct_pb.js";
import { structProto } from "./protos.ts";

const { Struct } = structProto;
const fromJavaScript = Struct.fromJavaScript.bind(Struct);

type Plain = ReturnType<PbStruct["toJavaScript"]>;

/**
 * A message of properties that keeps the object it is made of, and builds the fields only for whoever asks for them, such
 * as what serialises it. Between a program and a monitor in one process nobody does, and a message for each value
 * would be built only to be read again.
 */
class PlainStruct extends Struct {
  #plain: Plain | undefined;

  constructor(plain: Plain) {
    super();
    this.#plain = plain;
  }

  override getFieldsMap(): ReturnType<PbStruct["getFieldsMap"]> {
    const plain = this.#plain;
    if (plain === undefined) return super.getFieldsMap();
    // From now on the fields may be changed.
    this.#plain = undefined;
    const fields = super.getFieldsMap();
    fromJavaScript(plain)
      .getFieldsMap()
      .forEach((field, key) => fields.set(key, field));
    return fields;
  }

  override toJavaScript(): Plain {
    return this.#plain ?? super.toJavaScript();
  }
}

/** From now on the SDK makes its messages so. */
export function usePlainStructs(): void {
  Struct.fromJavaScript = (plain) => new PlainStruct(plain);
}
