namespace Market.Signing.Tests.Validation;

/// <summary>One published way to change a sealed file.</summary>
/// <param name="Name">What it is called in the matrix.</param>
/// <param name="Forge">Makes the forged file.</param>
/// <param name="Codes">What the report must say: the class of the attack where it has one, and what was found.</param>
internal sealed record Attack(string Name, Func<AttackedFile, byte[]> Forge, params string[] Codes)
{
    /// <summary>Whether the attack is possible on such a file at all.</summary>
    public Func<SealedAs, PadesLevel, bool> AppliesTo { get; init; } = (_, _) => true;
}
