import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect garbage sooner than it would, for a program that is open all day. Left alone it lets what comes and goes with each frame
 * grow to 64 MB, and the rest to several times of what is in use. It takes effect from here on; what is loaded already stays as it is.
 */
export function limitYoungHeap(): void {
  // Space for new things grows no more: it is large enough for some frames.
  setFlagsFromString('--semi-space-growth-factor=1');
  // The rest is looked through when it has grown by so many hundredths of what was in use after the last time.
  setFlagsFromString('--heap-growing-percent=30');
}
