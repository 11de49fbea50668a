using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Isolation;

/// <summary>How an examination ended.</summary>
internal enum WorkerEnd
{
    Answered,
    TimedOut,
    OutOfMemory,
    Crashed,

    /// <summary>The program could not be started by those that confine it.</summary>
    NotStarted,
}

/// <summary>One examining process, seen from its owner: given one file at a time, watched, and ended when it exceeds its
/// limits. After anything but an answer it is of no further use.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int ErrorTail = 4096;
    private const int MostQuestions = 64;
    private static readonly TimeSpan LongestAsking = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(50);
    private readonly IsolationOptions _options;
    private readonly Process _process;
    private readonly Queue<string> _errors = new();
    private readonly Stopwatch _asking = new();

    private WorkerProcess(IsolationOptions options, Process process)
    {
        _options = options;
        _process = process;
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Files examined so far.</summary>
    public int Examined { get; private set; }

    /// <summary>Whether it may be given another file.</summary>
    public bool IsFresh =>
        Examined < _options.FilesPerWorker && !_process.HasExited
        && ProcessUse.Of(_process) is var use && use.Processor < _options.ProcessorLimit * (Confinement.LifeOfFiles - 1)
        && use.ResidentBytes < (long)_options.ResidentMegabytes << 19;

    /// <summary>The last words of a process that came to an unexpected end.</summary>
    public string LastWords
    {
        get
        {
            lock (_errors)
            {
                return string.Join('\n', _errors);
            }
        }
    }

    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static WorkerProcess Start(IsolationOptions options, Confinement confinement)
    {
        string[] command = [.. confinement.Prefix, .. options.Command];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Bare(start, options);
        return new WorkerProcess(options, Process.Start(start)!);
    }

    /// <param name="request">One file.</param>
    /// <param name="revocation">Answers the worker's questions; their time is not the file's.</param>
    /// <param name="pieces">Takes the bytes that come before the answer; null where none are expected.</param>
    /// <param name="ct">Ends the worker as well.</param>
    public async Task<(WorkerEnd End, WireAnswer? Answer)> AskAsync(
        WireRequest request, IRevocationSource? revocation, BoundedPieces? pieces, CancellationToken ct)
    {
        Examined++;
        _asking.Reset();
        using var finished = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var answer = ExchangeAsync(request, revocation, pieces, finished.Token);
        var end = await WatchAsync(answer, ct).ConfigureAwait(false);
        if (end != WorkerEnd.Answered)
        {
            End();
            await finished.CancelAsync().ConfigureAwait(false);
            await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ct.ThrowIfCancellationRequested();
            return (end, null);
        }

        return answer is { IsCompletedSuccessfully: true, Result: { } said }
            ? said.IsOutOfMemory ? (WorkerEnd.OutOfMemory, null) : (WorkerEnd.Answered, said)
            : (await EndOfAsync().ConfigureAwait(false), null);
    }

    public void Dispose()
    {
        End();
        _process.Dispose();
    }

    private async Task<WireAnswer?> ExchangeAsync(
        WireRequest request, IRevocationSource? revocation, BoundedPieces? pieces, CancellationToken ct)
    {
        var (input, output) = (_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream);
        await Wire.WriteAsync(input, request, WireJson.Default.WireRequest, ct).ConfigureAwait(false);
        for (var questions = 0; ; questions++)
        {
            var answer = await Wire.ReadAsync(output, WireJson.Default.WireAnswer, ct).ConfigureAwait(false);
            while (answer?.Piece is { } piece)
            {
                await (pieces ?? throw new InvalidDataException("The examining process sends what nobody asked for.")).AddAsync(piece, ct).ConfigureAwait(false);
                answer = await Wire.ReadAsync(output, WireJson.Default.WireAnswer, ct).ConfigureAwait(false);
            }

            if (answer?.Question is not { } question)
            {
                return answer;
            }

            var reply = questions < MostQuestions
                ? await ReplyAsync(question, revocation, ct).ConfigureAwait(false)
                : new WireReply(null, RevocationException.Unreachable, "Too many questions about one file.", IsTransient: false);
            await Wire.WriteAsync(input, reply, WireJson.Default.WireReply, ct).ConfigureAwait(false);
        }
    }

    private async Task<WireReply> ReplyAsync(WireQuestion question, IRevocationSource? revocation, CancellationToken ct)
    {
        _asking.Start();
        try
        {
            if (revocation is null)
            {
                return new WireReply(null, RevocationException.Unreachable, "Nobody may be asked.", IsTransient: false);
            }

            using var certificate = X509CertificateLoader.LoadCertificate(question.Certificate);
            using var issuer = X509CertificateLoader.LoadCertificate(question.Issuer);
            return new WireReply(await revocation.GetAsync(certificate, issuer, question.At, ct).ConfigureAwait(false), null, null, IsTransient: false);
        }
        catch (RevocationException refusal)
        {
            return new WireReply(null, refusal.Code, refusal.Message, refusal.IsTransient);
        }
        catch (CryptographicException)
        {
            return new WireReply(null, RevocationException.Unproven, "The certificate cannot be read.", IsTransient: false);
        }
        finally
        {
            _asking.Stop();
        }
    }

    /// <summary>Waits for the answer, or for a limit to be exceeded.</summary>
    private async Task<WorkerEnd> WatchAsync(Task answer, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var before = ProcessUse.Of(_process).Processor;
        var timeLimit = _options.TimeLimit + (Examined == 1 ? _options.StartLimit : TimeSpan.Zero);
        var mostBytes = (long)_options.ResidentMegabytes << 20;
        while (true)
        {
            try
            {
                await answer.WaitAsync(WatchInterval, ct).ConfigureAwait(false);
                return WorkerEnd.Answered;
            }
            catch (TimeoutException)
            {
                var use = ProcessUse.Of(_process);
                if (clock.Elapsed - Min(_asking.Elapsed, LongestAsking) > timeLimit || use.Processor - before > _options.ProcessorLimit)
                {
                    return WorkerEnd.TimedOut;
                }

                if (use.ResidentBytes > mostBytes)
                {
                    return WorkerEnd.OutOfMemory;
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // Nobody waits any longer; the worker may be in the middle of something endless.
                return WorkerEnd.TimedOut;
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or OperationCanceledException)
            {
                return WorkerEnd.Answered;
            }
        }
    }

    /// <summary>Why a process that gave no answer is gone.</summary>
    private async Task<WorkerEnd> EndOfAsync()
    {
        End();
        await _process.WaitForExitAsync().ConfigureAwait(false);

        // The runtime says so when the system gives it no more memory (128 + SIGXCPU is the processor limit).
        const int ProcessorLimitReached = 128 + 24;
        // POSIX, 2.8.2: 126 and 127 are those of a command that could not be started.
        return _process.ExitCode == ProcessorLimitReached ? WorkerEnd.TimedOut
            : _process.ExitCode is 126 or 127 ? WorkerEnd.NotStarted
            : LastWords.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) ? WorkerEnd.OutOfMemory
            : WorkerEnd.Crashed;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void End()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private void Remember(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_errors)
        {
            _errors.Enqueue(line.Length > ErrorTail ? line[..ErrorTail] : line);
            while (_errors.Sum(one => one.Length) > ErrorTail && _errors.Count > 1)
            {
                _errors.Dequeue();
            }
        }
    }

    /// <summary>An environment with nothing of the owner's in it: passwords and addresses are often kept there.</summary>
    private static void Bare(ProcessStartInfo start, IsolationOptions options)
    {
        string[] kept = ["PATH", "DOTNET_ROOT", "HOME", "TMPDIR", "SystemRoot", "TEMP", "LANG"];
        var values = kept.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).Where(one => one.Value is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in values)
        {
            start.Environment[name] = value;
        }

        var heap = (long)options.HeapMegabytes << 20;
        start.Environment["DOTNET_GCHeapHardLimit"] = heap.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";

        // No files of the runtime's own: the process may not write any.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";

        // The owner holds the file open and locked; this process only reads it.
        start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1";
    }
}
