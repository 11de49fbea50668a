using System.Globalization;
using System.Threading.Channels;
using Market.Signing;

namespace Market.Cli.Verifying;

/// <summary>One run of <c>verify</c>: the files in the order given, several at a time, each within its time.</summary>
internal sealed class VerifyRun(Terminal terminal, VerifyRequest request)
{
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var options = Options();
        var pending = Channel.CreateBounded<(string File, Task<SealReport> Report)>(request.Jobs);
        var begin = BeginAsync(pending.Writer, options, ct);
        var allPassed = true;
        await foreach (var (file, task) in pending.Reader.ReadAllAsync(ct))
        {
            var report = await task.WaitAsync(ct);
            allPassed &= report.Verdict == Indication.TotalPassed;
            Print(file, report);
        }

        await begin;
        return allPassed ? ExitCodes.Done : ExitCodes.Refused;
    }

    private void Print(string file, SealReport report)
    {
        if (request.AsJson)
        {
            terminal.Output.WriteLine(VerificationRecord.Of(file, report, _language).ToJson());
        }
        else
        {
            VerdictText.Write(terminal.Output, file, report, _language);
        }

        terminal.Output.Flush();
    }

    /// <summary>Begins one file after the other, as places become free; answers are awaited in the same order.</summary>
    private async Task BeginAsync(ChannelWriter<(string, Task<SealReport>)> pending, ValidationOptions options, CancellationToken ct)
    {
        try
        {
            using var places = new SemaphoreSlim(request.Jobs);
            foreach (var file in request.Files)
            {
                await places.WaitAsync(ct);
                await pending.WriteAsync((file, VerifyAsync(file, options, () => places.Release())), ct);
            }

            // A place must not be given back to a semaphore that is gone.
            for (var i = 0; i < request.Jobs; i++)
            {
                await places.WaitAsync(ct);
            }
        }
        finally
        {
            pending.Complete();
        }
    }

    /// <summary>A file that takes too long is answered as such, and left to a thread that ends with the program.</summary>
    private async Task<SealReport> VerifyAsync(string file, ValidationOptions options, Action done)
    {
        try
        {
            return await Task.Run(() => Verify(file, options), CancellationToken.None).WaitAsync(request.TimeLimit);
        }
        catch (TimeoutException)
        {
            return UnexaminedFile.TimedOut;
        }
        finally
        {
            done();
        }
    }

    private static SealReport Verify(string file, ValidationOptions options)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return PdfSealValidator.Validate(stream, options);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return UnexaminedFile.NotFound;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return UnexaminedFile.Unreadable;
        }
        catch (OutOfMemoryException)
        {
            return UnexaminedFile.OutOfMemory;
        }
    }

    private ValidationOptions Options()
    {
        var folders = request.Trust.Select(ReadTrust).ToList();
        var anchors = folders.SelectMany(folder => folder.Anchors).ToList();
        if (request.Trust.Count == 0)
        {
            terminal.Error.WriteLine(Texts.Say("verify.no-trust"));
        }

        return new ValidationOptions
        {
            TrustAnchors = anchors,
            TimestampAnchors = anchors,
            Profile = Profiles.Named(request.Profile),
            AsOf = TimeProvider.System.GetUtcNow(),
        };
    }

    private TrustFolder ReadTrust(string path)
    {
        try
        {
            var folder = TrustFolder.Read(path);
            foreach (var file in folder.Unreadable)
            {
                terminal.Error.WriteLine(Texts.Say("verify.trust-skipped", file));
            }

            return folder.Anchors.Count > 0 ? folder : throw new UsageException(Texts.Say("verify.trust-empty", path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Texts.Say("verify.trust-unreadable", path));
        }
    }
}
