import { beforeAll, expect, test } from "vitest";
import { usePlainStructs } from "../../../engine/record/plain-struct.ts";
import { resourceProto, structProto } from "../../../engine/record/protos.ts";

const PROPERTIES = {
  text: "a",
  number: 1.5,
  truth: false,
  nothing: null,
  empty: {},
  list: [1, "b", [true], { deep: { deeper: null } }],
  map: { b: { c: "d" }, a: [] },
};

/** As the SDK's own messages are, before any other kind is used. */
let genuine: Uint8Array;

beforeAll(() => {
  genuine = requestWith(structProto.Struct.fromJavaScript(PROPERTIES)).serializeBinary();
  usePlainStructs();
});

function requestWith(object: ReturnType<typeof structProto.Struct.fromJavaScript>) {
  const request = new resourceProto.RegisterResourceRequest();
  request.setName("bucket");
  request.setObject(object);
  return request;
}

test("a request arrives with the object that it was made of", () => {
  const request = requestWith(structProto.Struct.fromJavaScript(PROPERTIES));
  expect(request.getObject()?.toJavaScript()).toBe(PROPERTIES);
});

test("it is serialised to the same bytes, before and after it was read", () => {
  const request = requestWith(structProto.Struct.fromJavaScript(PROPERTIES));
  request.getObject()?.toJavaScript();
  expect(request.serializeBinary()).toEqual(genuine);
  expect(request.serializeBinary()).toEqual(genuine);
  const back = resourceProto.RegisterResourceRequest.deserializeBinary(request.serializeBinary());
  expect(back.getObject()?.toJavaScript()).toEqual(PROPERTIES);
});

test("fields that are changed are what is read and sent from then on", () => {
  const struct = structProto.Struct.fromJavaScript(PROPERTIES);
  struct.getFieldsMap().set("text", structProto.Value.fromJavaScript({ changed: [1] }));
  struct.getFieldsMap().del("map");
  const { map: _, ...rest } = PROPERTIES;
  const expected = { ...rest, text: { changed: [1] } };
  expect(struct.toJavaScript()).toEqual(expected);
  expect(PROPERTIES.text).toBe("a");
  const sent = resourceProto.RegisterResourceRequest.deserializeBinary(requestWith(struct).serializeBinary());
  expect(sent.getObject()?.toJavaScript()).toEqual(expected);
});

test("inner messages are the same as of any other kind", () => {
  const fields = structProto.Struct.fromJavaScript(PROPERTIES).getFieldsMap();
  expect(fields.get("map")?.getStructValue()?.getFieldsMap().get("b")?.getStructValue()?.toJavaScript()).toEqual({
    c: "d",
  });
  expect(
    fields
      .get("list")
      ?.getListValue()
      ?.getValuesList()
      .map((value) => value.toJavaScript()),
  ).toEqual(PROPERTIES.list);
  expect(fields.getLength()).toBe(Object.keys(PROPERTIES).length);
});
