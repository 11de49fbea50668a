using System.CommandLine;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>The options that limit what may still happen to the document: certification and locks.</summary>
internal sealed class LimitOptions
{
    private readonly Option<string> _certify = TextOption.Create("--certify", "1|2|3", "seal.certify");
    private readonly Option<bool> _lockAll = new("--lock-all") { Description = Texts.Say("seal.lock-all") };
    private readonly Option<string[]> _lock = Names("--lock", "seal.lock");
    private readonly Option<string[]> _lockExcept = Names("--lock-except", "seal.lock-except");

    public LimitOptions() => _certify.AcceptOnlyFromAmong("1", "2", "3");

    public void AddTo(Command command)
    {
        command.Add(_certify);
        command.Add(_lockAll);
        command.Add(_lock);
        command.Add(_lockExcept);
    }

    public Certification? ReadCertification(ParseResult parsed) => parsed.GetValue(_certify) switch
    {
        "1" => Certification.NoChanges,
        "2" => Certification.FillAndSign,
        "3" => Certification.Annotate,
        _ => null,
    };

    /// <exception cref="UsageException">More than one kind of lock is asked for.</exception>
    public SealLock? ReadLock(ParseResult parsed) => (parsed.GetValue(_lockAll), parsed.GetValue(_lock) ?? [], parsed.GetValue(_lockExcept) ?? []) switch
    {
        (false, [], []) => null,
        (true, [], []) => SealLock.All,
        (false, { Length: > 0 } only, []) => SealLock.Only(only),
        (false, [], { Length: > 0 } others) => SealLock.AllBut(others),
        _ => throw new UsageException(Texts.Say("seal.one-lock")),
    };

    private static Option<string[]> Names(string name, string sentence) => new(name) { Description = Texts.Say(sentence), HelpName = "FIELD" };
}
