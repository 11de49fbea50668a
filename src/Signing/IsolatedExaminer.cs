using System.Collections.Concurrent;
using System.ComponentModel;
using System.Security.Cryptography;
using Market.Signing.Isolation;
using Market.Signing.Pdf.Sealing;

namespace Market.Signing;

/// <summary>Reads strangers' files in processes of their own, each bounded in time and memory and, where the system allows,
/// without network. A file that exceeds the bounds, or brings the process down, is left in doubt with the reason, and the
/// next file finds a new process.</summary>
public sealed class IsolatedExaminer : IFileExaminer, IDisposable
{
    private const int CopyBuffer = 128 << 10;

    // Objects that were compressed stand open in a rebuilt document.
    private const long RebuiltBytes = 64 << 20;
    private const int RebuiltPerByte = 4;

    // Pictures, and a new dictionary for every page that bears a part of a straddle seal.
    private const long DraftedBytes = 32 << 20;
    private readonly IsolationOptions _options;
    private readonly Lazy<Confinement> _confinement;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentBag<WorkerProcess> _idle = [];
    private readonly Action<string>? _warn;
    private long _examined;
    private long _ended;
    private bool _isDisposed;

    /// <param name="options">What a file may take.</param>
    /// <param name="warn">Told, in English, of every worker that came to a bad end.</param>
    public IsolatedExaminer(IsolationOptions options, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _warn) = (options, warn);
        _confinement = new Lazy<Confinement>(() => Confinement.Probe(options));
        _places = new SemaphoreSlim(options.Workers);
    }

    /// <summary>What is in force here.</summary>
    public IsolationStatus Status => new(
        _options.Workers, _options.Workers - _places.CurrentCount, HeapLimit: true, ResidentLimit: true, TimeLimit: true, _confinement.Value.HasKernelLimits,
        _confinement.Value.IsNetworkCut, _confinement.Value.HasNoNewPrivileges, Interlocked.Read(ref _examined), Interlocked.Read(ref _ended));

    /// <inheritdoc />
    /// <exception cref="ExaminerUnavailableException">No process could look at the file.</exception>
    public async Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        var (end, answer) = await ExamineAsync(
            file, path => new WireRequest(path, WireOptions.ToWire(options)), options.Revocation, pieces: null, ct).ConfigureAwait(false);
        return end switch
        {
            WorkerEnd.TimedOut => UnexaminedFile.TimedOut,
            WorkerEnd.OutOfMemory => UnexaminedFile.OutOfMemory,
            WorkerEnd.Answered when answer is { Report: { } report } => report,
            WorkerEnd.Answered when answer is { IsUnreadable: true } => throw new IOException("The file to be examined cannot be read."),
            _ => UnexaminedFile.Crashed,
        };
    }

    /// <inheritdoc />
    /// <exception cref="ExaminerUnavailableException">No process could look at the file.</exception>
    public async Task<PdfDescription> InspectAsync(Stream pdf, bool wholeDocument = false, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(pdf);
        var (end, answer) = await ExamineAsync(
            pdf, path => new WireRequest(path, null) { WholeDocument = wholeDocument }, revocation: null, pieces: null, ct).ConfigureAwait(false);
        return answer?.Description ?? throw RefusalOf(end, answer);
    }

    /// <inheritdoc />
    /// <exception cref="ExaminerUnavailableException">No process could look at the file.</exception>
    public async Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(damaged);
        ArgumentNullException.ThrowIfNull(output);
        var pieces = new BoundedPieces(output, RebuiltBytes + (RebuiltPerByte * damaged.Length));
        var (end, answer) = await ExamineAsync(damaged, path => new WireRequest(path, null) { Rebuilds = true }, revocation: null, pieces, ct).ConfigureAwait(false);
        return answer?.Repair ?? throw RefusalOf(end, answer);
    }

    /// <inheritdoc />
    /// <exception cref="ExaminerUnavailableException">No process could look at the file.</exception>
    public async Task<SealDraft> DraftSealAsync(Stream pdf, SealOptions options, HashAlgorithmName digestAlgorithm, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(pdf);
        ArgumentNullException.ThrowIfNull(options);
        var (revision, draft) = await DraftAsync(
            pdf, path => new WireRequest(path, null) { Sealing = new WireSealing(options, digestAlgorithm.Name ?? "") }, options.Attachments, ct).ConfigureAwait(false);
        var made = new SealDraft(revision, new SignatureHole(draft.Offset, draft.ContentsAt, draft.ContainerBytes));
        return made.Continues(pdf.Length, options.ContainerBytes) ? made : throw RefusalOf(WorkerEnd.Crashed, null);
    }

    /// <inheritdoc />
    /// <exception cref="ExaminerUnavailableException">No process could look at the file.</exception>
    public async Task<ReadOnlyMemory<byte>> DraftPreparationAsync(
        Stream pdf, IReadOnlyList<PdfAttachment> attachments, IReadOnlyList<PageStamp> stamps, DateTimeOffset at, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(pdf);
        ArgumentNullException.ThrowIfNull(attachments);
        var (revision, draft) = await DraftAsync(
            pdf, path => new WireRequest(path, null) { Preparation = new WirePreparation(attachments, stamps, at) }, attachments, ct).ConfigureAwait(false);
        return draft.Offset == pdf.Length ? revision : throw RefusalOf(WorkerEnd.Crashed, null);
    }

    /// <summary>A revision made elsewhere, kept in memory until it is signed and appended: it holds what was given to be put in, and what a
    /// document needs around that.</summary>
    private async Task<(byte[] Revision, WireDraft Draft)> DraftAsync(
        Stream pdf, Func<string, WireRequest> request, IReadOnlyList<PdfAttachment> attachments, CancellationToken ct)
    {
        using var revision = new MemoryStream();
        var pieces = new BoundedPieces(revision, DraftedBytes + (2L * attachments.Sum(file => (long)file.Content.Length)));
        var (end, answer) = await ExamineAsync(pdf, request, revocation: null, pieces, ct).ConfigureAwait(false);
        return answer?.Draft is { } draft ? (revision.ToArray(), draft) : throw RefusalOf(end, answer);
    }

    /// <summary>Starts one process, so that the first file does not wait for it.</summary>
    public void WarmUp()
    {
        if (_idle.IsEmpty && !_isDisposed)
        {
            _idle.Add(Start());
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var worker))
        {
            worker.Dispose();
        }

        _places.Dispose();
    }

    private static Exception RefusalOf(WorkerEnd end, WireAnswer? answer) => end switch
    {
        WorkerEnd.Answered when answer is { Refusal: { } refusal } => new PdfFormatException(refusal.Code, refusal.Message, refusal.Offset),
        WorkerEnd.Answered when answer is { SealRefusal: { } refusal } => new SealRefusedException(refusal.Code, refusal.Message),
        WorkerEnd.Answered when answer is { IsUnreadable: true } => new IOException("The file to be examined cannot be read."),
        _ => new PdfFormatException(PdfFormatException.LimitExceeded, $"Reading the file was stopped ({end}): it takes too much time or memory."),
    };

    private async Task<(WorkerEnd End, WireAnswer? Answer)> ExamineAsync(
        Stream file, Func<string, WireRequest> request, IRevocationSource? revocation, BoundedPieces? pieces, CancellationToken ct)
    {
        if (!file.CanRead || !file.CanSeek)
        {
            throw new ArgumentException("The file must come from a stream that can be read and can seek.", nameof(file));
        }

        using var named = await NamedFile.OfAsync(file, ct).ConfigureAwait(false);
        if (!await _places.WaitAsync(_options.Patience, ct).ConfigureAwait(false))
        {
            throw new ExaminerUnavailableException("Every examining process is busy.");
        }

        try
        {
            return await AskAsync(request(named.Path), revocation, pieces, ct).ConfigureAwait(false);
        }
        finally
        {
            if (!_isDisposed)
            {
                _places.Release();
            }
        }
    }

    private async Task<(WorkerEnd End, WireAnswer? Answer)> AskAsync(
        WireRequest request, IRevocationSource? revocation, BoundedPieces? pieces, CancellationToken ct)
    {
        var worker = Take();
        try
        {
            var (end, answer) = await worker.AskAsync(request, revocation, pieces, ct).ConfigureAwait(false);
            Interlocked.Increment(ref _examined);
            if (end == WorkerEnd.NotStarted)
            {
                throw new ExaminerUnavailableException($"The examining process {_options.Command[0]} cannot be started: {worker.LastWords}");
            }

            if (end != WorkerEnd.Answered)
            {
                Interlocked.Increment(ref _ended);
                _warn?.Invoke($"An examining process ended: {end}. {worker.LastWords}");
            }
            else if (worker.IsFresh && !_isDisposed)
            {
                _idle.Add(worker);
                worker = null;
            }

            return (end, answer);
        }
        finally
        {
            worker?.Dispose();
        }
    }

    private WorkerProcess Take()
    {
        while (_idle.TryTake(out var worker))
        {
            if (worker.IsFresh)
            {
                return worker;
            }

            worker.Dispose();
        }

        return Start();
    }

    private WorkerProcess Start()
    {
        try
        {
            return WorkerProcess.Start(_options, _confinement.Value);
        }
        catch (Win32Exception exception)
        {
            throw new ExaminerUnavailableException($"The examining process {_options.Command[0]} cannot be started.", exception);
        }
    }

    /// <summary>A file that another process can open: the stream's own, or a copy that only this account can read.</summary>
    private sealed class NamedFile : IDisposable
    {
        private readonly FileStream? _copy;

        private NamedFile(string path, FileStream? copy) => (Path, _copy) = (path, copy);

        public string Path { get; }

        public static async Task<NamedFile> OfAsync(Stream stream, CancellationToken ct)
        {
            if (stream is FileStream file)
            {
                if (file.CanWrite)
                {
                    await file.FlushAsync(ct).ConfigureAwait(false);
                }

                return new NamedFile(file.Name, null);
            }

            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
                BufferSize = CopyBuffer,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var copy = new FileStream(System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName()), options);
            try
            {
                stream.Position = 0;
                await stream.CopyToAsync(copy, ct).ConfigureAwait(false);
                await copy.FlushAsync(ct).ConfigureAwait(false);
                return new NamedFile(copy.Name, copy);
            }
            catch
            {
                await copy.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        public void Dispose() => _copy?.Dispose();
    }
}
