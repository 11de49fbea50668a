using Market.Signing;

namespace Market.Cli.Verifying;

/// <summary>Reads the files to be verified: usually in processes of their own, so that one that hangs, eats the memory or brings its reader
/// down costs its own line and nothing else.</summary>
internal sealed class FileReader : IDisposable
{
    private readonly TimeSpan _timeLimit;
    private readonly TextWriter _errors;
    private readonly IsolatedExaminer? _examiner;
    private int _hasWarned;

    private FileReader(TimeSpan timeLimit, TextWriter errors, IsolatedExaminer? examiner) =>
        (_timeLimit, _errors, _examiner) = (timeLimit, errors, examiner);

    public static FileReader For(VerifyRequest request, TextWriter errors) => new(
        request.TimeLimit, errors,
        request.InProcess ? null : new IsolatedExaminer(OptionsFor(request, ExaminerWorker.CommandOf(typeof(FileReader).Assembly))));

    /// <summary>With another program as reader.</summary>
    internal static FileReader With(VerifyRequest request, TextWriter errors, IReadOnlyList<string> command) =>
        new(request.TimeLimit, errors, new IsolatedExaminer(OptionsFor(request, command)));

    /// <summary>Always an answer: a file that cannot be read to the end is left in doubt, with the reason.</summary>
    public async Task<SealReport> ReadAsync(string file, ValidationOptions options, CancellationToken ct)
    {
        try
        {
            // Opening may take for ever too: a pipe that nobody writes to.
            await using var stream = await Task.Run(() => File.OpenRead(file), ct).WaitAsync(_timeLimit, ct);
            return _examiner is null ? await HereAsync(stream, options) : await ElsewhereAsync(_examiner, stream, options, ct);
        }
        catch (TimeoutException)
        {
            return UnexaminedFile.TimedOut;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return UnexaminedFile.NotFound;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return UnexaminedFile.Unreadable;
        }
    }

    public void Dispose() => _examiner?.Dispose();

    // As many at a time as there are jobs, so that no file waits for another; more processes than files are never started.
    private static IsolationOptions OptionsFor(VerifyRequest request, IReadOnlyList<string> command) => new()
    {
        Command = command,
        Workers = request.Jobs,
        Patience = Timeout.InfiniteTimeSpan,
        TimeLimit = request.TimeLimit,
        ProcessorLimit = request.TimeLimit,
    };

    private async Task<SealReport> ElsewhereAsync(IsolatedExaminer examiner, FileStream stream, ValidationOptions options, CancellationToken ct)
    {
        try
        {
            return await examiner.ValidateAsync(stream, options, ct);
        }
        catch (ExaminerUnavailableException)
        {
            if (Interlocked.Exchange(ref _hasWarned, 1) == 0)
            {
                await _errors.WriteLineAsync(Texts.Say("verify.not-isolated"));
            }

            return await HereAsync(stream, options);
        }
    }

    /// <summary>A file that takes too long is answered as such, and left to a thread that ends with the program.</summary>
    private async Task<SealReport> HereAsync(FileStream stream, ValidationOptions options)
    {
        try
        {
            return await Task.Run(() => SealValidator.Validate(stream, options), CancellationToken.None).WaitAsync(_timeLimit);
        }
        catch (OutOfMemoryException)
        {
            return UnexaminedFile.OutOfMemory;
        }
    }
}
