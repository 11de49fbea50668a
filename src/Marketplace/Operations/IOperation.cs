namespace Market.Marketplace.Operations;

/// <summary>One use case. The constructor takes its collaborators, <c>ExecuteAsync</c> is the request; it runs only
/// through <see cref="OperationRunner"/>, which checks <see cref="Requires"/> and saves once.</summary>
public interface IOperation
{
    /// <summary>What the actor must be allowed to do.</summary>
    static abstract Permission Requires { get; }

    /// <summary>Whether the door may run it again on fresh rows when another operation changed the same ones meanwhile.
    /// Not so where an attempt uses something up.</summary>
    static virtual bool IsRepeatable => true;
}
