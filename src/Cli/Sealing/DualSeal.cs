using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>The domestic half of a dual seal (双签) as the command line names it: an SM2 key and an electronic seal.</summary>
internal sealed record DualSeal(string? Key, string? PasswordFile, string? Seal, string? Tsa)
{
    public bool IsWanted => Key is not null || Seal is not null;

    /// <exception cref="UsageException">Half of it is missing, or a file cannot be read.</exception>
    /// <exception cref="SealRefusedException">The key or the seal is of no use.</exception>
    public DomesticSeal Open(Services services) => Key is null || Seal is null
        ? throw new UsageException(Texts.Say("seal.dual-half"))
        : new DomesticSeal
        {
            Key = KeyFile.Open(Key, PasswordFile),
            Seal = ReadSeal(Seal),
            Tsa = Tsa is null ? null : services.Authority(Tsa),
        };

    private static ElectronicSeal ReadSeal(string path)
    {
        try
        {
            return ElectronicSeal.Open(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Texts.Say("seal.dual-unreadable", path));
        }
    }
}
