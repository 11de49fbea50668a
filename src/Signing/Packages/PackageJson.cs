using System.Text.Json.Serialization;

namespace Market.Signing.Packages;

[JsonSerializable(typeof(ResultPackageManifest))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, AllowDuplicateProperties = false, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class PackageJson : JsonSerializerContext;
