// One file on its way to the server: announced (POST), sent in pieces (PATCH with Upload-Offset), after a break asked how
// far it got (HEAD) and continued there. The file never passes through the circuit.

const pieceSize = 4 * 1024 * 1024;
const longestPause = 15000;
const openings = { pdf: [0x25, 0x50, 0x44, 0x46, 0x2d] };
const kinds = {
  document: { pattern: /\.pdf$/i, names: 'PDF' },
  scan: { pattern: /\.(pdf|jpe?g|png)$/i, names: 'PDF、JPEG、PNG' },
  album: { pattern: /\.(pdf|dwg|dxf|zip|xlsx|docx|csv|txt|jpe?g|png)$/i, names: 'PDF、DWG、DXF、ZIP、XLSX、DOCX、CSV、TXT、JPEG、PNG' },
};

export class Refused extends Error {}
export class Stopped extends Error {}

// The same limits as on the server, said before a byte is sent.
export async function check(file, { largest, purpose, texts }) {
  const allowed = kinds[purpose];
  if (!allowed.pattern.test(file.name)) { throw new Refused(fill(texts.wrongType, file.name, allowed.names)); }
  if (file.size === 0) { throw new Refused(fill(texts.empty, file.name)); }
  if (file.size > largest) { throw new Refused(fill(texts.tooBig, file.name, size(file.size), size(largest))); }
  if (/\.pdf$/i.test(file.name)) {
    const opening = new Uint8Array(await file.slice(0, openings.pdf.length).arrayBuffer());
    if (!openings.pdf.every((byte, index) => opening[index] === byte)) {
      throw new Refused(fill(texts.wrongType, file.name, 'PDF'));
    }
  }
}

export class Transfer {
  // seen: what the page shows of it - sent(bytes), storing(), waiting(). memory: a key under which the upload is found
  // again after the page was closed; none forgets it.
  constructor(file, options, seen, memory) {
    Object.assign(this, { file, purpose: options.purpose, failed: options.texts.failed, seen, memory, paused: false, cancelled: false });
  }

  async run() {
    let offset = await this.continued();
    if (offset === null) {
      const { id } = await this.announce();
      this.address = `uploads/${id}`;
      remember(this.memory, id);
      offset = 0;
    }
    const stored = await this.send(offset);
    forget(this.memory);
    return stored;
  }

  pause() { this.paused = true; this.call?.abort(); }

  resume() { this.paused = false; this.wake?.(); }

  cancel() {
    this.cancelled = true;
    this.paused = false;
    this.call?.abort();
    this.wake?.();
    forget(this.memory);
    if (this.address) { fetch(this.address, { method: 'DELETE', headers: antiforgery() }).catch(() => {}); }
  }

  // Stops, and keeps what has arrived for the next time.
  leave() { this.cancelled = true; this.call?.abort(); this.wake?.(); }

  async continued() {
    const id = recall(this.memory);
    if (!id) { return null; }
    const answer = await fetch(`uploads/${id}`, { method: 'HEAD' }).catch(() => null);
    if (!answer?.ok || Number(answer.headers.get('Upload-Length')) !== this.file.size) { return null; }
    this.address = `uploads/${id}`;
    return Number(answer.headers.get('Upload-Offset'));
  }

  announce() {
    return this.untilConnected(async () => {
      const answer = await fetch('uploads', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...antiforgery() },
        body: JSON.stringify({ name: this.file.name, size: this.file.size, purpose: this.purpose }),
      });
      return await this.judged(answer);
    });
  }

  async send(offset) {
    for (;;) {
      const answer = await this.untilConnected(async again => {
        if (again) { offset = await this.offset(); }
        return await this.piece(offset);
      });
      if (answer.status === 200) { return await answer.json(); }
      offset = Number(answer.headers.get('Upload-Offset'));
      this.seen.sent(offset);
    }
  }

  async offset() {
    const answer = await fetch(this.address, { method: 'HEAD' });
    if (!answer.ok) { await this.judged(answer); }
    return Number(answer.headers.get('Upload-Offset'));
  }

  // One piece by XMLHttpRequest, which alone tells how much of it has left.
  piece(offset) {
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      this.call = call;
      call.open('PATCH', this.address);
      for (const [name, value] of Object.entries({ 'Upload-Offset': offset, 'Content-Type': 'application/offset+octet-stream', ...antiforgery() })) {
        call.setRequestHeader(name, value);
      }
      call.upload.onprogress = event => this.seen.sent(offset + event.loaded);
      call.upload.onload = () => { if (offset + pieceSize >= this.file.size) { this.seen.storing(); } };
      call.onload = () => {
        const answer = new Response(call.status === 204 ? null : call.responseText, {
          status: call.status,
          headers: { 'Upload-Offset': call.getResponseHeader('Upload-Offset') ?? '', 'Content-Type': call.getResponseHeader('Content-Type') ?? '' },
        });
        if (call.status === 409) { reject(new TypeError('offset')); }
        else if (answer.ok) { resolve(answer); }
        else { this.judged(answer).catch(reject); }
      };
      call.onerror = call.onabort = call.ontimeout = () => reject(new TypeError('connection'));
      call.send(this.file.slice(offset, offset + pieceSize));
    });
  }

  // Repeats what failed for want of a connection, ever more slowly, and waits while paused.
  async untilConnected(action) {
    for (let pause = 500, again = false; ; again = true) {
      if (this.cancelled) { throw new Stopped(); }
      if (this.paused) { await new Promise(resolve => { this.wake = resolve; }); continue; }
      try {
        return await action(again);
      } catch (error) {
        if (!(error instanceof TypeError)) { throw error; }
        if (this.cancelled || this.paused) { continue; }
        this.seen.waiting();
        await new Promise(resolve => { this.wake = resolve; setTimeout(resolve, pause); window.addEventListener('online', resolve, { once: true }); });
        pause = Math.min(pause * 2, longestPause);
      }
    }
  }

  // A refusal of the server is shown in the server's own words.
  async judged(answer) {
    if (answer.ok) { return await answer.json(); }
    if (answer.status >= 502 && answer.status <= 504) { throw new TypeError('connection'); }
    const problem = await answer.json().catch(() => null);
    throw new Refused(problem?.detail ?? this.failed);
  }
}

function antiforgery() {
  const token = document.querySelector('meta[name=market-antiforgery]')?.content;
  return token ? { 'X-Market-Antiforgery': token } : {};
}

// A browser may forbid storage; then an upload is simply not found again.
function recall(key) { try { return key && localStorage.getItem(key); } catch { return null; } }
function remember(key, id) { try { if (key) { localStorage.setItem(key, id); } } catch { /* not found again */ } }
function forget(key) { try { if (key) { localStorage.removeItem(key); } } catch { /* not found again */ } }

export function fill(text, ...values) { return text.replace(/\{(\d)\}/g, (_, index) => values[index]); }

export function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 102.4) / 10} KB` : `${Math.round(bytes / 1024 / 102.4) / 10} MB`;
}
