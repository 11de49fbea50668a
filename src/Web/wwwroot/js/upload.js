// Resumable upload: announce (POST), send pieces (PATCH with Upload-Offset), after a break ask how far it got (HEAD) and
// go on. The file never passes through the circuit.

const pieceSize = 4 * 1024 * 1024;
const longestPause = 15000;
const openings = { pdf: [0x25, 0x50, 0x44, 0x46, 0x2d] };

class Refused extends Error {}
class Stopped extends Error {}

export function attach(place, page, options) {
  const upload = new Uploader(place, page, options);
  return { detach: () => upload.detach() };
}

class Uploader {
  constructor(place, page, options) {
    Object.assign(this, { place, page, options, texts: options.texts, events: new AbortController() });
    this.input = place.querySelector('input[type=file]');
    this.bar = place.querySelector('progress');
    this.part = Object.fromEntries([...place.querySelectorAll('[data-part]')].map(part => [part.dataset.part, part]));
    const listen = (target, name, handler) => target.addEventListener(name, handler, { signal: this.events.signal });
    listen(this.input, 'change', () => this.input.files[0] && this.start(this.input.files[0]));
    listen(this.part.pause, 'click', () => this.paused ? this.resume() : this.pause());
    listen(this.part.cancel, 'click', () => this.cancel());
    listen(place, 'dragover', event => { event.preventDefault(); place.dataset.over = 'true'; });
    listen(place, 'dragleave', () => delete place.dataset.over);
    listen(place, 'drop', event => {
      event.preventDefault();
      delete place.dataset.over;
      if (event.dataTransfer.files[0] && !this.input.disabled) { this.start(event.dataTransfer.files[0]); }
    });
  }

  async start(file) {
    if (this.running) { return; }
    this.running = true;
    this.cancelled = false;
    this.paused = false;
    this.say('');
    try {
      await this.check(file);
      this.file = file;
      this.show(0);
      const { id } = await this.announce(file);
      this.address = `uploads/${id}`;
      const stored = await this.send(file);
      await this.page.invokeMethodAsync('UploadedAsync', stored.fileId, stored.name, stored.size);
    } catch (error) {
      this.say(error instanceof Stopped ? this.texts.cancelled : error instanceof Refused ? error.message : this.texts.failed);
      if (!(error instanceof Stopped || error instanceof Refused)) { console.error(error); }
    } finally {
      this.part.work.hidden = true;
      this.input.value = '';
      this.running = false;
    }
  }

  // The same limits as on the server, said before a byte is sent.
  async check(file) {
    const { largest, purpose } = this.options;
    const allowed = purpose === 'scan' ? /\.(pdf|jpe?g|png)$/i : /\.pdf$/i;
    if (!allowed.test(file.name)) {
      throw new Refused(fill(this.texts.wrongType, file.name, purpose === 'scan' ? 'PDF、JPEG、PNG' : 'PDF'));
    }
    if (file.size === 0) { throw new Refused(fill(this.texts.empty, file.name)); }
    if (file.size > largest) { throw new Refused(fill(this.texts.tooBig, file.name, size(file.size), size(largest))); }
    if (/\.pdf$/i.test(file.name)) {
      const opening = new Uint8Array(await file.slice(0, openings.pdf.length).arrayBuffer());
      if (!openings.pdf.every((byte, index) => opening[index] === byte)) {
        throw new Refused(fill(this.texts.wrongType, file.name, 'PDF'));
      }
    }
  }

  announce(file) {
    return this.untilConnected(async () => {
      const answer = await fetch('uploads', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...antiforgery() },
        body: JSON.stringify({ name: file.name, size: file.size, purpose: this.options.purpose }),
      });
      return await this.judged(answer);
    });
  }

  async send(file) {
    let offset = 0;
    for (;;) {
      const answer = await this.untilConnected(async again => {
        if (again) { offset = await this.offset(); }
        return await this.piece(file, offset);
      });
      if (answer.status === 200) { return await answer.json(); }
      offset = Number(answer.headers.get('Upload-Offset'));
      this.show(offset);
    }
  }

  async offset() {
    const answer = await fetch(this.address, { method: 'HEAD' });
    if (!answer.ok) { await this.judged(answer); }
    return Number(answer.headers.get('Upload-Offset'));
  }

  // One piece by XMLHttpRequest, which alone tells how much of it has left.
  piece(file, offset) {
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      this.call = call;
      call.open('PATCH', this.address);
      for (const [name, value] of Object.entries({ 'Upload-Offset': offset, 'Content-Type': 'application/offset+octet-stream', ...antiforgery() })) {
        call.setRequestHeader(name, value);
      }
      call.upload.onprogress = event => this.show(offset + event.loaded);
      call.upload.onload = () => { if (offset + pieceSize >= file.size) { this.part.state.textContent = this.texts.storing; } };
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
      call.send(file.slice(offset, offset + pieceSize));
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
        this.part.state.textContent = fill(this.texts.waiting, this.percent ?? 0);
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
    throw new Refused(problem?.detail ?? this.texts.failed);
  }

  pause() {
    this.paused = true;
    this.call?.abort();
    this.part.pause.textContent = this.texts.resume;
    this.part.state.textContent = fill(this.texts.paused, this.percent ?? 0);
  }

  resume() {
    this.paused = false;
    this.part.pause.textContent = this.texts.pause;
    this.wake?.();
  }

  cancel() {
    this.cancelled = true;
    this.paused = false;
    this.call?.abort();
    this.wake?.();
    if (this.address) { fetch(this.address, { method: 'DELETE', headers: antiforgery() }).catch(() => {}); }
  }

  detach() {
    this.events.abort();
    if (this.running) { this.cancel(); }
  }

  show(sent) {
    this.part.work.hidden = false;
    this.percent = Math.floor(sent * 100 / this.file.size);
    this.bar.value = this.percent;
    if (!this.paused) { this.part.state.textContent = fill(this.texts.sending, this.percent, size(sent)); }
  }

  say(message) { this.part.message.textContent = message; }
}

function antiforgery() {
  const token = document.querySelector('meta[name=market-antiforgery]')?.content;
  return token ? { 'X-Market-Antiforgery': token } : {};
}

function fill(text, ...values) { return text.replace(/\{(\d)\}/g, (_, index) => values[index]); }

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 102.4) / 10} KB` : `${Math.round(bytes / 1024 / 102.4) / 10} MB`;
}
