import 'react';

declare module 'react' {
  interface CSSProperties {
    /** Width by height of a tile. */
    '--ratio'?: number;
  }
}
