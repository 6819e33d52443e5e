// Which descriptors are handed on. One too few breaks a command, one too many is a stray.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inheritedAmong, jobserverDescriptors } from "../../src/child/inherited-descriptors.ts";

/** What Node 20, 22 and Bun open by themselves, from the given numbers on; three pipes, two of them of other loops. */
const [POLL, EVENT, RING] = ["anon_inode:[eventpoll]", "anon_inode:[eventfd]", "anon_inode:[io_uring]"];
const OWN = [
  POLL,
  RING,
  "pipe:[1]",
  "pipe:[1]",
  "pipe:[2]",
  "pipe:[2]",
  EVENT,
  POLL,
  "pipe:[3]",
  "pipe:[3]",
  EVENT,
];

/** Gives the runtime's own the lowest free numbers, as the kernel does. */
function opened(inherited: Readonly<Record<number, string>>) {
  const all = new Map([0, 1, 2].map((number) => [number, `/dev/pts/${number}`]));
  for (const [number, target] of Object.entries(inherited)) all.set(Number(number), target);
  for (const target of OWN) {
    let number = 3;
    while (all.has(number)) number += 1;
    all.set(number, target);
  }
  return [...all].map(([number, target]) => ({ number, target })).reverse();
}

function found(inherited: Readonly<Record<number, string>>, known: readonly number[] = []): number[] {
  return inheritedAmong(opened(inherited), (number) => known.includes(number));
}

describe("child: inherited descriptors", () => {
  it("none: none", () => {
    assert.deepEqual(found({}), []);
    assert.deepEqual(
      inheritedAmong([], () => false),
      [],
    );
  });

  it("files, sockets, named pipes and one end of a pipe, wherever they are", () => {
    for (const target of [
      "/etc/passwd",
      "/tmp/fifo",
      "socket:[9]",
      "pipe:[9]",
      "/dev/null",
      "anon_inode:[pidfd]",
    ])
      for (const number of [3, 4, 5, 9, 63, 255])
        assert.deepEqual(found({ [number]: target }), [number], target);
    assert.deepEqual(found({ 3: "/a", 4: "/b", 7: "/c", 63: "pipe:[9]", 62: "pipe:[8]" }), [3, 4, 7, 62, 63]);
  });

  it("both ends of a pipe below everything of the runtime's own", () => {
    assert.deepEqual(found({ 3: "pipe:[9]", 4: "pipe:[9]" }), [3, 4]);
    assert.deepEqual(found({ 3: "pipe:[9]", 40: "pipe:[9]" }), [3, 40]);
  });

  it("both ends of a pipe above it, when one of them is known", () => {
    assert.deepEqual(found({ 8: "pipe:[9]", 9: "pipe:[9]" }, [8]), [8, 9]);
    assert.deepEqual(found({ 8: "pipe:[9]", 9: "pipe:[9]" }), []);
  });

  it("an end of the very pipe that is standard input", () => {
    const all = [
      ...opened({ 9: "pipe:[7]" }).filter(({ number }) => number !== 0),
      { number: 0, target: "pipe:[7]" },
    ];
    assert.deepEqual(
      inheritedAmong(all, () => false),
      [9],
    );
  });

  it("what is like the runtime's own, below it", () => {
    assert.deepEqual(found({ 3: EVENT }), [3]);
    assert.deepEqual(found({ 5: EVENT }), []);
  });
});

describe("child: the jobserver", () => {
  for (const [flags, numbers] of [
    [" -j4 --jobserver-auth=3,4", [3, 4]],
    ["k -j --jobserver-fds=11,12 -- A=b", [11, 12]],
    [" -j4 --jobserver-auth=fifo:/tmp/GMfifo1", []],
    [" -j4 --jobserver-auth=-2,-2", []],
    ["", []],
  ] as const)
    it(`MAKEFLAGS=${JSON.stringify(flags)}`, () => {
      assert.deepEqual(jobserverDescriptors({ MAKEFLAGS: flags }), numbers);
      assert.deepEqual(jobserverDescriptors({ CARGO_MAKEFLAGS: flags }), numbers);
    });
});
