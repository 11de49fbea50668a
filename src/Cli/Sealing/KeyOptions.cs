using System.CommandLine;

namespace Market.Cli.Sealing;

/// <summary>The options that name the key, and how it signs.</summary>
internal sealed class KeyOptions
{
    private readonly Option<string> _key = new("--key") { Description = Texts.Say("seal.key"), HelpName = "K.p12|K.pem", Required = true };
    private readonly Option<string> _password = TextOption.Create("--password-file", "F", "seal.password-file");
    private readonly Option<string> _certificate = TextOption.Create("--key-certificate", "C.pem", "seal.key-certificate", "--cert");
    private readonly Option<bool> _pss = new("--pss") { Description = Texts.Say("seal.pss") };
    private readonly Option<string> _digest = TextOption.Create("--digest", "SHA256|SHA384|SHA512", "seal.digest");

    public KeyOptions() => _digest.AcceptOnlyFromAmong(SigningWay.Digests);

    public void AddTo(Command command)
    {
        command.Add(_key);
        command.Add(_password);
        command.Add(_certificate);
        command.Add(_pss);
        command.Add(_digest);
    }

    public KeyRequest Read(ParseResult parsed) => new(parsed.GetRequiredValue(_key), parsed.GetValue(_password), parsed.GetValue(_certificate))
    {
        Way = new SigningWay(parsed.GetValue(_pss), parsed.GetValue(_digest)),
    };
}
