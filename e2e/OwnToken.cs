using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Marketplace.Seals;
using Market.Signing;
using Microsoft.AspNetCore.DataProtection;

namespace Market.E2E;

/// <summary>An agency's own signing program, as far as the platform can tell: it seals with the keys of the agency's registered
/// certificates, outside the platform. Here the keys are those that the demonstration registered.</summary>
internal sealed class OwnToken(Stage stage)
{
    /// <summary>Seals a file once for each holder, in order; returns where the sealed file lies.</summary>
    public async Task<string> SealAsync(string file, params string[] holders)
    {
        using var pki = DevelopmentPki.OpenOrCreate(Path.Combine(stage.DataDirectory, "development-pki"), TimeProvider.System);
        foreach (var holder in holders)
        {
            using var key = await KeyOfAsync(holder);
            var after = Path.Combine(stage.DataDirectory, $"own-{holder}.pdf");
            await using (var input = File.OpenRead(file))
            await using (var output = File.Create(after))
            {
                await PdfSealer.SealAsync(input, output, key, new SealOptions { ClaimedAt = TimeProvider.System.GetUtcNow() }, pki.TimestampAuthority);
            }

            file = after;
        }

        return file;
    }

    private async Task<ISealKey> KeyOfAsync(string holder)
    {
        var protection = DataProtectionProvider.Create(
            new DirectoryInfo(Path.Combine(stage.DataDirectory, "protection")), builder => builder.SetApplicationName("Market"));
        var folder = Path.Combine(stage.DataDirectory, "seal-keys");
        var store = new Pkcs12SealKeyStore(folder, protection);
        var held = new List<ISealKey>();
        foreach (var reference in Directory.EnumerateFiles(folder, "*.seal").Select(Path.GetFileNameWithoutExtension))
        {
            var key = await store.OpenAsync(reference!);
            if (key.Certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false).Any(part => IsCommonName(part, holder)))
            {
                held.Add(key);
            }
            else
            {
                key.Dispose();
            }
        }

        // The demonstration's own comes first: what other journeys import later in the same name is renewed or reported lost.
        var own = held.MinBy(key => key.Certificate.NotBefore) ?? throw new InvalidOperationException($"{holder} has no registered certificate.");
        held.Where(key => key != own).ToList().ForEach(key => key.Dispose());
        return own;
    }

    private static bool IsCommonName(X500RelativeDistinguishedName part, string name) =>
        !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3" && part.GetSingleElementValue() == name + "（演示）";
}
