using System.Text;

namespace Market.Signing;

/// <summary>The words of ETSI EN 319 102-1 as the standard writes them, for programs.</summary>
public static class EtsiWords
{
    /// <summary>TOTAL-PASSED, INDETERMINATE or TOTAL-FAILED (5.1.3).</summary>
    public static string Of(Indication indication) => indication switch
    {
        Indication.TotalPassed => "TOTAL-PASSED",
        Indication.TotalFailed => "TOTAL-FAILED",
        _ => "INDETERMINATE",
    };

    /// <summary>For example HASH_FAILURE (tables 5 and 6); null for a validation that passed.</summary>
    public static string? Of(SubIndication subIndication)
    {
        if (subIndication == SubIndication.None)
        {
            return null;
        }

        var word = new StringBuilder();
        foreach (var character in subIndication.ToString())
        {
            if (char.IsAsciiLetterUpper(character) && word.Length > 0)
            {
                word.Append('_');
            }

            word.Append(char.ToUpperInvariant(character));
        }

        return word.ToString();
    }
}
