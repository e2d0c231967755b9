import type { Cache } from './ports.ts';

/** The same cache with another `apply`. */
export function cacheWith(cache: Cache, apply: Cache['apply']): Cache {
  return {
    apply,
    load: (recent) => cache.load(recent),
    before: (room, before, limit) => cache.before(room, before, limit),
    begin: (user, generation) => cache.begin(user, generation),
    forget: () => cache.forget(),
    keepRooms: (rooms) => cache.keepRooms(rooms),
  };
}
