using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>The domestic half of a dual seal (双签) as the command line names it: an SM2 key and an electronic seal.</summary>
internal sealed record DualSeal(string? Key, string? PasswordFile, string? Seal)
{
    /// <summary>Address of its time-stamp authority; null for none.</summary>
    public string? Tsa { get; init; }

    /// <summary>FILTER,SUBFILTER, for readers that want other names; null for the usual ones.</summary>
    public string? Names { get; init; }

    public bool IsWanted => Key is not null || Seal is not null || Tsa is not null || Names is not null;

    /// <exception cref="UsageException">Half of it is missing, or a file cannot be read.</exception>
    /// <exception cref="SealRefusedException">The key or the seal is of no use.</exception>
    public DomesticSeal Open(Services services) => Key is null || Seal is null
        ? throw new UsageException(Texts.Say("seal.dual-half"))
        : new DomesticSeal
        {
            Key = KeyFile.Open(new KeyRequest(Key, PasswordFile)),
            Seal = ReadSeal(Seal),
            Tsa = Tsa is null ? null : services.Authority(Tsa),
            Names = Names is null ? null : ReadNames(Names),
        };

    private static SignatureNames ReadNames(string names) =>
        names.Split(',') is [var filter, var subFilter] && IsName(filter) && IsName(subFilter)
            ? new SignatureNames(filter, subFilter)
            : throw new UsageException(Texts.Say("seal.dual-names-form", names));

    private static bool IsName(string text) => text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');

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
