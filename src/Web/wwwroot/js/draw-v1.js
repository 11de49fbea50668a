// Recomputes a draw from its published proof, in the visitor's own browser: no server is asked, and crypto.subtle is not
// used because browsers keep it from pages that come over plain HTTP.

const rotate = (word, by) => (word >>> by) | (word << (32 - by));

const primes = [];
for (let candidate = 2; primes.length < 64; candidate++) {
  if (primes.every(prime => candidate % prime !== 0)) primes.push(candidate);
}

// FIPS 180-4, 4.2.2 and 5.3.3: first 32 bits of the fractional parts of cube and square roots of primes. Roots in doubles
// are too coarse for all of them, so they are taken in whole numbers.
const rootBits = (prime, power) => {
  const shifted = BigInt(prime) << BigInt(32 * power);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(power) <= shifted) low = middle; else high = middle;
  }
  return Number(low & 0xffffffffn) | 0;
};
const roundConstants = primes.map(prime => rootBits(prime, 3));
const initialState = primes.slice(0, 8).map(prime => rootBits(prime, 2));

/** SHA-256 of a Uint8Array (FIPS 180-4). */
export const sha256 = message => {
  const padded = new Uint8Array((message.length + 72) & ~63);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(padded.length - 4, (message.length << 3) >>> 0);
  const state = Int32Array.from(initialState);
  const schedule = new Int32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) schedule[i] = view.getInt32(block + 4 * i);
    for (let i = 16; i < 64; i++) {
      const [early, late] = [schedule[i - 15], schedule[i - 2]];
      const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
      const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
      schedule[i] = (schedule[i - 16] + sigma0 + schedule[i - 7] + sigma1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const first = (h + sum1 + ((e & f) ^ (~e & g)) + roundConstants[i] + schedule[i]) | 0;
      const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setInt32(4 * i, word));
  return new Uint8Array(digest.buffer);
};

const concat = (...parts) => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** HMAC-SHA-256 with a key of at most 64 bytes (RFC 2104). */
const hmac = (key, message) => {
  const pad = value => Uint8Array.from({ length: 64 }, (_, i) => (key[i] ?? 0) ^ value);
  return sha256(concat(pad(0x5c), sha256(concat(pad(0x36), message))));
};

const utf8 = text => new TextEncoder().encode(text);
const fromHex = hex => Uint8Array.from(hex.match(/../g) ?? [], pair => parseInt(pair, 16));
export const toHex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

const withLength = bytes => {
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, bytes.length);
  return concat(new Uint8Array(length.buffer), bytes);
};

const inByteOrder = (left, right) => {
  const [a, b] = [utf8(left.code), utf8(right.code)];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return a.length - b.length;
};

const pick = (pool, seed, count) => {
  const remaining = [...pool];
  const picks = [];
  const counter = new DataView(new ArrayBuffer(8));
  let lots = remaining.reduce((sum, { weight }) => sum + weight, 0);
  for (let turn = 0n; picks.length < count && remaining.length > 0; turn++) {
    counter.setBigUint64(0, turn);
    const drawn = new DataView(hmac(seed, new Uint8Array(counter.buffer)).buffer).getBigUint64(0);
    const left = BigInt(lots);
    if (drawn >= ((1n << 64n) / left) * left) continue;
    let lot = Number(drawn % left);
    const index = remaining.findIndex(({ weight }) => {
      if (lot < weight) return true;
      lot -= weight;
      return false;
    });
    const [winner] = remaining.splice(index, 1);
    lots -= winner.weight;
    picks.push(winner.code);
  }
  return picks;
};

/**
 * Recomputes a proof (/draws/{id}/proof.json).
 * @returns {{poolHash: string, seed: string, picks: string[], agrees: boolean}} what comes out, and whether it is what was published.
 */
export const recompute = proof => {
  if (proof.protocol !== 'draw-v1') throw new Error(`Unknown protocol ${proof.protocol}`);
  const pool = [...proof.pool].sort(inByteOrder);
  const poolHash = sha256(concat(utf8('draw-v1/pool\n'), utf8(pool.map(({ code, weight }) => `${code}\t${weight}\n`).join(''))));
  const parts = proof.parts.map(part => withLength(fromHex(part)));
  const seed = sha256(concat(utf8('draw-v1/seed\n'), withLength(utf8(proof.drawId)), withLength(poolHash), ...parts));
  const picks = pick(pool, seed, proof.picks.length);
  const result = { poolHash: toHex(poolHash), seed: toHex(seed), picks };
  const agrees = result.poolHash === proof.poolHash && result.seed === proof.seed
    && picks.length === proof.picks.length && picks.every((code, i) => code === proof.picks[i]);
  return { ...result, agrees };
};
