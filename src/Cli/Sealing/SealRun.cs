using System.Globalization;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>One run of <c>seal</c>: one key, one look, any number of files.</summary>
internal sealed class SealRun(Terminal terminal, SealRequest request)
{
    public async Task<int> RunAsync(CancellationToken ct)
    {
        RequireServices();
        var batch = BatchPlan.Of(request.Inputs, request.Output);
        using var services = new Services(request.TimestampAuthority, request.Certificates, request.DownloadsIssuers);
        ISealKey? key = null;
        SealOptions options;
        try
        {
            key = KeyFile.Open(request.Key);
            options = Options(key, services);
        }
        catch (SealRefusedException refusal)
        {
            key?.Dispose();
            terminal.Error.WriteLine($"{Refusal.Say(refusal.Code, refusal.Message, CultureInfo.CurrentUICulture)} [{refusal.Code}]");
            if (Refusal.Detail(refusal.Code, refusal.Message) is { } detail)
            {
                terminal.Error.WriteLine(Texts.Say("batch.detail", detail));
            }

            return ExitCodes.Refused;
        }

        using (key)
        using (options.DomesticSeal?.Key)
        {
            // The claimed time is that of each file, not of the batch.
            return await new BatchRun(terminal, request.AsJson, request.Jobs).RunAsync(
                batch,
                (input, output) => PdfSealer.SealAsync(
                    input, output, key, options with { ClaimedAt = TimeProvider.System.GetUtcNow() }, services.Used, ct),
                ct);
        }
    }

    private SealOptions Options(ISealKey key, Services services) =>
        request.Appearance.OptionsFor(key.Certificate, TimeProvider.System.GetUtcNow()) with
        {
            CheckWholeDocument = request.ChecksDocument,
            Level = request.Level,
            Certification = request.Certification,
            Lock = request.Lock,
            Reason = request.Reason,
            Location = request.Location,
            Password = request.PdfPasswordFile is { } file ? KeyFile.ReadPassword(file) : null,
            DomesticSeal = request.Dual.IsWanted ? request.Dual.Open(services) : null,
        };

    private void RequireServices()
    {
        if (request.Level is >= PadesLevel.BT && request.TimestampAuthority is null)
        {
            throw new UsageException(Texts.Say("seal.level-needs", Levels.NameOf(request.Level.Value), "--tsa"));
        }
    }
}
