namespace Market.Web.Features.Tasks;

/// <summary>A report as the agency hands it in.</summary>
/// <param name="FileId">The uploaded PDF.</param>
/// <param name="ReportNumber">The report's own number.</param>
/// <param name="Conclusion">Its main conclusion.</param>
/// <param name="SealReason">What the unit's seal is applied for at the same time; none applies later.</param>
public sealed record Submission(Guid FileId, string ReportNumber, string Conclusion, string? SealReason = null);
