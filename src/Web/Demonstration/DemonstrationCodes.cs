using Market.Marketplace.Organisations;

namespace Market.Web.Demonstration;

/// <summary>Invented unified social credit codes with right check characters (GB 32100-2015).</summary>
internal static class DemonstrationCodes
{
    /// <summary>湘源市住房和城乡建设局, which checks in joint acceptances.</summary>
    public static string Housing => "11430100006120200T";

    public static string Department { get; } = Complete("11430100006120218");

    public static string Owner { get; } = Complete("91430104MA4Q70061");

    public static string Operator { get; } = Complete("12430100448800A18");

    /// <summary>The code whose first 17 characters are given.</summary>
    public static string Complete(string first17) => first17 + CreditCode.CheckCharacter(first17);
}
