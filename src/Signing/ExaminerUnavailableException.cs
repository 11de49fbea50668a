namespace Market.Signing;

/// <summary>No process could examine the file: all are busy, or none can be started. The file was not looked at; the same
/// request may succeed later.</summary>
public sealed class ExaminerUnavailableException : Exception
{
    public ExaminerUnavailableException(string message)
        : base(message)
    {
    }

    public ExaminerUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
