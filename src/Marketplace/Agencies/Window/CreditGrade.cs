namespace Market.Marketplace.Agencies.Window;

/// <summary>Grades of the objective score, the best first.</summary>
public enum CreditGrade
{
    /// <summary>A: 90 and more.</summary>
    A,

    /// <summary>B: 80 and more; a new agency stands here.</summary>
    B,

    /// <summary>C: 70 and more.</summary>
    C,

    /// <summary>D: less than 70.</summary>
    D,
}

/// <summary>From scores to grades.</summary>
public static class CreditGrades
{
    /// <summary>The grade of a score.</summary>
    public static CreditGrade Of(decimal score) => score switch
    {
        >= 90 => CreditGrade.A,
        >= 80 => CreditGrade.B,
        >= 70 => CreditGrade.C,
        _ => CreditGrade.D,
    };
}
