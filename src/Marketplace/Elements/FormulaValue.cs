using System.Globalization;

namespace Market.Marketplace.Elements;

/// <summary>What a formula works with: a number, a text, a yes or no, or nothing yet.</summary>
public readonly record struct FormulaValue
{
    private FormulaValue(decimal? number, string? text, bool? truth) => (Number, Text, Truth) = (number, text, truth);

    /// <summary>Not filled in yet: whatever is computed from it is not known either.</summary>
    public static FormulaValue Missing => default;

    /// <summary>The number, if it is one.</summary>
    public decimal? Number { get; }

    /// <summary>The text, if it is one.</summary>
    public string? Text { get; }

    /// <summary>Yes or no, if it is one.</summary>
    public bool? Truth { get; }

    /// <summary>Whether nothing is there.</summary>
    public bool IsMissing => Number is null && Text is null && Truth is null;

    /// <summary>A number.</summary>
    public static FormulaValue Of(decimal number) => new(number, null, null);

    /// <summary>A text.</summary>
    public static FormulaValue Of(string text) => new(null, text, null);

    /// <summary>Yes or no.</summary>
    public static FormulaValue Of(bool truth) => new(null, null, truth);

    /// <inheritdoc />
    public override string ToString() =>
        Number?.ToString(CultureInfo.InvariantCulture) ?? Text ?? (Truth is { } truth ? YesNo(truth) : "");

    internal static string YesNo(bool truth) => truth ? "是" : "否";
}

/// <summary>Why a formula cannot be read or worked out.</summary>
public sealed class FormulaException(string code, int position, string detail) : Exception($"{code} at {position}: {detail}")
{
    /// <summary>Stable code: syntax, unknown-function, arguments, types, division-by-zero, overflow, too-long.</summary>
    public string Code { get; } = code;

    /// <summary>Where in the text, from 0.</summary>
    public int Position { get; } = position;

    /// <summary>What stands there.</summary>
    public string Detail { get; } = detail;
}
