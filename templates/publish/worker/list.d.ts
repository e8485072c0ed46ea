/** What the generator puts in front of keep.js. */
declare const LIST: {
  version: string;
  /** The day of the advice, in words. */
  updated: string;
  pages: number;
  /** How much all of it is, in words. */
  size: string;
  /** The beginning of the SHA-256 of each file, by its address. */
  files: Record<string, string>;
};
