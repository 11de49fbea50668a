using Market.Signing;

namespace Market.Cli.Verifying;

/// <summary>What may follow a seal, by the names of the command line.</summary>
internal static class Profiles
{
    /// <summary>Only further seals, time stamps and validation data.</summary>
    public const string SealedResult = "sealed-result";

    /// <summary>Also the form filling that the seals themselves allow.</summary>
    public const string FormFilling = "form-filling";

    public static ValidationProfile Named(string name) => name == FormFilling ? ValidationProfile.FormFilling : ValidationProfile.SealedResult;
}
