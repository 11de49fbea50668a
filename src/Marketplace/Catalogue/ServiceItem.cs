using System.Text.Json;
using Market.Marketplace.Elements;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Catalogue;

/// <summary>Whether an item may be used.</summary>
public enum ServiceItemStatus
{
    /// <summary>待生效: published, and usable from its first day.</summary>
    Scheduled,

    /// <summary>Published and in force.</summary>
    Published,

    /// <summary>Taken off the list; running tasks end under it.</summary>
    Withdrawn,
}

/// <summary>An intermediary service item of the published list (清单之外无中介).</summary>
public sealed partial class ServiceItem : IAggregate
{
    private ServiceItem()
    {
    }

    /// <summary>Identity of this edition.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Such as ZJ-2-02.</summary>
    public string Code { get; private init; } = "";

    /// <summary>The edition of the item, from 1.</summary>
    public int Edition { get; private init; }

    /// <summary>Name, kept apart from the terms for searching.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Stage, kept apart from the terms for filtering.</summary>
    public ProjectStage Stage { get; private init; }

    /// <summary>Everything published.</summary>
    public ServiceItemTerms Terms { get; private init; } = null!;

    /// <summary>First day of validity.</summary>
    public DateOnly EffectiveFrom { get; private init; }

    /// <summary>Whether it may be used.</summary>
    public ServiceItemStatus Status { get; private set; }

    internal static ServiceItem Publish(ServiceItemTerms terms, int edition, OperationContext context)
    {
        Check(terms);
        return new ServiceItem
        {
            Id = context.NewId(),
            Code = terms.Code,
            Edition = edition,
            Name = terms.Name,
            Stage = terms.Stage,
            Terms = terms,
            EffectiveFrom = terms.EffectiveFrom,
            Status = terms.EffectiveFrom <= context.Today ? ServiceItemStatus.Published : ServiceItemStatus.Scheduled,
        };
    }

    internal void Begin() => Status = ServiceItemStatus.Published;

    internal void Withdraw() => Status = ServiceItemStatus.Withdrawn;

    private static bool IsCode(string code) =>
        code.Length is >= 3 and <= 20 && code.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    internal static void Check(ServiceItemTerms terms)
    {
        if (!IsCode(terms.Code))
        {
            throw new RuleViolationException("item-code", terms.Code);
        }

        if (new[] { terms.Name, terms.Deliverable, terms.PriceUnit, terms.RequiredQualification.Text }.FirstOrDefault(text => !PlainText.Allows(text)) is { } odd)
        {
            throw new RuleViolationException("text-markup", odd);
        }

        // A formula may compare; nothing else may look like markup.
        TextGuard.RequireProseIn(JsonSerializer.Serialize(terms with { Elements = ElementSchema.None }));

        if (terms.SeparateFrom.FirstOrDefault(code => !IsCode(code) || code == terms.Code) is { } wrong)
        {
            throw new RuleViolationException("item-separate", terms.Code, wrong);
        }

        if (terms.EffectiveTo < terms.EffectiveFrom)
        {
            throw new RuleViolationException("item-dates", terms.Code);
        }

        if (terms.LegalBasis.Count == 0)
        {
            // 国办发〔2015〕31号: no item without a basis in law, regulation, decision or department rule.
            throw new RuleViolationException("item-without-basis", terms.Code);
        }

        if (!SealStep.IsScheme(terms.SealScheme))
        {
            throw new RuleViolationException("seal-scheme-invalid", terms.Code);
        }

        SchemaCheck.Require(terms.Elements, terms.Code);
    }
}
