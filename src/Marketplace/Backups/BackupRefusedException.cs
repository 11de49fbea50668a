namespace Market.Marketplace.Backups;

/// <summary>Why a backup cannot be taken or restored. Refusals of an administrator's command: the host has the sentences.</summary>
public enum BackupRefusal
{
    /// <summary>There is no manifest that can be read.</summary>
    NoManifest,

    /// <summary>The manifest is of another format.</summary>
    UnknownFormat,

    /// <summary>The backup is of another kind of database.</summary>
    OtherProvider,

    /// <summary>The place to restore into is not empty.</summary>
    NotBlank,

    /// <summary>A file of the backup is missing or not what the manifest says.</summary>
    Damaged,

    /// <summary>The program that copies this database was not found, or failed.</summary>
    ToolFailed,

    /// <summary>This database is backed up by its own administrator.</summary>
    DatabaseElsewhere,
}

/// <summary>A backup cannot be taken or restored.</summary>
public sealed class BackupRefusedException(BackupRefusal reason, string detail = "") : Exception($"{reason}: {detail}")
{
    /// <summary>Why.</summary>
    public BackupRefusal Reason { get; } = reason;

    /// <summary>Which file, or what the program said.</summary>
    public string Detail { get; } = detail;
}
