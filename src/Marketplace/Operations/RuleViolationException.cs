namespace Market.Marketplace.Operations;

/// <summary>A refusal that a person can understand and act on; <see cref="Refusals"/> has the sentence.</summary>
public abstract class MarketplaceException : Exception
{
    private protected MarketplaceException(string code, IReadOnlyList<object> args, Exception? inner = null)
        : base(code, inner)
    {
        Code = code;
        Args = args;
    }

    /// <summary>Stable code, part of the public interface.</summary>
    public string Code { get; }

    /// <summary>Values for the sentence.</summary>
    public IReadOnlyList<object> Args { get; }
}

/// <summary>A rule says no.</summary>
public sealed class RuleViolationException : MarketplaceException
{
    /// <summary>Refuses with a code of Refusals.resx and the values of its sentence.</summary>
    public RuleViolationException(string code, params object[] args)
        : base(code, args)
    {
    }

    internal RuleViolationException(string code, Exception inner)
        : base(code, [], inner)
    {
    }
}

/// <summary>Not there, or not the actor's to see: the two are never told apart.</summary>
public sealed class NotFoundException(string what) : MarketplaceException("not-found", [what])
{
    /// <summary>What was looked for.</summary>
    public string What { get; } = what;
}

/// <summary>The actor's roles do not carry the permission.</summary>
public sealed class ForbiddenException(Permission required) : MarketplaceException("forbidden", [required])
{
    /// <summary>The missing permission.</summary>
    public Permission Required { get; } = required;
}
