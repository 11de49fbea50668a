using Market.Marketplace.Documents;
using Market.Marketplace.Documents.S3;

namespace Market.Web.Hosting;

/// <summary>Where files are kept: <c>Files:Store</c> is <c>FileSystem</c>, a directory of the data directory, or <c>S3</c>, a bucket that
/// nodes without a common disk share.</summary>
internal static class FileStore
{
    private const string Section = "Files";

    public static void AddFileStore(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection(Section);
        switch (settings["Store"] ?? "FileSystem")
        {
            case "FileSystem":
                return;
            case "S3":
                var options = OptionsFrom(settings);
                services.AddSingleton<IBlobStore>(_ => new S3BlobStore(options, TimeProvider.System));
                return;
            case var other:
                throw new StartupRefusedException($"不认识的文件存储 {other}：Files:Store 可为 FileSystem、S3。");
        }
    }

    private static S3Options OptionsFrom(IConfigurationSection settings) => new()
    {
        Endpoint = Uri.TryCreate(settings["Endpoint"], UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw new StartupRefusedException("Files:Endpoint 不是网址：请填写 S3 存储服务的完整网址。"),
        Bucket = Required(settings, "Bucket"),
        Region = settings["Region"] is { Length: > 0 } region ? region : "us-east-1",
        AccessKey = Required(settings, "AccessKey"),
        SecretKey = settings["SecretKeyFile"] is { Length: > 0 } file ? SecretIn(file) : Required(settings, "SecretKey"),
    };

    private static string Required(IConfigurationSection settings, string name) => settings[name] is { Length: > 0 } value
        ? value
        : throw new StartupRefusedException($"没有设置 {Section}:{name}：使用 S3 文件存储需要 Files:Endpoint、Files:Bucket、Files:AccessKey 和 Files:SecretKey。");

    private static string SecretIn(string file)
    {
        try
        {
            return File.ReadLines(file).First();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new StartupRefusedException($"无法读取 Files:SecretKeyFile 指定的文件 {file}（{e.Message}）。");
        }
    }
}
