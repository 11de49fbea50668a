namespace Market.Development;

/// <summary>PKIFailureInfo of RFC 3161, 2.4.2; the value is the number of the bit.</summary>
internal enum TimestampFailure
{
    BadAlgorithm = 0,
    BadRequest = 2,
    BadDataFormat = 5,
    UnacceptedPolicy = 15,
    UnacceptedExtension = 16,
}
