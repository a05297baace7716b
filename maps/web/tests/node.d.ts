// The little of Node that the tests use, so that its types need not be installed.
declare module 'node:test' {
  export function test(name: string, run: () => void | Promise<void>): void;
}
declare module 'node:assert/strict' {
  const assert: {
    (value: unknown, message?: string): asserts value;
    equal(here: unknown, there: unknown, message?: string): void;
    deepEqual(here: unknown, there: unknown, message?: string): void;
    rejects(run: () => Promise<unknown>, about?: RegExp): Promise<void>;
    throws(run: () => unknown, about?: RegExp): void;
  };
  export default assert;
}
declare module 'node:zlib' {
  export function deflateRawSync(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
}
