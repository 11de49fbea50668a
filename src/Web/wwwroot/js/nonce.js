// The random number of one contributor to a draw. It is made here and stays here until its owner reveals it: the server
// is given its SHA-256 alone. Kept by its commitment, so that a second try never overwrites the number that counts.
import { sha256, toHex } from './draw-v1.js';

const keyOf = commitment => `market-nonce-${commitment}`;

/** Makes 32 random bytes, keeps them in this browser, and returns their SHA-256. */
export const make = () => {
  const nonce = crypto.getRandomValues(new Uint8Array(32));
  const commitment = toHex(sha256(nonce));
  localStorage.setItem(keyOf(commitment), toHex(nonce));
  return commitment;
};

/** The number behind a commitment, if this browser made it. */
export const kept = commitment => localStorage.getItem(keyOf(commitment));

/** Offers the number as a text file; returns whether this browser has it. */
export const save = (commitment, fileName, heading) => {
  const nonce = kept(commitment);
  if (nonce === null) return false;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${heading}\n${nonce}\n`], { type: 'text/plain' }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return true;
};
