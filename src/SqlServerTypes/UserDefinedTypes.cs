// Microsoft.Data.SqlClient loads these four types when it builds its first parameterised command, even where no
// user-defined type is used. This stand-in lets it do so without the package of the same name; see
// eng/OfficialPackages.props for the way back.
namespace Microsoft.SqlServer.Server;

/// <summary>How a user-defined type is serialised.</summary>
public enum Format
{
    /// <summary>Not stated.</summary>
    Unknown = 0,

    /// <summary>By the server's own layout.</summary>
    Native = 1,

    /// <summary>By the type itself, through <see cref="IBinarySerialize"/>.</summary>
    UserDefined = 2,
}

/// <summary>A type that writes and reads its own binary form.</summary>
public interface IBinarySerialize
{
    /// <summary>Reads the value.</summary>
    void Read(BinaryReader r);

    /// <summary>Writes the value.</summary>
    void Write(BinaryWriter w);
}

/// <summary>Marks a CLR type stored by SQL Server.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = false, Inherited = true)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    /// <summary>How the type is serialised.</summary>
    public Format Format { get; } = format;

    /// <summary>Largest size in bytes; -1 means up to 2 GB.</summary>
    public int MaxByteSize { get; set; }

    /// <summary>Whether every instance has the same size.</summary>
    public bool IsFixedLength { get; set; }

    /// <summary>Whether the bytes sort as the values do.</summary>
    public bool IsByteOrdered { get; set; }

    /// <summary>The method that checks a value.</summary>
    public string? ValidationMethodName { get; set; }

    /// <summary>The type's SQL name.</summary>
    public string? Name { get; set; }
}

/// <summary>A type that is not a valid user-defined type.</summary>
public sealed class InvalidUdtException : SystemException
{
    private InvalidUdtException(string message)
        : base(message)
    {
    }

    /// <summary>Called by the client when it meets such a type.</summary>
    public static InvalidUdtException Create(Type udtType, string resourceReason = "SR_Name") =>
        new($"'{udtType}' is not a valid user-defined type: {resourceReason}");
}
