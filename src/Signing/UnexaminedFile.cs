using Market.Signing.Validation;

namespace Market.Signing;

/// <summary>Reports on files that could not be examined to the end. None of them ever passes, and none is called forged
/// for it.</summary>
public static class UnexaminedFile
{
    /// <summary>There is no such file.</summary>
    public static SealReport NotFound { get; } = Report(Reasons.FileNotFound);

    /// <summary>The file is there and cannot be read: rights, a broken disk, or not a file at all.</summary>
    public static SealReport Unreadable { get; } = Report(Reasons.FileUnreadable);

    /// <summary>The examination took longer than a file may take.</summary>
    public static SealReport TimedOut { get; } = Report(Reasons.ValidationTimedOut);

    /// <summary>The examination asked for more memory than a file may take.</summary>
    public static SealReport OutOfMemory { get; } = Report(Reasons.ValidationOutOfMemory);

    /// <summary>The process that examined the file came to an unexpected end.</summary>
    public static SealReport Crashed { get; } = Report(Reasons.ValidationCrashed);

    private static SealReport Report(Reason reason) =>
        new() { Verdict = Indication.Indeterminate, Readable = false, Reasons = [reason.Code] };
}
