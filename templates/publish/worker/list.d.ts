/** Added by the generator at the top of keep.js. */
declare const LIST: {
  version: string;
  /** The date of the advice, in words. */
  updated: string;
  pages: number;
  /** The total size, in words. */
  size: string;
  /** The start of the SHA-256 of each file, by address. */
  files: Record<string, string>;
};
