import type { Clock } from '../clock.ts';
import type { ReadCall } from '../upstream/call.ts';
import { createReadGroup, type ReadGroup } from './read-group.ts';

/** Makes one call out of equal concurrent reads. */
export interface SharedReads {
  /**
   * Joins the read under way for `key`, or begins one. Results are shared: nobody may change them.
   *
   * @param key names the read and the tenant: whoever gives the same key gets the same answer.
   */
  read<Result>(key: string, call: ReadCall, perform: (call: ReadCall) => Promise<Result>): Promise<Result>;
}

interface Flight {
  group: ReadGroup;
  result: Promise<unknown>;
}

/** @param merge false: every read is a call of its own (for measuring). */
export function createSharedReads(clock: Clock, merge = true): SharedReads {
  const flights = new Map<string, Flight>();

  function begin<Result>(
    key: string,
    call: ReadCall,
    perform: (call: ReadCall) => Promise<Result>,
  ): Promise<Result> {
    const group = createReadGroup(clock, () => {
      if (flights.get(key)?.group === group) flights.delete(key);
    });
    return group.ask(call, () => {
      const result = perform(group.call);
      if (merge) flights.set(key, { group, result });
      return result;
    });
  }

  return {
    read<Result>(key: string, call: ReadCall, perform: (call: ReadCall) => Promise<Result>) {
      const flight = flights.get(key);
      // A flight that everybody has left is being aborted: its end is not for a newcomer.
      if (!flight || flight.group.isEmpty) return begin(key, call, perform);
      return flight.group.ask(call, () => flight.result as Promise<Result>);
    },
  };
}
