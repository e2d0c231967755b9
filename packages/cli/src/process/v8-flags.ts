import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 collect garbage sooner than by default, for a program that is open all day. By default the garbage of each frame grows to
 * 64 MB, and the old generation to several times of what is in use. Takes effect from the call on.
 */
export function limitYoungHeap(): void {
  // The young generation stays at its current size, which holds several frames.
  setFlagsFromString('--semi-space-growth-factor=1');
  // The old generation is collected when it has grown by this percentage since the last collection.
  setFlagsFromString('--heap-growing-percent=30');
}
