using System.Text;
using System.Text.Json;
using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Market.Marketplace.Persistence;

/// <summary>Refuses markup, control characters and invisible turns of direction in whatever a person or another system has an operation
/// store. It stands at the one place through which all of it goes, so that no form, page or endpoint can forget the check, and what
/// reaches public pages, feeds, notices and sealed papers is plain text wherever it is shown.</summary>
internal static class TextGuard
{
    /// <summary>What is not written by the caller, or is checked where it is written; each with its reason.</summary>
    public static IReadOnlyDictionary<(string Entity, string Property), string> Exempt { get; } = new Dictionary<(string, string), string>
    {
        [("Admission", "Dossier")] = "a draft is kept as it is typed; DossierCheck refuses it at handing in",
        [("ServiceItem", "Terms")] = "holds formulas of elements; ServiceItem.Check looks at every other text",
        [("Result", "Precheck")] = "read from the agency's file: a name in a signature is shown as it stands there",
        [("Result", "Verification")] = "read from the agency's file",
        [("Sheet", "Precheck")] = "read from the agency's file",
        [("Sheet", "Verification")] = "read from the agency's file",
        [("DriftFinding", "Now")] = "read from a file",
    };

    /// <summary>Looks at every text that the save would write.</summary>
    public static void Require(MarketplaceDbContext db, Actor actor)
    {
        // The program writes what was looked at when it came in, and its own words about failures.
        if (actor.Standing == Standing.System)
        {
            return;
        }

        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified))
        {
            foreach (var property in entry.Properties.Where(property => entry.State == EntityState.Added || property.IsModified))
            {
                if (IsGuarded(property.Metadata))
                {
                    RequireProse(property);
                }
            }
        }
    }

    /// <summary>Whether what people write may stand in the column.</summary>
    public static bool IsGuarded(IProperty property) => KindOf(property) != TextKind.None
        && !Exempt.ContainsKey((property.DeclaringType.ClrType.Name, property.Name));

    /// <summary>Texts, and values kept as JSON.</summary>
    public static TextKind KindOf(IReadOnlyProperty property) =>
        property.DeclaringType.ClrType.Namespace?.StartsWith("Market.", StringComparison.Ordinal) != true ? TextKind.None
        : property.ClrType == typeof(string) ? TextKind.Plain
        : property.GetValueConverter()?.ProviderClrType == typeof(string) && !(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum ? TextKind.Json
        : TextKind.None;

    private static void RequireProse(PropertyEntry property)
    {
        if (property.CurrentValue is null)
        {
            return;
        }

        if (property.CurrentValue is string text)
        {
            RequireProse(text);
        }
        else if (property.Metadata.GetValueConverter()!.ConvertToProvider(property.CurrentValue) is string json)
        {
            RequireProseIn(json);
        }
    }

    /// <summary>Looks at every text and name within a JSON text.</summary>
    public static void RequireProseIn(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                RequireProse(reader.GetString()!);
            }
        }
    }

    private static void RequireProse(string text)
    {
        if (!PlainText.IsProse(text))
        {
            throw new RuleViolationException("text-markup", PlainText.Shown(text));
        }
    }
}

/// <summary>How a column holds text.</summary>
internal enum TextKind
{
    /// <summary>It holds none.</summary>
    None,

    /// <summary>As it stands.</summary>
    Plain,

    /// <summary>Within a value kept as JSON.</summary>
    Json,
}
