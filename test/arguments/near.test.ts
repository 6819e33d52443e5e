// When a typed word is taken for another one with a typing error.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isNear } from "../../src/arguments/near.ts";

for (const [typed, meant] of [
  ["exprot", "export"],
  ["shel", "shell"],
  ["formatt", "format"],
  ["regoin", "region"],
  ["export", "export"],
] as const)
  test(`${typed} is near ${meant}`, () => assert.ok(isNear(typed, meant)));

for (const [typed, meant] of [
  ["", "export"],
  ["e", "export"],
  ["debug", "export"],
  ["expiration", "export"],
  ["sh", "shell"],
  ["no", "on"],
] as const)
  test(`${JSON.stringify(typed)} is not near ${meant}`, () => assert.ok(!isNear(typed, meant)));
