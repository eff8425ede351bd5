/** All that a run with a base needs beside the others; loaded where there is one. */
export { previewAgainst } from "../../engine/against.ts";
export { judgeBase } from "./judge.ts";
export { openBases } from "./open.ts";
