namespace Market.Marketplace.Documents.S3;

/// <summary>Where an S3-compatible store is, section <c>Files</c> of the settings.</summary>
public sealed record S3Options
{
    /// <summary>Its address, such as <c>https://s3.example.cn</c>: <c>Files:Endpoint</c>. Buckets are addressed by path.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The bucket, which must be there: <c>Files:Bucket</c>.</summary>
    public required string Bucket { get; init; }

    /// <summary>What goes into the signature; servers of one's own take any: <c>Files:Region</c>.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Who asks: <c>Files:AccessKey</c>.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The secret, from <c>Files:SecretKey</c> or the first line of <c>Files:SecretKeyFile</c>.</summary>
    public required string SecretKey { get; init; }
}
